/** What comes of work on an order: why it is returned, what a visit finds, how a mediation ends, what was done. */
import type { FactorAnswers } from '@jiahe/domain/facts.ts'
import { type DisposalResult, type ReturnReason, rank } from '@jiahe/domain/vocabulary.ts'
import type { WorkOrder } from '@jiahe/domain/workOrder.ts'
import type { OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import { type Chance, happens, oneOf, weighted } from './chance.ts'

const textId = null

export const reasonOf = (chance: Chance): ReturnReason =>
  weighted(chance, {
    'wrong-region': 55,
    'moved-away': 22,
    'conflict-of-interest': 6,
    'needs-higher-level': 9,
    other: 8,
  })

/** Joint mediation is not for grave cases; a violent one is mostly mediated apart, if at all. */
export const mediates = ({ level, violence }: WorkOrder, before: number): number =>
  rank(level) >= rank('high') ? 0.06 : before > 0 ? 0.35 : violence ? 0.3 : 0.7

export function mediation({ level, violence }: WorkOrder, chance: Chance): OrderCommand {
  const joint = rank(level) < rank('high') && happens(chance, violence ? 0.15 : 0.85)
  const outcome = weighted(chance, { agreed: 55, failed: 20, adjourned: 25 })
  return { type: 'mediation', joint, consent: joint, outcome, textId }
}

/** What a visit finds is mostly nothing new; sometimes it is worse than it was told. */
const findings: readonly FactorAnswers[] = [
  { F07: 'yes' },
  { F13: 'yes' },
  { F19: 'yes' },
  { F17: 'yes' },
  { F20: 'yes' },
  { F21: 'yes' },
  { F07: 'no', F19: 'no' },
  { F02: 'no', F03: 'no' },
  { F13: 'no', F15: 'no' },
]
export const visit = ({ level, violence }: WorkOrder, chance: Chance): OrderCommand => ({
  type: 'visit',
  withPolice: violence && happens(chance, rank(level) >= rank('high') ? 0.75 : 0.3),
  facts: violence && happens(chance, 0.3) ? oneOf(chance, findings) : {},
  textId,
})

export function resultOf({ level, violence }: WorkOrder, chance: Chance): DisposalResult {
  if (!violence)
    return weighted(chance, {
      mediated: 48,
      'mediation-failed': 12,
      litigation: 14,
      referred: 10,
      reconciled: 12,
      other: 4,
    })
  if (rank(level) < rank('high'))
    return weighted(chance, {
      ...{
        'safety-plan': 26,
        'warning-letter': 20,
        mediated: 16,
        reconciled: 14,
        referred: 8,
        litigation: 7,
      },
      ...{ 'declined-help': 9 },
    })
  return weighted(chance, {
    ...{ 'safety-plan': 30, 'warning-letter': 30, 'protection-order': 10, 'police-case': 12, sheltered: 5 },
    ...{ litigation: 6, referred: 4, 'declined-help': 3 },
  })
}

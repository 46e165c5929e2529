/** Whom a federation calls in for an order, out of the directory of the made-up city, and what comes of it. */
import type { Engagement } from '@jiahe/domain/engagements.ts'
import type { ResourceKind, ResourcePurpose } from '@jiahe/domain/orderVocabulary.ts'
import { rank } from '@jiahe/domain/vocabulary.ts'
import type { WorkOrder } from '@jiahe/domain/workOrder.ts'
import type { OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import { between, type Chance, happens, oneOf, weighted } from './chance.ts'

const textId = null

/** Grave cases mostly have somebody beside the federation. */
export const callsIn = ({ level, violence }: WorkOrder, before: number): number =>
  before >= 2 ? 0 : before === 1 ? 0.12 : rank(level) >= rank('high') ? 0.38 : violence ? 0.16 : 0.12

export function engage({ level, violence }: WorkOrder, township: string, chance: Chance): OrderCommand {
  const grave = rank(level) >= rank('high')
  const kind: ResourceKind = violence
    ? weighted(chance, { psychologist: 38, lawyer: 30, 'legal-station': 16, shelter: grave ? 16 : 2 })
    : weighted(chance, { mediator: 48, lawyer: 32, psychologist: 12, 'legal-station': 8 })
  const organisation = happens(chance, 0.9) ? codeOf(kind, township, chance) : null
  return { type: 'resource', kind, organisation, purpose: purposeOf(kind, violence, chance), textId }
}

/** As the directory calls them; see `directory.ts`. */
function codeOf(kind: ResourceKind, township: string, chance: Chance): string {
  const district = township.slice(0, 6)
  const code = {
    lawyer: `LS${district}0${between(chance, 1, 3)}`,
    psychologist: `XZ${district}0${between(chance, 1, 2)}`,
    mediator: `LJ${township}01`,
    'legal-station': `FY${district}01`,
    shelter: `BH${district}01`,
  }
  return code[kind]
}

function purposeOf(kind: ResourceKind, violence: boolean, chance: Chance): ResourcePurpose {
  if (kind === 'psychologist') return 'counselling'
  if (kind === 'mediator') return 'mediation'
  if (kind === 'shelter') return 'sheltering'
  const asked = violence ? ['legal-advice', 'protection-order', 'legal-aid'] : ['legal-advice', 'legal-aid']
  return oneOf(chance, asked) as ResourcePurpose
}

/** Mostly they come and help; some have no time, some are not needed any more. */
export function followUp({ engagementId, kind, state }: Engagement, chance: Chance): OrderCommand {
  const about = { engagementId, textId }
  if (state === 'asked') {
    if (happens(chance, 0.86)) return { type: 'accept-resource', ...about }
    if (happens(chance, 0.7))
      return { type: 'decline-resource', reason: oneOf(chance, ['no-capacity', 'not-in-time']), ...about }
    return { type: 'withdraw-resource', reason: oneOf(chance, ['no-reply', 'declined-help']), ...about }
  }
  if (happens(chance, 0.06)) return { type: 'withdraw-resource', reason: 'not-needed', ...about }
  const outcome = {
    lawyer: oneOf(chance, ['helped', 'helped', 'represented'] as const),
    psychologist: oneOf(chance, ['helped', 'helped', 'helped', 'without-result', 'declined-help'] as const),
    mediator: oneOf(chance, ['agreed', 'agreed', 'without-result'] as const),
    'legal-station': oneOf(chance, ['helped', 'represented', 'referred-on'] as const),
    shelter: oneOf(chance, ['taken-in', 'taken-in', 'taken-in', 'declined-help'] as const),
  }[kind]
  return { type: 'report-resource', outcome, ...about }
}

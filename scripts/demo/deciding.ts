/** What those who know a family say otherwise than its grade, and what is above the daily work: a leader in charge, a
 *  seal. Of each a few. */
import type { FamilyCase } from '@jiahe/domain/familyCase.ts'
import { standingLevel } from '@jiahe/domain/overrides.ts'
import { type Level, rank } from '@jiahe/domain/vocabulary.ts'
import { type CaseDeed, inDays, type Office, once } from './caseDeeds.ts'
import { oneOf } from './chance.ts'

const textId = null
const above: Readonly<Record<Level, Level>> = {
  low: 'medium',
  medium: 'high',
  high: 'extreme',
  extreme: 'extreme',
}
const below: Readonly<Record<Level, Level>> = { low: 'low', medium: 'low', high: 'medium', extreme: 'high' }

export const deciding = (state: FamilyCase, from: number, office: Office): CaseDeed[] =>
  state.closed || !state.grading
    ? []
    : [
        ...judged(state, from, office),
        ...overridden(state, from, office),
        ...charged(state, from, office),
        ...sealed(state, from, office),
      ]

function judged({ pendingOverride }: FamilyCase, from: number, office: Office): CaseDeed[] {
  if (!pendingOverride) return []
  const approves = office.chance() < 0.75
  return [
    {
      // Whoever asked does not judge.
      ...{ at: inDays(office, from, 0.2, 1), by: office.city },
      command: () => (approves ? { type: 'approve-override' } : { type: 'decline-override', textId }),
    },
  ]
}

/** A raise where she is afraid, a lowering where much is settled. */
function overridden(state: FamilyCase, from: number, office: Office): CaseDeed[] {
  const { chance, township } = office
  const { gradingId, level: graded } = state.grading!
  if (state.floor || state.lowered || state.pendingOverride) return []
  if (!once(office, `override ${gradingId}`, 0.02)) return []
  const raises = rank(graded) < rank('medium') || (graded !== 'extreme' && chance() < 0.65)
  const reasons = raises
    ? (['victim-fears', 'history-known', 'not-among-factors'] as const)
    : (['facts-mistaken', 'circumstances-changed', 'protection-in-place'] as const)
  const reason = oneOf(chance, reasons)
  const level = raises ? above[graded] : below[graded]
  return [
    {
      ...{ at: inDays(office, from, 0.2, 2), by: township },
      command: () => {
        office.minds.set(`override ${gradingId}`, false)
        return { type: 'override-grade', level, reason, textId }
      },
    },
  ]
}

function charged(state: FamilyCase, from: number, office: Office): CaseDeed[] {
  const district = office.township.slice(0, 6)
  const leaderId = office.accountOf(district)
  if (state.leader) {
    if (!once(office, 'release', 0.3)) return []
    return [
      {
        ...{ at: inDays(office, from, 20, 20), by: district },
        command: () => ({ type: 'release-leader', reason: 'resolved', textId }),
      },
    ]
  }
  const grave = rank(standingLevel(state) ?? 'low') >= rank('high')
  if (!grave || leaderId === null || !once(office, 'charge', 0.2)) return []
  return [
    {
      ...{ at: inDays(office, from, 0.5, 2), by: district },
      command: () => {
        office.minds.set('charge', false)
        return { type: 'leader', leaderId, textId }
      },
    },
  ]
}

/** For those of her township, her district and the city. */
function sealed(state: FamilyCase, from: number, office: Office): CaseDeed[] {
  if (state.sealedFor || !once(office, 'seal', 0.003)) return []
  const federations = [office.township, office.township.slice(0, 6), office.city]
  const named = federations.flatMap((federation) => {
    const accountId = office.accountOf(federation)
    return accountId === null ? [] : [{ accountId, federation }]
  })
  if (named.length < federations.length) return []
  const reason = oneOf(office.chance, ['party-in-office', 'hidden-address', 'staff-related'] as const)
  return [
    {
      ...{ at: inDays(office, from, 0.3, 2), by: office.city },
      command: () => ({ type: 'seal', named, reason, textId }),
    },
  ]
}

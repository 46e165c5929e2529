/** What police and courts did about the respondent, as the offices record it: letters and the visits after them,
 *  punishments, protection orders and their breach, and the report that the law asks for. */

import { monthsAfter } from '@jiahe/domain/days.ts'
import type { FamilyCase } from '@jiahe/domain/familyCase.ts'
import { isViolent } from '@jiahe/domain/familyCase.ts'
import { openReports } from '@jiahe/domain/mandatoryReports.ts'
import { measureOwed } from '@jiahe/domain/measures.ts'
import type { Protection } from '@jiahe/domain/measureVocabulary.ts'
import { standingLevel } from '@jiahe/domain/overrides.ts'
import { openApplication } from '@jiahe/domain/protectionOrders.ts'
import { rank } from '@jiahe/domain/vocabulary.ts'
import { standingLetters } from '@jiahe/domain/warningLetters.ts'
import { type CaseDeed, inDays, type Office, once } from './caseDeeds.ts'
import { exponential, oneOf, weighted } from './chance.ts'
import { hour_ms } from './moments.ts'

const textId = null

export const measured = (state: FamilyCase, from: number, office: Office): CaseDeed[] => [
  ...reported(state, from, office),
  ...answered(state, from, office),
  ...visited(state, from, office),
  ...protectedBy(state, from, office),
  ...(office.left ? [] : breached(state, from, office)),
]

/** At once, as the law has it; a few only when the clock has passed. */
const reported = (state: FamilyCase, from: number, { chance, township }: Office): CaseDeed[] =>
  openReports(state).map(({ about, reportBy }) => {
    const given = Math.max(0, Date.parse(reportBy) - from)
    const at =
      from + (chance() < 0.94 ? given * (0.1 + 0.7 * chance()) : given + exponential(chance, 9 * hour_ms))
    const means = weighted(chance, { phone: 80, 'in-person': 12, online: 8 })
    return {
      at,
      by: township,
      command: () => ({ type: 'report-to-police', about, means, alreadyKnown: false, textId }),
    }
  })

/** The police say what they did within days; of some it is never heard, and of a few the district says why not. */
function answered(state: FamilyCase, from: number, office: Office): CaseDeed[] {
  const { chance, township } = office
  const [owed] = measureOwed(state)
  if (!owed || !once(office, `owed ${owed.causeId}`, 0.82)) return []
  const at = inDays(office, from, 0.3, 2.5)
  const alertId = state.intakes.has(owed.causeId) ? owed.causeId : null
  const taken = { alertId, takenBy: null, textId }
  if (chance() < 0.08)
    return [
      {
        ...{ at, by: township.slice(0, 6) },
        command: () => ({ type: 'waive-measure', reason: oneOf(chance, waivers), textId }),
      },
    ]
  if (owed.measure === 'letter-or-education' && chance() < 0.75)
    return [
      {
        at,
        by: township,
        command: (issuedOn) => ({ type: 'issue-letter', alertId, issuedBy: null, issuedOn, textId }),
      },
    ]
  const measure =
    owed.measure === 'letter-or-education'
      ? 'criticism-education'
      : weighted(chance, { 'public-security-punishment': 70, 'criminal-case': 22, 'court-sanction': 8 })
  return [{ at, by: township, command: (takenOn) => ({ type: 'take-measure', measure, takenOn, ...taken }) }]
}
const waivers = [
  'evidence-insufficient',
  'no-violence-found',
  'respondent-gone',
  'handled-elsewhere',
] as const

/** Each visit in its time, mostly. */
function visited(state: FamilyCase, from: number, office: Office): CaseDeed[] {
  const { chance, township } = office
  return standingLetters(state).flatMap(({ letterId, followUps }) => {
    const next = followUps.find(({ doneAt }) => doneAt === null)
    if (!next || !once(office, `visit ${next.dutyId}`, 0.95)) return []
    const [opens, due] = [Math.max(from, Date.parse(next.opensAt)), Date.parse(next.dueAt)]
    const at =
      chance() < 0.92
        ? opens + Math.max(0, due - opens) * (0.3 + 0.5 * chance())
        : Math.max(opens, due) + exponential(chance, 3) * 24 * hour_ms
    const visitors = oneOf(chance, [['police', 'committee'], ['police', 'grid'], ['committee']] as const)
    return [
      {
        ...{ at: inDays(office, at, 0, 0.1), by: township },
        command: (visitedOn: string): ReturnType<CaseDeed['command']> => ({
          ...{ type: 'follow-up-letter', letterId, visitedOn, with: [...visitors], textId },
        }),
      },
    ]
  })
}

const TERM_MONTHS = 6
/** Some are helped to ask a court, which answers within its days; few of its orders are renewed. */
function protectedBy(state: FamilyCase, from: number, office: Office): CaseDeed[] {
  const { chance, township } = office
  const until = (today: string) => monthsAfter(today, oneOf(chance, [1, 2, 3, TERM_MONTHS, TERM_MONTHS]))
  const prohibits = () => [
    'no-violence' as const,
    ...(['no-contact', 'no-threats', 'keep-distance', 'move-out'] as const).filter(
      (one): one is Extract<Protection, typeof one> => chance() < (one === 'move-out' ? 0.15 : 0.5),
    ),
  ]
  const grant = (today: string): ReturnType<CaseDeed['command']> => ({
    ...{
      type: 'grant-protection',
      prohibits: prohibits(),
      from: today,
      until: until(today),
      court: null,
      textId,
    },
  })
  if (openApplication(state) !== null) {
    const at = inDays(office, from, 0.5, 0.7)
    const refused = chance() < 0.12
    return [
      {
        ...{ at, by: township },
        command: (refusedOn) =>
          refused ? { type: 'refuse-protection', refusedOn, court: null, textId } : grant(refusedOn),
      },
    ]
  }
  const ending = state.protectionOrders.find(
    (p) => p.renewalFellDue && !p.renewed && !p.revoked && !p.expired,
  )
  if (ending && once(office, `renew ${ending.protectionOrderId}`, 0.5))
    return [{ at: inDays(office, from, 1, 3), by: township, command: grant }]
  const grave = rank(standingLevel(state) ?? 'low') >= rank('high')
  const first = state.applications.length + state.protectionOrders.length === 0
  if (!grave || !first || !isViolent(state) || !once(office, 'apply', 0.3)) return []
  const applicant = weighted(chance, { victim: 62, 'womens-federation': 22, relative: 10, police: 6 })
  const urgent = chance() < 0.3
  return [
    {
      ...{ at: inDays(office, from, 0.5, 3), by: township },
      command: (appliedOn) => ({
        ...{ type: 'apply-protection', applicant, appliedOn, urgent, court: null, textId },
      }),
    },
  ]
}

/** A few do it again though it was forbidden them. */
function breached(state: FamilyCase, from: number, office: Office): CaseDeed[] {
  const { township } = office
  const order = state.protectionOrders.find((p) => !p.revoked && !p.expired)
  const letter = standingLetters(state)[0]
  const id = order?.protectionOrderId ?? letter?.letterId
  if (id === undefined || !once(office, `breach ${id}`, order ? 0.25 : 0.05)) return []
  const measure = order ? ('protection-order' as const) : ('warning-letter' as const)
  return [
    {
      ...{ at: inDays(office, from, 3, 14, 'day'), by: township },
      command: (breachedOn) => {
        office.minds.set(`breach ${id}`, false)
        return { type: 'record-breach', measure, breachedOn, textId }
      },
    },
  ]
}

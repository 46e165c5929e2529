/** What whoever reported is told: whether it is taken up, and what came of it; mostly in time, now and then with more time
 *  asked for, once in a while late. What has an order is answered by that. */
import type { FamilyCase } from '@jiahe/domain/familyCase.ts'
import { isViolent } from '@jiahe/domain/familyCase.ts'
import type { CaseDeed, Office } from './caseDeeds.ts'
import { inDays, once } from './caseDeeds.ts'
import { oneOf, weighted } from './chance.ts'
import { getsToIt } from './moments.ts'

const textId = null
const diligence = { late: 0.05, never: 0.02 }

export const answering = (state: FamilyCase, from: number, office: Office): CaseDeed[] =>
  [...state.answers.values()].flatMap((answer): CaseDeed[] => {
    const { reportId, assignee: by, takeBy, concludeBy } = answer
    const { chance, calendar } = office
    const due = (moment: string) => getsToIt(chance, from, Date.parse(moment), 'office', diligence, calendar)
    if (answer.state === 'open') {
      if (!once(office, `take ${reportId}`, 0.97)) return []
      const declines = !isViolent(state) && chance() < 0.05
      const reason = oneOf(chance, ['other-authority', 'not-a-family-matter', 'withdrawn'] as const)
      return said(due(takeBy), by, () =>
        declines
          ? { type: 'decline-report', reportId, reason, textId }
          : { type: 'take-report', reportId, textId },
      )
    }
    if (answer.state !== 'taken') return []
    const above = by.length === 9 ? by.slice(0, 6) : office.city
    if (answer.extension === 'requested')
      return said(inDays(office, from, 0.5, 2), above, () => ({
        type: chance() < 0.85 ? 'approve-answer-extension' : 'reject-answer-extension',
        ...{ reportId, textId },
      }))
    if (answer.extension === 'none' && once(office, `extend ${reportId}`, 0.06))
      return said(inDays(office, from, 18, 9), by, () => ({
        type: 'request-answer-extension',
        ...{
          reportId,
          reason: oneOf(chance, ['complex-matter', 'waiting-for-others', 'party-away'] as const),
          textId,
        },
      }))
    if (!once(office, `conclude ${reportId} ${answer.extension}`, 0.97)) return []
    const result = weighted(chance, {
      mediated: 48,
      'mediation-failed': 14,
      litigation: 12,
      referred: 14,
      reconciled: 12,
    })
    return said(due(concludeBy), by, () => ({ type: 'conclude-report', reportId, result, textId }))
  })

const said = (at: number | null, by: string, command: CaseDeed['command']): CaseDeed[] =>
  at === null ? [] : [{ at, by, command }]

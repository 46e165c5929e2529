/**
 * A grade ages: when it is so old as the policy says, it falls due to be worked out again, though nothing new is
 * known. Once for each grading, and only while somebody has something to do on the case: otherwise it would go on for
 * ever, for every case that ever was.
 */
import { after } from './clocks.ts'
import { clockworkAt, type Desk } from './desk.ts'
import { type Due, due } from './due.ts'
import type { FamilyCase } from './familyCase.ts'
import { standingLevel } from './overrides.ts'

export interface Regrading {
  /** The grading that last fell due; the one that follows it is another. */
  readonly fellDue: string | null
  /** Since when something of the case has been open; null while nothing is. */
  readonly openSince: string | null
}
export const noRegrading: Regrading = { fellDue: null, openSince: null }

/** A callback that is owed, an order, a watch, a leader's charge. */
const isOpen = ({ duties, openOrders, watches, leader }: FamilyCase): boolean =>
  openOrders.size > 0 ||
  watches.size > 0 ||
  leader !== null ||
  [...duties.values()].some((duty) => duty.state === 'open')

export const openSince = (before: Regrading, next: FamilyCase, at: string): string | null =>
  isOpen(next) ? (before.openSince ?? at) : null

/** By the policy in force when it was graded, at the level that the case stands at. A closed case is not graded, and
 *  one that rested not before it was opened again; one that was merged into another is graded there. */
export function regradeDues(state: FamilyCase, desk: Desk): Due[] {
  const { grading, fellDue, closed, joined, openSince } = state
  const level = standingLevel(state)
  if (!grading || !level || grading.gradingId === fellDue || closed || joined || !openSince) return []
  const from = new Date(grading.recordedAt)
  const { policy, calendar } = clockworkAt(desk, from)
  const old = after(from, policy.levels[level].gradeAgain, calendar).toISOString()
  const at = Date.parse(old) > Date.parse(openSince) ? old : openSince
  return [due(at, grading.gradingId, 'GradingFellDue', { gradingId: grading.gradingId })]
}

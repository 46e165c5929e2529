/**
 * A grade ages: when it is so old as the policy says, it falls due to be worked out again, though nothing new is
 * known. Once for each grading; and where nothing of the case is open any more, once is enough: it rests until
 * something else grades it.
 */
import type { NewDomainEvent } from './catalogue.ts'
import { after } from './clocks.ts'
import { clockworkAt, type Desk } from './desk.ts'
import { type Due, due } from './due.ts'
import type { Context, Decision } from './event.ts'
import type { FamilyCase } from './familyCase.ts'
import { newEvent } from './newEvent.ts'
import { standingLevel } from './overrides.ts'
import type { WorkOrder } from './workOrder.ts'

export interface Regrading {
  /** The grading that last fell due; the one that follows it is another. */
  readonly fellDue: string | null
}
export const noRegrading: Regrading = { fellDue: null }

/** By the policy in force when it was graded, at the level that the case stands at. A closed case is not graded. */
export function regradeDues(state: FamilyCase, desk: Desk): Due[] {
  const { grading, fellDue, closed } = state
  const level = standingLevel(state)
  if (!grading || !level || grading.gradingId === fellDue || closed) return []
  const from = new Date(grading.recordedAt)
  const { policy, calendar } = clockworkAt(desk, from)
  const at = after(from, policy.levels[level].gradeAgain, calendar).toISOString()
  return [due(at, grading.gradingId, 'GradingFellDue', { gradingId: grading.gradingId })]
}

/** Nobody has anything to do on the case: no callback that is owed, no watch, no order that is not closed. */
export const isAtRest = ({ duties, watches }: FamilyCase, orders: readonly WorkOrder[]): boolean =>
  watches.size === 0 &&
  [...duties.values()].every((duty) => duty.state !== 'open') &&
  orders.every((order) => order.state === 'closed')

/** What is said instead of grading again. `context.causeId`: that it fell due; `orders`: all of the case. */
export function suspendRegrading(
  state: FamilyCase,
  caseId: string,
  gradingId: string,
  orders: readonly WorkOrder[],
  context: Context,
): Decision<NewDomainEvent, never> {
  if (state.gradedCauses.has(context.causeId) || !isAtRest(state, orders)) return { events: [] }
  return { events: [newEvent('RegradingSuspended', { gradingId }, caseId, caseId, context)] }
}

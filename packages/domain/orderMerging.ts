/**
 * One family has one open order. When two are open after a merge, one stays: it is raised by what the other was
 * about, and then the other is closed as going on in it. In between both are open, and never none.
 */
import type { NewDomainEvent } from './catalogue.ts'
import type { Desk } from './desk.ts'
import type { Context, Decision } from './event.ts'
import { newEvent } from './newEvent.ts'
import { isLying } from './orderMoves.ts'
import type { Sealing } from './sealing.ts'
import type { WorkOrder } from './workOrder.ts'
import { raise } from './workOrderDispatch.ts'

export interface OrderOf {
  readonly orderId: string
  readonly order: WorkOrder
}
type Decided<Refusal extends string = never> = Decision<NewDomainEvent, Refusal>

/** The one that stays: one that somebody works on before one that lies, then that of the surviving case, then the
 *  oldest. Null when there are not two. */
export function staying(open: readonly OrderOf[], root: string): OrderOf | null {
  if (open.length < 2) return null
  const rankOf = ({ order }: OrderOf) => [isLying(order) ? 1 : 0, order.caseId === root ? 0 : 1]
  const [first] = [...open].sort((a, b) => {
    const [left, right] = [rankOf(a), rankOf(b)]
    return (
      left[0]! - right[0]! ||
      left[1]! - right[1]! ||
      Date.parse(a.order.dispatchedAt) - Date.parse(b.order.dispatchedAt)
    )
  })
  return first!
}

/** Raised by what the other order was about: its level, its violence, tighter clocks. A closure that was asked for
 *  is off the table, since there is more to do; whoever worked the other goes on helping. `order-closed` when it
 *  came to its end meanwhile. */
export function absorbOrder(
  order: WorkOrder,
  orderId: string,
  other: WorkOrder,
  context: Context,
  desk: Desk,
  sealing: Sealing,
): Decided<'order-closed'> {
  if (order.gradings.includes(context.causeId)) return { events: [] }
  if (order.state === 'closed') return { refusal: 'order-closed' }
  const { caseId } = order
  const subject = { ...other, caseId, gradingId: context.causeId }
  const raised = raise(order, orderId, subject, context, desk, sealing)
  if (raised.type !== 'WorkOrderRaised' || !raised.data.assignment) return { events: [raised] }
  const { assignment } = raised.data
  const helps = isLying(other) || other.assignee === assignment.assignee ? null : other.assignee
  const assisting = assignment.assisting ?? helps
  return { events: [{ ...raised, data: { ...raised.data, assignment: { ...assignment, assisting } } }] }
}

/** Closed as going on in the other. */
export function mergeOrder(order: WorkOrder, orderId: string, into: string, context: Context): Decided {
  if (order.state === 'closed') return { events: [] }
  return { events: [newEvent('WorkOrderMerged', { into }, order.caseId, orderId, context)] }
}

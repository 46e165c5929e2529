/**
 * What people may do to an order. Each command belongs to a slice of the order, which decides it; here is only which
 * to which, and what holds for all: what was carried out is not done again, and a closed order is left alone.
 */
import { type NewDomainEvent, workOrderTypes } from './catalogue.ts'
import { type ClosureCommand, type ClosureRefusal, decideClosure } from './closures.ts'
import type { Desk } from './desk.ts'
import { decideEngagement, type EngagementCommand, type EngagementRefusal } from './engagements.ts'
import type { Context, Decision } from './event.ts'
import { decideExtension, type ExtensionCommand, type ExtensionRefusal } from './extensions.ts'
import { isBroughtAbout, newEvent } from './newEvent.ts'
import type { Acting, Answer, Asked } from './orderDecision.ts'
import { decideMove, type MoveCommand, type MoveRefusal } from './orderMoveDecisions.ts'
import { decideWork, type WorkCommand, type WorkRefusal } from './orderWork.ts'
import { decideSupervision, type SupervisionCommand, type SupervisionRefusal } from './supervisions.ts'
import type { WorkOrder } from './workOrder.ts'

export type OrderCommand =
  | MoveCommand
  | WorkCommand
  | EngagementCommand
  | SupervisionCommand
  | ExtensionCommand
  | ClosureCommand
export type OrderRefusal =
  | 'unknown-order'
  | 'order-closed'
  | 'order-merged'
  | MoveRefusal
  | WorkRefusal
  | EngagementRefusal
  | SupervisionRefusal
  | ExtensionRefusal
  | ClosureRefusal

/** One command of a person on an order. A repeat of a command that was carried out yields no events. */
export function decideOrder(
  order: WorkOrder | null,
  orderId: string,
  command: OrderCommand,
  acting: Acting,
  context: Context,
  desk: Desk,
): Decision<NewDomainEvent, OrderRefusal> {
  if (!order) return { refusal: 'unknown-order' }
  if (isRepeat(order, orderId, context)) return { events: [] }
  if (order.mergedInto) return { refusal: 'order-merged' }
  if (order.state === 'closed' && !afterwards.includes(command.type)) return { refusal: 'order-closed' }
  const answer = decide({ ...acting, order, context, desk }, command)
  if ('refusal' in answer) return answer
  return { events: [newEvent(answer.type, answer.data, order.caseId, orderId, context)] }
}

/** What is done to a closed order. */
const afterwards: readonly OrderCommand['type'][] = ['reopen', 'satisfaction']
const isRepeat = (order: WorkOrder, orderId: string, { causeId }: Context): boolean =>
  isBroughtAbout(order.eventIds, workOrderTypes, orderId, causeId)

function decide(asked: Asked, command: OrderCommand): Answer<OrderRefusal> {
  switch (command.type) {
    case 'accept':
    case 'return':
    case 'transfer':
    case 'dispatch':
    case 'reopen':
      return decideMove(asked, command)
    case 'contact':
    case 'visit':
    case 'mediation':
    case 'disposal':
      return decideWork(asked, command)
    case 'resource':
    case 'accept-resource':
    case 'decline-resource':
    case 'report-resource':
    case 'withdraw-resource':
      return decideEngagement(asked, command)
    case 'supervise':
    case 'answer-supervision':
      return decideSupervision(asked, command)
    case 'request-extension':
    case 'approve-extension':
    case 'reject-extension':
      return decideExtension(asked, command)
    case 'request-closure':
    case 'approve-closure':
    case 'reject-closure':
    case 'satisfaction':
      return decideClosure(asked, command)
    default:
      return command satisfies never
  }
}

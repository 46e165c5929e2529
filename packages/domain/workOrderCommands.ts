/**
 * What people may do to an order: only its assignee works on it, only someone above moves it or approves its
 * closure, no joint mediation at high or extreme, and in violence cases only with her consent.
 */
import type { DataOf, NewDomainEvent, WorkOrderEvent } from './catalogue.ts'
import { after, orderDeadlines, tighter } from './clocks.ts'
import { clockworkAt, clockworkOf, type Desk, versionsOf } from './desk.ts'
import type { Context, Decision } from './event.ts'
import { derivedId, timeOfId } from './ids.ts'
import { newEvent } from './newEvent.ts'
import { assignTo } from './route.ts'
import { type DisposalResult, rank } from './vocabulary.ts'
import type { WorkOrder } from './workOrder.ts'

export type OrderRefusal =
  | 'unknown-order'
  | 'not-assignee'
  | 'not-supervisor'
  | 'already-accepted'
  | 'not-accepted'
  | 'not-dispatched'
  | 'not-unroutable'
  | 'return-too-late'
  | 'unknown-federation'
  | 'same-federation'
  | 'outside-district'
  | 'joint-mediation-forbidden'
  | 'consent-required'
  | 'no-disposal'
  | 'closure-already-requested'
  | 'closure-not-requested'
  | 'order-closed'

type Decided = Decision<NewDomainEvent, OrderRefusal>
const nothing = { events: [] }

/** Who gives a command: the federation acting, by its region code. */
export interface Acting {
  readonly by: string
}
export type OrderCommand =
  | { readonly type: 'accept' }
  | {
      readonly type: 'return'
      readonly reason: DataOf<'WorkOrderReturned'>['reason']
      readonly textId: string | null
    }
  | { readonly type: 'transfer' | 'dispatch'; readonly to: string; readonly textId: string | null }
  | {
      readonly type: 'contact'
      readonly with: DataOf<'ContactMade'>['with']
      readonly means: DataOf<'ContactMade'>['means']
      readonly textId: string | null
    }
  | {
      readonly type: 'visit'
      readonly withPolice: boolean
      readonly facts: DataOf<'VisitRecorded'>['facts']
      readonly textId: string | null
    }
  | {
      readonly type: 'mediation'
      readonly joint: boolean
      readonly consent: boolean
      readonly outcome: DataOf<'MediationHeld'>['outcome']
      readonly textId: string | null
    }
  | { readonly type: 'disposal'; readonly result: DisposalResult; readonly textId: string | null }
  | { readonly type: 'request-closure'; readonly textId: string | null }
  | { readonly type: 'approve-closure' }
  | { readonly type: 'reject-closure'; readonly textId: string | null }

/** One command of a person on an order. A repeat of a command that was carried out yields no events. */
export function decideOrder(
  order: WorkOrder | null,
  orderId: string,
  command: OrderCommand,
  { by }: Acting,
  context: Context,
  desk: Desk,
): Decided {
  if (!order) return { refusal: 'unknown-order' }
  const does = <T extends WorkOrderEvent['type']>(type: T, data: DataOf<T>): Decided => ({
    events: [newEvent(type, data, order.caseId, orderId, context)],
  })
  if (isRepeat(order, orderId, context)) return nothing
  if (order.state === 'closed') return { refusal: 'order-closed' }
  const refused = refuse(order, command, by, context, desk)
  if (refused) return { refusal: refused }
  switch (command.type) {
    case 'accept':
      return does('WorkOrderAccepted', { by })
    case 'return':
      return does('WorkOrderReturned', { by, reason: command.reason, textId: command.textId })
    case 'transfer':
    case 'dispatch':
      return send(order, orderId, command, context, desk)
    case 'contact':
      return does('ContactMade', { by, with: command.with, means: command.means, textId: command.textId })
    case 'visit':
      return does('VisitRecorded', {
        by,
        withPolice: command.withPolice,
        facts: command.facts,
        textId: command.textId,
      })
    case 'mediation':
      return does('MediationHeld', {
        by,
        joint: command.joint,
        consent: command.consent,
        outcome: command.outcome,
        textId: command.textId,
      })
    case 'disposal':
      return does('DisposalReported', { by, result: command.result, textId: command.textId })
    case 'request-closure':
      return does('ClosureRequested', { by, textId: command.textId })
    case 'approve-closure':
      return does('ClosureApproved', { by, result: order.disposal! })
    case 'reject-closure':
      return does('ClosureRejected', { by, textId: command.textId })
  }
}

const commandEvents: readonly WorkOrderEvent['type'][] = [
  'WorkOrderAccepted',
  'WorkOrderReturned',
  'WorkOrderTransferred',
  'WorkOrderDispatched',
  'ContactMade',
  'VisitRecorded',
  'MediationHeld',
  'DisposalReported',
  'ClosureRequested',
  'ClosureApproved',
  'ClosureRejected',
]
const isRepeat = (order: WorkOrder, orderId: string, { causeId }: Context): boolean =>
  commandEvents.some((type) => order.eventIds.includes(derivedId(timeOfId(causeId), type, orderId, causeId)))

/** Why this federation may not do this to the order as it stands; null when it may. */
function refuse(
  order: WorkOrder,
  command: OrderCommand,
  by: string,
  context: Context,
  desk: Desk,
): OrderRefusal | null {
  const isAssignee = by === order.assignee
  // Those above: the supervisor, and the city over everyone.
  const isAbove = by === order.supervisor || (by.length === 4 && order.supervisor.startsWith(by))
  switch (command.type) {
    case 'accept':
      if (order.state === 'unroutable' || order.state === 'returned') return 'not-dispatched'
      if (!isAssignee) return 'not-assignee'
      return order.state === 'dispatched' ? null : 'already-accepted'
    case 'return':
      if (order.state === 'unroutable' || order.state === 'returned') return 'not-dispatched'
      if (!isAssignee) return 'not-assignee'
      return order.state === 'closure-requested' || tooLateToReturn(order, context, desk)
        ? 'return-too-late'
        : null
    case 'transfer':
      if (order.state === 'unroutable') return 'not-dispatched'
      if (!isAbove) return 'not-supervisor'
      if (!command.to.startsWith(by)) return 'outside-district'
      return command.to === order.assignee && order.state !== 'returned' ? 'same-federation' : null
    case 'dispatch':
      if (order.state !== 'unroutable') return 'not-unroutable'
      return isAbove ? null : 'not-supervisor'
    case 'approve-closure':
    case 'reject-closure':
      if (!isAbove) return 'not-supervisor'
      return order.state === 'closure-requested' ? null : 'closure-not-requested'
    default:
      return refuseWork(order, command, isAssignee)
  }
}

function refuseWork(order: WorkOrder, command: OrderCommand, isAssignee: boolean): OrderRefusal | null {
  if (!isAssignee) return 'not-assignee'
  if (order.state === 'closure-requested') return 'closure-already-requested'
  if (order.state !== 'accepted' && order.state !== 'in-progress') return 'not-accepted'
  if (command.type === 'request-closure' && !order.disposal) return 'no-disposal'
  if (command.type !== 'mediation' || !command.joint) return null
  if (rank(order.level) >= rank('high')) return 'joint-mediation-forbidden'
  return order.violence && !command.consent ? 'consent-required' : null
}

function tooLateToReturn(order: WorkOrder, { now }: Context, desk: Desk): boolean {
  const { policy, calendar } = clockworkOf(desk, order)
  const until =
    rank(order.level) >= rank('high') && order.deadlines
      ? new Date(order.deadlines.acceptBy)
      : after(new Date(order.dispatchedAt), policy.returnWithin, calendar)
  return now.getTime() > until.getTime()
}

/** By hand: what was unroutable is dispatched for the first time, anything else is transferred. A transfer gives
 *  the next federation its own time to accept; the other clocks run on from the dispatch. */
function send(
  order: WorkOrder,
  orderId: string,
  { type, to, textId }: Extract<OrderCommand, { type: 'transfer' | 'dispatch' }>,
  context: Context,
  desk: Desk,
): Decided {
  // What was never dispatched is dispatched under the policy of today; what was keeps its own.
  const clockwork = type === 'dispatch' ? clockworkAt(desk, context.now) : clockworkOf(desk, order)
  const assignment = assignTo(to, order.level, desk.territory, clockwork.policy)
  if (!assignment) return { refusal: 'unknown-federation' }
  const fresh = orderDeadlines(context.now, order.level, order.violence, clockwork)
  const running = order.deadlines ? tighter(order.deadlines, fresh) : fresh
  const deadlines = { ...running, acceptBy: fresh.acceptBy }
  const versions = versionsOf(clockwork)
  if (type === 'transfer') {
    const data = { ...assignment, deadlines, textId, ...versions }
    return { events: [newEvent('WorkOrderTransferred', data, order.caseId, orderId, context)] }
  }
  const { caseId, gradingId, intakeId, level, regionCode, disputeType, maritalStatus, channel, violence } =
    order
  const subject = {
    caseId,
    gradingId,
    intakeId,
    level,
    regionCode,
    disputeType,
    maritalStatus,
    channel,
    violence,
  }
  return {
    events: [
      newEvent(
        'WorkOrderDispatched',
        { ...subject, ...assignment, deadlines, warnings: [], ...versions },
        caseId,
        orderId,
        context,
      ),
    ],
  }
}

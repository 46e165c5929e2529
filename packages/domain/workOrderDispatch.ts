/**
 * What a grading does to the orders of its case: dispatches the first, raises an open one, reopens one that is
 * in its watch. A case has one open order at most; raising gives nobody more time; a falling grade does nothing.
 */
import type { NewDomainEvent } from './catalogue.ts'
import { after, type Clockwork, orderDeadlines, tighter } from './clocks.ts'
import { clockworkAt, clockworkOf, type Desk, versionsOf } from './desk.ts'
import type { Context, Decision } from './event.ts'
import { newEvent } from './newEvent.ts'
import { isLying } from './orderMoves.ts'
import { type Assignment, type Route, route } from './route.ts'
import { type Named, routeWithinSeal, type Sealing, withinSeal } from './sealing.ts'
import { higher, type Level, rank } from './vocabulary.ts'
import { type Subject, type WorkOrder, watchUntil } from './workOrder.ts'

type Decided = Decision<NewDomainEvent, never>
const nothing = { events: [] }

export interface Grounds extends Subject {
  /** Whether the grading follows something new that happened (an alert, a report, a breach). */
  readonly newMatter: boolean
  /** Set where no policy could go on: the order waits for a dispatcher, whatever the region. */
  readonly unroutable?: 'processing-failed'
  /** Who alone sees the case: it goes to a federation with somebody among them. */
  readonly sealedFor?: readonly Named[] | null
}

/**
 * What a grading of medium or above does to the case's latest order: dispatches the first, raises an open one,
 * reopens one that is in its watch. `next` asks for another order stream: this one is closed for good.
 */
export function dispatchOrder(
  order: WorkOrder | null,
  orderId: string,
  grounds: Grounds,
  context: Context,
  desk: Desk,
): Decided | { readonly next: true } {
  const { newMatter, unroutable, sealedFor = null, ...subject } = grounds
  const sealing = { sealedFor }
  if (!order) {
    const clockwork = clockworkAt(desk, context.now)
    const { regionCode, level } = subject
    const { territory } = desk
    const routed = unroutable ? { unroutable } : route(regionCode, level, territory, clockwork.policy)
    const seen = routeWithinSeal(routed, sealing, territory.city)
    return { events: [firstDispatch(orderId, subject, seen, context, clockwork, territory.city)] }
  }
  if (order.gradings.includes(grounds.gradingId)) return nothing
  if (order.state !== 'closed') {
    // Violence that comes to light raises too, at whatever level: it fences joint mediation.
    const graver = rank(grounds.level) > rank(order.level) || (grounds.violence && !order.violence)
    return graver ? { events: [raise(order, orderId, subject, context, desk, sealing)] } : nothing
  }
  if (!newMatter && rank(grounds.level) <= rank(order.level)) return nothing
  if (order.mergedInto) return { next: true }
  const watch = watchUntil(order, desk)
  if (!watch || watch.getTime() < context.now.getTime()) return { next: true }
  return { events: [reopen(order, orderId, subject, context, desk, sealing)] }
}

function firstDispatch(
  orderId: string,
  subject: Subject,
  routed: Route | { readonly unroutable: 'processing-failed' },
  context: Context,
  clockwork: Clockwork,
  city: string,
): NewDomainEvent {
  const versions = versionsOf(clockwork)
  if ('unroutable' in routed) {
    const dispatchBy = dispatchedBy(null, subject.level, context, clockwork)
    const data = { ...subject, reason: routed.unroutable, supervisor: city, dispatchBy, ...versions }
    return newEvent('WorkOrderUnroutable', data, subject.caseId, orderId, context)
  }
  const deadlines = orderDeadlines(context.now, subject.level, subject.violence, clockwork)
  const data = { ...subject, ...routed.assignment, deadlines, warnings: routed.warnings, ...versions }
  return newEvent('WorkOrderDispatched', data, subject.caseId, orderId, context)
}

/** Where the order lies with nobody to work on it yet, only its level and its dispatch clock change. */
export function raise(
  order: WorkOrder,
  orderId: string,
  subject: Subject,
  context: Context,
  desk: Desk,
  sealing: Sealing,
): NewDomainEvent {
  const { gradingId, caseId } = subject
  const clockwork = clockworkOf(desk, order)
  const level = higher(order.level, subject.level)
  const violence = order.violence || subject.violence
  const versions = versionsOf(clockwork)
  const fresh = orderDeadlines(context.now, level, violence, clockwork)
  if (isLying(order)) {
    const data = {
      gradingId,
      level,
      violence,
      assignment: null,
      deadlines: null,
      dispatchBy: dispatchedBy(order, level, context, clockwork),
      ...versions,
    }
    return newEvent('WorkOrderRaised', data, caseId, orderId, context)
  }
  // From the township that has it, not from the region code: a dispatcher who sent it elsewhere knew better.
  const routed = route(order.assignee, level, desk.territory, clockwork.policy)
  const stays = 'unroutable' in routed || routed.assignment.assignee === order.assignee
  const { assignee, supervisor, assisting } = order
  const assignment: Assignment = stays
    ? { assignee, supervisor, assisting }
    : withinSeal(routed.assignment, sealing)
  const deadlines = order.deadlines ? tighter(order.deadlines, fresh) : fresh
  // Whoever is new has time of their own to accept, and so has whoever let it pass: it is asked for again.
  const anew =
    assignment.assignee !== order.assignee ||
    (order.state === 'dispatched' && hasPassed(order.deadlines?.acceptBy, context))
  const data = {
    gradingId,
    level,
    violence,
    assignment,
    deadlines: anew ? { ...deadlines, acceptBy: fresh.acceptBy } : deadlines,
    dispatchBy: null,
    ...versions,
  }
  return newEvent('WorkOrderRaised', data, caseId, orderId, context)
}

const hasPassed = (moment: string | null | undefined, { now }: Context): boolean =>
  !!moment && Date.parse(moment) <= now.getTime()

/** Never later than before, unless that has passed: then it is asked for again. */
function dispatchedBy(order: WorkOrder | null, level: Level, context: Context, clockwork: Clockwork): string {
  const { dispatch } = clockwork.policy.levels[level]
  const fresh = after(context.now, dispatch, clockwork.calendar).toISOString()
  const before = order?.dispatchBy
  return before && before < fresh && !hasPassed(before, context) ? before : fresh
}

function reopen(
  order: WorkOrder,
  orderId: string,
  subject: Subject,
  context: Context,
  desk: Desk,
  sealing: Sealing,
): NewDomainEvent {
  const { gradingId, level, caseId } = subject
  // Its clocks start anew, and so it is dispatched anew: under the policy of today.
  const clockwork = clockworkAt(desk, context.now)
  const versions = versionsOf(clockwork)
  const routed = route(subject.regionCode, level, desk.territory, clockwork.policy)
  const { assignee, supervisor, assisting } = order
  const before: Assignment = { assignee, supervisor, assisting }
  const assignment = withinSeal('unroutable' in routed ? before : routed.assignment, sealing)
  const deadlines = orderDeadlines(context.now, level, subject.violence, clockwork)
  return newEvent(
    'WorkOrderReopened',
    {
      ...{ gradingId, by: null, reason: 'new-matter', textId: null, level, violence: subject.violence },
      ...{ ...assignment, deadlines, ...versions },
    },
    caseId,
    orderId,
    context,
  )
}

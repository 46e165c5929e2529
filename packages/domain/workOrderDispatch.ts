/**
 * What a grading does to the orders of its case: dispatches the first, raises an open one, reopens one that is
 * in its watch. A case has one open order at most; raising gives nobody more time; a falling grade does nothing.
 */
import type { NewDomainEvent } from './catalogue.ts'
import { after, orderDeadlines, tighter } from './clocks.ts'
import type { Context, Decision } from './event.ts'
import { newEvent } from './newEvent.ts'
import { type Assignment, type Route, route } from './route.ts'
import { higher, rank } from './vocabulary.ts'
import { type Desk, type Subject, type WorkOrder, watchUntil } from './workOrder.ts'

type Decided = Decision<NewDomainEvent, never>
const nothing = { events: [] }

export interface Grounds extends Subject {
  /** Whether the grading follows something new that happened (an alert, a report, a breach). */
  readonly newMatter: boolean
  /** Set where no policy could go on: the order waits for a dispatcher, whatever the region. */
  readonly unroutable?: 'processing-failed'
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
  const { newMatter, unroutable, ...subject } = grounds
  if (!order) {
    const routed = unroutable ? { unroutable } : route(subject.regionCode, subject.level, desk.territory)
    return { events: [firstDispatch(orderId, subject, routed, context, desk)] }
  }
  if (order.gradings.includes(grounds.gradingId)) return nothing
  if (order.state !== 'closed') {
    // Violence that comes to light raises too, at whatever level: it fences joint mediation.
    const graver = rank(grounds.level) > rank(order.level) || (grounds.violence && !order.violence)
    return graver ? { events: [raise(order, orderId, subject, context, desk)] } : nothing
  }
  if (!newMatter && rank(grounds.level) <= rank(order.level)) return nothing
  const watch = watchUntil(order, desk.clockwork)
  if (!watch || watch.getTime() < context.now.getTime()) return { next: true }
  return { events: [reopen(order, orderId, subject, context, desk)] }
}

function firstDispatch(
  orderId: string,
  subject: Subject,
  routed: Route | { readonly unroutable: 'processing-failed' },
  context: Context,
  { clockwork, territory }: Desk,
): NewDomainEvent {
  const versions = { policyVersion: clockwork.policy.version, calendarVersion: clockwork.calendar.version }
  if ('unroutable' in routed) {
    const dispatchBy = after(
      context.now,
      clockwork.policy.levels[subject.level].dispatch,
      clockwork.calendar,
    ).toISOString()
    const data = {
      ...subject,
      reason: routed.unroutable,
      supervisor: territory.city,
      dispatchBy,
      ...versions,
    }
    return newEvent('WorkOrderUnroutable', data, subject.caseId, orderId, context)
  }
  const deadlines = orderDeadlines(context.now, subject.level, subject.violence, clockwork)
  const data = { ...subject, ...routed.assignment, deadlines, warnings: routed.warnings, ...versions }
  return newEvent('WorkOrderDispatched', data, subject.caseId, orderId, context)
}

/** Where the order lies with nobody to work on it yet, only its level and its dispatch clock change. */
function raise(
  order: WorkOrder,
  orderId: string,
  subject: Subject,
  context: Context,
  { clockwork, territory }: Desk,
): NewDomainEvent {
  const { gradingId, caseId } = subject
  const level = higher(order.level, subject.level)
  const violence = order.violence || subject.violence
  const versions = { policyVersion: clockwork.policy.version, calendarVersion: clockwork.calendar.version }
  const fresh = orderDeadlines(context.now, level, violence, clockwork)
  const lying = order.state === 'unroutable' || order.state === 'returned'
  const dispatchBy = after(
    context.now,
    clockwork.policy.levels[level].dispatch,
    clockwork.calendar,
  ).toISOString()
  if (lying) {
    const data = {
      gradingId,
      level,
      violence,
      assignment: null,
      deadlines: null,
      dispatchBy: earlier(order.dispatchBy, dispatchBy),
      ...versions,
    }
    return newEvent('WorkOrderRaised', data, caseId, orderId, context)
  }
  // From the township that has it, not from the region code: a dispatcher who sent it elsewhere knew better.
  const routed = route(order.assignee, level, territory)
  const stays = 'unroutable' in routed || level !== 'extreme' || order.assignee.length < 9
  const { assignee, supervisor, assisting } = order
  const assignment: Assignment = stays ? { assignee, supervisor, assisting } : routed.assignment
  const deadlines = order.deadlines ? tighter(order.deadlines, fresh) : fresh
  const moved = assignment.assignee !== order.assignee
  const data = {
    gradingId,
    level,
    violence,
    assignment,
    deadlines: moved ? { ...deadlines, acceptBy: fresh.acceptBy } : deadlines,
    dispatchBy: null,
    ...versions,
  }
  return newEvent('WorkOrderRaised', data, caseId, orderId, context)
}

const earlier = (a: string | null, b: string): string => (a !== null && a < b ? a : b)

function reopen(
  order: WorkOrder,
  orderId: string,
  subject: Subject,
  context: Context,
  { clockwork, territory }: Desk,
): NewDomainEvent {
  const { gradingId, level, caseId } = subject
  const versions = { policyVersion: clockwork.policy.version, calendarVersion: clockwork.calendar.version }
  const routed = route(subject.regionCode, level, territory)
  const { assignee, supervisor, assisting } = order
  const assignment: Assignment =
    'unroutable' in routed ? { assignee, supervisor, assisting } : routed.assignment
  const deadlines = orderDeadlines(context.now, level, subject.violence, clockwork)
  return newEvent(
    'WorkOrderReopened',
    { gradingId, level, violence: subject.violence, ...assignment, deadlines, ...versions },
    caseId,
    orderId,
    context,
  )
}

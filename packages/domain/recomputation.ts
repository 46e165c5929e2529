/**
 * What a new calendar does to the deadlines of an order. They are worked out again from the order's own history, by
 * the policy versions recorded in it, as if the new calendar had been known all along; then those move that are still
 * ahead. What has passed stays: a missed deadline is never made unmissed, and nothing becomes late by moving.
 */
import type { NewDomainEvent, WorkOrderEvent } from './catalogue.ts'
import { after, type Clockwork, type OrderDeadlines, orderDeadlines, tighter } from './clocks.ts'
import { clockworkOf, type Desk, versionsOf } from './desk.ts'
import type { Context, Decision } from './event.ts'
import { derivedId, timeOfId } from './ids.ts'
import { newEvent } from './newEvent.ts'
import { isMissed, openDeadlines } from './orderClocks.ts'
import { sendOnBy } from './orderMoves.ts'
import { policyOf } from './policies/inForce.ts'
import type { Deadline, Level } from './vocabulary.ts'
import { evolveWorkOrder, foldWorkOrder, type WorkOrder } from './workOrder.ts'

interface Times {
  readonly deadlines: OrderDeadlines | null
  readonly dispatchBy: string | null
}
/** Every event of which something was worked out with a calendar. */
type Reckoned = Extract<
  WorkOrderEvent,
  { readonly data: { readonly calendarVersion: unknown } | { readonly clock: unknown } }
>
const isReckoned = (event: WorkOrderEvent): event is Reckoned =>
  'calendarVersion' in event.data || 'clock' in event.data

/** The order's times as its history gives them with the calendar of the desk. */
export function timesOf(history: readonly WorkOrderEvent[], desk: Desk): Times {
  let order: WorkOrder | null = null
  let times: Times = { deadlines: null, dispatchBy: null }
  for (const event of history) {
    const next = evolveWorkOrder(order, event)
    if (next && isReckoned(event)) times = evolveTimes(times, order, next, event, desk)
    order = next
  }
  return times
}

/** The times of the order as an event leaves them, and as they are worked out from those that were recorded before it;
 *  null where it gives none. */
export function timesGivenBy(
  before: WorkOrder | null,
  event: WorkOrderEvent,
  desk: Desk,
): { readonly said: Times; readonly times: Times } | null {
  const next = evolveWorkOrder(before, event)
  if (!next || !isReckoned(event) || event.type === 'DeadlinesRecomputed') return null
  const { deadlines = null, dispatchBy = null } = before ?? {}
  const said = { deadlines: next.deadlines, dispatchBy: next.dispatchBy }
  return { said, times: evolveTimes({ deadlines, dispatchBy }, before, next, event, desk) }
}

function evolveTimes(
  times: Times,
  before: WorkOrder | null,
  next: WorkOrder,
  event: Reckoned,
  desk: Desk,
): Times {
  const at = new Date(event.metadata.occurredAt)
  const clockwork = clockworkOf(desk, next)
  const fresh = orderDeadlines(at, next.level, next.violence, clockwork)
  const { dispatch } = clockwork.policy.levels[next.level]
  const dispatchBy = after(at, dispatch, clockwork.calendar).toISOString()
  switch (event.type) {
    case 'WorkOrderDispatched':
    case 'WorkOrderReopened':
      return { deadlines: fresh, dispatchBy: null }
    case 'WorkOrderUnroutable':
      return { deadlines: null, dispatchBy }
    case 'WorkOrderTransferred':
      return { deadlines: anew(times, fresh), dispatchBy: null }
    case 'WorkOrderRaised': {
      // What was let pass is asked for again, with time of its own.
      const isPast = (moment: string | null | undefined) => !!moment && Date.parse(moment) <= at.getTime()
      if (event.data.assignment === null) {
        const letPass = isPast(before?.dispatchBy)
        return { ...times, dispatchBy: letPass ? dispatchBy : earlier(times.dispatchBy, dispatchBy) }
      }
      const letPass = before?.state === 'dispatched' && isPast(before.deadlines?.acceptBy)
      const asksAnew = letPass || next.assignee !== before?.assignee
      return { ...times, deadlines: asksAnew ? anew(times, fresh) : running(times, fresh) }
    }
    case 'WorkOrderReturned': {
      const acceptBy = before?.acceptedAt ? null : times.deadlines?.acceptBy
      return { ...times, dispatchBy: event.data.clock ? sendOnBy(dispatchBy, acceptBy, at) : next.dispatchBy }
    }
    case 'ClosureExtended':
      return { ...times, deadlines: times.deadlines && extended(times.deadlines, next.level, clockwork) }
    case 'WorkOrderSupervised':
    case 'WorkOrderEscalated':
    case 'DeadlinesRecomputed':
      return times
    default:
      return event satisfies never
  }
}

/** What was granted is added to the closing that it was granted on. */
function extended(deadlines: OrderDeadlines, level: Level, { policy, calendar }: Clockwork): OrderDeadlines {
  const { extension } = policy.levels[level]
  const closeBy = extension ? after(new Date(deadlines.closeBy), extension, calendar).toISOString() : null
  return closeBy ? { ...deadlines, closeBy } : deadlines
}

const running = ({ deadlines }: Times, fresh: OrderDeadlines): OrderDeadlines =>
  deadlines ? tighter(deadlines, fresh) : fresh
const anew = (times: Times, fresh: OrderDeadlines): OrderDeadlines => ({
  ...running(times, fresh),
  acceptBy: fresh.acceptBy,
})
const earlier = (a: string | null, b: string): string => (a !== null && a < b ? a : b)

/** Moves what is still ahead, once per order and calendar. Nothing to do where nothing moves. */
export function recomputeDeadlines(
  history: readonly WorkOrderEvent[],
  orderId: string,
  { now, actor }: Omit<Context, 'causeId'>,
  desk: Desk,
): Decision<NewDomainEvent, never> {
  const order = foldWorkOrder(history)
  if (!order || order.state === 'closed') return { events: [] }
  const causeId = derivedId(timeOfId(orderId), 'calendar', orderId, desk.calendar.version)
  const context = { now, actor, causeId }
  const moves = movesOf(order, timesOf(history, desk), now, desk)
  if (moves.length === 0) return { events: [] }
  const { deadlines, dispatchBy } = moved(order, moves)
  const data = {
    deadlines,
    dispatchBy,
    moved: moves.map(({ deadline }) => deadline),
    previousCalendar: order.calendarVersion,
    ...versionsOf(clockworkOf(desk, order)),
  }
  const event = newEvent('DeadlinesRecomputed', data, order.caseId, orderId, context)
  return { events: order.eventIds.includes(event.id) ? [] : [event] }
}

interface Move {
  readonly deadline: Deadline
  readonly to: string
}
function movesOf(order: WorkOrder, times: Times, now: Date, desk: Desk): Move[] {
  const { provisionalDeadlines } = policyOf(desk.policies, order.policyVersion)
  return openDeadlines(order).flatMap((clock) => {
    const to = timeOf(times, clock.deadline)
    if (to === null || isMissed(order, clock.deadline, clock.dueAt)) return []
    const [was, willBe] = [Date.parse(clock.dueAt), Date.parse(to)]
    const isAhead = Math.min(was, willBe) > now.getTime()
    if (!isAhead || was === willBe || (provisionalDeadlines === 'tighten' && willBe > was)) return []
    return [{ deadline: clock.deadline, to }]
  })
}

const fields = {
  accept: 'acceptBy',
  contact: 'contactBy',
  visit: 'visitBy',
  disposal: 'disposalBy',
  close: 'closeBy',
} as const
const timeOf = ({ deadlines, dispatchBy }: Times, deadline: Deadline): string | null =>
  deadline === 'dispatch' ? dispatchBy : (deadlines?.[fields[deadline]] ?? null)

function moved(order: Times, moves: readonly Move[]): Times {
  const { deadlines, dispatchBy } = order
  const changed = moves.flatMap(({ deadline, to }) =>
    deadline === 'dispatch' ? [] : [[fields[deadline], to]],
  )
  return {
    deadlines: deadlines && { ...deadlines, ...Object.fromEntries(changed) },
    dispatchBy: moves.find(({ deadline }) => deadline === 'dispatch')?.to ?? dispatchBy,
  }
}

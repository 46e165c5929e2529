/**
 * The deadlines of an order: which are still to be met, which were missed, and to whom above its silence was told.
 * A deadline is met by what happened before it; one that passed is recorded as missed once, also when something
 * was done before anybody noticed. An escalation makes somebody act, so it comes only while nobody has.
 */
import type { WorkOrderEvent } from './catalogue.ts'
import { after } from './clocks.ts'
import { clockworkOf, type Desk, versionsOf } from './desk.ts'
import { type Due, due } from './due.ts'
import { isLying } from './orderMoves.ts'
import type { Deadline, EscalationReason } from './vocabulary.ts'
import type { WorkOrder } from './workOrder.ts'

export interface OrderClock {
  readonly deadline: Deadline
  readonly dueAt: string
  /** Who has to meet it. */
  readonly by: string
}
export interface Escalation {
  readonly to: string
  readonly because: EscalationReason
  readonly since: string
  /** When it goes on one level up; null where nobody is above. */
  readonly nextBy: string | null
}
export interface OrderClocks {
  /** Recorded as missed, in that order. */
  readonly missed: readonly OrderClock[]
  /** Passed before something else was done, and not recorded yet. */
  readonly overdue: readonly OrderClock[]
  /** Until the order has another assignee or another time to accept. */
  readonly escalation: Escalation | null
}
type Standing = Omit<WorkOrder, keyof OrderClocks>

const noClocks: OrderClocks = { missed: [], overdue: [], escalation: null }

/** What is still to be done, by when and by whom; also what is late. */
export function openDeadlines(order: Standing): OrderClock[] {
  if (order.state === 'closed') return []
  const { state, assignee, supervisor, deadlines: d } = order
  const clock = (deadline: Deadline, dueAt: string | null | undefined, by = assignee): OrderClock[] =>
    dueAt ? [{ deadline, dueAt, by }] : []
  return [
    ...(isLying(order) ? clock('dispatch', order.dispatchBy) : []),
    ...(state === 'dispatched' ? clock('accept', d?.acceptBy) : []),
    ...(order.contactedAt ? [] : clock('contact', d?.contactBy)),
    ...(order.visitedAt ? [] : clock('visit', d?.visitBy)),
    ...(order.disposedAt ? [] : clock('disposal', d?.disposalBy)),
    // Once it is asked for, the closure waits for whoever approves it.
    ...clock('close', d?.closeBy, state === 'closure-requested' ? supervisor : assignee),
  ]
}

export const isMissed = (order: OrderClocks, deadline: Deadline, dueAt: string): boolean =>
  order.missed.some((clock) => clock.deadline === deadline && clock.dueAt === dueAt)

/** `next`: the order as the event leaves it. */
export function evolveOrderClocks(
  before: WorkOrder | null,
  next: Standing,
  event: WorkOrderEvent,
): OrderClocks {
  const { missed, overdue, escalation } = before ?? noClocks
  const { occurredAt } = event.metadata
  if (event.type === 'DeadlineMissed')
    return { missed: [...missed, event.data], overdue: without(overdue, [event.data]), escalation }
  if (event.type === 'WorkOrderEscalated') {
    const { to, because, nextBy } = event.data
    return { missed, overdue, escalation: { to, because, since: occurredAt, nextBy } }
  }
  if (!before) return noClocks
  const passed = openDeadlines(before).filter(
    (clock) =>
      Date.parse(clock.dueAt) <= Date.parse(occurredAt) && !isMissed(before, clock.deadline, clock.dueAt),
  )
  const anew =
    next.assignee !== before.assignee ||
    next.deadlines?.acceptBy !== before.deadlines?.acceptBy ||
    next.state === 'closed'
  return {
    missed,
    overdue: [...overdue, ...without(passed, [...openDeadlines(next), ...overdue])],
    escalation: anew ? null : escalation,
  }
}

const without = (clocks: readonly OrderClock[], gone: readonly OrderClock[]): readonly OrderClock[] =>
  clocks.filter((clock) => !gone.some((g) => g.deadline === clock.deadline && g.dueAt === clock.dueAt))

/** Every deadline that is not recorded as missed: it will be, unless it is met before. */
export function deadlineDues(order: WorkOrder, desk: Desk): Due[] {
  const missing = ({ deadline, dueAt, by }: OrderClock, also: Due['also'] = []) =>
    due(dueAt, `${deadline} ${dueAt}`, 'DeadlineMissed', { deadline, dueAt, by }, also)
  const open = openDeadlines(order).filter((clock) => !isMissed(order, clock.deadline, clock.dueAt))
  return [
    ...order.overdue.map((clock) => missing(clock)),
    ...open.map((clock) => missing(clock, escalated(order, clock, desk))),
    ...stillUnaccepted(order, desk),
  ]
}

/** What nobody accepts is told one level up, and so is what lies with a district that does not send it on. */
function escalated(order: WorkOrder, { deadline, dueAt, by }: OrderClock, desk: Desk): Due['also'] {
  const to = oneUp(by)
  if (to === null || (deadline !== 'accept' && deadline !== 'dispatch')) return []
  const because: EscalationReason = deadline === 'accept' ? 'not-accepted' : 'not-dispatched'
  const data = { from: by, to, because, ...goingOn(order, deadline === 'accept' ? to : null, dueAt, desk) }
  return [{ key: `${deadline} ${dueAt}`, type: 'WorkOrderEscalated', data } as const]
}

function stillUnaccepted(order: WorkOrder, desk: Desk): Due[] {
  const { state, escalation } = order
  if (state !== 'dispatched' || !escalation?.nextBy) return []
  const { to: from, nextBy: at } = escalation
  const to = oneUp(from)
  if (to === null) return []
  const data = { from, to, because: 'still-not-accepted' as const, ...goingOn(order, to, at, desk) }
  return [due(at, `accept ${at}`, 'WorkOrderEscalated', data)]
}

/** Another acceptance period for whoever it was told to, by the policy that the order has. */
function goingOn(order: WorkOrder, to: string | null, at: string, desk: Desk) {
  const clockwork = clockworkOf(desk, order)
  const period = clockwork.policy.levels[order.level].accept
  const ends = to !== null && oneUp(to) !== null
  return {
    nextBy: ends ? after(new Date(at), period, clockwork.calendar).toISOString() : null,
    ...versionsOf(clockwork),
  }
}

/** Township → district → city, which is the last. */
const oneUp = (federation: string): string | null =>
  federation.length > 6 ? federation.slice(0, 6) : federation.length > 4 ? federation.slice(0, 4) : null

import fc from 'fast-check'
import t from 'tap'
import type { WorkOrderEvent } from './catalogue.ts'
import { orderDeadlines, type WorkCalendar } from './clocks.ts'
import { clockworkAt, type Desk } from './desk.ts'
import { recordPassed } from './dues.ts'
import { desk, township } from './exampleCity.ts'
import { approvalBy, closureBy, dispatchedAs, disposalBy, unroutableAs } from './exampleEvents.ts'
import { live, lives } from './exampleLives.ts'
import { openDeadlines } from './orderClocks.ts'
import { policy1 } from './policies/policy1.ts'
import { recomputeDeadlines, timesOf } from './recomputation.ts'
import { appended, given, happened, orderId, recorded } from './spec.ts'
import type { Level } from './vocabulary.ts'
import { foldWorkOrder } from './workOrder.ts'

type Event = WorkOrderEvent
/** `2026-09-21 09:00` in Shanghai. */
const at = (shanghai: string): string => new Date(`${shanghai.replace(' ', 'T')}:00+08:00`).toISOString()
const friday = at('2026-09-25 09:00')

/** Before the holidays of October and their make-up days were published. */
const weekdays: WorkCalendar = {
  version: 'example-0',
  provisionalFrom: '2026-01-01',
  isWorkday: (date) => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()),
}
const before: Desk = { ...desk, calendar: weekdays }
const dispatched = (level: Level, from = friday) => {
  const deadlines = orderDeadlines(new Date(from), level, true, clockworkAt(before, new Date(from)))
  const data = { ...dispatchedAs(level), deadlines, calendarVersion: 'example-0' }
  return happened('WorkOrderDispatched', data, { at: from })
}
const deadlinesOf = (history: readonly Event[]) => foldWorkOrder(history)!.deadlines!
const recompute =
  (now: string, by: Desk = desk) =>
  (history: readonly Event[]) =>
    recomputeDeadlines(history, orderId, { now: new Date(now), actor: 'policy:calendar' }, by)

t.test('what was worked out without the holidays moves to where it belongs', async (t) => {
  const history = recorded<Event>([dispatched('medium')])
  t.match(deadlinesOf(history), {
    acceptBy: at('2026-09-28 09:00'),
    disposalBy: at('2026-10-16 09:00'),
    closeBy: at('2026-12-18 09:00'),
  })
  const after = given<Event>(t, history)
    .when(recompute(friday))
    .then([
      {
        type: 'DeadlinesRecomputed',
        data: {
          moved: ['accept', 'disposal', 'close'],
          previousCalendar: 'example-0',
          calendarVersion: 'example-1',
          policyVersion: 1,
        },
      },
    ])
  t.strictSame(deadlinesOf(after), {
    ...deadlinesOf(history),
    acceptBy: at('2026-09-27 09:00'),
    disposalBy: at('2026-10-21 09:00'),
    closeBy: at('2026-12-23 09:00'),
  })
  t.strictSame(
    deadlinesOf(after),
    orderDeadlines(new Date(friday), 'medium', true, clockworkAt(desk, new Date(friday))),
  )
  const { events } = recordPassed(after, new Date(at('2026-09-27 09:00')), desk)
  t.match(events[0], { type: 'DeadlineMissed', data: { deadline: 'accept', dueAt: at('2026-09-27 09:00') } })
})

t.test('clocks on the wall do not move', async (t) => {
  for (const level of ['high', 'extreme'] as const)
    given<Event>(t, [dispatched(level)])
      .when(recompute(friday))
      .thenNothing()
})

t.test('what passed stays where it was, whether or not it is recorded as missed', async (t) => {
  const late = at('2026-10-16 10:00')
  const history = recorded<Event>([dispatched('medium')])
  const { events } = recordPassed(history, new Date(late), before)
  t.ok(events.some((e) => e.type === 'DeadlineMissed'))
  for (const known of [history, appended(history, events)]) {
    const after = given<Event>(t, known)
      .when(recompute(late))
      .then([{ type: 'DeadlinesRecomputed', data: { moved: ['close'] } }])
    t.match(deadlinesOf(after), { acceptBy: at('2026-09-28 09:00'), disposalBy: at('2026-10-16 09:00') })
  }
})

t.test('nothing is late by moving', async (t) => {
  const sunday = at('2026-09-27 12:00')
  given<Event>(t, [dispatched('medium')])
    .when(recompute(sunday))
    .then([{ type: 'DeadlinesRecomputed', data: { moved: ['disposal', 'close'] } }])
})

t.test('where the policy says so, deadlines only become earlier', async (t) => {
  const tight = { ...policy1, provisionalDeadlines: 'tighten' as const }
  const policies = { ...desk.policies, versions: [tight] }
  given<Event>(t, [dispatched('medium')])
    .when(recompute(friday, { ...desk, policies }))
    .then([{ type: 'DeadlinesRecomputed', data: { moved: ['accept'] } }])
})

t.test('what is done is left alone, and so is what is closed', async (t) => {
  const accepted = happened('WorkOrderAccepted', { by: township }, { at: friday })
  const disposed = happened('DisposalReported', disposalBy(), { at: friday })
  given<Event>(t, [dispatched('medium'), accepted, disposed])
    .when(recompute(friday))
    .then([{ type: 'DeadlinesRecomputed', data: { moved: ['close'] } }])
  const requested = happened('ClosureRequested', closureBy(), { at: friday })
  const closed = happened('ClosureApproved', approvalBy(), { at: friday })
  given<Event>(t, [dispatched('medium'), accepted, disposed, requested, closed])
    .when(recompute(friday))
    .thenNothing()
})

t.test('an order that waits to be dispatched has its clock moved too', async (t) => {
  const data = { ...unroutableAs('medium'), dispatchBy: at('2026-09-28 09:00'), calendarVersion: 'example-0' }
  const after = given<Event>(t, [happened('WorkOrderUnroutable', data, { at: friday })])
    .when(recompute(friday))
    .then([{ type: 'DeadlinesRecomputed', data: { moved: ['dispatch'], deadlines: null } }])
  t.equal(foldWorkOrder(after)?.dispatchBy, at('2026-09-27 09:00'))
})

t.test('with the calendar that it was lived by, a history gives the times that it recorded', async (t) => {
  fc.assert(
    fc.property(lives, (life) => {
      const { history } = live(life, before, friday)
      const { deadlines, dispatchBy } = foldWorkOrder(history)!
      const times = timesOf(history, before)
      t.strictSame({ ...times }, { deadlines, dispatchBy })
    }),
    { numRuns: 300 },
  )
})

t.test('a new calendar moves only what is open and ahead, to what is ahead, and only once', async (t) => {
  let moved = 0
  fc.assert(
    fc.property(lives, (life) => {
      const lived = live(life, before, friday)
      const now = lived.until.toISOString()
      const watched = recordPassed(lived.history, lived.until, before).events
      const history = appended(lived.history, watched)
      const decision = recompute(now)(history)
      const events = 'events' in decision ? decision.events : []
      if (events.length === 0) return
      moved++
      const after = appended(history, events)
      t.strictSame(recompute(now)(after), { events: [] })
      const [was, is] = [foldWorkOrder(history)!, foldWorkOrder(after)!]
      t.strictSame(is.missed, was.missed)
      t.strictSame(recordPassed(after, lived.until, desk).events, [], 'nothing is late by it')
      const duesBefore = openDeadlines(was)
      for (const [i, clock] of openDeadlines(is).entries())
        if (Date.parse(duesBefore[i]!.dueAt) <= Date.parse(now)) t.strictSame(clock, duesBefore[i])
    }),
    { numRuns: 500 },
  )
  t.ok(moved > 20, `${moved} moved`)
})

/** What an order's silence becomes: missed deadlines, and who above is told. */
import t from 'tap'
import type { NewDomainEvent, WorkOrderEvent } from './catalogue.ts'
import { orderDeadlines } from './clocks.ts'
import { orderDues, recordPassed } from './dues.ts'
import { city, clockwork, desk, district, nextTownship, township } from './exampleCity.ts'
import {
  approvalBy,
  closureBy,
  contactBy,
  dispatchedAs,
  disposalBy,
  returnedBy,
  subjectOf,
  unroutableAs,
} from './exampleEvents.ts'
import { acting, actor, appended, day, given, happened, hours, named, orderId, recorded } from './spec.ts'
import type { Level } from './vocabulary.ts'
import { foldWorkOrder } from './workOrder.ts'
import { decideOrder } from './workOrderCommands.ts'
import { dispatchOrder } from './workOrderDispatch.ts'

type Event = WorkOrderEvent
const passing = (at: string) => (history: readonly Event[]) => ({
  events: recordPassed(history, new Date(at), desk).events,
})
const dispatched = (level: Level) => happened('WorkOrderDispatched', dispatchedAs(level))
const accepted = (at: string, by = township) => happened('WorkOrderAccepted', { by }, { at })
const contact = (at: string) => happened('ContactMade', contactBy(), { at })
const missed = (deadline: string, dueAt: string, by = township) =>
  ({ type: 'DeadlineMissed', data: { deadline, dueAt, by } }) as const
const escalated = (from: string, to: string, nextBy: string | null, because = 'not-accepted') =>
  ({ type: 'WorkOrderEscalated', data: { from, to, because, nextBy } }) as const
const moved = (at: string, acceptBy: string, to = nextTownship) => {
  const deadlines = { ...orderDeadlines(new Date(hours(0)), 'high', true, clockwork), acceptBy }
  const assignment = { assignee: to, supervisor: district, assisting: null }
  const versions = { policyVersion: 1, calendarVersion: 'example-1' }
  return happened('WorkOrderTransferred', { ...assignment, deadlines, textId: null, ...versions }, { at })
}
const orderOf = (history: readonly Event[]) => foldWorkOrder(history)!

t.test('before its time nothing is missed, and what was done in time is never', async (t) => {
  given<Event>(t, [dispatched('high')])
    .when(passing(hours(3.9)))
    .thenNothing()
  given<Event>(t, [dispatched('high'), accepted(hours(3))])
    .when(passing(hours(23)))
    .thenNothing()
})

t.test('an order nobody accepts goes up a level a period: township, district, city', async (t) => {
  const first = given<Event>(t, [dispatched('high')])
    .when(passing(hours(4)))
    .then([missed('accept', hours(4)), escalated(township, district, hours(8))])
  t.match(orderOf(first), { assignee: township, escalation: { to: district, since: hours(4) } })
  const second = given<Event>(t, first)
    .when(passing(hours(8)))
    .then([escalated(district, city, null, 'still-not-accepted')])
  given<Event>(t, second)
    .when(passing(hours(23)))
    .thenNothing()
})

t.test('noticed a day later it is the same history, each at its own moment', async (t) => {
  const late = given<Event>(t, [dispatched('high')])
    .when(passing(hours(30)))
    .then([
      missed('accept', hours(4)),
      escalated(township, district, hours(8)),
      escalated(district, city, null, 'still-not-accepted'),
      missed('contact', hours(24)),
    ])
  t.same(
    late.slice(1).map((e) => e.metadata.occurredAt),
    [hours(4), hours(4), hours(8), hours(24)],
  )
  let inTime = recorded<Event>([dispatched('high')])
  for (const at of [4, 8, 24]) inTime = appended(inTime, passing(hours(at))(inTime).events)
  t.same(
    late.map((e) => e.id),
    inTime.map((e) => e.id),
  )
})

t.test('a medium order’s periods are working days', async (t) => {
  given<Event>(t, [dispatched('medium')])
    .when(passing(day(2)))
    .then([
      missed('accept', day(1)),
      escalated(township, district, day(2)),
      escalated(district, city, null, 'still-not-accepted'),
    ])
})

t.test('accepted late and before anybody noticed, it is missed and not escalated', async (t) => {
  const after = given<Event>(t, [dispatched('high'), accepted(hours(5))])
    .when(passing(hours(6)))
    .then([missed('accept', hours(4))])
  t.equal(orderOf(after).escalation, null)
})

t.test('once it is accepted it goes up no further', async (t) => {
  const escalatedOnce = given<Event>(t, [dispatched('high')])
    .when(passing(hours(4)))
    .then(['DeadlineMissed', 'WorkOrderEscalated'])
  given<Event>(t, [...escalatedOnce, accepted(hours(5))])
    .when(passing(hours(20)))
    .thenNothing()
})

t.test('a transfer gives a new time to accept, which can be missed and escalated again', async (t) => {
  const first = given<Event>(t, [dispatched('high')])
    .when(passing(hours(4)))
    .then(['DeadlineMissed', 'WorkOrderEscalated'])
  const history = recorded<Event>([...first, moved(hours(6), hours(10))])
  t.equal(orderOf(history).escalation, null)
  given<Event>(t, history)
    .when(passing(hours(10)))
    .then([missed('accept', hours(10), nextTownship), escalated(nextTownship, district, hours(14))])
})

t.test('moved after its time and before anybody noticed, the first assignee missed it', async (t) => {
  given<Event>(t, [dispatched('high'), moved(hours(5), hours(9))])
    .when(passing(hours(6)))
    .then([missed('accept', hours(4), township)])
})

t.test('the district’s own orders go to the city, and no further', async (t) => {
  given<Event>(t, [dispatched('extreme')])
    .when(passing(hours(1)))
    .then([missed('accept', hours(1), district), escalated(district, city, null)])
})

t.test('one above to whom it was escalated may move it', async (t) => {
  const decide = (to: string) => (history: readonly Event[]) =>
    decideOrder(
      orderOf(history),
      orderId,
      { type: 'transfer', to, textId: null },
      actor(district),
      acting(hours(5)),
      desk,
    )
  const fromAbove = { ...dispatchedAs('high'), supervisor: city }
  const history = recorded<Event>([happened('WorkOrderDispatched', fromAbove)])
  given<Event>(t, history).when(decide(nextTownship)).thenRefused('not-supervisor')
  const after = appended(history, passing(hours(4))(history).events)
  given<Event>(t, after).when(decide(nextTownship)).then(['WorkOrderTransferred'])
})

t.test('an order that nobody could route is missed by the city, which is the last', async (t) => {
  given<Event>(t, [happened('WorkOrderUnroutable', unroutableAs('medium'))])
    .when(passing(day(2)))
    .then([missed('dispatch', day(1), city)])
})

t.test('contact, visit, disposal and closure each have their own', async (t) => {
  const d = orderDeadlines(new Date(hours(0)), 'extreme', true, clockwork)
  given<Event>(t, [dispatched('extreme'), accepted(hours(0.5), district)])
    .when(passing(day(91)))
    .then([
      missed('contact', d.contactBy, district),
      missed('visit', d.visitBy!, district),
      missed('disposal', d.disposalBy, district),
      missed('close', d.closeBy, district),
    ])
})

t.test('a closure that waits for approval is the supervisor’s to miss', async (t) => {
  const asked = [
    ...[dispatched('high'), accepted(hours(1)), contact(hours(2))],
    happened('DisposalReported', disposalBy(), { at: hours(3) }),
    happened('ClosureRequested', closureBy(), { at: hours(4) }),
  ]
  given<Event>(t, asked)
    .when(passing(day(90)))
    .then([missed('close', day(90), district)])
  const closed = happened('ClosureApproved', approvalBy(), { at: hours(5) })
  given<Event>(t, [...asked, closed])
    .when(passing(day(400)))
    .thenNothing()
  t.same(orderDues(orderOf(recorded<Event>([...asked, closed])), desk), [])
})

t.test(
  'a returned order misses its dispatch, and is told to the city where a district lies on it',
  async (t) => {
    const returned = (dispatchBy: string) =>
      happened('WorkOrderReturned', returnedBy(township, dispatchBy), { at: hours(1) })
    given<Event>(t, [dispatched('high'), returned(hours(2))])
      .when(passing(hours(4)))
      .then([missed('dispatch', hours(2), district), escalated(district, city, null, 'not-dispatched')])
    given<Event>(t, [dispatched('medium'), returned(day(1))])
      .when(passing(day(1)))
      .then([missed('dispatch', day(1), city)])
  },
)

t.test('what was returned before that had a clock has one all the same', async (t) => {
  const returned = (at: string) => happened('WorkOrderReturned', { ...returnedBy(), clock: null }, { at })
  given<Event>(t, [dispatched('high'), returned(hours(1))])
    .when(passing(hours(5)))
    .then([missed('dispatch', hours(4), district), 'WorkOrderEscalated'])
  given<Event>(t, [dispatched('medium'), returned(hours(30))])
    .when(passing(hours(31)))
    .then([missed('accept', day(1)), missed('dispatch', hours(30), city)])
})

t.test('raised after nobody accepted it, it is asked for again and goes up again', async (t) => {
  const raise = (history: readonly Event[]) =>
    dispatchOrder(
      orderOf(history),
      orderId,
      { ...subjectOf('high', { gradingId: named('graver') }), newMatter: true },
      acting(hours(25)),
      desk,
    ) as { events: NewDomainEvent[] }
  const silent = given<Event>(t, [dispatched('medium')])
    .when(passing(hours(24)))
    .then(['DeadlineMissed', 'WorkOrderEscalated'])
  const raised = given<Event>(t, silent).when(raise).then(['WorkOrderRaised'])
  t.equal(orderOf(raised).escalation, null)
  given<Event>(t, raised)
    .when(passing(hours(29)))
    .then([missed('accept', hours(29)), escalated(township, district, hours(33))])
})

t.test('what nobody could route is asked for again when it is graver', async (t) => {
  const silent = given<Event>(t, [happened('WorkOrderUnroutable', unroutableAs('medium'))])
    .when(passing(day(1)))
    .then(['DeadlineMissed'])
  const subject = subjectOf('high', { gradingId: named('graver'), regionCode: null })
  given<Event>(t, silent)
    .when(
      (history) =>
        dispatchOrder(
          orderOf(history),
          orderId,
          { ...subject, newMatter: true },
          acting(hours(25)),
          desk,
        ) as { events: NewDomainEvent[] },
    )
    .then([{ type: 'WorkOrderRaised', data: { dispatchBy: hours(26) } }])
})

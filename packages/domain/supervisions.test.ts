import t from 'tap'
import type { WorkOrderEvent } from './catalogue.ts'
import { recordPassed } from './dues.ts'
import { city, desk, district, nextTownship, township } from './exampleCity.ts'
import { approvalBy, closureBy, dispatchedAs, disposalBy, returnedBy, supervisedBy } from './exampleEvents.ts'
import {
  acting,
  actor,
  appended,
  day,
  given,
  happened,
  hours,
  monday,
  named,
  orderId,
  recorded,
} from './spec.ts'
import type { Level } from './vocabulary.ts'
import { foldWorkOrder } from './workOrder.ts'
import { decideOrder, type OrderCommand } from './workOrderCommands.ts'

type Event = WorkOrderEvent
const act =
  (by: string, command: OrderCommand, at = hours(1), cause = 'a command') =>
  (history: readonly Event[]) =>
    decideOrder(foldWorkOrder(history), orderId, command, actor(by), acting(at, cause), desk)
const passing = (at: string) => (history: readonly Event[]) => ({
  events: recordPassed(history, new Date(at), desk).events.filter((e) => e.type === 'SupervisionUnanswered'),
})
const stateOf = (history: readonly Event[]) => foldWorkOrder(history)!
const standing = (history: readonly Event[]) => stateOf(history).supervisions.map((s) => s.state)

const accepted = (level: Level, at = monday) => {
  const data = dispatchedAs(level, {}, at)
  return [
    happened('WorkOrderDispatched', data, { at }),
    happened('WorkOrderAccepted', { by: data.assignee }, { at }),
  ]
}
const supervised = [...accepted('medium'), happened('WorkOrderSupervised', supervisedBy())]
const supervise = (reason: 'late' | 'repeat-alert' = 'late'): OrderCommand => ({
  type: 'supervise',
  reason,
  textId: null,
})
const answer = (supervisionId = named('supervision')): OrderCommand => ({
  type: 'answer-supervision',
  supervisionId,
  textId: null,
})

t.test('an answer is due in a day at high and extreme, else in three working days', async (t) => {
  // Wednesday, the day before the holiday week; 8, 9 and 10 October are worked.
  const wednesday = '2026-09-30T01:00:00.000Z'
  const table: [Level, string, string][] = [
    ['medium', district, '2026-10-10T01:00:00.000Z'],
    ['high', district, '2026-10-01T01:00:00.000Z'],
    ['extreme', city, '2026-10-01T01:00:00.000Z'],
  ]
  for (const [level, by, answerBy] of table)
    given<Event>(t, accepted(level, wednesday))
      .when(act(by, supervise(), wednesday))
      .then([{ type: 'WorkOrderSupervised', data: { by, reason: 'late', answerBy } }])
})

t.test('several stand at once, and each is answered for itself', async (t) => {
  const first = given<Event>(t, accepted('medium'))
    .when(act(district, supervise(), hours(1), 'first'))
    .then(['WorkOrderSupervised'])
  const both = given<Event>(t, first)
    .when(act(city, supervise('repeat-alert'), hours(2), 'second'))
    .then(['WorkOrderSupervised'])
  t.strictSame(standing(both), ['standing', 'standing'])
  const [, second] = stateOf(both).supervisions
  const answered = given<Event>(t, both)
    .when(act(township, answer(second!.supervisionId)))
    .then(['SupervisionAnswered'])
  t.strictSame(standing(answered), ['standing', 'answered'])
})

t.test('silence becomes an event once, at its moment, and is still answered', async (t) => {
  given<Event>(t, supervised)
    .when(passing(hours(71)))
    .thenNothing()
  const silent = given<Event>(t, supervised)
    .when(passing(day(9)))
    .then(['SupervisionUnanswered'])
  t.equal(silent.at(-1)!.metadata.occurredAt, day(3))
  t.strictSame(standing(silent), ['unanswered'])
  const answered = given<Event>(t, silent)
    .when(act(township, answer(), day(10)))
    .then(['SupervisionAnswered'])
  t.strictSame(standing(answered), ['answered'])
  given<Event>(t, answered)
    .when(passing(day(30)))
    .thenNothing()
})

t.test('what was answered in time is no silence; what was answered only afterwards was one', async (t) => {
  const answered = (at: string) =>
    happened(
      'SupervisionAnswered',
      { supervisionId: named('supervision'), by: township, textId: null },
      { at },
    )
  given<Event>(t, [...supervised, answered(hours(71))])
    .when(passing(day(30)))
    .thenNothing()
  const late = given<Event>(t, [...supervised, answered(hours(73))])
    .when(passing(day(30)))
    .then(['SupervisionUnanswered'])
  t.strictSame(standing(late), ['answered'], 'and stays answered')
})

t.test('an order that is sent on takes what was pushed along: the next federation answers', async (t) => {
  const transfer: OrderCommand = { type: 'transfer', to: nextTownship, textId: null }
  const sent = given<Event>(t, supervised).when(act(district, transfer)).then(['WorkOrderTransferred'])
  given<Event>(t, sent)
    .when(act(township, answer(), hours(2)))
    .thenRefused('not-assignee')
  given<Event>(t, sent)
    .when(act(nextTownship, answer(), hours(2)))
    .then(['SupervisionAnswered'])
})

t.test('the approved closure ends what stands, and no silence comes after it', async (t) => {
  const closed = appended(
    recorded<Event>([
      ...supervised,
      happened('DisposalReported', disposalBy()),
      happened('ClosureRequested', closureBy()),
    ]),
    [],
  )
  const after = given<Event>(t, closed)
    .when(act(district, { type: 'approve-closure' }, day(1)))
    .then(['ClosureApproved'])
  t.strictSame(standing(after), ['ended'])
  given<Event>(t, after)
    .when(passing(day(30)))
    .thenNothing()
  const tooLate = [...closed, happened('ClosureApproved', approvalBy(), { at: day(4) })]
  given<Event>(t, tooLate)
    .when(passing(day(30)))
    .then(['SupervisionUnanswered'])
})

t.test('nobody pushes himself or whoever is above him', async (t) => {
  const returned = [...accepted('medium'), happened('WorkOrderReturned', returnedBy())]
  given<Event>(t, returned).when(act(city, supervise())).thenRefused('own-order')
  given<Event>(t, returned).when(act(district, supervise())).thenRefused('not-supervisor')
})

/** A grade that is old: worked out again while something is open, and left alone when nothing is. */
import t from 'tap'
import type { FamilyCaseEvent } from './catalogue.ts'
import { recordPassed } from './dues.ts'
import { desk, township } from './exampleCity.ts'
import { alertOf, gradedAs, gradingId, intakeId } from './exampleEvents.ts'
import { foldFamilyCase } from './familyCase.ts'
import { gradeCase } from './familyCaseDecisions.ts'
import { suspendRegrading } from './regrading.ts'
import { acting, caseId, day, given, happened, monday, named } from './spec.ts'
import type { Level } from './vocabulary.ts'
import type { WorkOrder } from './workOrder.ts'

type Event = FamilyCaseEvent
const passing = (at: string) => (history: readonly Event[]) => ({
  events: recordPassed(history, new Date(at), desk).events.filter((e) => e.type === 'GradingFellDue'),
})
const received = happened('AlertReceived', alertOf({ F02: 'yes' }), { id: intakeId })
const graded = (level: Level, id = gradingId, at = monday) =>
  happened('RiskGraded', gradedAs(level), { id, at })
const fellDue = (at: string) => happened('GradingFellDue', { gradingId }, { id: named('fell due'), at })
const answering = (history: readonly Event[]) =>
  gradeCase(history, history.find((e) => e.type === 'GradingFellDue')!, acting(day(8)))
const suspending = (orders: readonly Pick<WorkOrder, 'state'>[]) => (history: readonly Event[]) => {
  const cause = history.find((e) => e.type === 'GradingFellDue')!.id
  const context = { ...acting(day(8)), causeId: cause }
  return suspendRegrading(foldFamilyCase(history), caseId, gradingId, orders as WorkOrder[], context)
}

t.test('a grade falls due once, after the time of its level', async (t) => {
  const table: [Level, string][] = [
    ['extreme', day(3)],
    ['high', day(7)],
    ['medium', day(30)],
    ['low', day(60)],
  ]
  for (const [level, at] of table) {
    const just = new Date(Date.parse(at) - 1).toISOString()
    given<Event>(t, [received, graded(level)])
      .when(passing(just))
      .thenNothing()
    const after = given<Event>(t, [received, graded(level)])
      .when(passing(day(400)))
      .then([{ type: 'GradingFellDue', data: { gradingId } }])
    t.equal(after.at(-1)!.metadata.occurredAt, at, level)
  }
})

t.test('each grading has its own time, counted from when it was recorded', async (t) => {
  const second = named('second grading')
  given<Event>(t, [received, graded('high'), graded('high', second, day(5))])
    .when(passing(day(11)))
    .thenNothing()
  given<Event>(t, [received, graded('high'), fellDue(day(7)), graded('high', second, day(8))])
    .when(passing(day(15)))
    .then([{ type: 'GradingFellDue', data: { gradingId: second } }])
})

t.test('that it fell due is a cause to grade again, once', async (t) => {
  given<Event>(t, [received, graded('high'), fellDue(day(7))])
    .when(answering)
    .then(['RiskGraded'])
})

t.test(
  'where nothing is open it is not graded again, and rests until something else grades it',
  async (t) => {
    const due = [received, graded('high'), fellDue(day(7))]
    const rests = given<Event>(t, due)
      .when(suspending([{ state: 'closed' }]))
      .then(['RegradingSuspended'])
    given<Event>(t, rests).when(answering).thenNothing()
    given<Event>(t, rests)
      .when(passing(day(400)))
      .thenNothing()
    given<Event>(t, [...rests, graded('high', named('by an alert'), day(20))])
      .when(passing(day(27)))
      .then(['GradingFellDue'])
  },
)

t.test('an open order, a callback that is owed or a running watch keeps it from resting', async (t) => {
  const due = [received, graded('high'), fellDue(day(7))]
  const owed = happened('CallbackScheduled', {
    ...{ alertId: intakeId, gradingId, level: 'high' as const, assignee: township, replaces: [] },
    duties: [{ dutyId: named('duty'), opensAt: monday, dueAt: day(1) }],
    ...{ policyVersion: 1, calendarVersion: 'example-1' },
  })
  const watched = happened('WatchStarted', { orderId: named('order'), level: 'high', until: day(90) })
  given<Event>(t, due)
    .when(suspending([{ state: 'closed' }, { state: 'accepted' }]))
    .thenNothing()
  given<Event>(t, [owed, ...due])
    .when(suspending([]))
    .thenNothing()
  given<Event>(t, [watched, ...due])
    .when(suspending([]))
    .thenNothing()
  const answered = given<Event>(t, due).when(answering).then(['RiskGraded'])
  given<Event>(t, answered).when(suspending([])).thenNothing()
})

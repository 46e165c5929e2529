/** A grade that is old: worked out again while something is open, and left alone when nothing is. */
import t from 'tap'
import type { FamilyCaseEvent } from './catalogue.ts'
import { recordPassed } from './dues.ts'
import { type CasePast, orderConcluded, tookCharge, watchEnded, watched } from './exampleCases.ts'
import { desk, district, township } from './exampleCity.ts'
import { alertOf, gradedAs, gradingId, intakeId } from './exampleEvents.ts'
import { gradeCase } from './familyCaseDecisions.ts'
import { acting, caseId, day, given, happened, hours, monday, named, orderId } from './spec.ts'
import type { Level } from './vocabulary.ts'

type Event = FamilyCaseEvent
const passing = (at: string) => (history: readonly Event[]) => ({
  events: recordPassed(history, new Date(at), desk).events.filter((e) => e.type === 'GradingFellDue'),
})
const received = happened('AlertReceived', alertOf({ F02: 'yes' }), { id: intakeId })
const graded = (level: Level, id = gradingId, at = monday) =>
  happened('RiskGraded', gradedAs(level), { id, at })
const fellDue = (at: string) => happened('GradingFellDue', { gradingId }, { id: named('fell due'), at })
const opened = happened('OrderOpened', { orderId, caseId })
const due = { type: 'GradingFellDue', data: { gradingId } } as const

t.test('a grade falls due once, after the time of its level', async (t) => {
  const table: [Level, string][] = [
    ['extreme', day(3)],
    ['high', day(7)],
    ['medium', day(30)],
    ['low', day(60)],
  ]
  for (const [level, at] of table) {
    const just = new Date(Date.parse(at) - 1).toISOString()
    given<Event>(t, [received, graded(level), opened])
      .when(passing(just))
      .thenNothing()
    const after = given<Event>(t, [received, graded(level), opened])
      .when(passing(day(400)))
      .then([due])
    t.equal(after.at(-1)!.metadata.occurredAt, at, level)
  }
})

t.test('each grading has its own time, counted from when it was recorded', async (t) => {
  const second = named('second grading')
  given<Event>(t, [received, graded('high'), opened, graded('high', second, day(5))])
    .when(passing(day(11)))
    .thenNothing()
  given<Event>(t, [received, graded('high'), opened, fellDue(day(7)), graded('high', second, day(8))])
    .when(passing(day(15)))
    .then([{ type: 'GradingFellDue', data: { gradingId: second } }])
})

t.test('that it fell due is a cause to grade again, once', async (t) => {
  given<Event>(t, [received, graded('high'), opened, fellDue(day(7))])
    .when((history) =>
      gradeCase(history, history.find((e) => e.type === 'GradingFellDue')!, acting(day(8)), desk.models),
    )
    .then(['RiskGraded'])
})

const owed = happened('CallbackScheduled', {
  ...{ alertId: intakeId, gradingId, level: 'high' as const, assignee: township, replaces: [] },
  duties: [{ dutyId: named('duty'), opensAt: monday, dueAt: day(1) }],
  ...{ policyVersion: 1, calendarVersion: 'example-1' },
})
const reached = { attemptId: named('call'), discharged: [named('duty')], facts: {} }
const leaderId = tookCharge.data.leaderId
const released = { leaderId, by: district, reason: 'resolved' as const, textId: null }

t.test('it falls due only while an order, a callback, a watch or a leader’s charge is open', async (t) => {
  const table: Readonly<Record<string, readonly [CasePast, CasePast]>> = {
    order: [opened, orderConcluded],
    callback: [owed, happened('CallbackCompleted', reached, { at: hours(5) })],
    watch: [watched, watchEnded],
    charge: [tookCharge, happened('LeaderReleased', released, { at: day(2) })],
  }
  given<Event>(t, [received, graded('high')])
    .when(passing(day(400)))
    .thenNothing()
  for (const [opens, ends] of Object.values(table)) {
    given<Event>(t, [received, graded('high'), opens])
      .when(passing(day(90)))
      .then([due])
    given<Event>(t, [received, graded('high'), opens, ends])
      .when(passing(day(400)))
      .thenNothing()
  }
})

t.test('what rested and is opened again falls due then, and not before', async (t) => {
  const again = happened('OrderOpened', { orderId, caseId }, { at: day(20) })
  const after = given<Event>(t, [received, graded('high'), opened, orderConcluded, again])
    .when(passing(day(21)))
    .then([due])
  t.equal(after.at(-1)!.metadata.occurredAt, day(20))
})

import t from 'tap'
import type { DataOf, FamilyCaseEvent } from './catalogue.ts'
import { desk, township } from './exampleCity.ts'
import { alertOf, amendmentOf, reportOf } from './exampleEvents.ts'
import { foldFamilyCase } from './familyCase.ts'
import { amendIntake, gradeCase, receiveIntake, recordFindings } from './familyCaseDecisions.ts'
import { acting, caseId, day, given, happened, monday, named, orderId } from './spec.ts'

type Event = FamilyCaseEvent

const alertA = named('alert A')
const alertB = named('alert B')
const reportA = named('report A')
const received = happened('AlertReceived', alertOf(), { id: alertA })

// Intake ------------------------------------------------------------------------------------------------

t.test('an intake is received once, under the id that was reserved for it', async (t) => {
  const table = [
    { kind: 'alert', type: 'AlertReceived' },
    { kind: 'report', type: 'ReportReceived' },
  ] as const
  for (const { kind, type } of table) {
    const command = { caseId, intakeId: alertA, kind, occurredAt: day(-3), data: alertOf() }
    const [event] = given<Event>(t, [])
      .when((h) => receiveIntake(foldFamilyCase(h), command, acting()))
      .then([type])
    t.equal(event?.id, alertA)
    t.match(event?.metadata, { occurredAt: day(-3), causationId: null, correlationId: caseId })
  }
})

const scheduled = happened('CallbackScheduled', {
  alertId: alertA,
  gradingId: named('grading'),
  level: 'high',
  assignee: township,
  duties: [{ dutyId: named('duty'), opensAt: monday, dueAt: day(1) }],
  replaces: [],
  policyVersion: 1,
  calendarVersion: 'example-1',
})
const amend =
  (data: DataOf<'IntakeAmended'>, amendmentId = named('amendment')) =>
  (history: readonly Event[]) =>
    amendIntake(foldFamilyCase(history), { caseId, amendmentId, occurredAt: day(1), data }, acting(day(1)))

t.test('an amendment replaces what the intake said and keeps its place', async (t) => {
  const after = given<Event>(t, [happened('AlertReceived', alertOf({ F01: 'yes' }), { id: alertA })])
    .when(amend(amendmentOf(alertA, { F01: 'no' })))
    .then(['IntakeAmended'])
  const { intakes } = foldFamilyCase(after)
  t.equal(intakes.size, 1)
  t.match(intakes.get(alertA), { kind: 'alert', facts: { F01: 'no' }, saidBy: named('amendment') })
})

t.test('an intake that the case does not have cannot be amended', async (t) => {
  given<Event>(t, [received])
    .when(amend(amendmentOf(alertB, {})))
    .thenRefused('unknown-intake')
})

t.test('an intake that moves away takes its duties with it and cannot be amended here again', async (t) => {
  const after = given<Event>(t, [received, scheduled])
    .when(amend(amendmentOf(alertA, {}, { movedTo: named('another case') })))
    .then(['IntakeAmended'])
  const state = foldFamilyCase(after)
  t.equal(state.intakes.size, 0)
  t.equal(state.duties.size, 0)
  given<Event>(t, after)
    .when(amend(amendmentOf(alertA, {}), named('later')))
    .thenRefused('unknown-intake')
})

// Grading -----------------------------------------------------------------------------------------------

/** Grades on the event at this place of the history. */
const gradeOn = (place: number) => (history: readonly Event[]) =>
  gradeCase(history, history[place]!, acting(day(2)), desk.models)

t.test('a cause is graded once, on the history up to it', async (t) => {
  const later = happened('AlertReceived', alertOf({ F01: 'yes' }), { id: alertB, at: day(1) })
  const after = given<Event>(t, [received, later])
    .when(gradeOn(0))
    .then([{ type: 'RiskGraded', data: { level: 'low', score: 0, intakeId: alertA, usedEvents: [alertA] } }])
  given<Event>(t, after)
    .when(gradeOn(1))
    .then([{ type: 'RiskGraded', data: { level: 'high', score: 6, usedEvents: [alertA, alertB] } }])
})

t.test('a case is graded by what happened last, not by what was received last', async (t) => {
  const older = happened('ReportReceived', reportOf(), { id: reportA, at: day(-9), recordedAt: day(1) })
  given<Event>(t, [received, older])
    .when(gradeOn(1))
    .then([{ type: 'RiskGraded', data: { intakeId: alertA, usedEvents: [reportA, alertA] } }])
})

t.test('of two intakes of the same moment the one received last is the newest', async (t) => {
  given<Event>(t, [received, happened('ReportReceived', reportOf(), { id: reportA })])
    .when(gradeOn(1))
    .then([{ type: 'RiskGraded', data: { intakeId: reportA } }])
})

t.test(
  'an alert, or a report of domestic violence among others, makes the case one of violence',
  async (t) => {
    const quarrel = happened('ReportReceived', reportOf())
    const violent = happened('ReportReceived', reportOf({}, { disputeType: 'domestic-violence' }))
    const table = [
      [[quarrel, quarrel], 'dispute'],
      [[quarrel, violent], 'violence'],
      [[violent, quarrel], 'violence'],
      [[happened('AlertReceived', alertOf({}, { disputeType: 'property' })), quarrel], 'violence'],
    ] as const
    for (const [history, track] of table)
      given<Event>(t, history)
        .when(gradeOn(1))
        .then([{ type: 'RiskGraded', data: { track } }])
  },
)

t.test('only a mediation that failed counts as one', async (t) => {
  const found = (mediationFailed: boolean) =>
    happened('FindingsRecorded', {
      orderId,
      originId: named('mediation'),
      origin: 'mediation',
      facts: {},
      mediationFailed,
    })
  const called = happened('CallbackCompleted', { attemptId: named('x'), discharged: [], facts: {} })
  for (const [event, score] of [
    [found(true), 2],
    [found(false), 0],
    [called, 0],
  ] as const)
    given<Event>(t, [happened('ReportReceived', reportOf()), event])
      .when(gradeOn(1))
      .then([{ type: 'RiskGraded', data: { score } }])
})

t.test('nothing is left to grade when the only intake moved away', async (t) => {
  given<Event>(t, [received, happened('IntakeAmended', amendmentOf(alertA, {}, { movedTo: orderId }))])
    .when(gradeOn(1))
    .thenNothing()
})

t.test('what she says on the phone and what a visit finds are graded', async (t) => {
  const told = happened('CallbackCompleted', { attemptId: named('x'), discharged: [], facts: { F01: 'yes' } })
  const found = happened('FindingsRecorded', {
    orderId,
    originId: named('visit'),
    origin: 'visit',
    facts: { F02: 'yes' },
    mediationFailed: false,
  })
  const breach = happened('MeasureBreached', { measure: 'protection-order', textId: null })
  const after = given<Event>(t, [received, told, found, breach])
    .when(gradeOn(1))
    .then([{ type: 'RiskGraded', data: { floors: ['F01'], level: 'high' } }])
  given<Event>(t, after)
    .when(gradeOn(2))
    .then([{ type: 'RiskGraded', data: { floors: ['F01', 'F02'], level: 'extreme' } }])
  given<Event>(t, after)
    .when(gradeOn(3))
    .then([{ type: 'RiskGraded', data: { floors: ['F01', 'F02', 'F05'], level: 'extreme' } }])
})

// Findings ----------------------------------------------------------------------------------------------

t.test('what a visit found is told to the case once', async (t) => {
  const data = {
    orderId,
    originId: named('visit'),
    origin: 'visit',
    facts: { F02: 'yes' },
    mediationFailed: false,
  } as const
  given<Event>(t, [received])
    .when((h) => recordFindings(foldFamilyCase(h), caseId, data, acting()))
    .then([{ type: 'FindingsRecorded', data }])
})

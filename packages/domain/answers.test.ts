/** Who is owed an answer, by when, and what answers it. */
import t from 'tap'
import { type AnswerCommand, decideAnswer } from './answerCommands.ts'
import { answerBy, answerByOrder, answerDues, scheduleAnswer } from './answers.ts'
import type { DataOf, FamilyCaseEvent } from './catalogue.ts'
import { notCaptured } from './channels.ts'
import { passed } from './due.ts'
import { city, desk, district, township } from './exampleCity.ts'
import { alertOf, reportOf } from './exampleEvents.ts'
import { foldFamilyCase } from './familyCase.ts'
import { acting, caseId, day, given, type Happened, happened, monday, named, recorded } from './spec.ts'
import type { Channel } from './vocabulary.ts'

type Past = Happened<FamilyCaseEvent['type']>
const reportId = named('report')
const orderId = named('order')
const textId = null
const received = (channel: Channel = 'web', own: Partial<DataOf<'ReportReceived'>> = {}) =>
  happened('ReportReceived', reportOf({}, { channel, ...own }), { id: reportId })
const scheduled = happened('AnswerScheduled', {
  reportId,
  assignee: township,
  takeBy: day(15),
  concludeBy: day(60),
  policyVersion: 1,
  calendarVersion: 'example-1',
})
const taken = happened('ReportTaken', { reportId, by: township, textId, orderId: null }, { at: day(1) })
const concluded = happened('ReportConcluded', {
  reportId,
  by: township,
  textId,
  orderId: null,
  result: 'mediated',
})
const requested = happened('AnswerExtensionRequested', {
  reportId,
  by: township,
  textId,
  reason: 'complex-matter',
})
const open: Past[] = [received(), scheduled]

const schedule = (history: readonly FamilyCaseEvent[]) =>
  scheduleAnswer(foldFamilyCase(history), reportId, caseId, acting(), desk)
const does =
  (command: AnswerCommand, by = township, at = day(2)) =>
  (history: readonly FamilyCaseEvent[]) =>
    decideAnswer(foldFamilyCase(history), caseId, command, by, acting(at), desk)
const take: AnswerCommand = { type: 'take-report', reportId, textId }
const decline: AnswerCommand = { type: 'decline-report', reportId, textId, reason: 'other-authority' }
const conclude: AnswerCommand = { type: 'conclude-report', reportId, textId, result: 'mediated' }
const request: AnswerCommand = {
  type: 'request-answer-extension',
  reportId,
  textId,
  reason: 'complex-matter',
}
const approve: AnswerCommand = { type: 'approve-answer-extension', reportId, textId }

t.test('whoever reported on the web, by letter, in person or by the hotline is owed an answer', async (t) => {
  for (const channel of ['web', 'letter', 'visit', 'hotline-12338'] as const)
    given<FamilyCaseEvent>(t, [received(channel)])
      .when(schedule)
      .then([{ type: 'AnswerScheduled', data: { assignee: township, takeBy: day(15), concludeBy: day(60) } }])
  for (const channel of ['court', 'grid', 'justice'] as const)
    given<FamilyCaseEvent>(t, [received(channel)])
      .when(schedule)
      .thenNothing()
})

t.test('an alert is called back, not answered, and a report is scheduled once', async (t) => {
  given<FamilyCaseEvent>(t, [happened('AlertReceived', alertOf(), { id: reportId })])
    .when(schedule)
    .thenNothing()
  given<FamilyCaseEvent>(t, open).when(schedule).thenNothing()
})

t.test('what has no usable region is answered by the city', async (t) => {
  given<FamilyCaseEvent>(t, [received('web', { regionCode: null })])
    .when(schedule)
    .then([{ type: 'AnswerScheduled', data: { assignee: city } }])
})

t.test('the way of a report: taken, extended once, concluded', async (t) => {
  let past = given<FamilyCaseEvent>(t, open).when(does(take)).then(['ReportTaken'])
  past = given<FamilyCaseEvent>(t, past).when(does(request)).then(['AnswerExtensionRequested'])
  past = given<FamilyCaseEvent>(t, past)
    .when(does(approve, district))
    .then([{ type: 'ExtensionApproved', data: { concludeBy: day(90) } }])
  given<FamilyCaseEvent>(t, past)
    .when(does(request, township, day(61)))
    .thenRefused('extension-requested-already')
  given<FamilyCaseEvent>(t, past)
    .when(does(conclude, township, day(80)))
    .then(['ReportConcluded'])
})

t.test('who asks for more time does not grant it, and nobody elsewhere decides anything', async (t) => {
  const asked: Past[] = [...open, taken, requested]
  given<FamilyCaseEvent>(t, asked).when(does(approve, township)).thenRefused('not-supervisor')
  given<FamilyCaseEvent>(t, asked).when(does(approve, '9902')).thenRefused('not-supervisor')
  given<FamilyCaseEvent>(t, open).when(does(take, '990101002')).thenRefused('not-assignee')
  given<FamilyCaseEvent>(t, open).when(does(take, district)).then(['ReportTaken'])
})

t.test('a matter with violence in it is never declined', async (t) => {
  const violent: Past[] = [received('web', { disputeType: 'domestic-violence' }), scheduled]
  given<FamilyCaseEvent>(t, violent).when(does(decline)).thenRefused('violence-is-not-declined')
  const later: Past[] = [...open, happened('AlertReceived', alertOf(), { id: named('alert') })]
  given<FamilyCaseEvent>(t, later).when(does(decline)).thenRefused('violence-is-not-declined')
})

const byOrder =
  (result: 'mediated' | null, at = day(3), decidedAt = at) =>
  (history: readonly FamilyCaseEvent[]) => {
    const step = { orderId, by: township, result, at, recordedAt: at }
    return answerByOrder(foldFamilyCase(history), caseId, step, acting(decidedAt))
  }

t.test('accepting the order takes the report, closing it concludes', async (t) => {
  const past = given<FamilyCaseEvent>(t, open).when(byOrder(null)).then(['ReportTaken'])
  given<FamilyCaseEvent>(t, past)
    .when(byOrder('mediated', day(9)))
    .then([{ type: 'ReportConcluded', data: { result: 'mediated', orderId } }])
  given<FamilyCaseEvent>(t, open).when(byOrder('mediated')).then(['ReportConcluded'])
})

t.test('an order that was accepted before the report came does not answer it', async (t) => {
  const earlier = new Date(Date.parse(monday) - 1000).toISOString()
  given<FamilyCaseEvent>(t, open).when(byOrder(null, earlier)).thenNothing()
})

t.test('silence becomes a fact, once a step, and the answer stays owed', async (t) => {
  const past = recorded<FamilyCaseEvent>(open)
  const dues = answerDues(foldFamilyCase(past))
  t.same(
    dues.map(({ at, data }) => [at, (data as DataOf<'AnswerMissed'>).step]),
    [
      [day(15), 'take'],
      [day(60), 'conclude'],
    ],
  )
  const events = passed(dues, caseId, caseId, { now: new Date(day(20)), actor: 'policy:clock' })
  t.equal(events.length, 1)
  const after = foldFamilyCase(
    recorded<FamilyCaseEvent>([...open, happened('AnswerMissed', events[0]!.data as DataOf<'AnswerMissed'>)]),
  )
  t.equal(answerDues(after).length, 1)
  t.equal(answerBy(after.answers.get(reportId)!), day(15))
  const early = happened('ReportConcluded', concluded.data, { at: day(5) })
  t.same(answerDues(foldFamilyCase(recorded<FamilyCaseEvent>([...open, taken, early]))), [])
})

t.test('what was said late was missed all the same, though nobody had noticed', async (t) => {
  const late = happened('ReportTaken', taken.data, { at: day(16) })
  const dues = answerDues(foldFamilyCase(recorded<FamilyCaseEvent>([...open, late])))
  t.same(
    dues.map(({ at }) => at),
    [day(15), day(60)],
  )
  const asked: Past[] = [...open, taken, requested]
  given<FamilyCaseEvent>(t, asked)
    .when(does(approve, district, day(61)))
    .thenRefused('answer-overdue')
})

t.test('what an order said in time was said in time, however late the case is told', async (t) => {
  const past = given<FamilyCaseEvent>(t, open)
    .when(byOrder(null, day(14), day(20)))
    .then(['ReportTaken'])
  t.match(foldFamilyCase(past).answers.get(reportId), { state: 'taken', takenAt: day(14) })
  const after = given<FamilyCaseEvent>(t, past)
    .when(byOrder('mediated', day(59), day(70)))
    .then(['ReportConcluded'])
  t.same(answerDues(foldFamilyCase(after)), [])
  const late = given<FamilyCaseEvent>(t, open)
    .when(byOrder(null, day(16), day(20)))
    .then(['ReportTaken'])
  t.match(answerDues(foldFamilyCase(late)), [{ at: day(15), type: 'AnswerMissed' }, { at: day(60) }])
})

t.test('a report that moved to another family takes its answer along', async (t) => {
  const { source: _s, movedFrom: _m, ...matter } = reportOf({}, { channel: 'web' })
  const moved = happened('IntakeAmended', { intakeId: reportId, ...matter, movedTo: named('other case') })
  t.equal(foldFamilyCase(recorded<FamilyCaseEvent>([...open, moved])).answers.size, 0)
})

t.test('what a channel should have captured is named by its place in the body', async (t) => {
  const told = { parties: [{ role: 'applicant' as const, name: '张某' }], narrative: '…' }
  t.same(notCaptured('web', told), ['/regionCode', '/parties/0/phone'])
  t.same(notCaptured('visit', { ...told, regionCode: '320402003' }), [
    '/parties/0/phone',
    '/parties/0/idNumber',
  ])
  t.same(notCaptured('court', { narrative: '…', regionCode: '3204', parties: [{ role: 'respondent' }] }), [
    '/parties',
    '/parties',
  ])
  t.same(notCaptured('grid', { regionCode: '320402003', address: '…', narrative: '…', parties: [] }), [])
})

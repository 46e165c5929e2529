/** How a case comes to rest, by hand and by the clock, and what takes it up again. */
import t from 'tap'
import { after } from './clocks.ts'
import { type ClosingCommand, reopenBy, tellOfOrder } from './closing.ts'
import { clockworkAt } from './desk.ts'
import { caseDues, recordPassed } from './dues.ts'
import {
  alert,
  alertAgain,
  type CaseEvent,
  type CasePast,
  closed,
  does,
  graded,
  ofLevel,
  orderConcluded,
  orderOpened,
  tookCharge,
  watchEnded,
  watched,
} from './exampleCases.ts'
import { desk, district } from './exampleCity.ts'
import { reportOf } from './exampleEvents.ts'
import { foldFamilyCase } from './familyCase.ts'
import { standingLevel } from './overrides.ts'
import { acting, caseId, day, given, happened, monday, named, orderId, recorded } from './spec.ts'

const close: ClosingCommand = { type: 'close', reason: 'quiet', textId: null }
const closes = (at: string, by = district) => does(close, { at, by })
const breach = happened('MeasureBreached', { measure: 'protection-order', textId: null }, { at: day(40) })
/** 60 working days of the example's calendar from Monday at nine. */
const term = after(new Date(monday), { workingDays: 60 }, desk.calendar).toISOString()
const passing = (at: string) => (history: readonly CaseEvent[]) => ({
  events: recordPassed(history, new Date(at), desk).events.filter((e) => e.type === 'CaseClosed'),
})

t.test(
  'a grave case is closed after ninety days without alert or breach, and not a moment sooner',
  async (t) => {
    for (const level of ['high', 'extreme'] as const) {
      given<CaseEvent>(t, ofLevel(level))
        .when(closes(new Date(Date.parse(day(90)) - 1).toISOString()))
        .thenRefused('not-quiet-long-enough')
      given<CaseEvent>(t, ofLevel(level))
        .when(closes(day(90)))
        .then([{ type: 'CaseClosed', data: { level, by: district, reason: 'quiet' } }])
      for (const [news, until] of [
        [breach, day(130)],
        [alertAgain, day(92)],
      ] as const) {
        given<CaseEvent>(t, [...ofLevel(level), news])
          .when(closes(new Date(Date.parse(until) - 1).toISOString()))
          .thenRefused('not-quiet-long-enough')
        given<CaseEvent>(t, [...ofLevel(level), news])
          .when(closes(until))
          .then(['CaseClosed'])
      }
    }
  },
)

t.test('time alone closes no grave case', async (t) => {
  for (const level of ['high', 'extreme'] as const)
    given<CaseEvent>(t, ofLevel(level))
      .when(passing(day(900)))
      .thenNothing()
})

t.test('a case below high closes by itself when its term is over and nothing is open', async (t) => {
  for (const level of ['low', 'medium'] as const) {
    given<CaseEvent>(t, ofLevel(level))
      .when(passing(new Date(Date.parse(term) - 1).toISOString()))
      .thenNothing()
    const after = given<CaseEvent>(t, ofLevel(level))
      .when(passing(day(200)))
      .then([{ type: 'CaseClosed', data: { reason: 'term-over', level, by: null } }])
    t.equal(after.at(-1)!.metadata.occurredAt, term, 'at its moment, whenever it is noticed')
    t.strictSame(
      caseDues(foldFamilyCase(after), desk).filter((d) => d.type === 'CaseClosed'),
      [],
    )
  }
})

t.test('while something is open it does not, and afterwards it does when that is over', async (t) => {
  const open = [...ofLevel('medium'), orderOpened]
  given<CaseEvent>(t, open)
    .when(passing(day(900)))
    .thenNothing()
  given<CaseEvent>(t, [...ofLevel('medium'), tookCharge])
    .when(passing(day(900)))
    .thenNothing()
  const lateOrder = happened('OrderConcluded', { orderId, caseId }, { at: day(120) })
  const momentOf = (history: readonly CasePast[]) =>
    recordPassed(recorded<CaseEvent>(history), new Date(day(900)), desk).events.find(
      (e) => e.type === 'CaseClosed',
    )?.metadata.occurredAt
  t.equal(momentOf([...open, orderConcluded]), term)
  t.equal(momentOf([...open, lateOrder]), day(120))
  t.equal(momentOf([...open, orderConcluded, watched]), day(95), 'a watch goes on to its end')
  t.equal(momentOf([...ofLevel('high'), graded('low', 24 * 150)]), day(150), 'a grade that fell late')
})

t.test('a new report begins the term anew', async (t) => {
  const report = happened('ReportReceived', reportOf(), { id: named('report'), at: day(50) })
  const until = after(new Date(day(50)), { workingDays: 60 }, clockworkAt(desk, new Date(day(50))).calendar)
  const closing = caseDues(foldFamilyCase(recorded<CaseEvent>([...ofLevel('low'), report])), desk)
  t.strictSame(
    closing.filter((d) => d.type === 'CaseClosed').map((d) => d.at),
    [until.toISOString()],
  )
})

t.test('what is open keeps a case from being closed by hand', async (t) => {
  const at = day(200)
  given<CaseEvent>(t, [...ofLevel('medium'), orderOpened])
    .when(closes(at))
    .thenRefused('order-open')
  given<CaseEvent>(t, [...ofLevel('high'), watched])
    .when(closes(day(94)))
    .thenRefused('watch-running')
  given<CaseEvent>(t, [...ofLevel('high'), watched, watchEnded])
    .when(closes(at))
    .then(['CaseClosed'])
  given<CaseEvent>(t, [...ofLevel('high'), tookCharge])
    .when(closes(at))
    .thenRefused('leader-in-charge')
})

t.test('closing ends what a person raised the case to', async (t) => {
  const raised = happened('GradeOverridden', {
    ...{ gradingId: named('grading 0'), from: 'low', level: 'high', reason: 'other' },
    ...{ textId: null, by: district, approval: 'not-needed' },
  })
  const after = given<CaseEvent>(t, [...ofLevel('low'), raised])
    .when(closes(day(90)))
    .then(['CaseClosed'])
  const again = recorded<CaseEvent>([...after, graded('low', 24 * 99)])
  t.equal(standingLevel(foldFamilyCase(again)), 'low')
})

t.test('whatever happens anew reopens a closed case once', async (t) => {
  const cause = (type: CaseEvent['type']) => (history: readonly CaseEvent[]) => {
    const event = history.find((e) => e.type === type && e.metadata.recordedAt >= day(99))!
    const then = foldFamilyCase(history.filter((e) => e.revision <= event.revision))
    return reopenBy(event, then, foldFamilyCase(history), { ...acting(day(100)), causeId: event.id })
  }
  const news: [CasePast, string][] = [
    [happened('AlertReceived', alert.data as never, { id: named('later'), at: day(100) }), 'new-alert'],
    [happened('ReportReceived', reportOf(), { id: named('later'), at: day(100) }), 'new-report'],
    [happened('MeasureBreached', { measure: 'warning-letter', textId: null }, { at: day(100) }), 'breach'],
    [happened('OrderOpened', { orderId, caseId }, { at: day(100) }), 'order-opened'],
  ]
  for (const [event, reason] of news) {
    const after = given<CaseEvent>(t, [...ofLevel('high'), closed(), event])
      .when(cause(event.type))
      .then([{ type: 'CaseReopened', data: { reason, by: null } }])
    t.equal(foldFamilyCase(after).closed, null)
    const closedAgain = recorded<CaseEvent>([...after, closed({}, day(300))])
    t.strictSame(cause(event.type)(closedAgain), { events: [] }, 'told again later, it reopens nothing')
  }
  given<CaseEvent>(t, [
    ...ofLevel('high'),
    closed(),
    happened(
      'FindingsRecorded',
      {
        ...{ orderId, originId: named('visit'), origin: 'visit', facts: {}, mediationFailed: false },
      },
      { at: day(100) },
    ),
  ])
    .when(cause('FindingsRecorded'))
    .thenNothing()
})

t.test('a case is told of an order once, and of its end', async (t) => {
  const tell = (type: 'OrderOpened' | 'OrderConcluded', cause: string) => (history: readonly CaseEvent[]) =>
    tellOfOrder(foldFamilyCase(history), caseId, type, { orderId, caseId }, acting(day(1), cause))
  const opened = given<CaseEvent>(t, ofLevel('high'))
    .when(tell('OrderOpened', 'dispatched'))
    .then(['OrderOpened'])
  given<CaseEvent>(t, opened).when(tell('OrderOpened', 'told again')).thenNothing()
  const over = given<CaseEvent>(t, opened).when(tell('OrderConcluded', 'closed')).then(['OrderConcluded'])
  given<CaseEvent>(t, over).when(tell('OrderOpened', 'dispatched')).thenNothing()
  given<CaseEvent>(t, over).when(tell('OrderOpened', 'reopened')).then(['OrderOpened'])
})

/** Which callbacks a case owes, and what comes of trying. */
import t, { type Test } from 'tap'
import { attemptCallback, scheduleCallbacks } from './callbacks.ts'
import type { DataOf, FamilyCaseEvent } from './catalogue.ts'
import { city, desk, district, township } from './exampleCity.ts'
import { alertOf, gradedAs, reportOf } from './exampleEvents.ts'
import { foldFamilyCase } from './familyCase.ts'
import { levelSetBy } from './levelSet.ts'
import { acting, caseId, day, given, type Happened, happened, named, recorded } from './spec.ts'
import type { CallbackOutcome, Level } from './vocabulary.ts'

type Event = FamilyCaseEvent
type Past = Happened<Event['type']>

const alertA = named('alert A')
const alertB = named('alert B')
const gradingA = named('grading A')
const gradingB = named('grading B')

const day_ms = 86_400_000
const received = happened('AlertReceived', alertOf(), { id: alertA })
const graded = (level: Level, own: Past['own'] = {}, data: Partial<DataOf<'RiskGraded'>> = {}) =>
  happened('RiskGraded', gradedAs(level, { intakeId: alertA, ...data }), {
    id: gradingA,
    cause: alertA,
    ...own,
  })
const dutyOf = (n: number) => named(`duty ${n}`)
/** Duties that are due on these days, each open from when the one before is due. */
const scheduled = (level: Level, days: readonly number[]) =>
  happened('CallbackScheduled', {
    alertId: alertA,
    gradingId: gradingA,
    level,
    assignee: township,
    duties: days.map((n, i) => ({ dutyId: dutyOf(n), opensAt: day(days[i - 1] ?? 0), dueAt: day(n) })),
    replaces: [],
    policyVersion: 1,
    calendarVersion: 'example-1',
  })
const attempt = (outcome: CallbackOutcome, at: string) =>
  happened('CallbackAttempted', { outcome, by: township, textId: null }, { at })

// Callbacks ---------------------------------------------------------------------------------------------

/** Schedules by the grading at this place of the history. */
const scheduleBy = (place: number) => (history: readonly Event[]) => {
  const grading = history[place]!
  if (grading.type !== 'RiskGraded') throw new Error('no grading stands there')
  return scheduleCallbacks(foldFamilyCase(history), levelSetBy(history, grading)!, acting(), desk)
}
const daysOf = (data: DataOf<'CallbackScheduled'>, from: string) =>
  data.duties.map((d) => (Date.parse(d.dueAt) - Date.parse(from)) / day_ms)

function schedule(t: Test, history: readonly (Event | Past)[], place: number): DataOf<'CallbackScheduled'> {
  const last = given<Event>(t, history).when(scheduleBy(place)).then(['CallbackScheduled']).at(-1)
  if (last?.type !== 'CallbackScheduled') throw new Error('nothing was scheduled')
  return last.data
}

t.test(
  'every alert owes callbacks, on the days of its grade, counted from when it was recorded',
  async (t) => {
    const table: [Level, number, string, readonly number[]][] = [
      ['extreme', 1, district, [1, 3, 7, 14, 30, 60, 90]],
      ['high', 1, township, [1, 7, 30, 60, 90]],
      ['medium', 1, township, [3, 30, 90]],
      ['low', 0.5, township, [7, 90]],
      ['low', 0.4999, township, [1, 90]],
    ]
    for (const [level, coverage, assignee, days] of table) {
      const learned = happened('AlertReceived', alertOf(), { id: alertA, at: day(-40), recordedAt: day(0) })
      const data = schedule(t, [learned, graded(level, { recordedAt: day(2) }, { coverage })], 1)
      t.match(data, { alertId: alertA, level, assignee, replaces: [] })
      t.strictSame(daysOf(data, day(0)), days, `${level} at coverage ${coverage}`)
      t.equal(data.duties[0]?.opensAt, day(0))
      t.strictSame(
        data.duties.slice(1).map((d) => d.opensAt),
        data.duties.slice(0, -1).map((d) => d.dueAt),
        'each opens when the one before is due',
      )
    }
  },
)

t.test('an alert that cannot be routed is called back by the city', async (t) => {
  const nowhere = happened('AlertReceived', alertOf({}, { regionCode: null }), { id: alertA })
  t.equal(schedule(t, [nowhere, graded('high')], 1).assignee, city)
})

t.test('a report owes no callbacks', async (t) => {
  const report = happened('ReportReceived', reportOf(), { id: alertA })
  given<Event>(t, [report, graded('high')])
    .when(scheduleBy(1))
    .thenNothing()
})

t.test(
  'each of two alerts is scheduled at its own grade, in whatever order their gradings come',
  async (t) => {
    const history = [
      received,
      happened('AlertReceived', alertOf(), { id: alertB }),
      graded('low'),
      graded('high', { id: gradingB, cause: alertB }),
    ]
    const first = given<Event>(t, history).when(scheduleBy(3)).then(['CallbackScheduled'])
    t.match(first.at(-1)?.data, { alertId: alertB, level: 'high' })
    const second = given<Event>(t, first).when(scheduleBy(2)).then(['CallbackScheduled'])
    t.match(second.at(-1)?.data, { alertId: alertA, level: 'low', replaces: [] })
  },
)

const regraded = (level: Level, at: string) => graded(level, { id: gradingB, cause: named('a callback'), at })

t.test('a rise gives the newest alert a tighter schedule in place of the slower one', async (t) => {
  const data = schedule(
    t,
    [received, graded('low'), scheduled('low', [7, 90]), regraded('extreme', day(2))],
    3,
  )
  t.strictSame(data.replaces, [dutyOf(7), dutyOf(90)])
  t.strictSame(daysOf(data, day(2)), [1, 3, 7, 14, 30, 60, 90])
})

t.test(
  'with several alerts it is the newest that has a schedule whose callbacks are tightened',
  async (t) => {
    const history = [
      received,
      happened('AlertReceived', alertOf(), { id: alertB }),
      graded('low'),
      scheduled('low', [7, 90]),
      graded('low', { id: named('grading of B'), cause: alertB }),
    ]
    const both = given<Event>(t, history).when(scheduleBy(4)).then(['CallbackScheduled'])
    const risen = [...both, regraded('extreme', day(2))]
    t.equal(schedule(t, risen, 6).alertId, alertB)
  },
)

t.test('a rise hides no duty that is late or due sooner than the first of the new schedule', async (t) => {
  for (const [rose, label] of [
    [day(10), 'late by three days'],
    [day(6.5), 'due in half a day'],
  ] as const) {
    const data = schedule(t, [received, graded('low'), scheduled('low', [7, 90]), regraded('high', rose)], 3)
    t.strictSame(data.replaces, [dutyOf(90)], label)
  }
})

t.test('a rise replaces no duty that is done', async (t) => {
  const done = happened(
    'CallbackCompleted',
    { attemptId: named('x'), discharged: [dutyOf(7)], facts: {} },
    { at: day(1) },
  )
  const history = [received, graded('low'), scheduled('low', [7, 90]), done, regraded('high', day(2))]
  t.strictSame(schedule(t, history, 4).replaces, [dutyOf(90)])
})

t.test('a grade that stays or falls, or that was overtaken, changes no schedule', async (t) => {
  const history = [received, graded('high'), scheduled('high', [1, 7])]
  for (const level of ['low', 'medium', 'high'] as const)
    given<Event>(t, [...history, regraded(level, day(1))])
      .when(scheduleBy(3))
      .thenNothing()
  const overtaken = [
    ...history,
    regraded('extreme', day(1)),
    graded('low', { id: named('C'), cause: gradingB }),
  ]
  given<Event>(t, overtaken).when(scheduleBy(3)).thenNothing()
})

const call =
  (outcome: CallbackOutcome, at: string, facts = {}) =>
  (history: readonly Event[]) =>
    attemptCallback(
      foldFamilyCase(history),
      { caseId, outcome, by: township, facts, textId: null },
      acting(at, 'a call'),
    )
const owing = [received, graded('high'), scheduled('high', [1, 7, 30])]

t.test('every outcome of a call, with and without a callback owed', async (t) => {
  const table: [CallbackOutcome, Event['type'][]][] = [
    ['reached', ['CallbackAttempted', 'CallbackCompleted']],
    ['no-answer', ['CallbackAttempted']],
    ['wrong-number', ['CallbackAttempted']],
    ['refused', ['CallbackAttempted']],
    ['unsafe-to-talk', ['CallbackAttempted']],
  ]
  for (const [outcome, events] of table) {
    const after = given<Event>(t, owing)
      .when(call(outcome, day(0.5)))
      .then(events)
    const open = [...foldFamilyCase(after).duties.values()].filter((d) => d.state === 'open')
    t.equal(open.length, outcome === 'reached' ? 2 : 3, `open after ${outcome}`)
    given<Event>(t, [received])
      .when(call(outcome, day(0.5)))
      .thenRefused('no-callback-owed')
    if (outcome !== 'reached')
      given<Event>(t, owing)
        .when(call(outcome, day(0.5), { F01: 'yes' }))
        .thenRefused('facts-without-contact')
  }
})

t.test('reaching her discharges every open duty of the case, late and unreachable ones too', async (t) => {
  const given30 = given<Event>(t, [
    ...owing,
    happened(
      'HomeVisitRequested',
      { attempts: [], unreachable: [dutyOf(1)], withPolice: true },
      { at: day(2) },
    ),
  ])
  const after = given30
    .when(call('reached', day(8)))
    .then([
      'CallbackAttempted',
      { type: 'CallbackCompleted', data: { discharged: [dutyOf(1), dutyOf(7), dutyOf(30)] } },
    ])
  const state = foldFamilyCase(after)
  t.ok([...state.duties.values()].every((d) => d.state === 'done'))
  t.notOk(state.homeVisitRequested)
})

t.test('reaching her early leaves the duties that have not begun', async (t) => {
  given<Event>(t, owing)
    .when(call('reached', day(1)))
    .then(['CallbackAttempted', { type: 'CallbackCompleted', data: { discharged: [dutyOf(1), dutyOf(7)] } }])
})

t.test(
  'three failures on two days become a home visit; a refusal or an unsafe moment never does',
  async (t) => {
    const no = 'no-answer'
    // Days before the call, then the call itself. 0.6 is 23:24 of the first day in Shanghai, 0.65 the next day.
    const table: [[CallbackOutcome, number][], [CallbackOutcome, number], number | null][] = [
      [[], [no, 0], null],
      [[[no, 0]], [no, 1], null],
      [
        [
          [no, 0],
          [no, 0.1],
        ],
        [no, 0.2],
        null,
      ],
      [
        [
          [no, 0],
          [no, 0.1],
        ],
        [no, 0.6],
        null,
      ],
      [
        [
          [no, 0],
          [no, 0.1],
        ],
        [no, 0.65],
        3,
      ],
      [
        [
          [no, 0],
          ['wrong-number', 1],
        ],
        ['wrong-number', 2],
        3,
      ],
      [
        [
          [no, 0],
          [no, 0.1],
          [no, 0.2],
        ],
        [no, 1],
        4,
      ],
      [
        [
          [no, 0],
          [no, 1],
        ],
        ['refused', 2],
        null,
      ],
      [
        [
          [no, 0],
          [no, 1],
        ],
        ['unsafe-to-talk', 2],
        null,
      ],
      [
        [
          ['refused', 0],
          ['unsafe-to-talk', 1],
        ],
        [no, 2],
        null,
      ],
      [
        [
          [no, 0],
          ['refused', 1],
          [no, 1],
        ],
        [no, 2],
        3,
      ],
      [
        [
          ['refused', 0],
          ['refused', 1],
        ],
        ['refused', 2],
        null,
      ],
    ]
    for (const [before, [outcome, at], failures] of table) {
      const title = [...before, [outcome, at]].map(([o, d]) => `${o} on ${d}`).join(', ')
      const history = [...owing, ...before.map(([o, n]) => attempt(o, day(n)))]
      const after = given<Event>(t, history)
        .when(call(outcome, day(at)))
        .then(failures === null ? ['CallbackAttempted'] : ['CallbackAttempted', 'HomeVisitRequested'])
      const visit = after.at(-1)
      if (visit?.type === 'HomeVisitRequested') t.equal(visit.data.attempts.length, failures, title)
    }
  },
)

t.test('a home visit is planned with the police at high and extreme', async (t) => {
  for (const [level, withPolice] of [
    ['low', false],
    ['medium', false],
    ['high', true],
    ['extreme', true],
  ] as const) {
    const failed = [attempt('no-answer', day(0)), attempt('no-answer', day(1))]
    given<Event>(t, [received, graded(level), scheduled(level, [1, 7, 30]), ...failed])
      .when(call('no-answer', day(2)))
      .then([
        'CallbackAttempted',
        { type: 'HomeVisitRequested', data: { withPolice, unreachable: [dutyOf(1), dutyOf(7)] } },
      ])
  }
})

t.test('after a home visit was asked for, failures are counted anew', async (t) => {
  const failed = [attempt('no-answer', day(0)), attempt('no-answer', day(1))]
  const asked = given<Event>(t, [...owing, ...failed])
    .when(call('no-answer', day(2)))
    .then(['CallbackAttempted', 'HomeVisitRequested'])
  t.ok(foldFamilyCase(asked).homeVisitRequested)
  given<Event>(t, asked)
    .when(call('no-answer', day(3)))
    .then(['CallbackAttempted'])
})

t.test('being unreachable never lowers a grade: neither an attempt nor a home visit is graded', async (t) => {
  const silent = [...owing, attempt('no-answer', day(0)), attempt('refused', day(1))]
  const state = foldFamilyCase(recorded<Event>(silent))
  t.equal(state.grading?.level, 'high')
  t.notOk(state.homeVisitRequested)
  t.strictSame(state.statements, [])
})

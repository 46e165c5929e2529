/** How history counts, when a dispute is handed over, and that a grade rests on nothing but its history. */
import fc from 'fast-check'
import t from 'tap'
import { assess, type CaseFacts } from './assess.ts'
import { canonicalJson } from './canonicalJson.ts'
import type { FamilyCaseEvent } from './catalogue.ts'
import { exampleModels } from './exampleCity.ts'
import { alertOf, amendmentOf, reportOf } from './exampleEvents.ts'
import type { FactorAnswers } from './facts.ts'
import { gradeCase } from './familyCaseDecisions.ts'
import { builtInModels } from './models/inForce.ts'
import { type Happened, happened, monday, orderId, recorded } from './spec.ts'
import { type Level, type Relationship, rank, relationships } from './vocabulary.ts'
import type { Statement } from './weighing.ts'

const day_ms = 86_400_000
const second = 1 / 86_400

/** Said so many days after Monday; its event id tells the kind and the day. */
const said = (
  kind: Statement['kind'],
  day: number,
  answers: FactorAnswers = {},
  own: Partial<Statement> = {},
): Statement => ({
  eventId: `${kind} ${day}`,
  kind,
  occurredAt: new Date(Date.parse(monday) + day * day_ms).toISOString(),
  answers,
  maritalStatus: null,
  mediationFailed: false,
  ...own,
})
const alert = (day: number, answers: FactorAnswers = {}, own: Partial<Statement> = {}) =>
  said('alert', day, answers, own)
const report = (day: number, answers: FactorAnswers = {}, own: Partial<Statement> = {}) =>
  said('report', day, answers, own)

const graded = (statements: readonly Statement[], own: Partial<CaseFacts> = {}) =>
  assess(
    {
      statements,
      violenceReported: statements.some((s) => s.kind === 'alert'),
      relationship: 'spouse',
      ...own,
    },
    exampleModels,
  )
type Line = readonly [points: number, events: readonly string[]] | 'no' | 'unknown'
/** What a grade says of one factor. */
function line(statements: readonly Statement[], factor: string): Line {
  const { contributions, unknowns } = graded(statements)
  const found = contributions.find((c) => c.factor === factor)
  if (found) return [found.points, found.events]
  return unknowns.includes(factor) ? 'unknown' : 'no'
}

t.test(
  'an answer counts for 365 days back from the newest fact: yes before the newest no, else unknown',
  async (t) => {
    const table: [string, readonly Statement[], Line][] = [
      ['nothing said', [alert(0)], 'unknown'],
      ['unknown said', [alert(0, { F07: 'unknown' })], 'unknown'],
      [
        'yes over a newer no',
        [alert(0, { F07: 'yes' }), said('callback', 9, { F07: 'no' })],
        [3, ['alert 0']],
      ],
      [
        'no kept over a newer unknown',
        [alert(0, { F07: 'no' }), said('finding', 9, { F07: 'unknown' })],
        'no',
      ],
      ['yes on day 365', [alert(0, { F07: 'yes' }), alert(365)], [3, ['alert 0']]],
      ['yes one second older', [alert(0, { F07: 'yes' }), alert(365 + second)], 'unknown'],
      ['no on day 365', [alert(0, { F07: 'no' }), alert(365)], 'no'],
      ['no one second older', [alert(0, { F07: 'no' }), alert(365 + second)], 'unknown'],
      ['pushed out by a callback', [alert(0, { F07: 'yes' }), said('callback', 400)], 'unknown'],
      ['pushed out by a breach', [alert(0, { F07: 'yes' }), said('breach', 400)], 'unknown'],
      ['old yes, newer no', [alert(0, { F07: 'yes' }), alert(300, { F07: 'no' }), alert(400)], 'no'],
      [
        'everyone who says so, oldest first, however they were recorded',
        [said('finding', 5, { F07: 'yes' }), alert(0, { F07: 'yes' }), said('callback', 3, { F07: 'yes' })],
        [3, ['alert 0', 'callback 3', 'finding 5']],
      ],
    ]
    for (const [title, statements, expected] of table) t.strictSame(line(statements, 'F07'), expected, title)
  },
)

t.test('a stepchild and violence to others stay once they were said; nothing else does', async (t) => {
  const years = [alert(0, { F16: 'yes', F18: 'yes', F15: 'yes' }), alert(3650, { F16: 'no', F18: 'no' })]
  t.strictSame(line(years, 'F16'), [2, ['alert 0']])
  t.strictSame(line(years, 'F18'), [2, ['alert 0']])
  t.equal(line(years, 'F15'), 'unknown')
  t.equal(line([alert(0, { F16: 'no' }), alert(400)], 'F16'), 'unknown', 'an old no does not stay')
})

t.test('a recorded breach says F05 from its moment on, whatever is answered later', async (t) => {
  t.strictSame(line([alert(0), said('breach', 2), alert(5, { F05: 'no' })], 'F05'), [4, ['breach 2']])
  t.strictSame(line([said('breach', 0), alert(900)], 'F05'), [4, ['breach 0']])
  t.strictSame(line([alert(0, { F05: 'yes' }), said('breach', 2)], 'F05'), [4, ['alert 0', 'breach 2']])
  t.equal(line([alert(0, { F05: 'yes' }), alert(366)], 'F05'), 'unknown', 'said only, it fades')
})

t.test('the newest marital status says separated', async (t) => {
  const separated = { maritalStatus: 'separated' } as const
  const married = { maritalStatus: '20' } as const
  t.strictSame(line([alert(0, {}, separated)], 'F12'), [2, ['alert 0']])
  t.strictSame(line([alert(0, {}, separated), alert(3)], 'F12'), [2, ['alert 0']], 'nothing said since')
  t.strictSame(line([alert(0, { F12: 'no' }, separated)], 'F12'), [2, ['alert 0']])
  t.equal(line([alert(0, {}, separated), alert(3, {}, married)], 'F12'), 'unknown')
  t.strictSame(
    line([alert(0, {}, married), alert(-3, {}, separated)], 'F12'),
    'unknown',
    'by when it happened',
  )
  t.strictSame(line([alert(0, { F13: 'yes' }, separated)], 'F13+F12'), [2, ['alert 0']])
})

t.test('the worst injury of the year counts', async (t) => {
  const table: [readonly Statement[], Line][] = [
    [
      [alert(0, { F06: 'serious' }), alert(9, { F06: 'none' })],
      [4, ['alert 0']],
    ],
    [
      [alert(0, { F06: 'slight' }), alert(9, { F06: 'treated' })],
      [2, ['alert 9']],
    ],
    [
      [alert(0, { F06: 'serious' }), alert(366, { F06: 'slight' })],
      [1, ['alert 366']],
    ],
    [[alert(0, { F06: 'none' })], 'no'],
    [[alert(0, { F06: 'unknown' })], 'unknown'],
  ]
  for (const [statements, expected] of table) t.strictSame(line(statements, 'F06'), expected)
})

t.test('earlier alerts are those of the year but one, whatever triggers the grading', async (t) => {
  const alerts = (n: number) => Array.from({ length: n }, (_, i) => alert(i))
  for (const [n, points] of [
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 3],
    [7, 3],
  ] as const) {
    const expected = points === 0 ? 'no' : [points, alerts(n - 1).map((s) => s.eventId)]
    t.strictSame(line(alerts(n), 'F11'), expected, `${n} alerts`)
    t.strictSame(line([...alerts(n), said('callback', 30)], 'F11'), expected, `${n} alerts and a callback`)
  }
  t.equal(line([alert(0), report(1), report(2)], 'F11'), 'no', 'reports are no alerts')
  t.strictSame(line([alert(0), alert(365)], 'F11'), [1, ['alert 0']])
  t.equal(line([alert(0), alert(365 + second)], 'F11'), 'no')
  t.equal(line([alert(0), alert(1), said('callback', 500)], 'F11'), 'no', 'never fewer than none')
})

t.test('repeated reports count over 183 days, failed mediations over the year', async (t) => {
  t.equal(line([report(0)], 'D06'), 'no')
  t.strictSame(line([report(0), report(183)], 'D06'), [1, ['report 0']])
  t.equal(line([report(0), report(183 + second)], 'D06'), 'no')
  t.strictSame(line([report(0), report(1), report(2), report(3)], 'D06'), [
    3,
    ['report 0', 'report 1', 'report 2'],
  ])
  const failed = (day: number) => said('finding', day, {}, { mediationFailed: true })
  t.strictSame(line([report(0), failed(5)], 'D08'), [2, ['finding 5']])
  t.equal(line([failed(0), report(366)], 'D08'), 'no')
})

// Hand-over ---------------------------------------------------------------------------------------------

t.test(
  'a dispute is graded as one until there is violence in it, then never below its grade nor medium',
  async (t) => {
    type Line = [string, readonly Statement[], boolean, 'violence' | 'dispute', Level, Level | null]
    const table: Line[] = [
      ['a quiet dispute', [report(0)], false, 'dispute', 'low', null],
      ['a threat', [report(0, { D02: 'yes' })], false, 'dispute', 'high', null],
      ['violence denied', [report(0, { D01: 'no', D02: 'yes' })], false, 'dispute', 'high', null],
      ['violence in the family', [report(0, { D01: 'yes' })], false, 'violence', 'medium', 'low'],
      ['reported as violence', [report(0)], true, 'violence', 'medium', 'low'],
      ['violence and a threat', [report(0, { D01: 'yes', D02: 'yes' })], false, 'violence', 'high', 'high'],
      [
        'two floors',
        [report(0, { D01: 'yes', F01: 'yes', F02: 'yes' })],
        false,
        'violence',
        'extreme',
        'low',
      ],
      [
        'found on a visit',
        [report(0), said('finding', 1, { D01: 'yes' })],
        false,
        'violence',
        'medium',
        'low',
      ],
      ...(['F01', 'F02', 'F03', 'F04', 'F05', 'F09', 'F10', 'F17'] as const).map((id): Line => {
        const told = [report(0), said('finding', 1, { [id]: 'yes' })]
        const level = ['F09', 'F10', 'F17'].includes(id) ? 'medium' : 'high'
        return [`${id} found on a visit, without D01`, told, false, 'violence', level, 'low']
      }),
      ['an injury told', [report(0, { F06: 'slight' })], false, 'violence', 'medium', 'low'],
      ['no injury', [report(0, { F06: 'none', F01: 'no' })], false, 'dispute', 'low', null],
      ['a circumstance only', [report(0, { F19: 'yes', F23: 'yes' })], false, 'dispute', 'low', null],
      ['an alert alone', [alert(0)], true, 'violence', 'low', null],
      ['long ago', [report(0, { D01: 'yes' }), report(366)], false, 'dispute', 'low', null],
    ]
    for (const [title, statements, violenceReported, track, level, handedOver] of table) {
      const grade = graded(statements, { violenceReported })
      t.match(grade, { track, level, model: { id: track } }, title)
      t.equal(grade.handedOver?.level ?? null, handedOver, title)
    }
  },
)

t.test('a scale for partners says so where it is used on others', async (t) => {
  const partners: readonly Relationship[] = ['spouse', 'former-spouse', 'cohabitant', 'partner']
  for (const relationship of Object.keys(relationships) as Relationship[]) {
    t.equal(graded([alert(0)], { relationship }).outsideValidation, !partners.includes(relationship))
    t.notOk(graded([report(0)], { relationship }).outsideValidation, 'a dispute scale is for all')
  }
  t.notOk(graded([alert(0)], { relationship: null }).outsideValidation)
})

t.test('a child harmed or threatened raises the mandatory report, and only that', async (t) => {
  t.ok(graded([alert(0, { F17: 'yes' })]).mandatoryReport)
  t.notOk(graded([alert(0, { F17: 'no', F01: 'yes', F02: 'yes' })]).mandatoryReport)
})

// Determinism -------------------------------------------------------------------------------------------

const answers = fc.dictionary(
  fc.constantFrom('F01', 'F05', 'F07', 'F12', 'F13', 'F16', 'D01', 'D02', 'D05'),
  fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
)
const firstAlert = '019cab00-0000-7000-8000-0000000000a1'
const step = fc.record({
  kind: fc.constantFrom('alert', 'report', 'amendment', 'callback', 'finding', 'breach', 'attempt'),
  day: fc.integer({ min: -500, max: 500 }),
  facts: answers,
  status: fc.constantFrom('20', 'separated', null),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

function eventOf({ kind, day, facts, status: maritalStatus }: Step): Happened<FamilyCaseEvent['type']> {
  const own = { at: new Date(Date.parse(monday) + day * day_ms).toISOString() }
  switch (kind) {
    case 'alert':
      return happened('AlertReceived', alertOf(facts, { maritalStatus }), own)
    case 'report':
      return happened('ReportReceived', reportOf(facts, { maritalStatus }), own)
    case 'amendment':
      return happened('IntakeAmended', amendmentOf(firstAlert, facts, { maritalStatus }), own)
    case 'callback':
      return happened('CallbackCompleted', { attemptId: orderId, discharged: [], facts }, own)
    case 'finding':
      return happened(
        'FindingsRecorded',
        { orderId, originId: orderId, origin: 'visit', facts, mediationFailed: day % 2 === 0 },
        own,
      )
    case 'breach':
      return happened('MeasureBreached', { measure: 'warning-letter', textId: null }, own)
    default:
      return happened('CallbackAttempted', { outcome: 'refused', by: '990101001', textId: null }, own)
  }
}

t.test(
  'the same history gives the same bytes, whatever comes later and whenever the policy comes to it',
  async (t) => {
    const context = (at: string) => ({ now: new Date(at), actor: 'policy:grading', causeId: orderId })
    const bytes = (decision: ReturnType<typeof gradeCase>) =>
      canonicalJson('events' in decision ? decision.events.map(({ id, data }) => ({ id, data })) : decision)
    t.doesNotThrow(() =>
      fc.assert(
        fc.property(fc.array(step, { maxLength: 8 }), fc.array(step, { maxLength: 8 }), (before, later) => {
          const first = happened('AlertReceived', alertOf({ F07: 'yes' }), { id: firstAlert })
          const known = recorded<FamilyCaseEvent>([first, ...before.map(eventOf)])
          const all = recorded<FamilyCaseEvent>([...known, ...later.map(eventOf)])
          const cause = known.at(-1)!
          const then = gradeCase(known, cause, context(monday), builtInModels)
          return (
            bytes(then) === bytes(gradeCase(all, cause, context('2027-01-01T00:00:00.000Z'), builtInModels))
          )
        }),
      ),
    )
  },
)

t.test('a grade depends on when things happened, not on the order in which they were told', async (t) => {
  const statement = fc.record({
    kind: fc.constantFrom('alert' as const, 'report' as const, 'callback' as const, 'breach' as const),
    answers,
  })
  const told = fc
    .uniqueArray(fc.integer({ min: 0, max: 800 }), { minLength: 1, maxLength: 8 })
    .chain((days) => fc.tuple(...days.map((day) => statement.map((s) => said(s.kind, day, s.answers)))))
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(told, ([one, other]) => canonicalJson(graded(one)) === canonicalJson(graded(other))),
    ),
  )
})

t.test('one more yes never lowers the level of a case', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.array(answers, { minLength: 1, maxLength: 5 }), fc.nat(4), (all, place) => {
        const statements = all.map((a, i) => alert(i, a))
        const i = place % all.length
        const worse = statements.with(i, alert(i, { ...all[i], F07: 'yes' }))
        return rank(graded(worse).level) >= rank(graded(statements).level)
      }),
    ),
  )
})

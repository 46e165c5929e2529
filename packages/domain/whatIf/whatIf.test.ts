/** What other models would have made of a history: grades, orders, and what turned out badly. */
import t from 'tap'
import { canonicalJson } from '../canonicalJson.ts'
import type { FamilyCaseEvent } from '../catalogue.ts'
import { city, desk, district, otherTownship, township } from '../exampleCity.ts'
import { alertOf, reportOf } from '../exampleEvents.ts'
import { modelsAt, withCandidate } from '../models/inForce.ts'
import { defineModel, type Factor } from '../models/model.ts'
import { violence1 } from '../models/violence1.ts'
import { caseId, day, type Happened, happened, monday, named, recorded } from '../spec.ts'
import { type CaseReplay, replayCase } from './replay.ts'
import { hashOfWhatIf, newTally } from './tally.ts'

const { ref: _ref, ...first } = violence1
/** Stalking is a floor in it, and strangulation is none. */
const candidate = defineModel({
  ...first,
  version: 2,
  factors: first.factors.map((factor) => {
    const floor = factor.id === 'F15' ? true : factor.id === 'F01' ? false : null
    if (floor === null || factor.points.kind !== 'asked') return factor
    return { ...factor, points: { ...factor.points, floor } } satisfies Factor
  }),
})
const inForce = modelsAt(desk.models, new Date(monday))
const models = { inForce, candidate: withCandidate(inForce, candidate) }
const replay = (...history: Happened<FamilyCaseEvent['type']>[]): CaseReplay | null =>
  replayCase(recorded<FamilyCaseEvent>(history), models, desk)

const alert = (at: string, facts = {}, own = {}) =>
  happened('AlertReceived', alertOf(facts, own), { at, id: named(`alert ${at}`) })
const march = { federation: township, month: '2026-03' }

t.test('a family is graded as a whole by both, and an order goes out where it is medium', async (t) => {
  t.match(replay(alert(monday, { F15: 'yes' })), {
    ...{ caseId, sealed: false, level: { inForce: 'low', candidate: 'high' }, beforeHarm: null },
    orders: { inForce: [], candidate: [march] },
  })
  t.match(replay(alert(monday, { F01: 'yes' })), {
    level: { inForce: 'high', candidate: 'medium' },
    orders: { inForce: [march], candidate: [march] },
  })
  t.equal(replay(), null)
})

t.test(
  'what is graver goes to another federation, and a new matter sends anew when the last is over',
  async (t) => {
    const outs = (...history: Happened<FamilyCaseEvent['type']>[]) =>
      replay(...history)!.orders.inForce.map(({ federation, month }) => `${federation} ${month}`)
    const grave = { F01: 'yes', F02: 'yes' }
    t.strictSame(outs(alert(monday, { F03: 'yes' }), alert(day(2), { F07: 'yes' })), [`${township} 2026-03`])
    t.strictSame(outs(alert(monday, { F03: 'yes' }), alert(day(2), grave)), [
      `${township} 2026-03`,
      `${district} 2026-03`,
    ])
    t.strictSame(outs(alert(monday, { F03: 'yes' }), alert(day(89))), [`${township} 2026-03`])
    t.strictSame(outs(alert(monday, { F03: 'yes' }), alert(day(91))), [
      `${township} 2026-03`,
      `${township} 2026-06`,
    ])
    const aged = happened('GradingFellDue', { gradingId: named('a grading') }, { at: day(200) })
    t.strictSame(outs(alert(monday, { F03: 'yes' }), aged), [`${township} 2026-03`], 'age is no news')
    t.strictSame(outs(alert(monday, { F03: 'yes' }, { regionCode: null })), [`${city} 2026-03`])
  },
)

t.test('the level before it turned out badly tells what was caught', async (t) => {
  const before = (...history: Happened<FamilyCaseEvent['type']>[]) => replay(...history)!.beforeHarm
  const stalked = alert(monday, { F15: 'yes' })
  t.strictSame(before(stalked, alert(day(30), { F01: 'yes' })), { inForce: 'low', candidate: 'high' })
  t.equal(before(stalked, alert(day(181))), null, 'half a year went by')
  t.equal(before(stalked), null)
  const divorce = happened('ReportReceived', reportOf(), { at: day(3), id: named('report') })
  t.equal(before(stalked, divorce), null, 'a dispute is no violence')
  const breach = (measure: 'protection-order' | 'warning-letter') =>
    happened('MeasureBreached', { measure, textId: null }, { at: day(9) })
  t.strictSame(before(stalked, breach('protection-order')), { inForce: 'low', candidate: 'high' })
  t.equal(before(stalked, breach('warning-letter')), null)
})

t.test('an alert that moved away was none of this family', async (t) => {
  const again = alert(day(30))
  const moved = happened(
    'IntakeAmended',
    {
      ...{ intakeId: named(`alert ${day(30)}`), movedTo: named('another case') },
      ...(({ source: _s, movedFrom: _m, ...matter }) => matter)(alertOf()),
    },
    { at: day(31) },
  )
  t.equal(replay(alert(monday, { F15: 'yes' }), again, moved)!.beforeHarm, null)
})

const replays: readonly CaseReplay[] = [
  replay(alert(monday, { F15: 'yes' }), alert(day(30)))!,
  { ...replay(alert(monday, { F01: 'yes' }))!, caseId: named('b') },
  {
    ...replay(alert(monday, { F15: 'yes' }, { regionCode: otherTownship }))!,
    caseId: named('c'),
    sealed: true,
  },
  { ...replay(alert(monday))!, caseId: named('d') },
  { ...replay(alert(monday))!, caseId: named('e'), level: null },
]
const resultOf = (some: readonly CaseReplay[]) => {
  const tally = newTally()
  for (const one of some) tally.add(one)
  return tally.result(candidate, inForce, '0000000000000042')
}

t.test('the cases add up, and nobody who is hidden is named', async (t) => {
  const result = resultOf(replays)
  t.match(result, {
    candidate: { ...candidate.ref, track: 'violence' },
    position: '0000000000000042',
    ...{ cases: 4, unreadable: 0, higher: 2, lower: 1 },
    levels: { low: { low: 1, high: 2 }, high: { medium: 1 } },
    orders: { inForce: 1, candidate: 3 },
    turnedOutBadly: {
      cases: 1,
      inForce: { caught: 0, missed: 1, levels: { low: 1 } },
      candidate: { caught: 1, missed: 0, levels: { high: 1 } },
    },
    changesLeftOff: 1,
  })
  t.strictSame(
    result.workload.map(({ federation, inForce, candidate }) => [federation, inForce, candidate]),
    [
      [township, 1, 2],
      [otherTownship, 0, 1],
    ],
  )
  t.strictSame(result.changes, [
    { caseId: named('b'), from: 'high', to: 'medium' },
    { caseId, from: 'low', to: 'high' },
  ])
})

t.test('in whatever order the cases come, the result is the same to the byte', async (t) => {
  const [one, other] = [resultOf(replays), resultOf(replays.toReversed())]
  t.equal(canonicalJson(other), canonicalJson(one))
  t.equal(hashOfWhatIf(other), hashOfWhatIf(one))
})

t.test('of many changes the widest falls are named, and the rest is counted', async (t) => {
  const many = Array.from({ length: 9000 }, (_, i): CaseReplay => {
    const level =
      i % 9 === 0 ? { inForce: 'high', candidate: 'low' } : { inForce: 'low', candidate: 'medium' }
    return { ...replays[3]!, caseId: named(`case ${i}`), level } as CaseReplay
  })
  const { changes, changesLeftOff, lower, higher } = resultOf(many)
  t.strictSame([changes.length, changesLeftOff, lower, higher], [1000, 8000, 1000, 8000])
  t.ok(changes.every(({ from, to }) => from === 'high' && to === 'low'))
})

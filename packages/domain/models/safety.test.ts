import t from 'tap'
import { dispute1 } from './dispute1.ts'
import { type DefinedModel, defineModel, type Factor, type RiskModel } from './model.ts'
import { stored, wholeModel } from './publication.ts'
import { faultsOf, isSafe } from './safety.ts'
import { violence1 } from './violence1.ts'

const nextOf = ({ ref: _ref, ...document }: DefinedModel, own: Partial<RiskModel> = {}): RiskModel => ({
  ...document,
  version: 2,
  name: 'Second edition',
  ...own,
})
const second = nextOf(violence1)
const withFactor = (id: string, change: (factor: Factor) => Factor): RiskModel => ({
  ...second,
  factors: second.factors.map((factor) => (factor.id === id ? change(factor) : factor)),
})
const withPoints = (id: string, own: object): RiskModel =>
  withFactor(id, (factor) => ({ ...factor, points: { ...factor.points, ...own } as Factor['points'] }))
const without = (id: string): RiskModel => ({
  ...second,
  factors: second.factors.filter((f) => f.id !== id),
})
const cutOffs = (change: (cutOff: RiskModel['cutOffs'][number]) => object): RiskModel => ({
  ...second,
  cutOffs: second.cutOffs.map((c) => ({ ...c, ...change(c) })),
})

t.test('the built-in documents under another version are safe', async (t) => {
  t.strictSame(faultsOf(second), [])
  t.strictSame(faultsOf(nextOf(dispute1)), [])
  t.ok(isSafe(second) && isSafe(nextOf(dispute1)))
})

t.test(
  'points and cut-offs may be weighed otherwise, and what no act of violence is may be left out',
  async (t) => {
    const changed = [
      withPoints('F13', { points: 5 }),
      withPoints('F13', { floor: true }),
      cutOffs(({ level }) => (level === 'high' ? { score: 8 } : {})),
      without('F21'),
    ]
    for (const model of changed) t.ok(isSafe(model), JSON.stringify(faultsOf(model)))
  },
)

const unsafe: readonly [what: string, RiskModel, fault: string][] = [
  [
    'strangulation without a floor',
    withPoints('F01', { floor: false }),
    'factors/0/points/floor must-be-floor',
  ],
  ['strangulation left out', without('F01'), 'factors/F01 required'],
  ['an act of violence left out', without('F09'), 'factors/F09 required'],
  [
    'a factor that no form asks',
    { ...second, factors: [...second.factors, { ...second.factors[0]!, id: 'F24' }] },
    'factors/23/id not-of-the-forms',
  ],
  ['a factor twice', { ...second, factors: [...second.factors, second.factors[0]!] }, 'factors/23/id twice'],
  [
    'a factor of a dispute',
    { ...second, factors: [...second.factors, dispute1.factors[1]!] },
    'factors/23/id not-of-the-forms',
  ],
  ['other words', withFactor('F07', (f) => ({ ...f, name: '张小红说的' })), 'factors/6/name other-words'],
  [
    'another kind of answer',
    withFactor('F07', (f) => ({ ...f, points: violence1.factors[5]!.points })),
    'factors/6/points/kind other-kind',
  ],
  ['what lasts made to pass', withPoints('F16', { lasting: false }), 'factors/15/points/lasting must-last'],
  [
    'more alerts that count for less',
    withPoints('F11', { steps: [3, 2, 1] }),
    'factors/10/points/steps not-ascending',
  ],
  ['a shorter memory', { ...second, window_days: 90 }, 'window_days too-short'],
  [
    'a wider claim',
    { ...second, validFor: ['spouse', 'parent-child'] as RiskModel['validFor'] },
    'validFor/1 wider-than-validated',
  ],
  ['no report of a harmed child', { ...second, mandatoryReport: [] }, 'mandatoryReport required'],
  [
    'two floors before it is high',
    cutOffs(({ level }) => (level === 'high' ? { floors: 2 } : {})),
    'cutOffs/1/floors must-be-floor',
  ],
  ['a level missing', { ...second, cutOffs: second.cutOffs.slice(1) }, 'cutOffs required'],
  [
    'a high that is easier than medium',
    cutOffs(({ level }) => (level === 'high' ? { score: 4 } : {})),
    'cutOffs/2/score not-descending',
  ],
  [
    'nobody is low',
    cutOffs(({ level }) => (level === 'low' ? { score: 0 } : {})),
    'cutOffs/3/score not-descending',
  ],
]
t.test('what would let danger pass is named', async (t) => {
  for (const [what, model, expected] of unsafe) {
    const faults = faultsOf(model).map(({ path, reason }) => `${path.join('/')} ${reason}`)
    t.ok(faults.includes(expected), `${what}: ${faults.join(', ')}`)
    t.notOk(isSafe(model), what)
  }
})

t.test('a name in words, points below zero and a phone are not published', async (t) => {
  t.notOk(isSafe({ ...second, name: '第二版' }))
  t.notOk(isSafe({ ...second, name: 'call 10000001234' }))
  t.notOk(isSafe(withPoints('F13', { points: -2 })))
})

t.test('from what is stored the very document comes back', async (t) => {
  t.equal(wholeModel(stored(second)).ref.hash, defineModel(second).ref.hash)
  t.notMatch(JSON.stringify(stored(second)), /\p{Script=Han}/u)
})

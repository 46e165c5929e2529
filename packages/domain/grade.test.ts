/** The engine and our two models against the published table: points, floors, cut-offs, coverage. */
import fc from 'fast-check'
import t from 'tap'
import { type Fact, type Facts, grade } from './grade.ts'
import { dispute1 } from './models/dispute1.ts'
import { type DefinedModel, defineModel } from './models/model.ts'
import { violence1 } from './models/violence1.ts'
import { type Level, rank } from './vocabulary.ts'

const said = (facts: Readonly<Record<string, string | number>>): Facts =>
  new Map(Object.entries(facts).map(([id, value]): [string, Fact] => [id, { value, events: [`${id} said`] }]))
const yes = (...ids: string[]) => Object.fromEntries(ids.map((id) => [id, 'yes']))

/** Factor, 中文, what says it, points, whether it is a floor. */
type Row = readonly [string, string, string | number, number, boolean]
const violenceTable: readonly Row[] = [
  ['F01', '扼颈窒息', 'yes', 5, true],
  ['F02', '持械或械胁', 'yes', 4, true],
  ['F03', '扬言杀害', 'yes', 4, true],
  ['F04', '被害人认为会被杀', 'yes', 3, true],
  ['F05', '违反告诫书或保护令', 'yes', 4, true],
  ['F06', '伤情', 'none', 0, false],
  ['F06', '伤情', 'slight', 1, false],
  ['F06', '伤情', 'treated', 2, false],
  ['F06', '伤情', 'serious', 4, true],
  ['F07', '暴力升级', 'yes', 3, false],
  ['F08', '以自杀或同归于尽相胁', 'yes', 3, false],
  ['F09', '性暴力', 'yes', 3, false],
  ['F10', '孕期施暴', 'yes', 3, false],
  ['F11', '十二个月内警情', 0, 0, false],
  ['F11', '十二个月内警情', 1, 1, false],
  ['F11', '十二个月内警情', 2, 2, false],
  ['F11', '十二个月内警情', 3, 3, false],
  ['F11', '十二个月内警情', 40, 3, false],
  ['F12', '分居或离婚中', 'yes', 2, false],
  ['F13', '强制控制', 'yes', 2, false],
  ['F14', '暴力性嫉妒', 'yes', 2, false],
  ['F15', '跟踪骚扰', 'yes', 2, false],
  ['F16', '有继子女', 'yes', 2, false],
  ['F17', '儿童受害或被威胁', 'yes', 2, false],
  ['F18', '对他人暴力史', 'yes', 2, false],
  ['F19', '酗酒或毒品', 'yes', 1, false],
  ['F20', '失业或债务', 'yes', 1, false],
  ['F21', '求助障碍', 'yes', 1, false],
  ['F22', '精神危机', 'yes', 1, false],
  ['F23', '姻亲冲突', 'yes', 1, false],
]
const disputeTable: readonly Row[] = [
  ['D01', '家暴史或正在发生', 'yes', 0, false],
  ['D02', '扬言伤害自己或他人', 'yes', 5, true],
  ['D03', '未成年人卷入', 'yes', 2, false],
  ['D04', '孕产期、残疾、高龄、重病', 'yes', 2, false],
  ['D05', '无生活来源或被侵占财产', 'yes', 3, false],
  ['D06', '六个月内重复反映', 0, 0, false],
  ['D06', '六个月内重复反映', 1, 1, false],
  ['D06', '六个月内重复反映', 2, 3, false],
  ['D06', '六个月内重复反映', 9, 3, false],
  ['D07', '多方或群体卷入', 'yes', 2, false],
  ['D08', '调解失败', 0, 0, false],
  ['D08', '调解失败', 1, 2, false],
  ['D08', '调解失败', 4, 2, false],
  ['D09', '诉讼或执行中', 'yes', 1, false],
  ['D10', '拟越级或集体上访', 'yes', 2, false],
  ['D11', '长期分居或离婚冷静期', 'yes', 1, false],
  ['D12', '赡养对象无人照料', 'yes', 3, false],
]

for (const [model, table] of [
  [violence1, violenceTable],
  [dispute1, disputeTable],
] as const)
  t.test(`${model.id}@${model.version} gives each factor the points and floor of the table`, async (t) => {
    t.strictSame(
      model.factors.map((f) => [f.id, f.name]),
      [...new Map(table.map(([id, name]) => [id, name]))],
    )
    for (const [id, , value, points, floor] of table) {
      const { score, contributions, floors } = grade(model, said({ [id]: value }))
      const { source } = model.factors.find((f) => f.id === id)!
      const line = { factor: id, points, source, events: [`${id} said`] }
      t.strictSame(
        { score, contributions, floors },
        { score: points, contributions: points > 0 ? [line] : [], floors: floor ? [id] : [] },
        `${id} ${value}`,
      )
    }
  })

t.test('a no and an unknown add nothing', async (t) => {
  for (const model of [violence1, dispute1])
    for (const { id } of model.factors)
      for (const value of ['no', 'unknown'])
        t.match(grade(model, said({ [id]: value })), {
          score: 0,
          level: 'low',
          floors: [],
          contributions: [],
        })
})

t.test('the levels begin where the table says, by points or by floors', async (t) => {
  const twelve = yes('F07', 'F08', 'F09', 'F10')
  const violence: [Readonly<Record<string, string | number>>, number, Level][] = [
    [{}, 0, 'low'],
    [{ ...yes('F14', 'F15') }, 4, 'low'],
    [{ ...yes('F14', 'F15', 'F19') }, 5, 'medium'],
    [{ ...yes('F07', 'F08', 'F09') }, 9, 'medium'],
    [{ ...yes('F07', 'F08', 'F09', 'F19') }, 10, 'high'],
    [{ ...twelve, ...yes('F14', 'F15', 'F19') }, 17, 'high'],
    [{ ...twelve, ...yes('F14', 'F15', 'F16') }, 18, 'extreme'],
    [{ ...yes('F04') }, 3, 'high'],
    [{ F06: 'serious' }, 4, 'high'],
    [{ ...yes('F04'), F06: 'serious' }, 7, 'extreme'],
    [{ ...yes('F04', 'F05') }, 7, 'extreme'],
    [{ ...twelve, ...yes('F04') }, 15, 'high'],
  ]
  const dispute: typeof violence = [
    [{}, 0, 'low'],
    [{ ...yes('D05') }, 3, 'low'],
    [{ ...yes('D05', 'D09') }, 4, 'medium'],
    [{ ...yes('D05', 'D03', 'D04') }, 7, 'medium'],
    [{ ...yes('D05', 'D12', 'D03') }, 8, 'high'],
    [{ ...yes('D02') }, 5, 'high'],
    [{ ...yes('D02', 'D03', 'D04', 'D05', 'D07', 'D09', 'D10', 'D11', 'D12'), D06: 5, D08: 5 }, 26, 'high'],
  ]
  for (const [model, cases] of [
    [violence1, violence],
    [dispute1, dispute],
  ] as const)
    for (const [facts, score, level] of cases) {
      const graded = grade(model, said(facts))
      t.strictSame({ score: graded.score, level: graded.level }, { score, level }, JSON.stringify(facts))
    }
})

t.test('control at separation is a line of its own, two points more, right after F13', async (t) => {
  const { score, contributions } = grade(violence1, said(yes('F12', 'F13', 'F14')))
  t.equal(score, 8)
  t.strictSame(
    contributions.map(({ factor, points, events }) => ({ factor, points, events })),
    [
      { factor: 'F12', points: 2, events: ['F12 said'] },
      { factor: 'F13', points: 2, events: ['F13 said'] },
      { factor: 'F13+F12', points: 2, events: ['F13 said', 'F12 said'] },
      { factor: 'F14', points: 2, events: ['F14 said'] },
    ],
  )
  t.equal(grade(violence1, said({ F12: 'no', F13: 'yes' })).score, 2)
})

t.test('contributions stand in the order of the table, whatever the order of the facts', async (t) => {
  const facts = said({ F23: 'yes', F11: 2, F06: 'slight', F01: 'yes' })
  t.strictSame(
    grade(violence1, facts).contributions.map((c) => c.factor),
    ['F01', 'F06', 'F11', 'F23'],
  )
})

t.test('coverage is the known share of the asked factors, to four decimals', async (t) => {
  const ids = violence1.factors.map((f) => f.id).filter((id) => id !== 'F11' && id !== 'F06')
  const known = (n: number) => Object.fromEntries(ids.slice(0, n).map((id) => [id, 'no']))
  const table: [DefinedModel, Readonly<Record<string, string | number>>, number, number][] = [
    [violence1, {}, 0, 22],
    [violence1, { F11: 3 }, 0, 22],
    [violence1, { F06: 'none' }, 0.0455, 21],
    [violence1, { F06: 'unknown' }, 0, 22],
    [violence1, known(7), 0.3182, 15],
    [violence1, known(11), 0.5, 11],
    [violence1, known(21), 0.9545, 1],
    [violence1, { ...known(21), F06: 'none' }, 1, 0],
    [dispute1, { D06: 1, D08: 1 }, 0, 10],
    [dispute1, { D01: 'no', D12: 'yes', D05: 'unknown' }, 0.2, 8],
  ]
  for (const [model, facts, coverage, unknowns] of table) {
    const graded = grade(model, said(facts))
    t.equal(graded.coverage, coverage)
    t.equal(graded.unknowns.length, unknowns)
  }
})

t.test('what becomes known to be so never lowers a score, a level or the coverage', async (t) => {
  const answer = fc.constantFrom('yes', 'no', 'unknown')
  const injury = fc.constantFrom('none', 'slight', 'treated', 'serious', 'unknown')
  const ids = violence1.factors.map((f) => f.id)
  const facts = fc.record({
    ...Object.fromEntries(ids.map((id) => [id, answer])),
    F06: injury,
    F11: fc.nat(4),
  }) as fc.Arbitrary<Record<string, string | number>>
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(facts, fc.constantFrom(...ids.filter((id) => id !== 'F11')), (before, id) => {
        const a = grade(violence1, said(before))
        const b = grade(violence1, said({ ...before, [id]: id === 'F06' ? 'serious' : 'yes' }))
        return b.score >= a.score && rank(b.level) >= rank(a.level) && b.coverage >= a.coverage
      }),
    ),
  )
})

t.test('a published model never changes: the hash that grades name is that of its content', async (t) => {
  t.strictSame(
    [violence1.ref, dispute1.ref],
    [
      {
        id: 'violence',
        version: 1,
        hash: 'eacd943b5dc856bda5d0f02a047c85f7616a5e4e98e3386b34bf48510cf3fd6a',
      },
      { id: 'dispute', version: 1, hash: '7f247ee45f7239ad053e8948784d697c4379b86facd15dc4d4ed0cdc69e43515' },
    ],
  )
  const { ref, ...document } = violence1
  t.equal(defineModel(document).ref.hash, ref.hash)
  const cutOffs = document.cutOffs.map((c) => ({ ...c, floors: null }))
  t.not(defineModel({ ...document, cutOffs }).ref.hash, ref.hash)
})

t.test('a document that is no model is not taken', async (t) => {
  const { ref: _, ...document } = dispute1
  t.throws(() => defineModel({ ...document, version: 0 }))
  t.throws(() => defineModel({ ...document, factors: [] }))
  t.throws(() => defineModel({ ...document, extra: true } as typeof document))
})

import { dispute1 } from '@jiahe/domain/models/dispute1.ts'
import { type DefinedModel, defineModel } from '@jiahe/domain/models/model.ts'
import { faultsOf, safeModel } from '@jiahe/domain/models/safety.ts'
import { violence1 } from '@jiahe/domain/models/violence1.ts'
import t from 'tap'
import type { ModelItem, RiskModel } from '../api/modelShapes.ts'
import { draftFrom, namesIn, nextVersion, readFile, sayFault } from './modelDocument.ts'

const itemOf = ({ ref, ...document }: DefinedModel): ModelItem => ({
  ...{ ...document, hash: ref.hash, active: true, publishedAt: null, periods: [], whatIf: null },
  statement: '',
})
const items = [itemOf(violence1), itemOf(dispute1)]
const draft = draftFrom(items[0]!, items)

t.test('a draft that is taken away is the next version, and could be published as it is', async (t) => {
  for (const item of items) {
    const taken = draftFrom(item, items)
    t.equal(taken.version, 2)
    t.strictSame(safeModel.safeParse(taken).error?.issues ?? [], [])
  }
  const second = itemOf(defineModel(draft))
  t.equal(nextVersion([...items, second], 'violence'), 3)
  t.equal(draftFrom(second, [...items, second]).name, draft.name)
})

t.test('a file is read as it is, and what is no JSON object is none', async (t) => {
  const read = (text: string) => readFile(new File([text], 'model.json'))
  t.strictSame(await read(JSON.stringify(draft)), draft)
  for (const text of ['', '{', '[]', '7', 'null']) t.equal(await read(text), null, text)
})

/** As the server tells the faults of the document. */
function said(model: object): string[] {
  const issues = safeModel.safeParse(model).error?.issues ?? []
  return issues.map(({ path, message }) => {
    const pointer = path.map((step) => `/${String(step)}`).join('')
    const { place, fault } = sayFault(
      { pointer, reason: message },
      model as Record<string, unknown>,
      namesIn(items),
    )
    return place + fault
  })
}
const without = (id: string): RiskModel => ({
  ...draft,
  factors: draft.factors.filter((f) => f.id !== id),
})
const at = (id: string, points: object): RiskModel => ({
  ...draft,
  factors: draft.factors.map((f) =>
    f.id === id ? { ...f, points: { ...f.points, ...points } as RiskModel['factors'][number]['points'] } : f,
  ),
})

t.test('what is unsafe is told by the part that a person changed', async (t) => {
  t.strictSame(said(without('F01')), ['因素 F01（扼颈窒息）：不能缺少'])
  t.strictSame(said(at('F02', { floor: false })), [
    '因素 F02（持械或械胁）的危险底线：不能取消；危险底线出现一项，至少评为高',
  ])
  t.strictSame(said({ ...draft, window_days: 30 }), ['回答的有效天数：不能短于系统自带版本'])
  t.strictSame(said({ ...draft, mandatoryReport: [] }), ['强制报告：不能缺少'])
  const [top, ...rest] = draft.cutOffs
  const cutOffs = [top!, { ...rest[0]!, score: 99 }, ...rest.slice(1)]
  t.strictSame(said({ ...draft, cutOffs }), ['“高”一级的分数：级别越低，分数须越低；“低”不设界线'])
})

t.test('every reason of the safety rules has words of its own', async (t) => {
  const broken: RiskModel[] = [
    ...[without('F01'), at('F01', { floor: false }), at('F01', { lasting: false }), at('F11', { days: 1 })],
    ...[
      at('F11', { steps: [3, 1] }),
      at('F11', { of: 'earlier-reports' }),
      at('F13', { kind: 'degree', degrees: [] }),
    ],
    { ...draft, factors: [...draft.factors, draft.factors[0]!] },
    { ...draft, factors: [{ ...draft.factors[0]!, name: '其他' }, ...draft.factors.slice(1)] },
    { ...draft, factors: [...draft.factors, { ...draft.factors[0]!, id: 'Z99' }] },
    { ...draft, validFor: [...draft.validFor, 'other'] },
    { ...draft, cutOffs: draft.cutOffs.map((c) => ({ ...c, score: 9 })) },
  ]
  for (const model of broken)
    for (const { path, reason } of faultsOf(model)) {
      const { place, fault } = sayFault(
        { pointer: `/${path.join('/')}`, reason },
        { ...model },
        namesIn(items),
      )
      t.notMatch(place, /整个文件/, `${path}: ${place}`)
      t.not(fault, '填写有误', reason)
    }
})

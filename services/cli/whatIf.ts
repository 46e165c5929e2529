/**
 * `jiahe what-if`: what a risk model would have made of the whole history, beside the models in force. Changes nothing,
 * and needs nothing of the model but its file: a published instrument can be held against ours so.
 */
import { modelsAt } from '@jiahe/domain/models/inForce.ts'
import { type DefinedModel, defineModel, riskModelSchema } from '@jiahe/domain/models/model.ts'
import { unknownFactors } from '@jiahe/domain/models/safety.ts'
import { codesOf, levels } from '@jiahe/domain/vocabulary.ts'
import type { Pair } from '@jiahe/domain/whatIf/replay.ts'
import { hashOfWhatIf, type WhatIf } from '@jiahe/domain/whatIf/tally.ts'
import { runWhatIf } from '@jiahe/event-log/whatIf.ts'
import { type FieldError, fieldErrors } from '@jiahe/service-kit/problem.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { withStore } from './connection.ts'
import { contentOf } from './localFile.ts'
import { type ExitCode, wrongUse } from './outcome.ts'
import { progress } from './progress.ts'
import { recordedDesk } from './recordedDesk.ts'

export async function whatIf(path: string, { json = false }: { readonly json?: boolean }): Promise<ExitCode> {
  const candidate = modelIn(path)
  return withStore(async ({ log, city }): Promise<ExitCode> => {
    const bar = progress('重演历史', '个案')
    const desk = await recordedDesk(log, city)
    const now = new Date()
    const result = await runWhatIf({ log, candidate, desk, now, onProgress: bar.update }).finally(bar.end)
    if (json) console.log(JSON.stringify({ ...result, resultHash: hashOfWhatIf(result) }))
    else tell(result, modelsAt(desk.models, now)[candidate.track], candidate, loadRegions(city))
    return result.unreadable === 0 ? 0 : 1
  })
}

/** Throws `wrongUse` that names the first fields in which the file is no risk model. */
export function modelIn(path: string): DefinedModel {
  let document: unknown
  try {
    document = JSON.parse(contentOf(path).toString('utf8'))
  } catch (error) {
    throw error instanceof SyntaxError ? wrongUse(`${path} 不是有效的 JSON`) : error
  }
  const parsed = riskModelSchema.safeParse(document)
  if (!parsed.success) throw notAModel(path, fieldErrors(parsed.error))
  const unknown = unknownFactors(parsed.data)
  if (unknown.length > 0)
    throw notAModel(
      path,
      unknown.map((i) => ({ pointer: `/factors/${i}/id`, reason: 'not-of-the-forms' })),
    )
  return defineModel(parsed.data)
}

const FIELDS_TOLD = 10
const words: Readonly<Record<string, string>> = {
  required: '缺少',
  'unknown-field': '没有此字段',
  'not-one-of-the-values': '不在可选值中',
  'not-of-the-forms': '表单中没有此因素，得不到回答',
  'invalid-format': '格式有误',
  'too-small': '太小或太少',
  'too-big': '太大或太多',
}
const notAModel = (path: string, errors: readonly FieldError[]) =>
  wrongUse(
    [
      `${path} 不是风险模型：`,
      ...errors
        .slice(0, FIELDS_TOLD)
        .map(({ pointer, reason }) => `  ${pointer || '/'}  ${words[reason] ?? reason}`),
      ...(errors.length > FIELDS_TOLD ? [`  ……另有 ${errors.length - FIELDS_TOLD} 处`] : []),
    ].join('\n'),
  )

const named = ({ ref: { id, version, hash } }: DefinedModel): string =>
  `${id}@${version}（${hash.slice(0, 12)}）`
const gravestLast = codesOf(levels)
const columns = (cells: readonly (string | number)[]): string => `  ${cells.join('\t')}`
const change = ({ inForce, candidate }: Pair<number>): string =>
  `${candidate - inForce > 0 ? '+' : ''}${candidate - inForce}`

function tell(
  result: WhatIf,
  current: DefinedModel,
  candidate: DefinedModel,
  regions: ReturnType<typeof loadRegions>,
): void {
  const { cases, higher, lower, orders, workload, turnedOutBadly, changes, changesLeftOff } = result
  const lines = [
    `现行 ${named(current)}，候选 ${named(candidate)}。历史读至位置 ${result.position}。`,
    `${cases} 个个案：${higher} 个将评得更高，${lower} 个将评得更低。`,
    ...(result.unreadable > 0 ? [`${result.unreadable} 个个案的历史无法读取，未计入。`] : []),
    '',
    '分级（行：现行，列：候选）',
    columns(['', ...gravestLast.map((level) => levels[level])]),
    ...gravestLast.map((from) =>
      columns([levels[from], ...gravestLast.map((to) => result.levels[from][to])]),
    ),
    '',
    `派单（中风险以上）：现行 ${orders.inForce}，候选 ${orders.candidate}，${change(orders)}`,
    columns(['现行', '候选', '增减', '承办妇联']),
    ...workload.map((one) =>
      columns([
        ...[one.inForce, one.candidate, change(one)],
        `${one.federation} ${regions.name(one.federation) ?? ''}`.trim(),
      ]),
    ),
    '',
    `后来再次发生暴力或违反保护令的 ${turnedOutBadly.cases} 个个案：`,
    ...(['inForce', 'candidate'] as const).map((side) => {
      const { caught, missed } = turnedOutBadly[side]
      return `  ${side === 'inForce' ? '现行' : '候选'}：此前已派单 ${caught}，此前评为低风险 ${missed}`
    }),
    ...(changes.length > 0 ? ['', '分级不同的个案（先列评得更低的，至多 20 个；其余用 --json 查看）'] : []),
    ...changes
      .slice(0, 20)
      .map(({ caseId, from, to }) => columns([`${levels[from]} → ${levels[to]}`, caseId])),
    ...(changesLeftOff > 0 ? [`  另有 ${changesLeftOff} 个未列出`] : []),
  ]
  console.log(lines.join('\n'))
}

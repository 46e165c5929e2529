/** Examples for the API document of the risk models and their what-if. */
import { builtInModels, modelsAt } from '@jiahe/domain/models/inForce.ts'
import { type DefinedModel, defineModel } from '@jiahe/domain/models/model.ts'
import { violence1 } from '@jiahe/domain/models/violence1.ts'
import { firstLine } from '@jiahe/domain/riskModels.ts'
import { hashOfWhatIf, newTally } from '@jiahe/domain/whatIf/tally.ts'
import { modelList } from './modelView.ts'

const documentOf = ({ ref: _ref, ...document }: DefinedModel) => document
/** The second version of the violence model: separation and stalking weigh more. */
export const modelExample = {
  ...documentOf(violence1),
  version: 2,
  name: 'Violence, second edition',
  factors: violence1.factors.map((factor) =>
    factor.points.kind === 'asked' && ['F12', 'F15'].includes(factor.id)
      ? { ...factor, points: { ...factor.points, points: 3 } }
      : factor,
  ),
}
const now = new Date('2026-11-23T13:15:02.114Z')
export const modelListExample = modelList(firstLine, now)

const candidate = defineModel(modelExample)
const inForce = modelsAt(builtInModels, now)
const tally = newTally()
const month = '2026-11'
tally.add({
  caseId: '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a69',
  sealed: false,
  level: { inForce: 'low', candidate: 'medium' },
  orders: { inForce: [], candidate: [{ federation: '320402003', month }] },
  beforeHarm: { inForce: 'low', candidate: 'medium' },
})
const result = tally.result(candidate, inForce, '0000000000000042')

const common = {
  id: '019d3f6a-7c10-7f21-8c77-51d0a9e2b3c4',
  model: candidate.ref,
  startedAt: now.toISOString(),
}
export const whatIfStartedExample = {
  ...{ ...common, state: 'running', progress: { done: 0, total: null } },
  ...{ endedAt: null, readAt: null, result: null, resultHash: null },
}
export const whatIfExample = {
  ...{ ...common, state: 'done', progress: { done: 1, total: 1 } },
  ...{ endedAt: '2026-11-23T13:15:03.020Z', readAt: now.toISOString() },
  ...{ result, resultHash: hashOfWhatIf(result) },
}
export const whatIfOfExample = { whatIf: whatIfExample, outdated: false }

/**
 * The risk models as the documents that they are, with the hash that each grade names, and the commands of those who set
 * the rules for the whole city: a version is published, and activated when its what-if was run.
 */
import { type ModelRef, modelId } from '@jiahe/domain/models/model.ts'
import { safeModel } from '@jiahe/domain/models/safety.ts'
import {
  decideRiskModels,
  type RiskModelCommand,
  riskModelLineId,
  riskModelStream,
} from '@jiahe/domain/riskModels.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { carryOut, commandHeaders, etag } from './command.ts'
import type { Console } from './console.ts'
import { modelExample, modelListExample } from './exampleModels.ts'
import { modelLineOf, modelList } from './modelView.ts'
import { effectiveFrom, ruleResponses, rulesTarget } from './ruleCommands.ts'
import { signedIn } from './session.ts'

const activation = z.strictObject({
  version: z.int().positive().max(99_999),
  effectiveFrom,
})
const responses = ruleResponses(modelListExample)

export function modelRoutes(server: Server, api: Console): void {
  const may = signedIn(api, 'set-policies', 'city')
  route(
    server,
    {
      method: 'get',
      url: '/v1/risk-models',
      summary: '分级模型全文、生效情况，及启用前试算的工作量',
      query: z.strictObject({}),
      responses: { 200: { description: '模型，ETag 为版本号', example: modelListExample } },
    },
    async (_input, _request, reply) => {
      const list = modelList(modelLineOf(await api.log.readStream(riskModelStream())), api.now())
      reply.header('etag', etag(list.revision))
      return list
    },
    signedIn(api, 'see-models', 'nothing'),
  )

  route(
    server,
    {
      method: 'post',
      url: '/v1/risk-models',
      summary: '发布分级模型的下一版；发布后须先试算，再另行启用',
      headers: commandHeaders,
      body: safeModel,
      example: modelExample,
      responses: { ...responses, 400: { description: '内容不完整或不够安全，errors 逐项指出' } },
    },
    async ({ body }, request, reply) =>
      carryOut<object>(api, target(api, { type: 'publish', document: body }), body, request, reply),
    may,
  )

  route(
    server,
    {
      method: 'post',
      url: '/v1/risk-models/:id/activate',
      summary: '启用一个版本，自指定时间起用于分级；须在七天内对现行模型试算过，工作量一并记录',
      params: z.strictObject({ id: modelId }),
      headers: commandHeaders,
      body: activation,
      example: { version: 1, effectiveFrom: '2027-01-01T00:00:00+08:00' },
      responses: { ...responses, 404: { description: '没有此模型或版本' } },
    },
    async ({ params, body }, request, reply) => {
      const effectiveFrom = body.effectiveFrom === undefined ? null : new Date(body.effectiveFrom)
      const model: Pick<ModelRef, 'id' | 'version'> = { id: params.id, version: body.version }
      const whatIf = await api.whatIfs.newestOf(model)
      const command = { type: 'activate', model, effectiveFrom, whatIf } as const
      return carryOut<object>(api, target(api, command), body, request, reply)
    },
    may,
  )
}

/** Which families are in danger is told by one rule for the whole city. */
const target = (api: Console, command: RiskModelCommand) =>
  rulesTarget(api, {
    ...{ stream: riskModelStream(), id: riskModelLineId() },
    decide: (history, context) => decideRiskModels(modelLineOf(history), command, context),
    list: (history, now) => modelList(modelLineOf(history), now),
  })

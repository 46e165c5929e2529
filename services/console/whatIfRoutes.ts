/** What a risk model would have made of the whole history: asked for, followed, and read when it is done. */
import { canonicalJson } from '@jiahe/domain/canonicalJson.ts'
import { derivedId, uuidv7 } from '@jiahe/domain/ids.ts'
import { modelId } from '@jiahe/domain/models/model.ts'
import { isOutdated, type RiskModelLine, riskModelStream } from '@jiahe/domain/riskModels.ts'
import { hashOfWhatIf } from '@jiahe/domain/whatIf/tally.ts'
import { casesHiddenFrom } from '@jiahe/read-models/caseSeal.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { beginningHeaders } from './command.ts'
import type { Console } from './console.ts'
import { whatIfExample, whatIfOfExample, whatIfStartedExample } from './exampleModels.ts'
import { modelLineOf } from './modelView.ts'
import { asked, id, isUuid } from './parameters.ts'
import { refusal } from './refusals.ts'
import { accountOfRequest, checkInCity, signedIn, viewerOf } from './session.ts'
import type { WhatIfState } from './whatIfRuns.ts'

const asking = z.strictObject({
  model: z.string().max(64),
  version: z.int().positive().max(99_999),
})

export function whatIfRoutes(server: Server, api: Console): void {
  const may = signedIn(api, 'try-models', 'city')
  route(
    server,
    {
      method: 'post',
      url: '/v1/what-if',
      summary: '用已发布的模型重演全部历史，与现行模型比较；在后台进行，不改动任何内容',
      headers: beginningHeaders,
      body: asking,
      example: { model: 'violence', version: 1 },
      responses: {
        202: { description: '已开始；Location 为进度与结果的地址', example: whatIfStartedExample },
        404: { description: '没有此模型或版本' },
        409: { description: '另一次试算正在进行' },
      },
    },
    async ({ body }, request, reply) => {
      checkInCity(api, request, 'try-models')
      // What was published a moment ago can be tried at once, before the process decides by it.
      const { models } = await lineOf(api)
      const candidate = models.versions.find((m) => m.id === body.model && m.version === body.version)
      if (!candidate) throw refusal('unknown-model')
      const account = accountOfRequest(request)
      const key = request.headers['idempotency-key']
      const runId =
        typeof key === 'string' && key.length > 0 && key.length <= 128
          ? derivedId(new Date(0), 'what-if', account.id, key, canonicalJson(body))
          : uuidv7(api.now())
      const started = await api.whatIfs.start(runId, candidate, account.id)
      if (!started) throw refusal('what-if-running')
      reply.code(202).header('location', `/v1/what-if/${started.id}`)
      return withoutResult(started)
    },
    may,
  )

  route(
    server,
    {
      method: 'get',
      url: '/v1/what-if/:id',
      summary: '一次试算的进度，完成后为结果：分级变化、各妇联工作量、后来再次发生暴力的个案',
      params: z.strictObject({ id }),
      query: z.strictObject({}),
      responses: {
        200: { description: '进度或结果', example: whatIfExample },
        404: { description: '没有此次试算' },
      },
    },
    async ({ params }, request) => {
      checkInCity(api, request, 'try-models')
      const found = isUuid(params.id) ? await api.whatIfs.find(params.id) : null
      if (!found) throw refusal('unknown-what-if')
      return shown(api, request, found)
    },
    may,
  )

  route(
    server,
    {
      method: 'get',
      url: '/v1/risk-models/:id/:version/what-if',
      summary: '一个版本最近一次完成的试算，及能否凭它启用',
      params: z.strictObject({ id: modelId, version: z.coerce.number().int().min(1).max(99_999) }),
      query: z.strictObject({}),
      responses: {
        200: { description: '最近一次试算；没有则为空', example: whatIfOfExample },
        404: { description: '没有此模型或版本' },
      },
    },
    async ({ params }, request) => {
      checkInCity(api, request, 'try-models')
      const { models, published } = await lineOf(api)
      if (!published.some(({ id, version }) => id === params.id && version === params.version))
        throw refusal('unknown-model')
      const newest = await api.whatIfs.newestOf(params)
      const found = newest && (await api.whatIfs.find(newest.whatIfId))
      if (!found) return { whatIf: null, outdated: false }
      return {
        whatIf: await shown(api, request, found),
        outdated: isOutdated(newest, models, api.now()),
      }
    },
    may,
  )
}

const lineOf = async ({ log }: Console): Promise<RiskModelLine> =>
  modelLineOf(await log.readStream(riskModelStream()))

const withoutResult = ({ result: _result, ...state }: WhatIfState) => ({
  ...state,
  result: null,
  resultHash: null,
})

/** The figures are of all cases; those sealed from her since it was run are not named. The hash is that of the whole, by
 *  which the activation names it. */
async function shown(api: Console, request: FastifyRequest, state: WhatIfState): Promise<object> {
  const { result } = state
  if (!result) return withoutResult(state)
  const hidden = await asked(() => casesHiddenFrom(api.read, viewerOf(request).viewer))
  const changes = result.changes.filter(({ caseId }) => !hidden.has(caseId))
  const changesLeftOff = result.changesLeftOff + result.changes.length - changes.length
  return { ...state, result: { ...result, changes, changesLeftOff }, resultHash: hashOfWhatIf(result) }
}

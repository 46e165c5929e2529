/**
 * The policies: which versions there are, which is in force, and the commands of those who set the rules for the
 * whole city. A version is published as a document, and takes effect from a moment by a command of its own.
 */

import { safePolicy } from '@jiahe/domain/policies/safety.ts'
import {
  caseworkPolicy,
  decidePolicy,
  type PolicyCommand,
  policyLineId,
  policyStream,
} from '@jiahe/domain/policy.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import { carryOut, commandHeaders, etag } from './command.ts'
import type { Console } from './console.ts'
import { policyExample, policyListExample } from './examples.ts'
import { lineOf, policyList } from './policyView.ts'
import { effectiveFrom, ruleResponses, rulesTarget } from './ruleCommands.ts'
import { signedIn } from './session.ts'

const version = z
  .string()
  .regex(/^[1-9]\d{0,4}$/)
  .transform(Number)
const publication = safePolicy.refine(({ id }) => id === caseworkPolicy, {
  path: ['id'],
  message: 'not-one-of-the-values',
})
const activation = z.strictObject({
  effectiveFrom,
})
const responses = ruleResponses(policyListExample)

export function policyRoutes(server: Server, api: Console): void {
  const may = signedIn(api, 'set-policies', 'city')
  route(
    server,
    {
      method: 'get',
      url: '/v1/policies',
      summary: '策略各版本及生效情况：各级别的派单去向、时限、回访日',
      query: z.strictObject({}),
      responses: { 200: { description: '策略，ETag 为版本号', example: policyListExample } },
    },
    async (_input, _request, reply) => {
      const list = policyList(lineOf(await api.log.readStream(policyStream())), api.now())
      reply.header('etag', etag(list.revision))
      return list
    },
    signedIn(api, 'see-policies', 'nothing'),
  )

  route(
    server,
    {
      method: 'post',
      url: '/v1/policies',
      summary: '发布策略的下一版；发布后须另行启用',
      headers: commandHeaders,
      body: publication,
      example: { ...policyExample, version: 2 },
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
      url: '/v1/policies/:version/activate',
      summary: '启用一个版本，自指定时间起生效；此前派出的工单仍按原版本办理',
      params: z.strictObject({ version }),
      headers: commandHeaders,
      body: activation,
      example: { effectiveFrom: '2027-01-01T00:00:00+08:00' },
      responses: { ...responses, 404: { description: '没有此版本' } },
    },
    async ({ params, body }, request, reply) => {
      const effectiveFrom = body.effectiveFrom === undefined ? null : new Date(body.effectiveFrom)
      const command = { type: 'activate', version: params.version, effectiveFrom } as const
      return carryOut<object>(api, target(api, command), body, request, reply)
    },
    may,
  )

  route(
    server,
    {
      method: 'post',
      url: '/v1/policies/:version/retire',
      summary: '停用一个版本：不能再启用，尚未生效的安排取消',
      params: z.strictObject({ version }),
      headers: commandHeaders,
      body: z.strictObject({}),
      example: {},
      responses: { ...responses, 404: { description: '没有此版本' } },
    },
    async ({ params, body }, request, reply) =>
      carryOut<object>(api, target(api, { type: 'retire', version: params.version }), body, request, reply),
    may,
  )
}

/** The rules are the city's: whoever sets them acts for its federation. */
const target = (api: Console, command: PolicyCommand) =>
  rulesTarget(api, {
    ...{ stream: policyStream(), id: policyLineId() },
    decide: (history, context) => decidePolicy(lineOf(history), command, context),
    list: (history, now) => policyList(lineOf(history), now),
  })

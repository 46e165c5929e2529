/**
 * The HTTP door for sending systems: alerts and reports one by one or as a stream of lines, whole files, and
 * receipts. A key belongs to one source and may only speak for it.
 */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import rateLimit from '@fastify/rate-limit'
import type { Regions } from '@jiahe/domain/regions.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { isTransient } from '@jiahe/event-log/transient.ts'
import { KeyServiceFault } from '@jiahe/privacy/keyService.ts'
import { Problem } from '@jiahe/service-kit/problem.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Acceptor, accept } from './acceptance.ts'
import { answerLines, statusOf } from './answerLines.ts'
import { alertExample, checkBody, kinds, reportExample } from './body.ts'
import { feedRoute } from './feedRoute.ts'
import { fileRoute } from './fileRoute.ts'
import type { Intake } from './intake.ts'
import { whereabouts } from './receiptCodes.ts'
import { readReceipt } from './receipts.ts'
import type { IntakeDb } from './receiptTable.ts'
import { type Sender, type SenderKeys, senderBy } from './sender.ts'

export interface IntakeApi {
  readonly db: IntakeDb
  readonly log: EventLog
  readonly intake: Intake
  readonly regions: Regions
  readonly keys: Omit<SenderKeys, 'now'>
  readonly now: () => Date
  /** Of the blind index, which receipt codes are worked out with. */
  readonly indexKey: Buffer
  /** Aborts when the service ends: nobody is kept waiting then. */
  readonly ending: AbortSignal
  /** How many requests of one key, or of one address that shows none, are answered in how long. */
  readonly limit?: { readonly max: number; readonly timeWindow: number }
}

const ndjsonType = 'application/x-ndjson'
const A_SECOND = { max: 1000, timeWindow: 1000 }
const limiting = {
  keyGenerator: ({ headers, ip }: FastifyRequest) =>
    headers.authorization ? createHash('sha256').update(headers.authorization).digest('base64') : ip,
  errorResponseBuilder: () => new Problem('too-many-requests'),
  addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
}

export async function intakeApi(server: Server, api: IntakeApi): Promise<void> {
  await server.app.register(rateLimit, { ...(api.limit ?? A_SECOND), ...limiting })
  const sender = senderBy(server.app, { ...api.keys, now: api.now })
  receiptRoute(server, api, sender)
  receiptCodeRoute(server, api, sender)
  feedRoute(server, api, sender)
  // Each has content types of its own: what one takes, the other refuses.
  await server.app.register(async (app) => postRoutes({ ...server, app }, api, sender))
  await server.app.register(async (app) => fileRoute({ ...server, app }, api, sender))
}

const posts = {
  'police-alerts': { summary: '接收家暴警情：一条 JSON，或多条 NDJSON', example: alertExample },
  'dispute-reports': { summary: '接收纠纷线索：一条 JSON，或多条 NDJSON', example: reportExample },
} as const
const acceptedExample = {
  caseId: '019ab3c0-8d2f-8a5e-9c41-0d3f6b7a2e11',
  eventId: '019ab3c0-8d2f-8b7d-a6f0-5c2e9d814b37',
  position: '0000000000000042',
  duplicate: false,
  amended: false,
  warnings: [{ pointer: '/parties/0/idNumber', reason: 'id-number-check-digit' }],
}

function postRoutes(server: Server, api: IntakeApi, { authenticate, sourceOf }: Sender): void {
  const { now } = api
  const acceptor: Acceptor = { ...api, submit: api.intake.submit }
  server.app.addContentTypeParser(ndjsonType, (_request, payload, done) => done(null, payload))
  for (const kind of ['police-alerts', 'dispute-reports'] as const) {
    const definition = {
      method: 'post',
      url: `/v1/${kind}`,
      ...posts[kind],
      // Checked by the handler, since it may be a stream; documented all the same.
      body: z.unknown().meta(z.toJSONSchema(kinds[kind], { io: 'input', unrepresentable: 'any' })),
      bodyTypes: ['application/json', ndjsonType],
      responses: {
        200: { description: '已收到过同样内容（duplicate）；NDJSON 逐行作答', example: acceptedExample },
        202: { description: '已落盘', example: acceptedExample },
      },
    } as const
    const reasonOf = (error: unknown): string => {
      if (error instanceof KeyServiceFault) return 'keys-unavailable'
      if (isTransient(error)) return 'overloaded'
      server.app.log.error({ err: error }, 'line failed')
      return 'internal'
    }
    route(
      server,
      definition,
      async ({ body: sent }, request, reply) => {
        const source = sourceOf(request)
        if (sent instanceof Readable) {
          const instance = request.url.split('?')[0]!
          const context = { ...acceptor, kind, source, now, instance, reasonOf }
          return reply.type(ndjsonType).send(Readable.from(answerLines(sent, context)))
        }
        const body = checkBody(kind, sent, source, now())
        const accepted = await accept(acceptor, kind, body)
        return reply.code(statusOf(accepted)).send(accepted)
      },
      authenticate,
    )
  }
}

function receiptRoute(server: Server, { db, log, now }: IntakeApi, { authenticate, sourceOf }: Sender): void {
  const definition = {
    method: 'get',
    url: '/v1/receipts/:source/:sourceRef',
    summary: '回执：这条警情或线索的分级、工单与回访',
    params: z.strictObject({ source: z.string().max(64), sourceRef: z.string().max(128) }),
    responses: { 200: { description: '回执' }, 404: { description: '没有此编号' } },
  } as const
  route(
    server,
    definition,
    async ({ params: { source, sourceRef } }, request) => {
      if (source !== sourceOf(request)) throw new Problem('wrong-source')
      // No reference has a null character, and PostgreSQL could not be asked for one.
      const known = !sourceRef.includes('\u0000')
      const receipt = known ? await readReceipt(db, log, source, sourceRef, now()) : null
      if (!receipt) throw new Problem('not-found')
      return receipt
    },
    authenticate,
  )
}

/** By POST, since a code in an address would stand in every log on the way. */
function receiptCodeRoute(
  server: Server,
  { db, log, indexKey }: IntakeApi,
  { authenticate, sourceOf }: Sender,
): void {
  const example = {
    receivedOn: '2026-11-23',
    state: 'taken',
    decideBy: '2026-12-08',
    concludeBy: '2027-01-22',
  }
  const definition = {
    method: 'post',
    url: '/v1/receipt-codes',
    summary: '凭查询码了解本人网上反映的办理进度；不含任何个人信息与案情',
    body: z.strictObject({ code: z.string().min(1).max(64) }),
    example: { code: 'ABCD-EFGH-JKMN-PQRS' },
    responses: {
      200: { description: '办理进度', example: { ...example, reason: null, hotline: '12338' } },
      404: { description: '没有此查询码' },
    },
  } as const
  route(
    server,
    definition,
    async ({ body }, request) => {
      const found = await whereabouts(db, log, indexKey, sourceOf(request), body.code)
      if (!found) throw new Problem('not-found')
      return found
    },
    authenticate,
  )
}

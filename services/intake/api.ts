/**
 * The HTTP door for sending systems: alerts and reports one by one or as a stream of lines, whole files, and
 * receipts. A key belongs to one source and may only speak for it.
 */
import { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import type { Regions } from '@jiahe/domain/regions.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { Problem, problemBody } from '@jiahe/service-kit/problem.ts'
import { checked, route } from '@jiahe/service-kit/route.ts'
import { parseJson, type Server } from '@jiahe/service-kit/server.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { alertExample, type IntakeBody, type Kind, kinds, reportExample } from './body.ts'
import { importFile } from './importFile.ts'
import type { Accepted, Intake } from './intake.ts'
import { linesOf } from './ndjson.ts'
import { readReceipt } from './receipts.ts'
import type { IntakeDb } from './receiptTable.ts'
import { warningsOf } from './warnings.ts'

export interface IntakeApi {
  readonly db: IntakeDb
  readonly log: EventLog
  readonly intake: Intake
  readonly regions: Regions
  readonly sourceOfKey: (key: string) => Promise<string | null>
  readonly now: () => Date
}

const FILE_BYTES = 64 * 1024 * 1024
const LINES = 256
const ndjsonType = 'application/x-ndjson'
const fileTypes = [
  'text/csv',
  'text/plain',
  'application/csv',
  'application/vnd.ms-excel',
  'application/octet-stream',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
]
const sources = new WeakMap<FastifyRequest, string>()

export async function intakeApi(server: Server, api: IntakeApi): Promise<void> {
  const { app } = server
  await app.register(multipart, { limits: { fileSize: FILE_BYTES, files: 1 } })
  app.addContentTypeParser(ndjsonType, (_request, payload, done) => done(null, payload))
  app.addContentTypeParser(fileTypes, { parseAs: 'buffer', bodyLimit: FILE_BYTES }, (_request, body, done) =>
    done(null, body),
  )

  const authenticate = async (request: FastifyRequest) => {
    const key = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const source = key ? await api.sourceOfKey(key) : null
    if (source === null) throw new Problem('invalid-key')
    sources.set(request, source)
  }

  for (const kind of ['police-alerts', 'dispute-reports'] as const) {
    route(
      server,
      {
        method: 'post',
        url: `/v1/${kind}`,
        summary:
          kind === 'police-alerts'
            ? '接收家暴警情：一条 JSON，或多条 NDJSON'
            : '接收纠纷线索：一条 JSON，或多条 NDJSON',
        body: z.unknown(),
        bodyTypes: ['application/json', ndjsonType],
        example: kind === 'police-alerts' ? alertExample : reportExample,
        responses: {
          200: { description: '已收到过同样内容（duplicate）' },
          202: { description: '已落盘', example: acceptedExample },
        },
      },
      async ({ body }, request, reply) => {
        const source = sources.get(request)!
        if (body instanceof Readable) return answerLines(api, kind, source, body, request, reply)
        const checkedBody = checkBody(kind, body, source)
        const [accepted] = await api.intake.submit([{ kind, body: checkedBody }])
        return reply
          .code(accepted!.duplicate ? 200 : 202)
          .send({ ...accepted, warnings: warningsOf(checkedBody, api.regions) })
      },
      authenticate,
    )
  }

  route(
    server,
    {
      method: 'get',
      url: '/v1/receipts/:source/:sourceRef',
      summary: '回执：这条警情或线索的分级、工单与回访',
      params: z.strictObject({ source: z.string().max(64), sourceRef: z.string().max(128) }),
      responses: { 200: { description: '回执' }, 404: { description: '没有此编号' } },
    },
    async ({ params }, request) => {
      if (params.source !== sources.get(request)) throw new Problem('wrong-source')
      const receipt = params.sourceRef.includes('\u0000')
        ? null
        : await readReceipt(api.db, api.log, params.source, params.sourceRef, api.now())
      if (!receipt) throw new Problem('not-found')
      return receipt
    },
    authenticate,
  )

  route(
    server,
    {
      method: 'post',
      url: '/v1/imports',
      summary: '导入文件：CSV（UTF-8、GB18030）或 XLSX，表头为中文',
      query: z.strictObject({ kind: z.enum(['police-alerts', 'dispute-reports']) }),
      body: z.unknown(),
      bodyTypes: [...fileTypes, 'multipart/form-data'],
      responses: { 200: { description: '逐行结果' } },
    },
    async ({ query, body }, request) => {
      const source = sources.get(request)!
      const file = request.isMultipart()
        ? await uploaded(request)
        : { bytes: body, contentType: request.headers['content-type'] ?? '' }
      if (!Buffer.isBuffer(file.bytes) || file.bytes.length === 0)
        throw new Problem('invalid-file', { detail: '没有收到文件内容' })
      const submit = api.intake.submit
      return importFile({
        bytes: file.bytes,
        contentType: file.contentType,
        kind: query.kind,
        source,
        submit,
        regions: api.regions,
        now: api.now(),
      })
    },
    authenticate,
  )
}

const acceptedExample = {
  caseId: '019d…',
  eventId: '019d…',
  position: '0000000000000042',
  duplicate: false,
  amended: false,
  warnings: [],
}

async function uploaded(request: FastifyRequest): Promise<{ bytes: Buffer; contentType: string }> {
  const part = await request.file()
  if (part?.fieldname !== 'file') throw new Problem('invalid-file', { detail: '文件应放在表单字段 file 中' })
  const bytes = await part.toBuffer()
  const byName = /\.xlsx$/i.test(part.filename)
    ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    : part.mimetype
  return { bytes, contentType: byName }
}

/** Throws a `Problem` that names the fields. */
function checkBody(kind: Kind, value: unknown, source: string): IntakeBody {
  const body = checked(kinds[kind], value, 'invalid-body', '') as IntakeBody
  if (body.source !== source) throw new Problem('wrong-source')
  return body
}

/** One answer line per line, in the same order; a bad line never hurts its neighbours. */
function answerLines(
  api: IntakeApi,
  kind: Kind,
  source: string,
  body: Readable,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const instance = request.url.split('?')[0]!
  async function* answers(): AsyncGenerator<string> {
    for await (const lines of linesOf(body as AsyncIterable<Buffer>, LINES)) {
      const read = lines.map(({ line, text }) => ({ line, ...readLine(kind, text, source, instance) }))
      const good = read.flatMap((r) => ('body' in r ? [r.body] : []))
      const outcome = await outcomes(api, kind, good, instance)
      for (const r of read) {
        const answer =
          'body' in r
            ? { ...outcome.get(r.body)!, ...withWarnings(outcome.get(r.body)!, r.body, api.regions) }
            : r.problem
        yield `${JSON.stringify({ line: r.line, ...answer })}\n`
      }
    }
  }
  return reply.code(200).type(ndjsonType).send(Readable.from(answers()))
}

const withWarnings = (outcome: object, body: IntakeBody, regions: Regions) =>
  'caseId' in outcome ? { warnings: warningsOf(body, regions) } : {}

function readLine(
  kind: Kind,
  text: string | null,
  source: string,
  instance: string,
): { body: IntakeBody } | { problem: object } {
  try {
    if (text === null) throw new Problem('body-too-large')
    return { body: checkBody(kind, parseJson(text), source) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { problem: problemBody(error.reason, instance, error.extra) }
  }
}

/** An overload after the answer has begun is told on the lines that it hit: they can be sent again. */
async function outcomes(
  api: IntakeApi,
  kind: Kind,
  bodies: readonly IntakeBody[],
  instance: string,
): Promise<Map<IntakeBody, object>> {
  try {
    const accepted = await api.intake.submit(bodies.map((body) => ({ kind, body })))
    return new Map(bodies.map((body, i) => [body, { status: statusOf(accepted[i]!), ...accepted[i]! }]))
  } catch {
    return new Map(bodies.map((body) => [body, problemBody('overloaded', instance)]))
  }
}

const statusOf = (accepted: Accepted): number => (accepted.duplicate ? 200 : 202)

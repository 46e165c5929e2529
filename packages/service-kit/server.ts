/**
 * An HTTP server of ours: unknown routes and missing sign-in are answered before anything else is looked at,
 * every fault becomes a problem document, nothing malformed becomes a 5xx, and OpenAPI 3.1 comes from the
 * same zod schemas that check the requests.
 */
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { docsPage } from './docsPage.ts'
import type { Logger } from './logging.ts'
import { type ApiInfo, type ApiRoute, openApi } from './openapi.ts'
import { Problem, pointerTo, problemBody } from './problem.ts'

export interface ServerOptions {
  readonly logger: Logger
  readonly api: ApiInfo
  /** Rejects when the service cannot do its work now. */
  readonly ready: () => Promise<void>
  readonly bodyLimit_bytes?: number
}
export interface Server {
  readonly app: FastifyInstance
  readonly routes: ApiRoute[]
  readonly metrics: Registry
}

export function createServer({ logger, api, ready, bodyLimit_bytes = 1024 * 1024 }: ServerOptions): Server {
  const app = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimit_bytes,
    // A path that cannot be decoded is an unknown route, not a fault.
    routerOptions: {
      // A sender's reference has up to 128 characters, and each of them up to nine in a URL.
      maxParamLength: 1280,
      onBadUrl: (path, _request, response) =>
        sendRaw(response, problemBody('not-found', path.split('?')[0]!)),
    },
    frameworkErrors: (error, request, reply) =>
      void sendProblem(error, request, reply as unknown as FastifyReply, logger),
    clientErrorHandler: (error, socket) => {
      const reason =
        'code' in error && error.code === 'HPE_HEADER_OVERFLOW' ? 'headers-too-large' : 'invalid-request'
      const body = JSON.stringify(problemBody(reason, '/'))
      const status =
        reason === 'headers-too-large' ? '431 Request Header Fields Too Large' : '400 Bad Request'
      if (socket.writable) {
        socket.end(
          `HTTP/1.1 ${status}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
        )
      }
    },
    return503OnClosing: false,
  })
  const routes: ApiRoute[] = []
  const metrics = observe(app)
  app.setErrorHandler((error, request, reply) => sendProblem(error as FastifyError, request, reply, logger))
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .type('application/problem+json')
      .send(problemBody('not-found', pathOf(request))),
  )
  acceptJson(app)
  app.addHook('onSend', async (_request, reply) => {
    // Whatever a browser is shown here as data is data.
    for (const [name, value] of Object.entries(safely)) if (!reply.hasHeader(name)) reply.header(name, value)
  })
  app.get('/health/live', async () => ({ status: 'ok' }))
  app.get('/health/ready', async () => {
    await ready()
    return { status: 'ok' }
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  )
  app.get('/openapi.json', async () => openApi(api, routes))
  app.get('/docs', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(docsPage(openApi(api, routes))),
  )
  return { app, routes, metrics }
}

const safely = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // The page of the API is written in one, with its styles.
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
}

const pathOf = (request: FastifyRequest): string => request.url.split('?')[0]!.slice(0, 256)

/** JSON as it should be: UTF-8 to the letter, no `\u0000`, no `__proto__`, not nested without end. */
function acceptJson(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJson(utf8.decode(body as Buffer)))
    } catch (error) {
      done(error as Error, undefined)
    }
  })
}

const DEPTH = 32
/** Throws a `Problem`. An empty body is an empty object. */
export function parseJson(text: string): unknown {
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Problem('invalid-json')
  }
  const fault = faultIn(value, '', 0)
  if (fault) throw new Problem('invalid-body', { errors: [fault] })
  return value
}

function faultIn(value: unknown, pointer: string, depth: number): { pointer: string; reason: string } | null {
  if (typeof value === 'string')
    return value.includes('\u0000') ? { pointer, reason: 'null-character' } : null
  if (value === null || typeof value !== 'object') return null
  if (depth > DEPTH) return { pointer: pointer.slice(0, 64), reason: 'too-deep' }
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__' || key.includes('\u0000'))
      return { pointer: `${pointer}${pointerTo(key.replaceAll('\u0000', ''))}`, reason: 'unknown-field' }
    const fault = faultIn(item, `${pointer}${pointerTo(key)}`, depth + 1)
    if (fault) return fault
  }
  return null
}

const frameworkReasons: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_BAD_URL: 'not-found',
}

function sendProblem(
  error: Error,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
): FastifyReply {
  const instance = pathOf(request)
  const send = (reason: string, extra = {}) => {
    const body = problemBody(reason, instance, extra)
    return reply.code(body.status).type('application/problem+json').send(body)
  }
  if (error instanceof Problem) {
    if (error.reason === 'overloaded') reply.header('retry-after', '1')
    return send(error.reason, error.extra)
  }
  if (error.name === 'KeyServiceFault') {
    logger.warn({ err: error }, 'keys are not to be had')
    reply.header('retry-after', '5')
    return send('keys-unavailable')
  }
  if (isOverload(error)) {
    logger.warn({ err: error }, 'overloaded')
    reply.header('retry-after', '1')
    return send('overloaded')
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = frameworkReasons[code]
  if (known) return send(known)
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
  if (status < 500 || (error instanceof TypeError && /decod|encoded/.test(error.message)))
    return send(status === 413 ? 'body-too-large' : 'invalid-request')
  logger.error({ err: error, req: request }, 'request failed')
  return send('internal', { incident: request.id })
}

/** The log's queue is full, or the database is away for the moment: worth coming back for. */
function isOverload(error: Error): boolean {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    error.name === 'LogOverloaded' ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code) ||
    ['08', '53', '55', '57', '40'].includes(code.slice(0, 2)) ||
    /Connection terminated|timeout exceeded when trying to connect|after calling end on the pool|not queryable/.test(
      error.message,
    )
  )
}

function sendRaw(response: import('node:http').ServerResponse, body: { status: number }): void {
  const headers = { 'content-type': 'application/problem+json', ...safely }
  response.writeHead(body.status, headers).end(JSON.stringify(body))
}

/** Durations by route pattern; a URL never becomes a label. */
function observe(app: FastifyInstance): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of HTTP requests by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: String(reply.statusCode),
    }
    durations.observe(labels, reply.elapsedTime / 1000)
  })
  return registry
}

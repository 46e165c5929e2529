/**
 * Requests that nobody means well with, made up from a service's own document: right addresses and shapes with something
 * wrong in them. The same seed makes the same requests.
 */
import { Agent, request as open } from 'node:http'
import { seeded } from './chance.ts'

export interface HostileRequest {
  readonly method: string
  /** As it goes over the wire. */
  readonly path: string
  /** Of the document. */
  readonly route: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | null
}
export interface HostileAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> }
}
export interface Api {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}
export interface Grounds {
  readonly api: Api
  readonly seed: number
  /** Values that fit, by the name of a path's parameter: what is there is worth attacking. */
  readonly fitting: Readonly<Record<string, readonly string[]>>
  /** Headers of those who may do something, of those who may not, and forged ones. */
  readonly credentials: readonly Readonly<Record<string, string>>[]
}

const texts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff x',
  '\u202e\u2066',
  '﷽'.repeat(50),
  'x'.repeat(20_000),
  "' OR '1'='1",
  "'; DROP TABLE log.event; --",
  '1); SELECT pg_sleep(0); --',
  '$1',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '{{7*7}}<%= 7*7 %>',
  '../../../../etc/passwd',
  '..\\..\\windows',
  '%00',
  '%c0%af',
  'javascript:alert(1)',
  '__proto__',
  'constructor',
  'toString',
  '999999999999999999999999',
  '-1',
  'NaN',
  '2026-02-30',
  '9999-12-31T23:59:60Z',
  '0000-00-00',
  '2026-11-23T21:14:00+99:00',
  '\r\nx: y',
  '٣٢٠٤',
  '３２０４',
  'ﬀ',
  '😀'.repeat(300),
]
const values: readonly unknown[] = [
  ...texts,
  null,
  true,
  false,
  0,
  -0,
  -1,
  1e308,
  2 ** 53,
  0.1,
  [],
  {},
  [[[[]]]],
  [null],
  JSON.parse('{"__proto__": 1, "toString": 1, "valueOf": 1, "then": 1}'),
  { $ne: null },
  Array.from({ length: 2000 }, () => 'x'),
]
/** Bodies that are no JSON, or more of it than anybody needs. */
const bodies: readonly Buffer[] = [
  Buffer.alloc(0),
  Buffer.from('{'),
  Buffer.from('{"a":1}{"b":2}'),
  Buffer.from('null'),
  Buffer.from('[]'),
  Buffer.from('"x"'),
  Buffer.from('1e999'),
  Buffer.from('{"a":1e999}'),
  Buffer.from('{"a":"\\ud800"}'),
  Buffer.from('{"__proto__":{"admin":true}}'),
  Buffer.from('{"constructor":{"prototype":{"admin":true}}}'),
  Buffer.from('['.repeat(10_000)),
  Buffer.from(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`),
  Buffer.from([0xff, 0xfe, 0x7b, 0x00]),
  // GB18030: 王某
  Buffer.from([0x7b, 0x22, 0xcd, 0xf5, 0xc4, 0xb3, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.from(`{"note":"${'x'.repeat(200_000)}"}`),
  Buffer.from('a,b\n"unclosed'),
  Buffer.from('PK\u0003\u0004 no workbook'),
]
const types = [
  'application/json',
  'application/json; charset=gb18030',
  'text/plain',
  'application/x-ndjson',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
  'text/csv',
  'application/xml',
  'x',
]
const oddHeaders: readonly Readonly<Record<string, string>>[] = [
  { 'if-match': '"0"' },
  { 'if-match': '"1"' },
  { 'if-match': '"99999999999999999999"' },
  { 'if-match': '*' },
  { 'if-match': "'; --" },
  { 'idempotency-key': 'k'.repeat(129) },
  { 'idempotency-key': 'again' },
  { origin: 'https://elsewhere.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'x-forwarded-proto': 'https' },
  { 'x-forwarded-for': "127.0.0.1'" },
  { accept: 'text/html' },
  { accept: 'application/x-ndjson' },
  { 'x-http-method-override': 'DELETE' },
  { 'content-encoding': 'gzip' },
  { range: 'bytes=0-' },
  { expect: '100-continue' },
]
const oddPaths = [
  '/',
  '/v1',
  '/v1/',
  '//v1/me',
  '/v1/../v1/me',
  '/v1/%2e%2e/me',
  '/..%2f..%2fetc/passwd',
  '/%00',
  '/%zz',
  '/v1/me%0d%0aset-cookie:x=y',
  '/assets/../../package.json',
  '/assets/..%5c..%5cpackage.json',
  '/index.html%00.css',
  `/${'a'.repeat(7000)}`,
  '/v1/me;admin=1',
  '/v1/me?__proto__[x]=1',
  '/health/live?x=%ff',
]

export function* hostileRequests({ api, seed, fitting, credentials }: Grounds): Generator<HostileRequest> {
  const chance = seeded(seed)
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)]!
  const operations = Object.entries(api.paths).flatMap(([route, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      route,
      method: method.toUpperCase(),
      operation,
    })),
  )
  const inPath = (name: string) =>
    encode(chance() < 0.6 && fitting[name] ? oneOf(fitting[name]) : oneOf(texts).slice(0, 2000), chance)
  const queryOf = (operation: Operation) => {
    const names = operation.parameters?.filter((p) => p.in === 'query').map((p) => p.name) ?? []
    if (chance() < 0.3) return ''
    const asked = Array.from({ length: 1 + Math.floor(chance() * 3) }, () =>
      oneOf([...names, ...names, 'x', '__proto__']),
    )
    return `?${asked.map((name) => `${name}=${encode(oneOf(texts).slice(0, 3000), chance)}`).join('&')}`
  }
  const bodyOf = (operation: Operation): { type: string; body: Buffer } => {
    const content = Object.entries(operation.requestBody?.content ?? {})[0]
    if (!content || chance() < 0.25) return { type: oneOf(types), body: oneOf(bodies) }
    const [type, { example }] = content
    const spoilt = example === undefined ? oneOf(values) : spoil(structuredClone(example), chance, oneOf)
    return { type: chance() < 0.9 ? type : oneOf(types), body: Buffer.from(JSON.stringify(spoilt) ?? '') }
  }
  for (;;) {
    const { route, method, operation } = oneOf(operations)
    const well = route.replaceAll(/\{(\w+)\}/g, (_, name) => inPath(name)) + queryOf(operation)
    const odd = chance() < 0.05
    const sent = chance() < 0.93 ? method : oneOf(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'POST'])
    const withBody = !['GET', 'HEAD'].includes(sent) || chance() < 0.05
    const { type, body } = bodyOf(operation)
    const extra = Object.assign(
      {},
      ...Array.from({ length: Math.floor(chance() * 3) }, () => oneOf(oddHeaders)),
    )
    yield {
      ...{ method: sent, path: odd ? oneOf(oddPaths) : well, route: odd ? 'no route' : route },
      headers: { ...(withBody ? { 'content-type': type } : {}), ...oneOf(credentials), ...extra },
      body: withBody ? body : null,
    }
  }
}

/** One place of it is another value, is gone, or is there twice under another name. */
function spoil(example: unknown, chance: () => number, oneOf: <T>(list: readonly T[]) => T): unknown {
  if (typeof example !== 'object' || example === null || chance() < 0.05) return oneOf(values)
  const inside = example as Record<string, unknown>
  const keys = Object.keys(inside)
  if (keys.length === 0) return { [oneOf(texts)]: oneOf(values) }
  const key = oneOf(keys)
  const way = chance()
  if (way < 0.1) delete inside[key]
  else if (way < 0.2) inside[oneOf(['surprise', 'constructor', '\u0000', '$where'])] = oneOf(values)
  else inside[key] = spoil(inside[key], chance, oneOf)
  return example
}

/** Percent-encoded as a program would, as bytes that are no UTF-8, or hardly. */
function encode(text: string, chance: () => number): string {
  const bytes = Buffer.from(text)
  const way = chance()
  if (way < 0.05) return '%ff%fe'
  if (way < 0.15) return text.replaceAll(/[^!-~]|[#?]/g, '')
  return [...bytes]
    .map((byte) => (/[\w.-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : percent(byte)))
    .join('')
}
const percent = (byte: number): string => `%${byte.toString(16).padStart(2, '0')}`

/** As it is said, without what a browser would mend. */
export function hostileClient(url: string): {
  send(request: HostileRequest): Promise<HostileAnswer>
  close(): void
} {
  const { hostname, port } = new URL(url)
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  return {
    close: () => agent.destroy(),
    send: ({ method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const length = body === null ? {} : { 'content-length': String(body.length) }
        const asked = open(
          { agent, hostname, port, method, path, headers: { ...headers, ...length } },
          (response) => {
            let text = ''
            const answer = () => resolve({ status: response.statusCode!, headers: response.headers, text })
            // Such an answer does not end by itself: its beginning has to do.
            const isEndless = response.headers['content-type']?.startsWith('text/event-stream')
            response.setEncoding('utf8').on('data', (chunk: string) => {
              text += chunk
              if (!isEndless) return
              answer()
              response.destroy()
            })
            response.on('end', answer)
          },
        )
        asked.on('error', reject)
        asked.end(body ?? undefined)
      }),
  }
}

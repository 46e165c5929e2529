/**
 * Who a request is from. Either it brings a key, or it is signed with one that never leaves its holder: as Standard
 * Webhooks has it, HMAC-SHA256 over id, time and content, the content being method, address and the body's SHA-256. A
 * signed request is good for five minutes and for once.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { Readable } from 'node:stream'
import { Problem } from '@jiahe/service-kit/problem.ts'
import type { Guard } from '@jiahe/service-kit/route.ts'
import { signedHeaders } from '@jiahe/webhooks/signature.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Runs before a body is read; throws a `Problem`. `sourceOf` gives what was found. */
export interface Sender {
  readonly authenticate: Guard
  readonly sourceOf: (request: FastifyRequest) => string
}
export interface SenderKeys {
  /** The source that a key speaks for; null when it is no key. */
  readonly sourceOfKey: (key: string) => Promise<string | null>
  /** The source and the secret of a key for signing, by its id. */
  readonly signingKey: (id: string) => Promise<{ readonly source: string; readonly secret: string } | null>
  /** False when this id was seen with this key before. */
  readonly seeNonce: (keyId: string, nonce: string, kept_ms: number) => Promise<boolean>
  readonly now: () => Date
}

const GOOD_FOR_MS = 5 * 60_000
const MOST_BYTES = 64 * 1024 * 1024
const ID = /^[\w.-]{8,128}$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

interface Signed {
  readonly keyId: string
  readonly secret: string
  readonly id: string
  readonly at: Date
  readonly signature: string
}

export function senderBy(
  app: FastifyInstance,
  { sourceOfKey, signingKey, seeNonce, now }: SenderKeys,
): Sender {
  const sources = new WeakMap<FastifyRequest, string>()
  const unproved = new WeakMap<FastifyRequest, Signed>()

  // The body is part of what was signed, so nothing is made of it before all of it is there.
  app.addHook('preParsing', async (request, _reply, payload) => {
    const signed = unproved.get(request)
    if (!signed) return payload
    const body = await wholeOf(payload)
    if (!isRight(signed, contentOf(request.method, request.url, body))) throw new Problem('invalid-signature')
    if (!(await seeNonce(signed.keyId, signed.id, 2 * GOOD_FOR_MS))) throw new Problem('replayed-signature')
    return Object.assign(Readable.from(body.length > 0 ? [body] : []), { receivedEncodedLength: body.length })
  })

  async function bySignature(request: FastifyRequest, keyId: string): Promise<string> {
    const signature = headerOf(request, 'webhook-signature')
    const id = headerOf(request, 'webhook-id')
    const timestamp = headerOf(request, 'webhook-timestamp')
    if (!ID.test(id) || !/^\d{1,12}$/.test(timestamp)) throw new Problem('invalid-signature')
    const key = UUID.test(keyId) ? await signingKey(keyId) : null
    if (!key) throw new Problem('invalid-key')
    const at = new Date(Number(timestamp) * 1000)
    if (Math.abs(now().getTime() - at.getTime()) > GOOD_FOR_MS) throw new Problem('stale-signature')
    unproved.set(request, { keyId, secret: key.secret, id, at, signature })
    return key.source
  }

  const authenticate = async (request: FastifyRequest): Promise<void> => {
    const [, scheme, said] = /^(Bearer|Signed) (\S+)$/i.exec(request.headers.authorization ?? '') ?? []
    const isSigned = scheme?.toLowerCase() === 'signed'
    const source = said && (isSigned ? await bySignature(request, said) : await sourceOfKey(said))
    if (!source) throw new Problem('invalid-key')
    sources.set(request, source)
  }
  return {
    // Of every route: what is spoken for, or asked about, is the key's own source.
    authenticate: Object.assign(authenticate, { access: { action: null, subject: 'source' } }),
    sourceOf: (request) => sources.get(request)!,
  }
}

const headerOf = ({ headers }: FastifyRequest, name: string): string => {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

async function wholeOf(payload: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of payload) {
    length += part.length
    if (length > MOST_BYTES) throw new Problem('body-too-large')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** What is signed of a request. */
export const contentOf = (method: string, url: string, body: Uint8Array | string): string =>
  `${method} ${url}\n${createHash('sha256').update(body).digest('hex')}`

/** Several signatures may stand there, for a secret that changes. */
function isRight({ secret, id, at, signature }: Signed, content: string): boolean {
  const expected = Buffer.from(signedHeaders(secret, id, at, content)['webhook-signature']!)
  return signature.split(' ').some((said) => {
    const given = Buffer.from(said)
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

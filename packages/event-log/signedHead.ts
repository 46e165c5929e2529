/**
 * The signed head: once a day, what the log held is vouched for by a key that the database does not have. A head names
 * the end of every stream that grew since the head before it, and the order in which all streams together grew, and it
 * names its predecessor; so whoever keeps one head elsewhere can show that an event before it was changed, taken away
 * or moved, and where. What came after the last head cannot be proved.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { canonicalJson } from '@jiahe/domain/canonicalJson.ts'
import type { RecordedEvent } from './log.ts'

/** How far the record of looks had come: the last row of an account's day, and its hash. */
export type LookEnd = readonly [account: string, day: string, number: number, hash: string]

/** How far a stream had come, and the hash of its last event. */
export type StreamEnd = readonly [stream: string, revision: number, hash: string]

export interface Head {
  readonly format: 1
  /** From 0. */
  readonly n: number
  /** The city's day that it closes: `2026-11-26`. */
  readonly day: string
  /** ISO 8601. */
  readonly signedAt: string
  /** Identity of the log. A copy has another order of the same events, so each log's order begins anew. */
  readonly log: string
  /** How many events of the log it covers, from the first on. */
  readonly events: number
  /** SHA-256, hex, over the hashes of these events in the order of the log. */
  readonly order: string
  /** Streams that grew since the head before, in the order of their names. */
  readonly ends: readonly StreamEnd[]
  /** Of the accounts' days that the record of looks grew by. Heads from before it was signed have none. */
  readonly looks?: readonly LookEnd[]
  /** SHA-256, hex, of the head before, signature and all; null for the first. */
  readonly previous: string | null
  /** Fingerprint of the public key. */
  readonly key: string
  /** Ed25519, base64, over the RFC 8785 form of all the rest. */
  readonly signature: string
}

export interface SigningKey {
  readonly fingerprint: string
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex')
const RAW_BYTES = 32

/** `seed`: 32 bytes in base64, as `SIGNING_KEY` holds them. */
export function signingKeyOf(seed: string): SigningKey {
  const der = Buffer.concat([PKCS8_ED25519, Buffer.from(seed, 'base64')])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey)
  return { privateKey, publicKey, fingerprint: fingerprintOf(publicKey) }
}

/** What may be shown to everybody, base64. */
export const publicText = (key: KeyObject): string =>
  key.export({ format: 'der', type: 'spki' }).subarray(-RAW_BYTES).toString('base64')

/** Throws where the text is no such key. */
export function publicKeyOf(text: string): KeyObject {
  const raw = Buffer.from(text, 'base64')
  if (raw.length !== RAW_BYTES) throw new TypeError('a public key is 32 bytes in base64')
  return createPublicKey({ key: Buffer.concat([SPKI_ED25519, raw]), format: 'der', type: 'spki' })
}

export const fingerprintOf = (key: KeyObject): string => sha256(publicText(key)).slice(0, 16)

/** What the next head names as its predecessor. */
export const headHash = (head: Head): string => sha256(canonicalJson(head))

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const NOTHING = sha256('')
const orderAfter = (order: string, hash: string): string => sha256(order + hash)

/** Takes in what the log recorded since `before`, in its order, and signs. `before` of another log: from its beginning. */
export function nextHead(before: Head | null, log: string) {
  const goesOn = before?.log === log
  const ends = new Map<string, StreamEnd>()
  let events = goesOn ? before.events : 0
  let order = goesOn ? before.order : NOTHING
  return {
    add({ stream, revision }: Pick<RecordedEvent, 'stream' | 'revision'>, hash: string): void {
      events++
      order = orderAfter(order, hash)
      ends.set(stream, [stream, revision, hash])
    },
    signed(
      day: string,
      signedAt: Date,
      { privateKey, fingerprint }: SigningKey,
      looks?: readonly LookEnd[],
    ): Head {
      const unsigned = {
        ...{ format: 1 as const, n: (before?.n ?? -1) + 1, day, signedAt: signedAt.toISOString() },
        ...{ log, events, order, ends: [...ends.values()].sort(([a], [b]) => (a < b ? -1 : 1)) },
        ...{ previous: before && headHash(before), key: fingerprint, ...(looks && { looks }) },
      }
      const signature = sign(null, Buffer.from(canonicalJson(unsigned)), privateKey).toString('base64')
      return { ...unsigned, signature }
    },
  }
}

export function isSignedBy(head: Head, key: KeyObject): boolean {
  const { signature, ...unsigned } = head
  return verify(null, Buffer.from(canonicalJson(unsigned)), key, Buffer.from(signature, 'base64'))
}

/**
 * - `head-missing`: a head is not there that the one after it names, or that another copy of the heads has.
 * - `head-forged`: none of the trusted keys has signed it, or it is not what its successor names.
 * - `changed`: an event is not the one that was there. `cut-off`: a stream ended later. `removed`: a whole stream was
 *   there. `reordered`: each stream is whole, and they grew in another order.
 */
export interface HeadFinding {
  readonly reason: 'head-missing' | 'head-forged' | 'changed' | 'cut-off' | 'removed' | 'reordered'
  /** `stream@revision`, or the head's day. */
  readonly at: string
}

/** Whether the heads themselves are whole: in the order of `n`, each signed, each naming the one before it. */
export function checkHeads(heads: readonly Head[], trusted: readonly KeyObject[]): HeadFinding[] {
  const findings: HeadFinding[] = []
  let before: Head | null = null
  for (const head of heads) {
    const at = head.day
    if (!trusted.some((key) => isSignedBy(head, key))) findings.push({ reason: 'head-forged', at })
    if (head.n !== (before === null ? 0 : before.n + 1)) findings.push({ reason: 'head-missing', at })
    else if (head.previous !== (before && headHash(before))) findings.push({ reason: 'head-forged', at })
    before = head
  }
  return findings
}

/** Holds a log against its heads: takes every event in the log's order, then says what does not fit. */
export function headVerifier(heads: readonly Head[], log: string) {
  const vouched = new Map<string, string>()
  for (const head of heads)
    for (const [stream, revision, hash] of head.ends) vouched.set(`${stream}@${revision}`, hash)
  const orders = new Map(heads.filter((head) => head.log === log).map((head) => [head.events, head]))
  const findings: HeadFinding[] = []
  const last = new Map<string, number>()
  let events = 0
  let order = NOTHING
  let misplaced: Head | null = null
  return {
    add({ stream, revision }: Pick<RecordedEvent, 'stream' | 'revision'>, hash: string): void {
      const at = `${stream}@${revision}`
      const expected = vouched.get(at)
      if (expected !== undefined && expected !== hash) findings.push({ reason: 'changed', at })
      vouched.delete(at)
      last.set(stream, revision)
      events++
      order = orderAfter(order, hash)
      const head = orders.get(events)
      if (head && head.order !== order) misplaced ??= head
    },
    findings(): HeadFinding[] {
      const gone = new Map<string, HeadFinding>()
      for (const at of vouched.keys()) {
        const stream = at.slice(0, at.lastIndexOf('@'))
        const end = last.get(stream)
        gone.set(
          stream,
          end === undefined
            ? { reason: 'removed', at: stream }
            : { reason: 'cut-off', at: `${stream}@${end}` },
        )
      }
      const said = [...findings, ...gone.values()]
      // Whatever is missing moves everything behind it.
      return said.length === 0 && misplaced ? [{ reason: 'reordered', at: misplaced.day }] : said
    },
  }
}

/**
 * Proves that a log is the copy of another one up to a position: the chain of each of its streams holds, and both
 * have the same events, by their number and a digest that does not depend on the order in which they stand.
 */
import { chainVerifier, hashOf } from '@jiahe/event-log/hashChain.ts'
import { type EventLog, type Position, type RecordedEvent, START } from '@jiahe/event-log/log.ts'

export interface Difference {
  readonly check: 'copy' | 'chain' | 'events' | 'digest' | 'stream'
  readonly reason: string
  /** Stream and revision, stream, or the two numbers. */
  readonly at: string
}
export interface VerifiedCopy {
  readonly events: number
  readonly streams: number
  /** Of the target, hexadecimal. */
  readonly digest: string
  readonly findings: readonly Difference[]
}
export interface Verifying {
  readonly source: EventLog
  readonly target: EventLog
  /** Of the source: as far as was copied. */
  readonly upTo: Position
  readonly page: number
  readonly onProgress: (events: number) => void
}

const MODULUS = 1n << 256n
const STREAMS_NAMED = 50

/** A sum: unlike an exclusive or, it also tells an event that stands twice more. */
export const addedTo = (digest: bigint, event: RecordedEvent): bigint =>
  (digest + BigInt(`0x${hashOf(event)}`)) % MODULUS
const inHex = (digest: bigint) => digest.toString(16).padStart(64, '0')

export async function verifyCopy({
  source,
  target,
  upTo,
  page,
  onProgress,
}: Verifying): Promise<VerifiedCopy> {
  const findings: Difference[] = []
  const verify = chainVerifier()
  let streams = 0
  let done = 0
  const original = { events: 0, digest: 0n }
  const copy = { events: 0, digest: 0n }
  const add = (side: typeof copy, event: RecordedEvent) => {
    side.events++
    side.digest = addedTo(side.digest, event)
    if (++done % page === 0) onProgress(done)
  }
  for await (const event of eventsOf(source, page, upTo)) add(original, event)
  for await (const event of eventsOf(target, page)) {
    add(copy, event)
    if (event.revision === 0) streams++
    const { broken } = verify(event)
    if (broken)
      findings.push({ check: 'chain', reason: broken.reason, at: `${broken.stream}@${broken.revision}` })
  }
  if (original.events !== copy.events)
    findings.push({ check: 'events', reason: 'other-number', at: `${original.events} ≠ ${copy.events}` })
  if (original.digest !== copy.digest) {
    findings.push({ check: 'digest', reason: 'other-events', at: inHex(copy.digest) })
    for (const stream of await differing(eventsOf(source, page, upTo), eventsOf(target, page)))
      findings.push({ check: 'stream', reason: 'differs-from-source', at: stream })
  }
  return { events: copy.events, streams, digest: inHex(copy.digest), findings }
}

/** Positions of one log compare as text. */
async function* eventsOf(log: EventLog, limit: number, upTo?: Position): AsyncGenerator<RecordedEvent> {
  for (let after = START, atEnd = false; !atEnd; ) {
    const page = await log.readAll({ after, limit })
    for (const event of page.events) {
      if (upTo !== undefined && event.position > upTo) return
      yield event
    }
    after = page.position
    atEnd = page.atEnd
  }
}

/** Streams that are not the same on both sides: looked for only when something is not. */
async function differing(
  original: AsyncIterable<RecordedEvent>,
  copy: AsyncIterable<RecordedEvent>,
): Promise<string[]> {
  const difference = new Map<string, bigint>()
  for await (const event of original)
    difference.set(event.stream, addedTo(difference.get(event.stream) ?? 0n, event))
  for await (const event of copy) {
    const left = (difference.get(event.stream) ?? 0n) - BigInt(`0x${hashOf(event)}`)
    difference.set(event.stream, (left + MODULUS) % MODULUS)
  }
  const found = [...difference].filter(([, left]) => left !== 0n).map(([stream]) => stream)
  return found.sort().slice(0, STREAMS_NAMED)
}

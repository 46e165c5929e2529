/**
 * The chain that shows tampering: each event's metadata carries the hash of its predecessor in the stream.
 * The hash covers everything that was recorded but the position, so it survives a copy to another log. It
 * cannot show that a stream's last events are missing: what came last is vouched for from outside.
 */
import { createHash } from 'node:crypto'
import { canonicalJson } from '@jiahe/domain/canonicalJson.ts'
import type { RecordedEvent } from './log.ts'

type Hashed = Omit<RecordedEvent, 'position'>

/** SHA-256, hex, over the RFC 8785 form of stream, revision, id, type, data and metadata. The metadata has
 *  `recordedAt` and `prevHash`, so a hash vouches for all that came before. */
export function hashOf({ stream, revision, id, type, data, metadata }: Hashed): string {
  return createHash('sha256')
    .update(canonicalJson({ stream, revision, id, type, data, metadata }))
    .digest('hex')
}

/** Where a chain does not hold: an event is missing or stands twice, the hash of the event before it is
 *  another, or it claims to be recorded before it. */
export interface ChainBreak {
  readonly stream: string
  readonly revision: number
  readonly reason: 'wrong-revision' | 'wrong-hash' | 'clock-went-back'
}

/** The first break in whole streams; they may be interleaved, as in the total order. Null: all hold. */
export function verifyChain(events: Iterable<Hashed>): ChainBreak | null {
  const verify = chainVerifier()
  for (const event of events) {
    const broken = verify(event)
    if (broken) return broken
  }
  return null
}

/** What the next event of a stream has to follow. */
export interface ChainEnd {
  readonly revision: number
  readonly hash: string | null
  readonly recordedAt: string
}
export const NO_CHAIN: ChainEnd = { revision: -1, hash: null, recordedAt: '' }

export const chainEnd = (event: Hashed): ChainEnd => ({
  revision: event.revision,
  hash: hashOf(event),
  recordedAt: event.metadata.recordedAt,
})

/** Null where the event follows. */
export function breakBehind(end: ChainEnd, { stream, revision, metadata }: Hashed): ChainBreak | null {
  if (revision !== end.revision + 1) return { stream, revision, reason: 'wrong-revision' }
  if (metadata.prevHash !== end.hash) return { stream, revision, reason: 'wrong-hash' }
  if (metadata.recordedAt < end.recordedAt) return { stream, revision, reason: 'clock-went-back' }
  return null
}

/** For logs too long to hold: takes one event after the other and remembers the end of each stream, in `ends`. */
export function chainVerifier(ends: Map<string, ChainEnd> = new Map()): (event: Hashed) => ChainBreak | null {
  return (event) => {
    const before = ends.get(event.stream) ?? NO_CHAIN
    ends.set(event.stream, chainEnd(event))
    return breakBehind(before, event)
  }
}

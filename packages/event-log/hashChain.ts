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
    const { broken } = verify(event)
    if (broken) return broken
  }
  return null
}

/** For logs too long to hold: takes one event after the other and remembers the end of each stream. */
export function chainVerifier(): (event: Hashed) => { hash: string; broken: ChainBreak | null } {
  const ends = new Map<string, { revision: number; hash: string | null; recordedAt: string }>()
  return (event) => {
    const { stream, revision, metadata } = event
    const before = ends.get(stream) ?? { revision: -1, hash: null, recordedAt: '' }
    const hash = hashOf(event)
    ends.set(stream, { revision, hash, recordedAt: metadata.recordedAt })
    const broken = (reason: ChainBreak['reason']) => ({ hash, broken: { stream, revision, reason } })
    if (revision !== before.revision + 1) return broken('wrong-revision')
    if (metadata.prevHash !== before.hash) return broken('wrong-hash')
    if (metadata.recordedAt < before.recordedAt) return broken('clock-went-back')
    return { hash, broken: null }
  }
}

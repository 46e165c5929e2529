/**
 * The chain that shows tampering: each event's metadata carries the hash of its predecessor in the stream.
 * The hash covers everything that was recorded but the position, so it survives a copy to another log.
 */
import { createHash } from 'node:crypto'
import { canonicalJson } from '@jiahe/domain/canonicalJson.ts'
import type { RecordedEvent } from './log.ts'

/** SHA-256, hex, over the RFC 8785 form of stream, revision, id, type, data and metadata. */
export function hashOf({
  stream,
  revision,
  id,
  type,
  data,
  metadata,
}: Omit<RecordedEvent, 'position'>): string {
  return createHash('sha256')
    .update(canonicalJson({ stream, revision, id, type, data, metadata }))
    .digest('hex')
}

/** The revision at which the chain of a whole stream breaks, or null when it holds. */
export function brokenAt(stream: readonly RecordedEvent[]): number | null {
  let previous: RecordedEvent | null = null
  for (const event of stream) {
    const expected = previous && hashOf(previous)
    const revision: number = previous ? previous.revision + 1 : 0
    if (event.metadata.prevHash !== expected || event.revision !== revision) return event.revision
    previous = event
  }
  return null
}

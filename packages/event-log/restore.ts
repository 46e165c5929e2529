/**
 * What of a copy is still to be written: events that stand at their place are passed over, and every other one has
 * to follow its stream's end by revision, hash and time. All logs share this step, so that they refuse the same.
 */
import { hashOf } from './hashChain.ts'
import { BrokenCopy, type RecordedEvent } from './log.ts'
import type { Entry, Place } from './record.ts'

type Restored = Omit<RecordedEvent, 'position'>

/** `lastOf`: the newest event of a stream that stands; `placeOf` knows where an event id stands. */
export function missingOf(
  events: readonly RecordedEvent[],
  lastOf: (stream: string) => Restored | null,
  placeOf: (id: string) => Omit<Place, 'position'> | undefined,
): Entry[] {
  const ends = new Map<string, Restored>()
  const added = new Map<string, Omit<Place, 'position'>>()
  const missing: Entry[] = []
  for (const { position: _, ...event } of events) {
    const { id, stream, revision } = event
    const place = added.get(id) ?? placeOf(id)
    if (place?.stream === stream && place.revision === revision) continue
    if (place) throw new BrokenCopy(event, 'id-elsewhere')
    const end = ends.get(stream) ?? lastOf(stream)
    if (revision !== (end?.revision ?? -1) + 1) throw new BrokenCopy(event, 'wrong-revision')
    if (event.metadata.prevHash !== (end && hashOf(end))) throw new BrokenCopy(event, 'wrong-hash')
    if (end && event.metadata.recordedAt < end.metadata.recordedAt)
      throw new BrokenCopy(event, 'clock-went-back')
    ends.set(stream, event)
    added.set(id, { stream, revision })
    missing.push({ ...event, data: JSON.stringify(event.data) })
  }
  return missing
}

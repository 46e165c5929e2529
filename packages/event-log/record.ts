/** What every log does to a new event on its way in: checks it, numbers it, stamps it and chains it. */
import { hashOf } from './hashChain.ts'
import type { NewEvent, RecordedEvent } from './log.ts'

type Unplaced = Omit<RecordedEvent, 'position'>

/** Throws on what no log can keep: no events, an id twice, `\u0000` (PostgreSQL has no such character). */
export function checkAppend(stream: string, events: readonly NewEvent[]): void {
  if (!/^[a-zA-Z]+-.+$/.test(stream)) throw new Error(`not a stream name: ${stream}`)
  if (events.length === 0) throw new Error('an append needs at least one event')
  if (new Set(events.map((e) => e.id)).size < events.length)
    throw new Error('an event id stands twice in one append')
  for (const event of events) {
    if (/(?<!\\)(\\\\)*\\u0000/.test(JSON.stringify(event)))
      throw new Error(`event ${event.id} contains \\u0000`)
  }
}

/** The events as they are recorded after `last`, the stream's newest (null: a new stream). */
export function record(
  stream: string,
  last: Unplaced | null,
  events: readonly NewEvent[],
  now: Date,
): Unplaced[] {
  const recorded: Unplaced[] = []
  let previous = last
  for (const { id, type, data, metadata } of events) {
    const clock = now.toISOString()
    const recordedAt = previous && previous.metadata.recordedAt > clock ? previous.metadata.recordedAt : clock
    const prevHash = previous ? hashOf(previous) : null
    previous = {
      id,
      type,
      data,
      stream,
      revision: (previous?.revision ?? -1) + 1,
      metadata: { ...metadata, recordedAt, prevHash },
    }
    recorded.push(previous)
  }
  return recorded
}

/** Positions as text that compares like the numbers. */
export const positionOf = (n: number): string => String(n).padStart(16, '0')
export const numberOf = (position: string): number => (position === '' ? 0 : Number(position))

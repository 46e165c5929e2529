/**
 * What a batch has to know before it can be answered, in one statement and so from one snapshot: the last
 * event of each of its streams, and where the event ids that it brings were recorded, if they were.
 */
import type { RecordedEvent } from '../log.ts'
import type { Place } from '../record.ts'
import { COLUMNS, type EventRow, eventOfRow } from './rows.ts'

export interface Known {
  /** The newest event of each stream that exists. */
  readonly last: Map<string, RecordedEvent>
  readonly places: Map<string, Place>
}

/** What is looked up: a stream, and event ids. */
interface Asked {
  readonly stream: string
  readonly events: readonly { readonly id: string }[]
}

export const lookUp = (batch: readonly Asked[]) => ({
  text: `SELECT last.* FROM unnest($1::text[]) AS of (stream) CROSS JOIN LATERAL
(SELECT ${COLUMNS} FROM log.event WHERE stream = of.stream ORDER BY revision DESC LIMIT 1) last
UNION ALL SELECT ${COLUMNS} FROM log.event WHERE id = ANY($2::uuid[])`,
  values: [batch.map(({ stream }) => stream), batch.flatMap(({ events }) => events.map(({ id }) => id))],
})

/** The rows of both halves look alike: whatever is there is recorded, and the newest of a stream is its last. */
export function knownFrom(rows: readonly EventRow[]): Known {
  const events = rows.map(eventOfRow)
  const last = new Map<string, RecordedEvent>()
  for (const event of events)
    if (event.revision >= (last.get(event.stream)?.revision ?? 0)) last.set(event.stream, event)
  return { last, places: new Map(events.map((event) => [event.id, event])) }
}

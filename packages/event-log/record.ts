/**
 * What every log does to an append on its way in: admits it, answers it, numbers it, stamps it and chains it.
 * All logs share these three steps, so that they cannot come to differ.
 */
import { hashOf } from './hashChain.ts'
import type {
  AppendResult,
  ExpectedRevision,
  Json,
  NewEvent,
  Position,
  Positions,
  RecordedEvent,
  RecordedMetadata,
} from './log.ts'

/** An append as it waits for its turn: a copy, so that nothing the caller does to it later is recorded. */
export interface Append {
  readonly stream: string
  readonly expected: ExpectedRevision
  readonly events: readonly AdmittedEvent[]
  readonly bytes: number
}
interface AdmittedEvent extends Omit<NewEvent, 'data'> {
  /** JSON text. */
  readonly data: string
}
/** An event with everything but its position. */
export interface Entry extends AdmittedEvent {
  readonly stream: string
  readonly revision: number
  readonly metadata: RecordedMetadata
}

/** Lower case, because PostgreSQL writes it so: an id that came back different would no longer be known. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const STREAM = /^[a-zA-Z]+-[\x21-\x7e]{1,200}$/
/** As JSON writes them; a backslash before the backslash means that the text only talks about them. */
const UNKEEPABLE = /(?<!\\)(\\\\)*\\u(0000|d[89a-f][0-9a-f]{2})/

/** What EventStoreDB takes in one append, unless it is set otherwise. */
const APPEND_BYTES = 1024 * 1024
/** What the log adds to an event's metadata, as JSON: `recordedAt` and `prevHash`. */
const ADDED_BYTES = 128

/** Throws on what no log can keep: more than 1 MiB, no events, an id twice or not a lower-case UUID, `\u0000` or half a
 *  surrogate pair in any text (PostgreSQL and RFC 8785 have no such characters). */
export function admit(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Append {
  if (!STREAM.test(stream))
    throw new Error('a stream is named <category>-<id>, in at most 200 ASCII characters')
  if (!Number.isInteger(expected) || expected < -1) throw new Error(`not a revision: ${expected}`)
  if (events.length === 0) throw new Error('an append needs at least one event')
  if (new Set(events.map((event) => event.id)).size < events.length)
    throw new Error('an event id stands twice in one append')
  let bytes = 0
  const admitted = events.map(({ id, type, data, metadata }) => {
    if (!UUID.test(id)) throw new Error(`an event for ${stream} has an id that is no lower-case UUID`)
    const text = JSON.stringify(data)
    const about = JSON.stringify([type, metadata])
    if (text === undefined || UNKEEPABLE.test(text) || UNKEEPABLE.test(about))
      throw new Error(`event ${id} is no JSON, or contains \\u0000 or half a surrogate pair`)
    bytes += Buffer.byteLength(text) + Buffer.byteLength(about) + type.length
    return { id, type, data: text, metadata: { ...metadata } }
  })
  if (bytes + events.length * ADDED_BYTES > APPEND_BYTES)
    throw new Error(
      `an append to ${stream} is too large: ${events.length} events have ${bytes} bytes, at most ${APPEND_BYTES} bytes with what is added go in at once`,
    )
  return { stream, expected, events: admitted, bytes }
}

/** Where an event id was recorded. */
export type Place = Pick<RecordedEvent, 'stream' | 'revision' | 'position'>

/** The answer that needs no writing, duplicate or conflict; null when the append is to be recorded.
 *  `revision` is the stream's (-1: none), `placeOf` knows every event id of the append that was recorded. */
export function answerOf(
  { stream, expected, events }: Append,
  revision: number,
  placeOf: (id: string) => Place | undefined,
): AppendResult | null {
  const places = events.map((event) => placeOf(event.id))
  const last = places.at(-1)
  if (places.every((place) => place === undefined))
    return revision === expected ? null : { status: 'conflict', revision }
  const first = last ? last.revision - places.length + 1 : 0
  const repeated = places.every((place, i) => place?.stream === stream && place.revision === first + i)
  if (!repeated || !last) return { status: 'conflict', revision }
  return { status: 'duplicate', revision: last.revision, position: last.position }
}

/** The entries that follow `last`, the stream's newest (null: a new stream). */
export function record(
  { stream, events }: Append,
  last: Omit<RecordedEvent, 'position'> | null,
  now: Date,
): Entry[] {
  let recordedAt = now.toISOString()
  if (last && last.metadata.recordedAt > recordedAt) recordedAt = last.metadata.recordedAt
  let revision = last?.revision ?? -1
  let prevHash = last && hashOf(last)
  return events.map((event, i) => {
    const entry = {
      ...event,
      stream,
      revision: ++revision,
      metadata: { ...event.metadata, recordedAt, prevHash },
    }
    // The hash of the append's last event is for the next append to take.
    if (i < events.length - 1) prevHash = hashOf(eventOf(entry))
    return entry
  })
}

/** The entry as it will be read back. */
export const eventOf = (entry: Entry): Omit<RecordedEvent, 'position'> => ({
  ...entry,
  data: JSON.parse(entry.data) as Json,
})

/** Positions as text that compares like the numbers. */
export const positionOf = (n: number): Position => String(n).padStart(16, '0')

const isNumber = (text: string): boolean => /^(\d{16})?$/.test(text)

/** Throws on text that is no position of such a log. */
export function numberOf(position: Position): number {
  if (!isNumber(position)) throw new Error('not a position of this log')
  return Number(position)
}

/** Of the logs that count their events. */
export const numbered: Positions = { includes: isNumber, distance: numberOf, gapless: true }

/** Throws on a page size that no log can serve. */
export function checkLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1) throw new Error(`a page holds at least one event, not ${limit}`)
}

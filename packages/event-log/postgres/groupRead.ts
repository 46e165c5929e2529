/**
 * Group read: streams that are asked for while a query is in flight travel in the next one, so that many
 * readers side by side cost few round trips. A read never travels in a query that was sent before it was asked
 * for: it sees all that was recorded until then.
 */
import type { Pool } from 'pg'
import type { RecordedEvent } from '../log.ts'
import { COLUMNS, type EventRow, eventOfRow } from './rows.ts'

/** Queries in flight at once: one is answered while the next is filled. */
const AT_ONCE = 2
const STREAMS_A_QUERY = 128

interface Asked {
  readonly stream: string
  resolve(events: RecordedEvent[]): void
  reject(error: unknown): void
}

/** Reads a whole stream; empty when there is none. */
export function groupRead(pool: Pool): (stream: string) => Promise<RecordedEvent[]> {
  let waiting: Asked[] = []
  let inFlight = 0

  async function run(): Promise<void> {
    inFlight++
    while (waiting.length > 0) {
      const asked = waiting.slice(0, STREAMS_A_QUERY)
      waiting = waiting.slice(STREAMS_A_QUERY)
      await answer(asked)
    }
    inFlight--
  }

  async function answer(asked: readonly Asked[]): Promise<void> {
    try {
      const streams = await read([...new Set(asked.map(({ stream }) => stream))])
      for (const { stream, resolve } of asked) resolve([...(streams.get(stream) ?? [])])
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }

  async function read(names: readonly string[]): Promise<Map<string, RecordedEvent[]>> {
    const { rows } = await pool.query<EventRow>(
      `SELECT ${COLUMNS} FROM log.event WHERE stream = ANY($1) ORDER BY stream, revision`,
      [names],
    )
    const streams = new Map<string, RecordedEvent[]>()
    for (const event of rows.map(eventOfRow)) {
      const stream = streams.get(event.stream)
      if (stream) stream.push(event)
      else streams.set(event.stream, [event])
    }
    return streams
  }

  return (stream) =>
    new Promise((resolve, reject) => {
      waiting.push({ stream, resolve, reject })
      if (inFlight < AT_ONCE) void run()
    })
}

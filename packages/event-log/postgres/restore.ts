/**
 * Takes a part of another log's history, in one transaction under the lock that hands out positions: all of it
 * that did not stand here is here then, in its order, or nothing.
 */
import type { ClientBase, Pool } from 'pg'
import type { RecordedEvent } from '../log.ts'
import { missingOf } from '../restore.ts'
import { BEGIN } from './flush.ts'
import { insertEntries } from './insertEntries.ts'
import { knownFrom, lookUp } from './lookUp.ts'
import type { EventRow } from './rows.ts'

export async function restore(pool: Pool, events: readonly RecordedEvent[]): Promise<void> {
  if (events.length === 0) return
  const client = await pool.connect()
  try {
    await write(client, events)
    client.release()
  } catch (error) {
    // The connection is thrown away, and its transaction with it.
    client.release(true)
    throw error
  }
}

async function write(client: ClientBase, events: readonly RecordedEvent[]): Promise<void> {
  const head = (await client.query(BEGIN)) as unknown as { rows: { position: string }[] }[]
  const { rows } = await client.query<EventRow>(lookUp(byStream(events)))
  const { last, places } = knownFrom(rows)
  const missing = missingOf(
    events,
    (stream) => last.get(stream) ?? null,
    (id) => places.get(id),
  )
  if (missing.length > 0) await client.query(insertEntries(missing, Number(head.at(-1)!.rows[0]!.position)))
  const { command } = await client.query('COMMIT')
  if (command !== 'COMMIT') throw new Error('the log could not commit')
}

function byStream(events: readonly RecordedEvent[]) {
  const streams = new Map<string, RecordedEvent[]>()
  for (const event of events) {
    const stream = streams.get(event.stream)
    if (stream) stream.push(event)
    else streams.set(event.stream, [event])
  }
  return [...streams].map(([stream, events]) => ({ stream, events }))
}

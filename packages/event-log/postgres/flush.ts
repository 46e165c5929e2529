/**
 * One commit of the log: many appends to different streams in one transaction. The head row is locked first
 * and everything else is read after that, with a fresh snapshot, so what is decided here is what is true;
 * positions are handed out under the lock and become visible with it, in order and without gaps.
 */
import type { PoolClient } from 'pg'
import { type AppendResult, categoryOf, type NewEvent, type RecordedEvent } from '../log.ts'
import { positionOf, record } from '../record.ts'
import { type EventRow, eventOf } from './rows.ts'

export interface Append {
  readonly stream: string
  readonly expected: number
  readonly events: readonly NewEvent[]
}

const BEGIN = `BEGIN; SET LOCAL lock_timeout = '10s'; SET LOCAL idle_in_transaction_session_timeout = '10s';
SELECT position FROM log.head FOR UPDATE`
const LAST = `SELECT e.* FROM unnest($1::text[]) AS s(stream)
CROSS JOIN LATERAL (SELECT * FROM log.event WHERE stream = s.stream ORDER BY revision DESC LIMIT 1) e`
const KNOWN = 'SELECT id, stream, revision, position FROM log.event WHERE id = ANY($1::uuid[])'
const INSERT = `WITH moved AS (UPDATE log.head SET position = $9)
INSERT INTO log.event (position, id, stream, revision, category, type, data, metadata)
SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[])`

/** Answers each append on its own, in the given order; no stream may stand in the batch twice. */
export async function flush(
  client: PoolClient,
  batch: readonly Append[],
  now: () => Date,
): Promise<AppendResult[]> {
  const begun = (await client.query(BEGIN)) as unknown as { rows: { position: string }[] }[]
  let position = Number(begun[3]!.rows[0]!.position)
  const last = await client.query<EventRow>(LAST, [batch.map((append) => append.stream)])
  const known = await client.query<KnownRow>(KNOWN, [
    batch.flatMap((append) => append.events.map((event) => event.id)),
  ])
  const lastOf = new Map(last.rows.map((row) => [row.stream, eventOf(row)]))
  const knownIds = new Map(known.rows.map((row) => [row.id, row]))
  const clock = now()
  const added: RecordedEvent[] = []
  const results = batch.map(({ stream, expected, events }): AppendResult => {
    const before = lastOf.get(stream) ?? null
    const repeat = repeatOf(stream, before?.revision ?? -1, events, knownIds)
    if (repeat) return repeat
    if ((before?.revision ?? -1) !== expected) return { status: 'conflict', revision: before?.revision ?? -1 }
    for (const event of record(stream, before, events, clock))
      added.push({ ...event, position: positionOf(++position) })
    // An id that a neighbour of this batch brought is known from now on.
    for (const { id, stream: of, revision, position: at } of added.slice(-events.length))
      knownIds.set(id, { id, stream: of, revision, position: at })
    return { status: 'appended', revision: added.at(-1)!.revision, position: added.at(-1)!.position }
  })
  if (added.length === 0) {
    await client.query('COMMIT')
    return results
  }
  await client.query(INSERT, [...columnsOf(added), position])
  await client.query('NOTIFY jiahe_log; COMMIT')
  return results
}

interface KnownRow {
  readonly id: string
  readonly stream: string
  readonly revision: number
  readonly position: string
}

function repeatOf(
  stream: string,
  revision: number,
  events: readonly NewEvent[],
  known: ReadonlyMap<string, KnownRow>,
): AppendResult | null {
  const found = events.map((event) => known.get(event.id))
  const first = found.find((row) => row)
  if (!first) return null
  const repeated = found.every((row, i) => row?.stream === stream && row.revision === found[0]!.revision + i)
  if (!repeated) return { status: 'conflict', revision }
  const last = found.at(-1)!
  return { status: 'duplicate', revision: last.revision, position: positionOf(Number(last.position)) }
}

function columnsOf(events: readonly RecordedEvent[]): unknown[][] {
  return [
    events.map((e) => Number(e.position)),
    events.map((e) => e.id),
    events.map((e) => e.stream),
    events.map((e) => e.revision),
    events.map((e) => categoryOf(e.stream)),
    events.map((e) => e.type),
    events.map((e) => JSON.stringify(e.data)),
    events.map((e) => JSON.stringify(e.metadata)),
  ]
}

/** What is kept of one log's positions, moved to a log where the cases stand in another order. */

import type { EventLog, Position, RecordedEvent } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import { exampleHistory } from '@jiahe/read-models/exampleHistory.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { partitionOf } from '@jiahe/service-kit/workSharing.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { type Kysely, sql } from 'kysely'
import t, { type Test } from 'tap'
import { migrate } from '../../scripts/start/migrate.ts'
import { type Moved, movePositions } from './movePositions.ts'

type Db = Kysely<unknown>
interface Standing {
  readonly processor: string
  readonly partition: number
  readonly position: Position
}

async function database(t: Test): Promise<Db> {
  const url = await testDatabase(t)
  const db = openDatabase<unknown>(url, 2)
  t.teardown(() => db.destroy())
  await migrate(url, db)
  return db
}

const eventsOf = async (log: EventLog) => (await log.readAll({ after: '', limit: 10_000 })).events
const partitionAt = (event: RecordedEvent) => partitionOf(event.metadata.correlationId)

async function recorded(): Promise<EventLog> {
  const log = memoryLog()
  for (const event of exampleHistory(6, 60) as readonly unknown[] as readonly RecordedEvent[])
    await log.append(event.stream, event.revision - 1, [event])
  return log
}

/** The same events, the cases one after the other. */
async function inOtherOrder(log: EventLog): Promise<EventLog> {
  const target = memoryLog()
  const cases = new Map<string, RecordedEvent[]>()
  for (const event of await eventsOf(log)) {
    const { correlationId } = event.metadata
    cases.set(correlationId, [...(cases.get(correlationId) ?? []), event])
  }
  await target.restore([...cases.values()].reverse().flat())
  return target
}

async function stand(db: Db, processor: string, positions: readonly Position[]): Promise<void> {
  for (const [partition, position] of positions.entries())
    await sql`UPDATE work.partition SET position = ${position}, owner = gen_random_uuid()
      WHERE processor = ${processor} AND partition = ${partition}`.execute(db)
}
async function standing(db: Db, processor: string): Promise<readonly Standing[]> {
  const { rows } = await sql<Standing>`SELECT processor, partition, position FROM work.partition
    WHERE processor = ${processor} ORDER BY partition`.execute(db)
  return rows
}
const move = (db: Db, source: EventLog, target: EventLog): Promise<Moved> =>
  db.transaction().execute((trx) => movePositions(trx, source, target))

const doneIn = (events: readonly RecordedEvent[], { partition, position }: Standing): string[] =>
  events
    .filter((event) => partitionAt(event) === partition && event.position <= position)
    .map(({ id }) => id)
    .sort()

t.test('what was not done is not skipped, and no more is done again than has to be', async (t) => {
  const db = await database(t)
  const source = await recorded()
  const target = await inOtherOrder(source)
  const [before, after] = [await eventsOf(source), await eventsOf(target)]
  // Each partition has come to another place, one to the end and one nowhere.
  const places = [0, 1, 2, 3, 4, 5, 6, 7].map((n) =>
    n === 0 ? '' : before[Math.floor((before.length * n) / 7) - 1]!.position,
  )
  await stand(db, 'policies', places)
  await stand(
    db,
    'projector',
    places.map(() => places[7]!),
  )
  const old = await standing(db, 'policies')
  t.strictSame(await move(db, source, target), { readModels: true })
  for (const moved of await standing(db, 'policies')) {
    const done = doneIn(before, old[moved.partition]!)
    t.strictSame(
      doneIn(after, moved).filter((id) => !done.includes(id)),
      [],
      `partition ${moved.partition} skips nothing`,
    )
    const next = after.find(
      (event) => partitionAt(event) === moved.partition && event.position > moved.position,
    )
    t.ok(!next || moved.partition === 0 || !done.includes(next.id), 'and goes on with what is to be done')
  }
  t.equal((await standing(db, 'policies'))[0]!.position, '')
  t.equal((await standing(db, 'policies'))[7]!.position, await target.head())
  t.ok((await standing(db, 'projector')).every(({ position }) => position === after.at(-1)!.position))
  const { rows } = await sql`SELECT 1 FROM work.partition WHERE owner IS NOT NULL OR epoch = 0`.execute(db)
  t.strictSame(rows, [], 'and whoever held a partition meets the fence')
})

t.test(
  'read models that had not come to the end are folded anew where they would be folded twice',
  async (t) => {
    const db = await database(t)
    const source = await recorded()
    const events = await eventsOf(source)
    const { id, stream, position: middle } = events[150]!
    await stand(db, 'projector', Array<Position>(8).fill(middle))
    await sql`INSERT INTO projector.parked VALUES ('orderDesk', ${stream}, ${id}, ${middle}, now())`.execute(
      db,
    )
    const done = (await standing(db, 'projector')).map((one) => doneIn(events, one))
    const same = memoryLog()
    await same.restore(events)
    t.strictSame(await move(db, source, same), { readModels: true }, 'not where the order is the same')
    t.strictSame(
      (await standing(db, 'projector')).map((one) => doneIn(events, one)),
      done,
    )
    t.strictSame(await move(db, same, await inOtherOrder(source)), { readModels: false })
    t.ok((await standing(db, 'projector')).every(({ position }) => position === ''))
    const { rows } = await sql`SELECT 1 FROM pg_tables WHERE schemaname = 'read'
    UNION ALL SELECT 1 FROM projector.model UNION ALL SELECT 1 FROM projector.parked`.execute(db)
    t.strictSame(rows, [])
  },
)

t.test('a kept position is that of the same event, and one of no event moves nothing', async (t) => {
  const db = await database(t)
  const source = await recorded()
  const target = await inOtherOrder(source)
  const events = (await eventsOf(source)).slice(20, 40)
  for (const [n, { id, stream, position, metadata }] of events.entries()) {
    await sql`INSERT INTO intake.receipt (source, source_ref, kind, case_id, intake_id, event_id, content_hash,
      amendments, received_at, position) VALUES ('s', ${n}, 'police-alerts', ${metadata.correlationId}, ${id}, ${id},
      '', 0, now(), ${n % 2 ? position : null})`.execute(db)
    await sql`INSERT INTO policy.parked VALUES (${`p${n}`}, ${stream}, 0, ${id}, ${position}, now(), 'Error')`.execute(
      db,
    )
  }
  await move(db, source, target)
  const there = new Map((await eventsOf(target)).map(({ id, position }) => [id, position]))
  const rowsOf = async (table: string) =>
    (
      await sql<{
        event_id: string
        position: string
      }>`SELECT event_id, position FROM ${sql.table(table)}`.execute(db)
    ).rows
  const receipts = await rowsOf('intake.receipt')
  t.equal(receipts.filter(({ position }) => position === null).length, 10, 'what is pending stays pending')
  for (const { event_id, position } of [...receipts, ...(await rowsOf('policy.parked'))])
    if (position !== null) t.equal(position, there.get(event_id))
  await sql`UPDATE intake.receipt SET event_id = gen_random_uuid() WHERE source_ref = '1'`.execute(db)
  await t.rejects(move(db, target, source), /of an event that the log does not have/)
})

t.test('every column that keeps a position is known to the move', async (t) => {
  const db = await database(t)
  const { rows } = await sql<{ kept: string }>`
    SELECT table_schema || '.' || table_name AS kept FROM information_schema.columns
    WHERE column_name LIKE '%position%' AND table_schema NOT IN ('pg_catalog', 'information_schema', 'log')
    ORDER BY 1`.execute(db)
  t.strictSame(
    rows.map(({ kept }) => kept),
    ['intake.receipt', 'policy.parked', 'projector.parked', 'work.partition'],
  )
})

/**
 * A database for tests of read models, and the log they are folded from: a history held in memory. Its cases fall
 * into two halves with a position each, so that tests can let one run ahead as another process would.
 */
import { exampleRegions } from '@jiahe/domain/exampleCity.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Test } from 'tap'
import type { ReadPlaced } from './beside.ts'
import { readModels } from './catalogue.ts'
import {
  type Advance,
  type Placed,
  type Projection,
  type ProjectionOptions,
  projectionOf,
} from './projection.ts'
import { type LockStanding, migrateReadModels } from './schema.ts'
import type { ReadDb } from './tables.ts'

function open(connectionString: string): ReadDb {
  const pool = new pg.Pool({ connectionString, max: 4 })
  pool.on('error', () => {})
  return new Kysely({ dialect: new PostgresDialect({ pool }) })
}

async function makeReadModels(url: string): Promise<void> {
  const db = open(url)
  await sql`CREATE TABLE standing (half int PRIMARY KEY, position text COLLATE "C" NOT NULL)`.execute(db)
  await sql`INSERT INTO standing VALUES (0, ''), (1, '')`.execute(db)
  await migrateReadModels(db, readModels, lockStanding)
  await db.destroy()
}

export async function readDatabase(t: Test): Promise<ReadDb> {
  const db = open(await testDatabase(t, { name: 'read_models', make: makeReadModels }))
  t.teardown(() => db.destroy())
  return db
}

export type Half = 0 | 1
export const halfOf = ({ metadata }: Placed): Half =>
  (Number.parseInt(metadata.correlationId.at(-1)!, 16) % 2) as Half

async function positions(db: ReadDb): Promise<string[]> {
  const { rows } = await sql<{ position: string }>`SELECT position FROM standing ORDER BY half`.execute(db)
  return rows.map((row) => row.position)
}
export const lockStanding: LockStanding = async (trx) => {
  await sql`SELECT FROM standing FOR UPDATE`.execute(trx)
  const both = await positions(trx)
  const [least, most] = [...both].sort()
  return { least: least!, most: most!, covers: (event) => event.position <= both[halfOf(event)]! }
}
/** Moves one half of the cases, or both. */
export const advanceOf =
  (half: Half | null = null): Advance =>
  async (trx, to) =>
    void (await sql`UPDATE standing SET position = greatest(position, ${to})
      WHERE half = coalesce(${half}, half)`.execute(trx))

export interface TestProjection extends Projection {
  readonly db: ReadDb
}
export const projectionOn = (db: ReadDb, own: Partial<ProjectionOptions> = {}): TestProjection => ({
  db,
  ...projectionOf({
    db,
    models: readModels,
    regions: exampleRegions,
    now: () => new Date('2026-03-02T01:00:00Z'),
    isTransient: () => false,
    ...own,
  }),
})

/** Applies the events from where the tables stand, in pages of these sizes and then the rest; all or one half. */
export async function applyIn(
  projection: TestProjection,
  events: readonly Placed[],
  sizes: readonly number[],
  half: Half | null = null,
) {
  const from = await positions(projection.db)
  let rest = events.filter(
    (event) => event.position > from[halfOf(event)]! && (half === null || halfOf(event) === half),
  )
  for (const size of [...sizes, rest.length]) {
    const page = rest.slice(0, size)
    rest = rest.slice(size)
    if (page.length > 0) await projection.apply(page, page.at(-1)!.position, advanceOf(half))
  }
}

export const pagesOf =
  (events: readonly Placed[], size = 100): ReadPlaced =>
  async (after, types) => {
    const rest = events.filter((event) => event.position > after && types.includes(event.type))
    const page = rest.slice(0, size)
    const atEnd = rest.length <= size
    const position = atEnd ? (events.at(-1)?.position ?? after) : page.at(-1)!.position
    return { events: page, position, atEnd }
  }

/** All rows of all read models, table by table, in an order of their own. */
export async function contents(db: ReadDb, schema = 'read'): Promise<Record<string, string[]>> {
  const { rows: tables } = await sql<{ name: string }>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = ${schema} ORDER BY 1`.execute(db)
  const all: Record<string, string[]> = {}
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`
      SELECT t::text AS row FROM ${sql.table(`${schema}.${name}`)} t ORDER BY 1`.execute(db)
    all[name] = rows.map(({ row }) => row)
  }
  return all
}

/** Says of each table the first rows that differ. */
export function sameContents(
  t: Test,
  actual: Readonly<Record<string, readonly string[]>>,
  expected: Readonly<Record<string, readonly string[]>>,
  message = 'same rows',
): void {
  const tables = [...new Set([...Object.keys(actual), ...Object.keys(expected)])]
  const differing = tables.flatMap((table) => {
    const [mine, theirs] = [actual[table] ?? [], expected[table] ?? []]
    const extra = mine.filter((row) => !theirs.includes(row)).slice(0, 2)
    const lacking = theirs.filter((row) => !mine.includes(row)).slice(0, 2)
    return mine.length === theirs.length && extra.length === 0 ? [] : [{ table, extra, lacking }]
  })
  t.strictSame(differing, [], message)
}

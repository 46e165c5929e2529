/** A database for tests of read models, and the log they are folded from: a history held in memory. */
import { exampleRegions } from '@jiahe/domain/exampleCity.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Test } from 'tap'
import { readModels } from './catalogue.ts'
import { openProjection, type Placed, type Projection, type ProjectionOptions } from './projection.ts'
import type { ReadPlaced } from './rebuild.ts'
import { migrateReadModels } from './schema.ts'
import type { ReadDb } from './tables.ts'

export async function readDatabase(t: Test): Promise<ReadDb> {
  const pool = new pg.Pool({ connectionString: await testDatabase(t), max: 4 })
  pool.on('error', () => {})
  const db: ReadDb = new Kysely({ dialect: new PostgresDialect({ pool }) })
  t.teardown(() => db.destroy())
  await migrateReadModels(db, readModels)
  return db
}

export const projectionOn = (db: ReadDb, own: Partial<ProjectionOptions> = {}): Promise<Projection> =>
  openProjection({
    db,
    models: readModels,
    regions: exampleRegions,
    now: () => new Date('2026-03-02T01:00:00Z'),
    isTransient: () => false,
    ...own,
  })

/** Applies the events from where the projection stands, in pages of these sizes and then the rest. */
export async function applyIn(projection: Projection, events: readonly Placed[], sizes: readonly number[]) {
  let rest = events.filter(({ position }) => position > projection.position)
  for (const size of [...sizes, rest.length]) {
    const page = rest.slice(0, size)
    rest = rest.slice(size)
    if (page.length > 0) await projection.apply(page, page.at(-1)!.position)
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

/**
 * Rebuilds a read model beside the one that stands: its tables are made in a schema of their own, folded from
 * the beginning of the log, and when they have come as far as those that stand, compared with them and swapped
 * in one transaction. Queries and the projector go on meanwhile. A rebuild is strict: an event that cannot be
 * folded ends it, and what stands stays. A check is a rebuild that is compared and dropped.
 */
import type { Regions } from '@jiahe/domain/regions.ts'
import { sql } from 'kysely'
import { eventsOf, type Placed } from './projection.ts'
import type { ReadModel } from './readModel.ts'
import { createTables, lockCheckpoint, recordVersion } from './schema.ts'
import { type ReadDb, type ReadTransaction, tablesOf } from './tables.ts'

/** Events of these types behind `after`, in order and at most a few thousand; `position`: how far was looked. */
export type ReadPlaced = (
  after: string,
  types: readonly string[],
) => Promise<{ readonly events: readonly Placed[]; readonly position: string; readonly atEnd: boolean }>

export interface RebuildOptions {
  readonly db: ReadDb
  readonly read: ReadPlaced
  readonly regions: Regions
  /** Told after every page: how many events were folded, and how far. */
  readonly onProgress?: (events: number, position: string) => void
}
export interface Rebuilt {
  readonly model: string
  readonly events: number
  /** Whether the rows are those that stood; null where nothing of the same version stood. */
  readonly equal: boolean | null
  readonly tables: readonly TableComparison[]
}
export interface TableComparison {
  readonly table: string
  readonly rows: number
  readonly before: number | null
  readonly equal: boolean | null
}

export const rebuildModel = (model: ReadModel, options: RebuildOptions): Promise<Rebuilt> =>
  foldBeside(model, `rebuild_${model.name}`, options, swap)

/** Compares what stands with a fresh fold, and leaves it as it is. */
export const checkModel = (model: ReadModel, options: RebuildOptions): Promise<Rebuilt> =>
  foldBeside(model, `check_${model.name}`, options, drop)

async function foldBeside(
  model: ReadModel,
  schema: string,
  options: RebuildOptions,
  finish: typeof swap,
): Promise<Rebuilt> {
  const { db, onProgress = () => {} } = options
  await db.transaction().execute(async (trx) => {
    await sql`DROP SCHEMA IF EXISTS ${sql.id(schema)} CASCADE`.execute(trx)
    await sql`CREATE SCHEMA ${sql.id(schema)}`.execute(trx)
    await createTables(trx, model, schema)
  })
  const building = { position: '', events: 0 }
  /** Never beyond `upTo`: the tables that stand may not have come further. */
  const foldPage = async (trx: ReadTransaction, upTo: string): Promise<void> => {
    const page = await options.read(building.position, model.types)
    const events = page.events.filter(({ position }) => position <= upTo)
    const own = eventsOf(model, events)
    if (own.length > 0) await model.fold(own, tablesOf(trx, schema), options)
    building.position = page.position < upTo ? page.position : upTo
    building.events += own.length
  }
  for (let upTo = await standingAt(db); building.position < upTo; upTo = await standingAt(db)) {
    await db.transaction().execute((trx) => foldPage(trx, upTo))
    onProgress(building.events, building.position)
  }
  return db.transaction().execute(async (trx) => {
    await sql`SET LOCAL lock_timeout = '10s'`.execute(trx)
    const upTo = await lockCheckpoint(trx)
    while (building.position < upTo) await foldPage(trx, upTo)
    const tables = await compare(trx, model, schema)
    await finish(trx, model, schema, tables)
    const comparable = tables.every(({ equal }) => equal !== null)
    const equal = comparable ? tables.every((table) => table.equal) : null
    return { model: model.name, events: building.events, equal, tables }
  })
}

async function standingAt(db: ReadDb): Promise<string> {
  const { rows } = await sql<{ position: string }>`SELECT position FROM projector.checkpoint`.execute(db)
  return rows[0]!.position
}

async function compare(trx: ReadTransaction, model: ReadModel, schema: string): Promise<TableComparison[]> {
  const { rows: standing } = await sql<{ version: number }>`
    SELECT version FROM projector.model WHERE name = ${model.name}`.execute(trx)
  const sameVersion = standing[0]?.version === model.version
  const comparisons: TableComparison[] = []
  for (const table of await tablesIn(trx, schema)) {
    const fresh = await digestOf(trx, schema, table)
    const before = sameVersion ? await digestOf(trx, 'read', table) : null
    const equal = before && fresh.digest === before.digest && fresh.rows === before.rows
    comparisons.push({ table, rows: fresh.rows, before: before?.rows ?? null, equal })
  }
  return comparisons
}

/** Rows as a set: their number and the sum of their hashes. */
async function digestOf(
  trx: ReadTransaction,
  schema: string,
  table: string,
): Promise<{ rows: number; digest: string }> {
  const { rows } = await sql<{ rows: number; digest: string }>`
    SELECT count(*)::int AS rows, coalesce(sum(hashtextextended(t::text, 0)), 0)::text AS digest
    FROM ${sql.table(`${schema}.${table}`)} t`.execute(trx)
  return rows[0]!
}

async function tablesIn(trx: ReadTransaction, schema: string): Promise<string[]> {
  const { rows } = await sql<{ tablename: string }>`
    SELECT tablename FROM pg_tables WHERE schemaname = ${schema} ORDER BY tablename`.execute(trx)
  return rows.map((row) => row.tablename)
}

/** The new tables take the place of the old ones, and what the old ones had parked is no longer. */
async function swap(
  trx: ReadTransaction,
  model: ReadModel,
  schema: string,
  tables: readonly TableComparison[],
): Promise<void> {
  for (const { table } of tables) {
    await sql`DROP TABLE IF EXISTS ${sql.table(`read.${table}`)}`.execute(trx)
    await sql`ALTER TABLE ${sql.table(`${schema}.${table}`)} SET SCHEMA read`.execute(trx)
  }
  await drop(trx, model, schema)
  await sql`DELETE FROM projector.parked WHERE model = ${model.name}`.execute(trx)
  await recordVersion(trx, model)
}

async function drop(trx: ReadTransaction, _model: ReadModel, schema: string): Promise<void> {
  await sql`DROP SCHEMA ${sql.id(schema)} CASCADE`.execute(trx)
}

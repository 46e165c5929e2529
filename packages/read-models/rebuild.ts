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
import { createTables, type LockStanding, recordVersion, type Standing } from './schema.ts'
import { type KnownColumns, type ReadDb, type ReadTransaction, tablesOf } from './tables.ts'

/** Events of these types behind `after`, in order and at most a few thousand; `position`: how far was looked. */
export type ReadPlaced = (
  after: string,
  types: readonly string[],
) => Promise<{ readonly events: readonly Placed[]; readonly position: string; readonly atEnd: boolean }>

export interface RebuildOptions {
  readonly db: ReadDb
  readonly read: ReadPlaced
  readonly lock: LockStanding
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

/** One at a time of the same model: another one waits. */
const foldBeside = (
  model: ReadModel,
  schema: string,
  options: RebuildOptions,
  finish: typeof swap,
): Promise<Rebuilt> =>
  options.db.connection().execute(async (connection) => {
    await sql`SELECT pg_advisory_lock(hashtext(${schema}))`.execute(connection)
    try {
      return await foldAlone(model, schema, options, finish)
    } finally {
      await sql`SELECT pg_advisory_unlock(hashtext(${schema}))`.execute(connection)
    }
  })

async function foldAlone(
  model: ReadModel,
  schema: string,
  options: RebuildOptions,
  finish: typeof swap,
): Promise<Rebuilt> {
  const { db, lock, onProgress = () => {} } = options
  await db.transaction().execute(async (trx) => {
    await sql`DROP SCHEMA IF EXISTS ${sql.id(schema)} CASCADE`.execute(trx)
    await sql`CREATE SCHEMA ${sql.id(schema)}`.execute(trx)
    await createTables(trx, model, schema)
  })
  const building = { position: '', events: 0 }
  const columns: KnownColumns = new Map()
  const foldPage = async (
    trx: ReadTransaction,
    upTo: string,
    isIn: (event: Placed) => boolean,
  ): Promise<void> => {
    const page = await options.read(building.position, model.types)
    const own = eventsOf(model, page.events.filter(isIn))
    if (own.length > 0) await model.fold(own, tablesOf(trx, schema, columns), options)
    // A checkpoint may lie behind the last event: at the log's end nothing is left before it.
    building.position = page.position < upTo && !page.atEnd ? page.position : upTo
    building.events += own.length
  }
  /** Never beyond what all of the tables that stand have come to; it may have moved on meanwhile. */
  const standing = () => db.transaction().execute(lock)
  for (let { least } = await standing(); building.position < least; { least } = await standing()) {
    const upTo = least
    await db.transaction().execute((trx) => foldPage(trx, upTo, ({ position }) => position <= upTo))
    onProgress(building.events, building.position)
  }
  return db.transaction().execute(async (trx) => {
    await sql`SET LOCAL lock_timeout = '10s'`.execute(trx)
    // Behind the least position, the tables that stand hold some cases' events and not yet those of others.
    const { most, covers }: Standing = await lock(trx)
    while (building.position < most) await foldPage(trx, most, covers)
    const tables = await compare(trx, model, schema)
    await finish(trx, model, schema, tables)
    const comparable = tables.every(({ equal }) => equal !== null)
    const equal = comparable ? tables.every((table) => table.equal) : null
    return { model: model.name, events: building.events, equal, tables }
  })
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
  // Whoever folds has to be able to take their place again.
  const { rows } = await sql<{ owner: string }>`
    SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = 'read'`.execute(trx)
  const { owner } = rows[0]!
  for (const { table } of tables) {
    await sql`DROP TABLE IF EXISTS ${sql.table(`read.${table}`)}`.execute(trx)
    await sql`ALTER TABLE ${sql.table(`${schema}.${table}`)} SET SCHEMA read`.execute(trx)
    await sql`ALTER TABLE ${sql.table(`read.${table}`)} OWNER TO ${sql.id(owner)}`.execute(trx)
  }
  await drop(trx, model, schema)
  await sql`DELETE FROM projector.parked WHERE model = ${model.name}`.execute(trx)
  await recordVersion(trx, model)
}

async function drop(trx: ReadTransaction, _model: ReadModel, schema: string): Promise<void> {
  await sql`DROP SCHEMA ${sql.id(schema)} CASCADE`.execute(trx)
}

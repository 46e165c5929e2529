/** One read model's tables beside those that stand: folded by the page, compared, and put in their place or dropped. */
import type { Regions } from '@jiahe/domain/regions.ts'
import { sql } from 'kysely'
import { forgetSums } from './keptSums.ts'
import { eventsOf, type Placed } from './projection.ts'
import type { ReadModel } from './readModel.ts'
import { createTables, type LockStanding, recordVersion } from './schema.ts'
import { type KnownColumns, type ReadDb, type ReadTransaction, tablesOf } from './tables.ts'

export interface PlacedPage {
  readonly events: readonly Placed[]
  readonly position: string
  readonly atEnd: boolean
}
/** Events of these types behind `after`, in order and at most a few thousand; `position`: how far was looked. */
export type ReadPlaced = (after: string, types: readonly string[]) => Promise<PlacedPage>

export interface RebuildOptions {
  readonly db: ReadDb
  readonly read: ReadPlaced
  readonly lock: LockStanding
  readonly regions: Regions
  /** Told after every page: how many events were read, and how far. */
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

/** There is an event that the model cannot fold. */
export class CannotFold extends Error {
  override name = 'CannotFold'
  readonly model: string
  constructor(model: string, cause: unknown) {
    super(`${model} cannot fold an event`, { cause })
    this.model = model
  }
}

/** When an event could not be folded, nothing more is done with the tables. */
export interface Beside {
  readonly model: ReadModel
  readonly schema: string
  begin(): Promise<void>
  /** A page that follows what was folded, up to a position. */
  foldUpTo(page: PlacedPage, upTo: string): Promise<void>
  /** Folds what is left, compares, and puts the tables in their place or drops them. */
  finished(): Promise<Rebuilt | CannotFold>
}

/** A checkpoint may lie behind the last event: at the log's end nothing is left before it. */
export const reached = (page: PlacedPage, upTo: string): string =>
  page.position < upTo && !page.atEnd ? page.position : upTo

export function beside(
  model: ReadModel,
  schema: string,
  options: RebuildOptions,
  finish: typeof swap,
): Beside {
  const { db, read, lock } = options
  const columns: KnownColumns = new Map()
  const types: readonly string[] = model.types
  const at = { position: '', events: 0 }
  let fault: CannotFold | null = null

  async function fold(trx: ReadTransaction, events: readonly Placed[]): Promise<void> {
    try {
      await model.fold(eventsOf(model, events), tablesOf(trx, schema, columns), options)
    } catch (error) {
      throw isOfTheDatabase(error) ? error : new CannotFold(model.name, error)
    }
    at.events += events.length
  }

  /** What cannot be folded ends this model's; any other fault is everybody's. */
  async function unlessFault(act: () => Promise<void>): Promise<void> {
    if (fault) return
    try {
      await act()
    } catch (error) {
      if (!(error instanceof CannotFold)) throw error
      fault = error
    }
  }

  const foldUpTo = (page: PlacedPage, upTo: string): Promise<void> =>
    unlessFault(async () => {
      const own = page.events.filter(({ type, position }) => types.includes(type) && position <= upTo)
      if (own.length > 0) await db.transaction().execute((trx) => fold(trx, own))
      at.position = upTo
    })

  /** The others took their time at the end: what came meanwhile is folded before anything is locked for long. */
  async function catchUp(): Promise<void> {
    const standing = async () => (await db.transaction().execute(lock)).least
    for (let least = await standing(); !fault && at.position < least; least = await standing()) {
      const page = await read(at.position, types)
      await foldUpTo(page, reached(page, least))
    }
  }

  const settled = (): Promise<Rebuilt> =>
    db.transaction().execute(async (trx) => {
      await sql`SET LOCAL lock_timeout = '10s'`.execute(trx)
      // Behind the least position, the tables that stand hold some cases' events and not yet those of others.
      const { most, covers } = await lock(trx)
      while (at.position < most) {
        const page = await read(at.position, types)
        const own = page.events.filter((event) => types.includes(event.type) && covers(event))
        if (own.length > 0) await fold(trx, own)
        at.position = reached(page, most)
      }
      const tables = await compare(trx, model, schema)
      await finish(trx, model, schema, tables)
      const comparable = tables.every(({ equal }) => equal !== null)
      const equal = comparable ? tables.every((table) => table.equal) : null
      return { model: model.name, events: at.events, equal, tables }
    })

  async function finished(): Promise<Rebuilt | CannotFold> {
    await catchUp()
    let rebuilt: Rebuilt | null = null
    await unlessFault(async () => {
      rebuilt = await settled()
    })
    return rebuilt ?? fault!
  }

  const begin = (): Promise<void> =>
    db.transaction().execute(async (trx) => {
      await sql`DROP SCHEMA IF EXISTS ${sql.id(schema)} CASCADE`.execute(trx)
      await sql`CREATE SCHEMA ${sql.id(schema)}`.execute(trx)
      await createTables(trx, model, schema)
    })

  return { model, schema, begin, foldUpTo, finished }
}

/** PostgreSQL and sockets give their errors a code; a fold has none. */
const isOfTheDatabase = (error: unknown): boolean => error instanceof Error && 'code' in error

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
export async function swap(
  trx: ReadTransaction,
  model: ReadModel,
  schema: string,
  tables: readonly TableComparison[],
): Promise<void> {
  // Whoever folds has to be able to take their place again.
  const { rows } = await sql<{ owner: string }>`
    SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = 'read'`.execute(trx)
  const { owner } = rows[0]!
  await forgetSums(trx)
  for (const { table } of tables) {
    await sql`DROP TABLE IF EXISTS ${sql.table(`read.${table}`)}`.execute(trx)
    await sql`ALTER TABLE ${sql.table(`${schema}.${table}`)} SET SCHEMA read`.execute(trx)
    await sql`ALTER TABLE ${sql.table(`read.${table}`)} OWNER TO ${sql.id(owner)}`.execute(trx)
  }
  await drop(trx, model, schema)
  await sql`DELETE FROM projector.parked WHERE model = ${model.name}`.execute(trx)
  await recordVersion(trx, model)
}

export async function drop(trx: ReadTransaction, _model: ReadModel, schema: string): Promise<void> {
  await sql`DROP SCHEMA ${sql.id(schema)} CASCADE`.execute(trx)
}

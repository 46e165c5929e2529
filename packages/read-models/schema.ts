/**
 * Where the read models live: their tables in the schema `read`, which versions of them those are and what they
 * stopped at in the schema `projector`. Nothing here is a source: all of it can be dropped and rebuilt.
 */
import { type Migration, Migrator, sql } from 'kysely'
import { keptTables } from './keptSums.ts'
import type { Placed } from './projection.ts'
import type { ReadModel } from './readModel.ts'
import type { ReadDb, ReadTransaction } from './tables.ts'

const migrations: Record<string, Migration> = {
  '001_projector': {
    async up(db) {
      for (const statement of [
        sql`CREATE SCHEMA read`,
        sql`CREATE TABLE projector.model (name text PRIMARY KEY, version int NOT NULL)`,
        sql`CREATE TABLE projector.parked (
          model text NOT NULL, stream text COLLATE "C" NOT NULL, event_id uuid NOT NULL,
          position text COLLATE "C" NOT NULL, parked_at timestamptz NOT NULL, PRIMARY KEY (model, stream)
        )`,
      ])
        await statement.execute(db)
    },
  },
  '002_kept_sums': {
    async up(db) {
      for (const statement of keptTables) await statement.execute(db)
    },
  },
}

/** How far the tables in `read` have come: which events of the log are in them. */
export interface Standing {
  /** Every event up to here. */
  readonly least: string
  /** None behind here. */
  readonly most: string
  covers(event: Placed): boolean
}
/** Says it, and holds it until the transaction ends: nobody folds meanwhile. */
export type LockStanding = (trx: ReadTransaction) => Promise<Standing>

/** Brings the bookkeeping up to date and makes the tables of models that are new while nothing was folded yet.
 *  Gives the models whose tables are missing or of an older version: those are to be rebuilt. */
export async function migrateReadModels(
  db: ReadDb,
  models: readonly ReadModel[],
  lock: LockStanding,
): Promise<ReadModel[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'projector',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
  return db.transaction().execute(async (trx) => {
    const { most } = await lock(trx)
    const { rows } = await sql<{ name: string; version: number }>`
      SELECT name, version FROM projector.model`.execute(trx)
    const standing = new Map(rows.map(({ name, version }) => [name, version]))
    // What a newer program built is left to it.
    const missing = models.filter(({ name, version }) => (standing.get(name) ?? 0) < version)
    const fresh = most === '' ? missing.filter(({ name }) => !standing.has(name)) : []
    for (const model of fresh) {
      await createTables(trx, model, 'read')
      await recordVersion(trx, model)
    }
    return missing.filter((model) => !fresh.includes(model))
  })
}

export async function createTables(trx: ReadTransaction, model: ReadModel, schema: string): Promise<void> {
  await sql`SET LOCAL search_path = ${sql.id(schema)}`.execute(trx)
  await sql.raw(model.tables).execute(trx)
  await sql`SET LOCAL search_path = DEFAULT`.execute(trx)
}

export async function recordVersion(trx: ReadTransaction, { name, version }: ReadModel): Promise<void> {
  await sql`INSERT INTO projector.model (name, version) VALUES (${name}, ${version})
    ON CONFLICT (name) DO UPDATE SET version = excluded.version`.execute(trx)
}

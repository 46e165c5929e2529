/**
 * Where the read models live: their tables in the schema `read`, which versions of them those are and how far
 * they have come in the schema `projector`. Nothing here is a source: all of it can be dropped and rebuilt.
 */
import { type Migration, Migrator, sql } from 'kysely'
import type { ReadModel } from './readModel.ts'
import type { ReadDb, ReadTransaction } from './tables.ts'

const migrations: Record<string, Migration> = {
  '001_projector': {
    async up(db) {
      for (const statement of [
        sql`CREATE SCHEMA read`,
        // One position for all models: a page is folded into all of them in one transaction.
        sql`CREATE TABLE projector.checkpoint (
          singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
          position text COLLATE "C" NOT NULL,
          epoch int NOT NULL
        )`,
        sql`INSERT INTO projector.checkpoint (position, epoch) VALUES ('', 0)`,
        sql`CREATE TABLE projector.model (name text PRIMARY KEY, version int NOT NULL)`,
        sql`CREATE TABLE projector.parked (
          model text NOT NULL, stream text COLLATE "C" NOT NULL, event_id uuid NOT NULL,
          position text COLLATE "C" NOT NULL, parked_at timestamptz NOT NULL, PRIMARY KEY (model, stream)
        )`,
      ])
        await statement.execute(db)
    },
  },
}

/** Brings the bookkeeping up to date and makes the tables of models that are new while nothing was folded yet.
 *  Gives the models whose tables are missing or of another version: those are to be rebuilt. */
export async function migrateReadModels(db: ReadDb, models: readonly ReadModel[]): Promise<ReadModel[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'projector',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
  return db.transaction().execute(async (trx) => {
    const position = await lockCheckpoint(trx)
    const { rows } = await sql<{ name: string; version: number }>`
      SELECT name, version FROM projector.model`.execute(trx)
    const standing = new Map(rows.map(({ name, version }) => [name, version]))
    const missing = models.filter(({ name, version }) => standing.get(name) !== version)
    const fresh = position === '' ? missing.filter(({ name }) => !standing.has(name)) : []
    for (const model of fresh) {
      await createTables(trx, model, 'read')
      await recordVersion(trx, model)
    }
    return missing.filter((model) => !fresh.includes(model))
  })
}

/** Position that everything in `read` stands at; it cannot move until the transaction ends. */
export async function lockCheckpoint(trx: ReadTransaction): Promise<string> {
  const { rows } = await sql<{ position: string }>`
    SELECT position FROM projector.checkpoint FOR UPDATE`.execute(trx)
  return rows[0]!.position
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

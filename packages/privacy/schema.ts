/**
 * Tables of the vault. `keys` holds what opens the rest and can be kept and backed up apart: without its rows
 * a copy of `vault` is ciphertext for ever. The blind index finds a person again without telling who she is.
 */
import { type Kysely, type Migration, Migrator, sql } from 'kysely'

export interface VaultTables {
  'keys.person_key': { person_id: string; wrapped: Buffer }
  'keys.case_key': { case_id: string; wrapped: Buffer }
  'keys.index_key': { singleton: boolean; wrapped: Buffer }
  'vault.person': { person_id: string; sealed: Buffer; has_number: boolean }
  /** `person_id` is null where the hash fits several people with numbers of their own: it identifies nobody. */
  'vault.blind_index': { hash: Buffer; person_id: string | null }
  'vault.text': { text_id: string; case_id: string; sealed: Buffer }
}
export type VaultDb = Kysely<VaultTables>

const migrations: Record<string, Migration> = {
  '001_vault': {
    async up(db: Kysely<unknown>) {
      for (const statement of [
        sql`CREATE SCHEMA keys`,
        sql`CREATE TABLE keys.person_key (person_id uuid PRIMARY KEY, wrapped bytea NOT NULL)`,
        sql`CREATE TABLE keys.case_key (case_id uuid PRIMARY KEY, wrapped bytea NOT NULL)`,
        sql`CREATE TABLE keys.index_key (singleton boolean PRIMARY KEY CHECK (singleton), wrapped bytea NOT NULL)`,
        sql`CREATE TABLE vault.person (person_id uuid PRIMARY KEY, sealed bytea NOT NULL, has_number boolean NOT NULL)`,
        sql`CREATE TABLE vault.blind_index (hash bytea PRIMARY KEY, person_id uuid)`,
        sql`CREATE INDEX ON vault.blind_index (person_id)`,
        sql`CREATE TABLE vault.text (text_id uuid PRIMARY KEY, case_id uuid NOT NULL, sealed bytea NOT NULL)`,
        sql`CREATE INDEX ON vault.text (case_id)`,
      ])
        await statement.execute(db)
    },
  },
}

export async function migrateVault(db: VaultDb): Promise<void> {
  await sql`CREATE SCHEMA IF NOT EXISTS vault`.execute(db)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'vault',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

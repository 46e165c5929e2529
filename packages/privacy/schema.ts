/**
 * Tables of the vault. `keys` holds what opens the rest and can be kept and backed up apart: without its rows
 * a copy of `vault` is ciphertext for ever. Erasing a person is deleting her rows of `keys.person_key`,
 * `vault.person` and `vault.blind_index`: every row belongs to one person, nothing of her stays elsewhere.
 */
import { type Generated, type Kysely, type Migration, Migrator, sql } from 'kysely'

export interface VaultTables {
  /** What wraps all other keys. Null in `wrapped_by`: the master key itself, as it was before there were these. */
  'keys.wrapping_key': { id: Generated<number>; made_at: Generated<Date> }
  /** Each as a master key wraps it: of one that is to be changed, two. */
  'keys.wrapping_copy': { wrapping_key: number; master: string; sealed: string; used_at: Date | null }
  'keys.person_key': { person_id: string; wrapped: Buffer; wrapped_by: number | null }
  'keys.case_key': { case_id: string; wrapped: Buffer; wrapped_by: number | null }
  'keys.index_key': { singleton: boolean; wrapped: Buffer; wrapped_by: number | null }
  /** What systems share with us: where a webhook leads and what it signs with, what a sender signs with. */
  'keys.secret': { id: string; sealed: Buffer; wrapped_by: number | null }
  /** The two flags are what resolving people has to know without opening anything. */
  'vault.person': { person_id: string; sealed: Buffer; has_number: boolean; has_name: boolean }
  /** A hash stands once for each person that it fits; that of a document number fits only one. */
  'vault.blind_index': { hash: Buffer; person_id: string; is_number: boolean }
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
        sql`CREATE TABLE vault.person (
          person_id uuid PRIMARY KEY, sealed bytea NOT NULL,
          has_number boolean NOT NULL, has_name boolean NOT NULL)`,
        sql`CREATE TABLE vault.blind_index (
          hash bytea, person_id uuid, is_number boolean NOT NULL, PRIMARY KEY (hash, person_id))`,
        sql`CREATE UNIQUE INDEX one_person_a_number ON vault.blind_index (hash) WHERE is_number`,
        sql`CREATE INDEX ON vault.blind_index (person_id)`,
        sql`CREATE TABLE vault.text (text_id uuid PRIMARY KEY, case_id uuid NOT NULL, sealed bytea NOT NULL)`,
        sql`CREATE INDEX ON vault.text (case_id)`,
      ])
        await statement.execute(db)
    },
  },
  '002_secrets': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE TABLE keys.secret (id uuid PRIMARY KEY, sealed bytea NOT NULL)`.execute(db)
    },
  },
  '003_wrapping_keys': {
    async up(db: Kysely<unknown>) {
      for (const statement of [
        sql`CREATE TABLE keys.wrapping_key (
          id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT now())`,
        sql`CREATE TABLE keys.wrapping_copy (
          wrapping_key integer NOT NULL REFERENCES keys.wrapping_key ON DELETE CASCADE, master text NOT NULL,
          sealed text NOT NULL, used_at timestamptz, PRIMARY KEY (wrapping_key, master))`,
        // Without a cascade: none is thrown away that something is still wrapped by.
        ...['person_key', 'case_key', 'index_key', 'secret'].map(
          (table) =>
            sql`ALTER TABLE ${sql.table(`keys.${table}`)}
              ADD COLUMN wrapped_by integer REFERENCES keys.wrapping_key`,
        ),
      ])
        await statement.execute(db)
    },
  },
}

/** Brings the tables up to date; several processes may do it at once. */
export async function migrateVault(db: VaultDb): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'vault',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

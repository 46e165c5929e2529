/**
 * The senders' references. A reference is reserved here, with the ids that its events will have, before
 * anything is appended; `pending` holds what is still to be appended (nothing personal is in it), so a crash in
 * between is repaired by the next try, or by the next start, with the same ids.
 */
import type { AmendIntake, ReceiveIntake } from '@jiahe/domain/familyCase.ts'
import type { VaultTables } from '@jiahe/privacy/schema.ts'
import { type Kysely, type Migration, Migrator, sql } from 'kysely'

/** One append that an intake calls for, in order. */
export type Step = { readonly receive: ReceiveIntake } | { readonly amend: AmendIntake }

export interface IntakeTables extends VaultTables {
  'intake.receipt': {
    source: string
    source_ref: string
    case_id: string
    intake_id: string
    content_hash: Buffer
    amendments: number
    received_at: Date
    /** Null while something is pending. */
    position: string | null
    pending: unknown | null
  }
}
export type IntakeDb = Kysely<IntakeTables>

const migrations: Record<string, Migration> = {
  '001_receipts': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE TABLE intake.receipt (
        source text, source_ref text, case_id uuid NOT NULL, intake_id uuid NOT NULL, content_hash bytea NOT NULL,
        amendments int NOT NULL, received_at timestamptz NOT NULL, position text, pending jsonb,
        PRIMARY KEY (source, source_ref))`.execute(db)
      await sql`CREATE INDEX ON intake.receipt (received_at) WHERE pending IS NOT NULL`.execute(db)
    },
  },
}

export async function migrateIntake(db: IntakeDb): Promise<void> {
  await sql`CREATE SCHEMA IF NOT EXISTS intake`.execute(db)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'intake',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

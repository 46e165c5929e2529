/**
 * The senders' references. A reference is reserved here, with the ids that its events will have, before
 * anything is appended; `pending` holds what is still to be appended (nothing personal is in it), so a crash in
 * between is repaired by the next try, or by the next start, with the same ids. Beside them what each sender can
 * follow: the newest change of each of its receipts, by a number.
 */
import type { AmendIntake, ReceiveIntake } from '@jiahe/domain/familyCaseDecisions.ts'
import type { VaultTables } from '@jiahe/privacy/schema.ts'
import { type Generated, type Kysely, type Migration, Migrator, sql, type Transaction } from 'kysely'
import type { Kind } from './body.ts'

/** One append that an intake calls for, in order. */
export type Step = { readonly receive: ReceiveIntake } | { readonly amend: AmendIntake }

export interface IntakeTables extends VaultTables {
  'intake.receipt': {
    source: string
    source_ref: string
    kind: Kind
    case_id: string
    /** The `AlertReceived` or `ReportReceived` that the reference stands for now. */
    intake_id: string
    /** The event that the newest content became: the intake itself, or its amendment. */
    event_id: string
    /** Null once a person it tells of was erased: then whatever comes under the reference is a repeat. */
    content_hash: Buffer | null
    amendments: number
    /** In the order of the reservations. */
    n: Generated<string>
    received_at: Date
    /** Of the newest content's event; null while something is pending. */
    position: string | null
    pending: unknown | null
  }
  /** By which code, as its keyed hash, a person asks about a reference. */
  'intake.receipt_code': { code_hash: Buffer; source: string; source_ref: string }
  /** One row a source: what its feed is called and the number of its newest change. */
  'intake.feed': { source: string; id: string; last: string }
  'intake.receipt_change': {
    /** The receipt's own number, its `n`. */
    receipt: string
    source: string
    /** Counted in each source's feed; a receipt has that of its newest change. */
    change: string
    changed_at: Date
    /** Of what it said then; null where that could not be read. */
    digest: Buffer | null
  }
}
export type IntakeDb = Kysely<IntakeTables>
export type IntakeTransaction = Transaction<IntakeTables>

const migrations: Record<string, Migration> = {
  '001_receipts': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE TABLE intake.receipt (
        source text, source_ref text, kind text NOT NULL, case_id uuid NOT NULL, intake_id uuid NOT NULL,
        event_id uuid NOT NULL, content_hash bytea NOT NULL, amendments int NOT NULL,
        n bigint GENERATED ALWAYS AS IDENTITY, received_at timestamptz NOT NULL, position text, pending jsonb,
        PRIMARY KEY (source, source_ref))`.execute(db)
      await sql`CREATE INDEX ON intake.receipt (n) WHERE pending IS NOT NULL`.execute(db)
    },
  },
  '002_receipt_codes': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE TABLE intake.receipt_code (
        code_hash bytea PRIMARY KEY, source text NOT NULL, source_ref text NOT NULL)`.execute(db)
    },
  },
  '003_feed': {
    async up(db: Kysely<unknown>) {
      for (const statement of [
        sql`CREATE UNIQUE INDEX receipt_number ON intake.receipt (n)`,
        sql`CREATE INDEX ON intake.receipt (case_id)`,
        sql`CREATE TABLE intake.feed (
          source text PRIMARY KEY, id uuid NOT NULL DEFAULT gen_random_uuid(), last bigint NOT NULL)`,
        sql`CREATE TABLE intake.receipt_change (
          receipt bigint PRIMARY KEY, source text NOT NULL, change bigint NOT NULL,
          changed_at timestamptz NOT NULL, digest bytea)`,
        sql`CREATE UNIQUE INDEX ON intake.receipt_change (source, change)`,
      ])
        await statement.execute(db)
    },
  },
  '004_erased': {
    async up(db: Kysely<unknown>) {
      await sql`ALTER TABLE intake.receipt ALTER COLUMN content_hash DROP NOT NULL`.execute(db)
      await sql`CREATE INDEX ON intake.receipt (intake_id)`.execute(db)
    },
  },
}

/** Brings the table up to date; several processes may do it at once. */
export async function migrateIntake(db: IntakeDb): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'intake',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

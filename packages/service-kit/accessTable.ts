/**
 * Where it is kept who looked at whom. Rows are only ever added: the database itself refuses to change or delete one,
 * and the rows of an account's day are chained by hashes, so that one that was changed or taken out all the same shows.
 */
import type { AccessAction, AccessOutcome } from '@jiahe/domain/accessVocabulary.ts'
import { type Generated, type Kysely, sql } from 'kysely'

export interface AccessTables {
  'account.access_log': {
    id: Generated<string>
    at: Date
    account_id: string
    action: AccessAction
    outcome: AccessOutcome
    /** A code: what it was looked at for, or why it was refused. */
    reason: string
    person_id: string | null
    case_id: string | null
    order_id: string | null
    /** Codes and numbers only: the route of a try, what was in an export. */
    detail: unknown | null
    /** `YYYY-MM-DD` in Asia/Shanghai. */
    day: string
    /** Counted from 0 in each account's day. */
    number: number
    /** Of the row before it in that day; null on the first. */
    prev_hash: Buffer | null
    hash: Buffer
  }
}
export type AccessDb = Kysely<AccessTables>

const statements = [
  sql`CREATE SCHEMA IF NOT EXISTS account`,
  sql`CREATE TABLE IF NOT EXISTS account.access_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, account_id uuid NOT NULL,
    action text NOT NULL, outcome text NOT NULL, reason text NOT NULL, person_id uuid, case_id uuid, order_id uuid,
    detail jsonb, day text NOT NULL, number int NOT NULL, prev_hash bytea, hash bytea NOT NULL,
    UNIQUE (account_id, day, number))`,
  sql`CREATE INDEX IF NOT EXISTS access_log_account ON account.access_log (account_id, at)`,
  sql`CREATE INDEX IF NOT EXISTS access_log_person ON account.access_log (person_id) WHERE person_id IS NOT NULL`,
  sql`CREATE INDEX IF NOT EXISTS access_log_at ON account.access_log (at)`,
  sql`CREATE OR REPLACE FUNCTION account.append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'account.access_log is append-only'; END $$`,
  sql`CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON account.access_log
    EXECUTE FUNCTION account.append_only()`,
]

/** Makes the table when it is not there. Two processes may run it at once. */
export async function migrateAccessLog(db: AccessDb): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('jiahe access log'))`.execute(trx)
    for (const statement of statements) await statement.execute(trx)
  })
}

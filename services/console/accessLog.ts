/**
 * Who looked at whom, when and why. Rows are only ever added: the database itself refuses to change or delete
 * one. A look is recorded before it is granted.
 */
import { type Kysely, sql } from 'kysely'

export interface AccessTables {
  'account.access_log': {
    at: Date
    account_id: string
    person_id: string
    case_id: string
    reason: string
  }
}
export type AccessDb = Kysely<AccessTables>

/** Makes the table when it is not there. Two processes may run it at once. */
export async function migrateAccessLog(db: AccessDb): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('jiahe access log'))`.execute(trx)
    await sql`CREATE SCHEMA IF NOT EXISTS account`.execute(trx)
    await sql`CREATE TABLE IF NOT EXISTS account.access_log (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, account_id uuid NOT NULL,
      person_id uuid NOT NULL, case_id uuid NOT NULL, reason text NOT NULL)`.execute(trx)
    await sql`CREATE INDEX IF NOT EXISTS access_log_account ON account.access_log (account_id, at)`.execute(
      trx,
    )
    await sql`CREATE OR REPLACE FUNCTION account.append_only() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'account.access_log is append-only'; END $$`.execute(trx)
    await sql`CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON account.access_log
      EXECUTE FUNCTION account.append_only()`.execute(trx)
  })
}

export interface Look {
  readonly at: Date
  readonly accountId: string
  readonly caseId: string
  readonly personIds: readonly string[]
  readonly reason: string
}

export async function recordLook(
  db: AccessDb,
  { at, accountId, caseId, personIds, reason }: Look,
): Promise<void> {
  if (personIds.length === 0) return
  const rows = personIds.map((person_id) => ({
    at,
    account_id: accountId,
    person_id,
    case_id: caseId,
    reason,
  }))
  await db.insertInto('account.access_log').values(rows).execute()
}

/** As `recordLook`, unless the same account had the same look for the same reason less than so long ago: a screen
 *  that stands open and reads itself anew is one look. */
export async function recordLookOnce(db: AccessDb, look: Look, within_ms: number): Promise<void> {
  const { at, accountId, caseId, personIds, reason } = look
  const recent = await db
    .selectFrom('account.access_log')
    .select('person_id')
    .where('account_id', '=', accountId)
    .where('at', '>', new Date(at.getTime() - within_ms))
    .where('case_id', '=', caseId)
    .where('reason', '=', reason)
    .execute()
  const seen = new Set(recent.map((row) => row.person_id))
  await recordLook(db, { ...look, personIds: personIds.filter((id) => !seen.has(id)) })
}

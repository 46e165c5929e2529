/**
 * Who may sign in, their sessions, and the keys of sending systems. Passwords are argon2id; session tokens and
 * intake keys are random and kept only as hashes.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { type Kysely, type Migration, Migrator, sql } from 'kysely'

export const roles = [
  'dispatcher',
  'district-officer',
  'mediator',
  'analyst',
  'auditor',
  'administrator',
] as const
export type Role = (typeof roles)[number]
export interface Account {
  readonly id: string
  readonly username: string
  readonly role: Role
  /** Region code of the federation: 4, 6 or 9 digits. */
  readonly federation: string
}

export interface AccountTables {
  'account.account': {
    id: string
    username: string
    password_hash: string
    role: Role
    federation: string
    disabled: boolean
    failures: number
    /** No password is tried before this moment. */
    not_before: Date | null
  }
  'account.session': { token_hash: Buffer; account_id: string; expires_at: Date }
  'account.intake_key': { key_hash: Buffer; source: string }
}
export type AccountDb = Kysely<AccountTables>

const migrations: Record<string, Migration> = {
  '001_accounts': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE TABLE account.account (
        id uuid PRIMARY KEY, username text NOT NULL UNIQUE, password_hash text NOT NULL, role text NOT NULL,
        federation text NOT NULL, disabled boolean NOT NULL DEFAULT false,
        failures int NOT NULL DEFAULT 0, not_before timestamptz)`.execute(db)
      await sql`CREATE TABLE account.session (
        token_hash bytea PRIMARY KEY, account_id uuid NOT NULL REFERENCES account.account, expires_at timestamptz NOT NULL)`.execute(
        db,
      )
      await sql`CREATE TABLE account.intake_key (key_hash bytea PRIMARY KEY, source text NOT NULL)`.execute(
        db,
      )
    },
  },
}

export async function migrateAccounts(db: AccountDb): Promise<void> {
  await sql`CREATE SCHEMA IF NOT EXISTS account`.execute(db)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'account',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest()

export const hashPassword = (password: string): Promise<string> => hash(password)

/** Makes the account, or gives the one of this name the new password, role and federation. */
export async function putAccount(
  db: AccountDb,
  account: Omit<Account, 'id'> & { password_hash: string },
): Promise<void> {
  await db
    .insertInto('account.account')
    .values({ ...account, id: randomUUID(), disabled: false, failures: 0, not_before: null })
    .onConflict((c) => c.column('username').doUpdateSet(account))
    .execute()
}

/** Makes the account; false when there is one of this name, which stays as it is. */
export async function addAccount(
  db: AccountDb,
  account: Omit<Account, 'id'> & { password_hash: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('account.account')
    .values({ ...account, id: randomUUID(), disabled: false, failures: 0, not_before: null })
    .onConflict((c) => c.column('username').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Ends the account's sessions and lets it open none; false when there is no such account. */
export async function disableAccount(db: AccountDb, username: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const account = await trx
      .updateTable('account.account')
      .set({ disabled: true })
      .where('username', '=', username)
      .returning('id')
      .executeTakeFirst()
    if (!account) return false
    await trx.deleteFrom('account.session').where('account_id', '=', account.id).execute()
    return true
  })
}

export type SignIn =
  | { readonly account: Account; readonly token: string }
  | { readonly refusal: 'wrong-credentials' | 'too-many-tries' }

const SESSION_MS = 12 * 3_600_000
const FREE_FAILURES = 5
let decoy: Promise<string> | null = null

/** Checks a password and opens a session. A name that does not exist takes as long as one that does. After
 *  five failures each further one doubles the wait, up to a minute: slow for a guesser, short for the owner. */
export async function signIn(db: AccountDb, username: string, password: string, now: Date): Promise<SignIn> {
  const row = await db
    .selectFrom('account.account')
    .selectAll()
    .where('username', '=', username)
    .executeTakeFirst()
  if (row?.not_before && row.not_before > now) return { refusal: 'too-many-tries' }
  decoy ??= hash(randomBytes(16).toString('hex'))
  const right = await verify(row?.password_hash ?? (await decoy), password)
  if (!row || !right || row.disabled) {
    if (row) await countFailure(db, row.id, row.failures + 1, now)
    return { refusal: 'wrong-credentials' }
  }
  const token = randomBytes(32).toString('base64url')
  await db
    .updateTable('account.account')
    .set({ failures: 0, not_before: null })
    .where('id', '=', row.id)
    .execute()
  const session = {
    token_hash: digest(token),
    account_id: row.id,
    expires_at: new Date(now.getTime() + SESSION_MS),
  }
  await db.insertInto('account.session').values(session).execute()
  return {
    account: { id: row.id, username: row.username, role: row.role, federation: row.federation },
    token,
  }
}

async function countFailure(db: AccountDb, id: string, failures: number, now: Date): Promise<void> {
  const wait_ms = failures < FREE_FAILURES ? 0 : Math.min(60_000, 1000 * 2 ** (failures - FREE_FAILURES))
  await db
    .updateTable('account.account')
    .set({ failures, not_before: new Date(now.getTime() + wait_ms) })
    .where('id', '=', id)
    .execute()
}

/** The account of a session token; null when it is unknown, over, or the account was disabled. */
export async function accountOf(db: AccountDb, token: string, now: Date): Promise<Account | null> {
  const row = await db
    .selectFrom('account.session as s')
    .innerJoin('account.account as a', 'a.id', 's.account_id')
    .select(['a.id', 'a.username', 'a.role', 'a.federation'])
    .where('s.token_hash', '=', digest(token))
    .where('s.expires_at', '>', now)
    .where('a.disabled', '=', false)
    .executeTakeFirst()
  return row ?? null
}

export async function signOut(db: AccountDb, token: string): Promise<void> {
  await db.deleteFrom('account.session').where('token_hash', '=', digest(token)).execute()
}

/** Accounts of these federations that work on cases and may sign in, by name. */
export async function caseworkersOf(db: AccountDb, federations: readonly string[]): Promise<Account[]> {
  if (federations.length === 0) return []
  return db
    .selectFrom('account.account')
    .select(['id', 'username', 'role', 'federation'])
    .where('federation', 'in', [...federations])
    .where('role', 'in', ['dispatcher', 'district-officer', 'mediator'])
    .where('disabled', '=', false)
    .orderBy('username')
    .execute()
}

/** What they are called, by id, also those that were disabled. */
export async function namesOfAccounts(
  db: AccountDb,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('account.account')
    .select(['id', 'username'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map(({ id, username }) => [id, username]))
}

/** Lets whoever holds the key speak for the source. A source may have several, to change them without a gap. */
export async function addIntakeKey(db: AccountDb, source: string, key: string): Promise<void> {
  const row = { key_hash: digest(key), source }
  await db
    .insertInto('account.intake_key')
    .values(row)
    .onConflict((c) => c.column('key_hash').doUpdateSet({ source }))
    .execute()
}

/** The source that a key speaks for; null when it is unknown. Found keys are remembered for a minute. */
export function intakeKeys(db: AccountDb): (key: string) => Promise<string | null> {
  const seen = new Map<string, { source: string; until: number }>()
  return async (key) => {
    const key_hash = digest(key)
    const name = key_hash.toString('hex')
    const known = seen.get(name)
    if (known && known.until > Date.now()) return known.source
    const row = await db
      .selectFrom('account.intake_key')
      .select('source')
      .where('key_hash', '=', key_hash)
      .executeTakeFirst()
    if (!row) return null
    seen.set(name, { source: row.source, until: Date.now() + 60_000 })
    return row.source
  }
}

/**
 * Who may sign in, and the tables of their sessions and of the keys of sending systems. Passwords are argon2id; session
 * tokens and intake keys are random and kept only as hashes.
 */
import { createHash, randomUUID } from 'node:crypto'
import { hash, type Options } from '@node-rs/argon2'
import { type Generated, type Kysely, type Migration, Migrator, sql } from 'kysely'

export const roles = [
  'dispatcher',
  'district-officer',
  'mediator',
  'analyst',
  'statistician',
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

/** How long the code of the federation is that a role belongs to; the other roles are there at every level. Who dispatches
 *  sits at the city, who supervises at the district, who mediates at the district or the township. */
const codeLengths: Partial<Record<Role, readonly number[]>> = {
  dispatcher: [4],
  'district-officer': [6],
  mediator: [6, 9],
}
export const isAtLevel = ({ role, federation }: Pick<Account, 'role' | 'federation'>): boolean =>
  codeLengths[role]?.includes(federation.length) ?? true

export interface AccountTables {
  'account.account': {
    id: string
    username: string
    password_hash: string
    role: Role
    federation: string
    disabled: boolean
    failures: number
    /** Keyed hash of her own document number, as the blind index has it. */
    number_hash: Generated<Buffer | null>
    /** No password is tried before this moment. */
    not_before: Date | null
    /** Until when the password that an administrator gave is good; null once she has set one of her own. */
    one_time_until: Generated<Date | null>
    added_at: Generated<Date>
    /** The last sign-in; of a program's token to the day. */
    used_at: Generated<Date | null>
  }
  'account.session': {
    token_hash: Buffer
    account_id: string
    expires_at: Date
    /** Opened by a one-time password: it may set one's own password and nothing else. */
    confined: Generated<boolean>
    /** How often whoever holds it did not know the password. */
    wrong_passwords: Generated<number>
  }
  /** Browsers that somebody has signed in with before; tries from there are counted apart. */
  'account.device': {
    token_hash: Buffer
    account_id: string
    failures: number
    not_before: Date | null
    seen_at: Date
  }
  /** `signed`: the key is for signing requests, and is never sent itself. */
  /** Sign-ins at the single sign-on that have begun, by the hash of what is sent along. */
  'account.oidc_try': { state_hash: Buffer; verifier: string; nonce: string; expires_at: Date }
  'account.intake_key': {
    id: string
    key_hash: Buffer
    source: string
    signed: boolean
    added_at: Date
    /** The last time that it was looked up, to the minute; null when it was never used. */
    used_at: Date | null
  }
  /** Requests that were signed and seen: none is taken twice. */
  'account.intake_nonce': { key_id: string; nonce: string; at: Date }
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
      await sql`CREATE TABLE account.intake_key (
        id uuid PRIMARY KEY, key_hash bytea NOT NULL UNIQUE, source text NOT NULL,
        signed boolean NOT NULL DEFAULT false, added_at timestamptz NOT NULL DEFAULT now(),
        used_at timestamptz)`.execute(db)
      await sql`CREATE TABLE account.intake_nonce (
        key_id uuid NOT NULL, nonce text NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (key_id, nonce))`.execute(
        db,
      )
      await sql`CREATE INDEX ON account.intake_nonce (at)`.execute(db)
    },
  },
  '003_oidc': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE TABLE account.oidc_try (
        state_hash bytea PRIMARY KEY, verifier text NOT NULL, nonce text NOT NULL,
        expires_at timestamptz NOT NULL)`.execute(db)
    },
  },
  '002_devices': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE TABLE account.device (
        token_hash bytea PRIMARY KEY, account_id uuid NOT NULL REFERENCES account.account,
        failures int NOT NULL DEFAULT 0, not_before timestamptz, seen_at timestamptz NOT NULL)`.execute(db)
      await sql`CREATE INDEX ON account.device (account_id)`.execute(db)
    },
  },
  '004_own_number': {
    async up(db: Kysely<unknown>) {
      await sql`ALTER TABLE account.account ADD COLUMN number_hash bytea`.execute(db)
    },
  },
  '005_administration': {
    async up(db: Kysely<unknown>) {
      await sql`ALTER TABLE account.account ADD COLUMN one_time_until timestamptz,
        ADD COLUMN added_at timestamptz NOT NULL DEFAULT now(), ADD COLUMN used_at timestamptz`.execute(db)
      await sql`ALTER TABLE account.session ADD COLUMN confined boolean NOT NULL DEFAULT false,
        ADD COLUMN wrong_passwords int NOT NULL DEFAULT 0`.execute(db)
      await sql`CREATE INDEX ON account.session (account_id)`.execute(db)
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

/** What is kept of a random token. */
export const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** `cost`: tests that sign in at every turn make it cheap; a hash tells its own cost to whoever verifies it. */
export const hashPassword = (password: string, cost: Options = {}): Promise<string> => hash(password, cost)

/** Makes the account, or gives the one of this name the new password, role and federation. */
export async function putAccount(
  db: AccountDb,
  account: Omit<Account, 'id'> & { password_hash: string },
): Promise<void> {
  await db
    .insertInto('account.account')
    .values({ ...account, id: randomUUID(), disabled: false, failures: 0, not_before: null })
    .onConflict((c) => c.column('username').doUpdateSet({ ...account, one_time_until: null }))
    .execute()
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

/** The account of this name that may sign in; null when there is none. */
export async function accountNamed(db: AccountDb, username: string): Promise<Account | null> {
  const row = await db
    .selectFrom('account.account')
    .select(['id', 'username', 'role', 'federation'])
    .where('username', '=', username)
    .where('disabled', '=', false)
    .executeTakeFirst()
  return row ?? null
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

/** That it is in use; written once a day at most, unless it is a sign-in. */
export async function noteUse(
  db: AccountDb,
  accountId: string,
  now: Date,
  within_ms = DAY_MS,
): Promise<void> {
  await db
    .updateTable('account.account')
    .set({ used_at: now })
    .where('id', '=', accountId)
    .where(({ eb, or }) =>
      or([eb('used_at', 'is', null), eb('used_at', '<', new Date(now.getTime() - within_ms))]),
    )
    .execute()
}
const DAY_MS = 86_400_000

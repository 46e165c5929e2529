/**
 * Signing in and out. Guessing is slowed where it happens: a browser that its owner has signed in with before is known by
 * a cookie and counted apart, so nobody locks anybody else out by guessing from elsewhere.
 */
import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { type Account, type AccountDb, digest, noteUse } from './accounts.ts'

export type SignIn =
  | {
      readonly account: Account
      readonly token: string
      /** Of this browser, for its next sign-in. */
      readonly device: string
    }
  | {
      readonly refusal: 'wrong-credentials' | 'too-many-tries' | 'one-time-password-over'
      readonly wait_s: number
    }

export interface Credentials {
  readonly username: string
  readonly password: string
  /** What an earlier sign-in gave this browser; it may be anything. */
  readonly device: string | null
}

const SESSION_MS = 12 * 3_600_000
const FREE_FAILURES = 5
const LONGEST_WAIT_MS = 60_000
/** A browser that was not used for so long is no longer known. */
const DEVICE_MS = 180 * 86_400_000
let decoy: Promise<string> | null = null

type Counted = { failures: number; not_before: Date | null }

/** Checks a password and opens a session. A name that does not exist takes as long as one that does. After five
 *  failures each further one doubles the wait, up to a minute: slow for a guesser, short for the owner. */
export async function signIn(
  db: AccountDb,
  { username, password, device }: Credentials,
  now: Date,
): Promise<SignIn> {
  const row = await db
    .selectFrom('account.account')
    .selectAll()
    .where('username', '=', username)
    .executeTakeFirst()
  const known = row ? await knownDevice(db, row.id, device, now) : null
  const counted: Counted | undefined = known ?? row
  const wait_ms = (counted?.not_before?.getTime() ?? 0) - now.getTime()
  if (wait_ms > 0) return { refusal: 'too-many-tries', wait_s: Math.ceil(wait_ms / 1000) }
  decoy ??= hash(randomBytes(16).toString('hex'))
  const right = await verify(row?.password_hash ?? (await decoy), password)
  if (!row || !right || row.disabled) {
    if (row && counted) await count(db, row.id, known, failed(counted, now))
    return { refusal: 'wrong-credentials', wait_s: 0 }
  }
  await count(db, row.id, known, { failures: 0, not_before: null })
  const confined = row.one_time_until !== null
  if (confined && row.one_time_until! <= now) return { refusal: 'one-time-password-over', wait_s: 0 }
  const account = { id: row.id, username: row.username, role: row.role, federation: row.federation }
  return {
    account,
    token: await openSession(db, row.id, now, confined),
    device: await remember(db, row.id, known, device, now),
  }
}

/** For whoever has proved who he is. Gives the session's token. */
export async function openSession(
  db: AccountDb,
  accountId: string,
  now: Date,
  confined = false,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const expires_at = new Date(now.getTime() + SESSION_MS)
  await forget(db, now)
  await db
    .insertInto('account.session')
    .values({ token_hash: digest(token), account_id: accountId, expires_at, confined })
    .execute()
  await noteUse(db, accountId, now, 0)
  return token
}

/** What is over is kept for nobody: neither when she worked, nor from how many browsers. */
async function forget(db: AccountDb, now: Date): Promise<void> {
  await db.deleteFrom('account.session').where('expires_at', '<=', now).execute()
  const unknownSince = new Date(now.getTime() - DEVICE_MS)
  await db.deleteFrom('account.device').where('seen_at', '<=', unknownSince).execute()
}

interface Device extends Counted {
  readonly token_hash: Buffer
}

async function knownDevice(
  db: AccountDb,
  accountId: string,
  token: string | null,
  now: Date,
): Promise<Device | null> {
  if (token === null) return null
  const row = await db
    .selectFrom('account.device')
    .select(['token_hash', 'failures', 'not_before'])
    .where('token_hash', '=', digest(token))
    .where('account_id', '=', accountId)
    .where('seen_at', '>', new Date(now.getTime() - DEVICE_MS))
    .executeTakeFirst()
  return row ?? null
}

function failed({ failures }: Counted, now: Date): Counted {
  const n = failures + 1
  const wait_ms = n < FREE_FAILURES ? 0 : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (n - FREE_FAILURES))
  return { failures: n, not_before: new Date(now.getTime() + wait_ms) }
}

async function count(
  db: AccountDb,
  accountId: string,
  device: Device | null,
  counted: Counted,
): Promise<void> {
  if (device)
    await db.updateTable('account.device').set(counted).where('token_hash', '=', device.token_hash).execute()
  else await db.updateTable('account.account').set(counted).where('id', '=', accountId).execute()
}

async function remember(
  db: AccountDb,
  accountId: string,
  known: Device | null,
  device: string | null,
  now: Date,
): Promise<string> {
  if (known && device !== null) {
    await db
      .updateTable('account.device')
      .set({ seen_at: now })
      .where('token_hash', '=', known.token_hash)
      .execute()
    return device
  }
  const token = randomBytes(32).toString('base64url')
  const row = {
    token_hash: digest(token),
    account_id: accountId,
    failures: 0,
    not_before: null,
    seen_at: now,
  }
  await db.insertInto('account.device').values(row).execute()
  return token
}

export interface SignedAccount extends Account {
  /** May set her own password and nothing else. */
  readonly confined: boolean
}

/** The account of a session token; null when it is unknown, over, or the account was disabled. */
export async function accountOf(db: AccountDb, token: string, now: Date): Promise<SignedAccount | null> {
  const row = await db
    .selectFrom('account.session as s')
    .innerJoin('account.account as a', 'a.id', 's.account_id')
    .select(['a.id', 'a.username', 'a.role', 'a.federation', 's.confined'])
    .where('s.token_hash', '=', digest(token))
    .where('s.expires_at', '>', now)
    .where('a.disabled', '=', false)
    .executeTakeFirst()
  return row ?? null
}

export async function signOut(db: AccountDb, token: string): Promise<void> {
  await db.deleteFrom('account.session').where('token_hash', '=', digest(token)).execute()
}

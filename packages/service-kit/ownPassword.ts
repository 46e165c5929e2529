/** Changing one's own password: for whoever is signed in and knows the old one. Every other session of hers ends. */
import { verify } from '@node-rs/argon2'
import { appendAccess } from './accessRecord.ts'
import type { AccessDb } from './accessTable.ts'
import { type AccountDb, digest, hashPassword } from './accounts.ts'
import { type Weakness, weaknessOf } from './passwords.ts'

/** A session whose holder does not know the password so often is over: it may have been left open, or stolen. */
const TRIES = 5

export interface PasswordChange {
  /** Of the session that it is asked in, which goes on. */
  readonly token: string
  /** Not needed where the session was opened by a one-time password. */
  readonly before: string | null
  readonly after: string
}
export type PasswordRefusal = Weakness | 'wrong-password' | 'not-signed-in'

/** Null when it is changed. */
export async function changeOwnPassword(
  db: AccountDb,
  { token, before, after }: PasswordChange,
  at: Date,
): Promise<PasswordRefusal | null> {
  const token_hash = digest(token)
  // Counted before it is looked at: many at once get no further than one after the other.
  const session = await db
    .updateTable('account.session')
    .set(({ eb }) => ({ wrong_passwords: eb('wrong_passwords', '+', 1) }))
    .where('token_hash', '=', token_hash)
    .returning(['account_id', 'wrong_passwords', 'confined'])
    .executeTakeFirst()
  if (!session) return 'not-signed-in'
  if (session.wrong_passwords > TRIES) {
    await db.deleteFrom('account.session').where('token_hash', '=', token_hash).execute()
    return 'not-signed-in'
  }
  const account = await db
    .selectFrom('account.account')
    .select(['id', 'username', 'password_hash'])
    .where('id', '=', session.account_id)
    .executeTakeFirstOrThrow()
  const known = before === null ? session.confined : await verify(account.password_hash, before)
  if (!known) {
    await recordTry(db, account.id, at)
    return 'wrong-password'
  }
  await db
    .updateTable('account.session')
    .set({ wrong_passwords: 0 })
    .where('token_hash', '=', token_hash)
    .execute()
  const weak = weaknessOf(after, account.username)
  if (weak) return weak
  if (await verify(account.password_hash, after)) return 'password-unchanged'
  return replace(db, { id: account.id, was: account.password_hash, token_hash }, after, at)
}

interface Replaced {
  readonly id: string
  readonly was: string
  readonly token_hash: Buffer
}
async function replace(
  db: AccountDb,
  { id, was, token_hash }: Replaced,
  after: string,
  at: Date,
): Promise<PasswordRefusal | null> {
  const password_hash = await hashPassword(after)
  return db.transaction().execute(async (trx) => {
    // Not over what somebody else has set meanwhile.
    const { numUpdatedRows } = await trx
      .updateTable('account.account')
      .set({ password_hash, one_time_until: null, failures: 0, not_before: null })
      .where('id', '=', id)
      .where('password_hash', '=', was)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) return 'wrong-password'
    const own = trx.updateTable('account.session').set({ confined: false, wrong_passwords: 0 })
    await own.where('token_hash', '=', token_hash).execute()
    const others = trx.deleteFrom('account.session').where('account_id', '=', id)
    await others.where('token_hash', '<>', token_hash).execute()
    await appendAccess(trx as unknown as AccessDb, id, at, [
      { action: 'account', outcome: 'done', reason: 'password-changed', detail: { account: id } },
    ])
    return null
  })
}

const recordTry = (db: AccountDb, id: string, at: Date): Promise<void> =>
  db
    .transaction()
    .execute((trx) =>
      appendAccess(trx as unknown as AccessDb, id, at, [
        { action: 'try', outcome: 'refused', reason: 'wrong-password', detail: { account: id } },
      ]),
    )

/**
 * What may be done to accounts, on the screen or from the command line. Each act stands or falls together with its line in
 * the record of who gave whom what; the sessions of whoever it is about end with it. Acts wait for one another, so that
 * two administrators who shut each other out at once do not leave none.
 */
import { randomUUID } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import { type Access, appendAccess } from './accessRecord.ts'
import type { AccessDb } from './accessTable.ts'
import {
  type Account,
  type AccountDb,
  type AccountTables,
  hashPassword,
  isAtLevel,
  type Role,
} from './accounts.ts'
import { ONE_TIME_MS, oneTimePassword } from './passwords.ts'
import { Problem } from './problem.ts'

/** Not one that could be taken for an id. */
export const USERNAME = /^(?![0-9a-f]{8}-[0-9a-f]{4}-)[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/

/** Who acts, and why an account of this federation is not hers to act on. */
export interface ActingAccount {
  readonly accountId: string
  readonly refuses: (federation: string) => string | null
}
export interface OneTime {
  readonly password: string
  readonly until: Date
}
/** What came of it; `oneTime` is shown once and kept nowhere. */
export interface Acted {
  readonly accountId: string
  readonly oneTime?: OneTime
}

type Row = Selectable<AccountTables['account.account']>

interface Act {
  readonly db: AccountDb
  readonly by: ActingAccount
  readonly at: Date
}
type Place = Pick<Account, 'role' | 'federation'>

async function inTurn<T>({ db }: Act, act: (trx: AccountDb) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('jiahe accounts'))`.execute(trx)
    return act(trx)
  })
}

type Detail = NonNullable<Access['detail']>
async function recorded({ by, at }: Act, trx: AccountDb, reason: string, detail: Detail): Promise<void> {
  const access: Access = { action: 'account', outcome: 'done', reason, detail }
  await appendAccess(trx as unknown as AccessDb, by.accountId, at, [access])
}

async function given(at: Date): Promise<OneTime & { readonly columns: object }> {
  const password = oneTimePassword()
  const until = new Date(at.getTime() + ONE_TIME_MS)
  const columns = {
    ...{ password_hash: await hashPassword(password), one_time_until: until },
    ...{ failures: 0, not_before: null },
  }
  return { password, until, columns }
}

/** The federation is one that whoever acts may put somebody in, and the role is one that it has. */
function checkPlace({ by }: Act, to: Place): void {
  const refused = by.refuses(to.federation)
  if (refused) throw new Problem(refused)
  if (!isAtLevel(to)) throw new Problem('role-not-at-level')
}

export async function addAccount(act: Act, account: Omit<Account, 'id'>): Promise<Acted> {
  const { columns, password, until } = await given(act.at)
  checkPlace(act, account)
  return inTurn(act, async (trx) => {
    const id = randomUUID()
    const row = { ...account, id, disabled: false, added_at: act.at, ...columns } as Row
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('account.account')
      .values(row)
      .onConflict((c) => c.column('username').doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows !== 1n) throw new Problem('username-taken')
    const { role, federation } = account
    await recorded(act, trx, 'account-added', { account: id, role, federation })
    return { accountId: id, oneTime: { password, until } }
  })
}

/** `name`: a user name, or an id. An account that is not hers to act on is as if there were none. */
async function found({ by }: Act, trx: AccountDb, name: string): Promise<Row> {
  const row = await trx
    .selectFrom('account.account')
    .selectAll()
    .where(sql<boolean>`(username = ${name} OR id::text = ${name})`)
    .forUpdate()
    .executeTakeFirst()
  if (!row || by.refuses(row.federation)) throw new Problem('unknown-username')
  return row
}

/** Another who may put right what this one could. */
async function checkOneIsLeft(trx: AccountDb, { id, role, disabled, federation }: Row): Promise<void> {
  if (role !== 'administrator' || disabled) return
  const { rows } = await sql`SELECT FROM account.account WHERE role = 'administrator' AND NOT disabled
    AND id <> ${id}::uuid AND ${federation} LIKE federation || '%' LIMIT 1`.execute(trx)
  if (rows.length === 0) throw new Problem('last-administrator')
}

/** Whom it is about is shut out at once, wherever she is signed in. */
export async function endSessions(trx: AccountDb, accountId: string): Promise<void> {
  await trx.deleteFrom('account.session').where('account_id', '=', accountId).execute()
  await trx.deleteFrom('account.device').where('account_id', '=', accountId).execute()
}

type Change = Partial<Omit<Row, 'id'>>
/** One act on an account that is there. `change` gives null where nothing is left to do. */
async function actOn(
  act: Act,
  name: string,
  reason: string,
  change: (row: Row, trx: AccountDb) => Promise<{ set: Change; detail?: Detail } | null>,
): Promise<Acted> {
  return inTurn(act, async (trx) => {
    const row = await found(act, trx, name)
    // Nobody has somebody else's eyes on what she gives herself.
    if (row.id === act.by.accountId) throw new Problem('own-account')
    const changed = await change(row, trx)
    if (!changed) return { accountId: row.id }
    await trx.updateTable('account.account').set(changed.set).where('id', '=', row.id).execute()
    await endSessions(trx, row.id)
    await recorded(act, trx, reason, { account: row.id, ...changed.detail })
    return { accountId: row.id }
  })
}

export const disableAccount = (act: Act, name: string): Promise<Acted> =>
  actOn(act, name, 'account-disabled', async (row, trx) => {
    if (row.disabled) return null
    await checkOneIsLeft(trx, row)
    return { set: { disabled: true } }
  })

export const enableAccount = (act: Act, name: string): Promise<Acted> =>
  actOn(act, name, 'account-enabled', async ({ disabled }) =>
    disabled ? { set: { disabled: false } } : null,
  )

/** Another role, or another federation. */
export const assignAccount = (act: Act, name: string, to: Place): Promise<Acted> =>
  actOn(act, name, 'account-assigned', async (row, trx) => {
    checkPlace(act, to)
    if (row.role === to.role && row.federation === to.federation) return null
    await checkOneIsLeft(trx, row)
    const { role, federation } = to
    const before = { fromRole: row.role as Role, fromFederation: row.federation }
    return { set: { role, federation }, detail: { role, federation, ...before } }
  })

/** A new one-time password in place of the old one, whatever that was. */
export async function resetPassword(act: Act, name: string): Promise<Acted> {
  const { columns, password, until } = await given(act.at)
  const acted = await actOn(act, name, 'password-reset', async ({ disabled }) => {
    if (disabled) throw new Problem('account-disabled')
    return { set: columns }
  })
  return { ...acted, oneTime: { password, until } }
}

/** From then on she is shut out of every case that she is a party to. `numberHash`: keyed, as the blind index has it. */
export const giveOwnNumber = (act: Act, name: string, numberHash: Buffer): Promise<Acted> =>
  actOn(act, name, 'own-number-set', async () => ({ set: { number_hash: numberHash } }))

/** The accounts as an administrator sees them: never a password's hash, nor whose number it is that somebody has. */
import { type SqlBool, sql } from 'kysely'
import type { Account, AccountDb, Role } from './accounts.ts'

/** Whoever has not signed in for so long may have left. */
export const UNUSED_MS = 90 * 86_400_000

export interface AccountItem extends Account {
  readonly disabled: boolean
  /** `one-time`: given by an administrator and not changed yet; `over`: and no longer good. */
  readonly password: 'own' | 'one-time' | 'over'
  readonly hasOwnNumber: boolean
  readonly addedAt: string
  /** Null when it was never used. */
  readonly usedAt: string | null
}
export interface AccountQuery {
  /** Those of this federation and below; nobody else's are there. */
  readonly scope: string
  readonly q?: string | undefined
  readonly role?: Role | undefined
  readonly federation?: string | undefined
  readonly disabled?: boolean | undefined
  /** Not disabled, and not used for ninety days. */
  readonly unused?: boolean | undefined
  /** Federation and user name of the last that was shown. */
  readonly after?: readonly [string, string] | undefined
  readonly limit: number
}

/** What counts as not used before now. */
const unusedSince = (now: Date) => new Date(now.getTime() - UNUSED_MS)
const escaped = (words: string) => words.replace(/[\\%_]/g, '\\$&')

function conditions({ scope, q, role, federation, disabled, unused }: AccountQuery, now: Date) {
  const given = (value: unknown, condition: () => ReturnType<typeof sql<SqlBool>>) =>
    value === undefined ? [] : [condition()]
  const isUnused = sql<SqlBool>`(NOT disabled AND coalesce(used_at, added_at) < ${unusedSince(now)})`
  return sql.join(
    [
      sql`federation LIKE ${`${escaped(scope)}%`}`,
      ...given(q, () => sql`username ILIKE ${`%${escaped(q!)}%`}`),
      ...given(role, () => sql`role = ${role}`),
      ...given(federation, () => sql`federation LIKE ${`${escaped(federation!)}%`}`),
      ...given(disabled, () => sql`disabled = ${disabled}`),
      ...given(unused, () => (unused ? isUnused : sql`NOT ${isUnused}`)),
    ],
    sql` AND `,
  )
}

const columns = (now: Date) => sql`id, username, role, federation, disabled,
  CASE WHEN one_time_until IS NULL THEN 'own' WHEN one_time_until > ${now} THEN 'one-time' ELSE 'over' END AS password,
  number_hash IS NOT NULL AS "hasOwnNumber", added_at AS "addedAt", used_at AS "usedAt"`

type Read = Omit<AccountItem, 'addedAt' | 'usedAt'> & { addedAt: Date; usedAt: Date | null }
const itemOf = ({ addedAt, usedAt, ...row }: Read): AccountItem => ({
  ...row,
  addedAt: addedAt.toISOString(),
  usedAt: usedAt?.toISOString() ?? null,
})

/** By federation, then by name. `total` counts all that fit. */
export async function listAccounts(
  db: AccountDb,
  query: AccountQuery,
  now: Date,
): Promise<{ readonly items: readonly AccountItem[]; readonly more: boolean; readonly total: number }> {
  const where = conditions(query, now)
  const [federation, username] = query.after ?? ['', '']
  const { rows } = await sql<Read>`
    SELECT ${columns(now)} FROM account.account
    WHERE ${where} AND (federation, username) > (${federation}, ${username})
    ORDER BY federation, username LIMIT ${query.limit + 1}`.execute(db)
  const counted = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM account.account WHERE ${where}`.execute(db)
  const items = rows.slice(0, query.limit).map(itemOf)
  return { items, more: rows.length > query.limit, total: counted.rows[0]!.total }
}

/** By its name or its id; null when there is none. */
export async function readAccount(db: AccountDb, name: string, now: Date): Promise<AccountItem | null> {
  const { rows } = await sql<Read>`
    SELECT ${columns(now)} FROM account.account WHERE username = ${name} OR id::text = ${name}`.execute(db)
  return rows[0] ? itemOf(rows[0]) : null
}

/** Federations where somebody who works on cases may sign in. */
export async function staffedFederations(db: AccountDb, scope: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('account.account')
    .select('federation')
    .distinct()
    .where('federation', 'like', `${escaped(scope)}%`)
    .where('role', 'in', ['dispatcher', 'district-officer', 'mediator'])
    .where('disabled', '=', false)
    .execute()
  return new Set(rows.map((row) => row.federation))
}

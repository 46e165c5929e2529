/** What the auditor asks of the record of looks: who, when, at whom; and whether its chains still hold. */
import type { AccessAction, AccessOutcome } from '@jiahe/domain/accessVocabulary.ts'
import { brokenLooks } from '@jiahe/service-kit/accessChain.ts'
import type { AccessDb } from '@jiahe/service-kit/accessTable.ts'
import { type SqlBool, sql } from 'kysely'

export interface AccessQuery {
  /** An account's id or its name: who did it, or whose account it was done to. */
  readonly account?: string | undefined
  /** Days in Asia/Shanghai, both included. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly person?: string | undefined
  readonly case?: string | undefined
  readonly action?: AccessAction | undefined
  readonly outcome?: AccessOutcome | undefined
  /** Ids below this one. */
  readonly before?: string | undefined
  readonly limit: number
}
export interface AccessItem {
  readonly id: string
  readonly at: string
  readonly accountId: string
  readonly username: string | null
  readonly federation: string | null
  /** Whose account it was done to, where it was done to one. */
  readonly aboutUsername: string | null
  readonly action: AccessAction
  readonly outcome: AccessOutcome
  readonly reason: string
  readonly personId: string | null
  readonly caseId: string | null
  readonly orderId: string | null
  readonly detail: Readonly<Record<string, string | number | null>> | null
}

const startOf = (day: string) => new Date(`${day}T00:00:00+08:00`)
const endOf = (day: string) => new Date(startOf(day).getTime() + 86_400_000)

function conditions(query: AccessQuery) {
  const given = (value: string | undefined, condition: ReturnType<typeof sql<SqlBool>>) =>
    value === undefined ? [] : [condition]
  const { account, from, to, person, action, outcome } = query
  return sql.join(
    [
      sql`true`,
      ...given(account, sql`${account} IN (l.account_id::text, a.username, s.id::text, s.username)`),
      ...given(from, sql`l.at >= ${from && startOf(from)}`),
      ...given(to, sql`l.at < ${to && endOf(to)}`),
      ...given(person, sql`l.person_id = ${person}::uuid`),
      ...given(query.case, sql`l.case_id = ${query.case}::uuid`),
      ...given(action, sql`l.action = ${action}`),
      ...given(outcome, sql`l.outcome = ${outcome}`),
    ],
    sql` AND `,
  )
}

/** Newest first. `total` counts all that fit. */
export async function listAccess(
  db: AccessDb,
  query: AccessQuery,
): Promise<{ readonly items: readonly AccessItem[]; readonly more: boolean; readonly total: number }> {
  const where = conditions(query)
  const tables = sql`account.access_log l LEFT JOIN account.account a ON a.id = l.account_id
    LEFT JOIN account.account s ON l.action = 'account' AND s.id::text = l.detail->>'account'`
  const { rows } = await sql<AccessItem & { at: Date }>`
    SELECT l.id::text, l.at, l.account_id AS "accountId", a.username, a.federation,
      s.username AS "aboutUsername", l.action, l.outcome, l.reason,
      l.person_id AS "personId", l.case_id AS "caseId", l.order_id AS "orderId", l.detail
    FROM ${tables} WHERE ${where} AND l.id < ${query.before ?? '9223372036854775807'}::bigint
    ORDER BY l.id DESC LIMIT ${query.limit + 1}`.execute(db)
  const counted = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM ${tables} WHERE ${where}`.execute(db)
  const items = rows.slice(0, query.limit).map((row) => ({ ...row, at: row.at.toISOString() }))
  return { items, more: rows.length > query.limit, total: counted.rows[0]!.total }
}

/** The accounts' days between these two whose rows are not those that were written. */
export async function brokenChains(
  db: AccessDb,
  from: string,
  to: string,
): Promise<readonly { readonly accountId: string; readonly day: string }[]> {
  const broken: { readonly accountId: string; readonly day: string }[] = []
  for await (const { accountId, day } of brokenLooks(db, { from, to })) broken.push({ accountId, day })
  return broken
}

/**
 * 异常查看: which accounts a person should be asked about this week, each with why and the numbers behind it. It accuses
 * nobody: a night call after an alert is out of hours, too. The limits are written down here and shown with the count.
 */
import type { UnusualReason } from '@jiahe/domain/accessVocabulary.ts'
import type { AccessDb } from '@jiahe/service-kit/accessTable.ts'
import { type RawBuilder, sql } from 'kysely'
import { brokenChains } from './accessQuery.ts'

/** From so many on it is shown: different people, tries, or days. */
export const limits = {
  'out-of-hours': 3,
  'out-of-region': 1,
  'tried-elsewhere': 5,
  'many-unmasked': 10,
  'many-looked-at': 20,
  'record-broken': 1,
} as const satisfies Readonly<Record<UnusualReason, number>>
/** And so many times the median of the accounts with the same role. */
const TIMES_MEDIAN = 3

export interface Unusual {
  readonly accountId: string
  readonly username: string | null
  readonly federation: string | null
  readonly role: string | null
  readonly reasons: readonly {
    readonly reason: UnusualReason
    readonly count: number
    readonly limit: number
    /** Of the accounts with the same role, where that is what it is compared with. */
    readonly median?: number
  }[]
}

interface Counted {
  readonly id: string
  readonly username: string | null
  readonly federation: string | null
  readonly role: string | null
  readonly nights: number
  readonly outside: number
  readonly tried: number
  readonly unmasked: number
  readonly looked: number
}

/** Days in Asia/Shanghai, both included. Worst first. */
export async function unusualAccess(db: AccessDb, from: string, to: string): Promise<readonly Unusual[]> {
  const counted = await countBetween(db, from, to)
  const broken = await brokenChains(db, from, to)
  const known = new Map(counted.map((row) => [row.id, row]))
  const ids = new Set([...known.keys(), ...broken.map(({ accountId }) => accountId)])
  return [...ids]
    .map((accountId): Unusual => {
      const row = known.get(accountId)
      const days = broken.filter((one) => one.accountId === accountId).length
      const { username = null, federation = null, role = null } = row ?? {}
      return { ...{ accountId, username, federation, role }, reasons: reasonsFor(row, days, counted) }
    })
    .filter(({ reasons }) => reasons.length > 0)
    .sort((a, b) => b.reasons.length - a.reasons.length || (a.accountId < b.accountId ? -1 : 1))
}

function reasonsFor(row: Counted | undefined, brokenDays: number, all: readonly Counted[]) {
  const over = (reason: UnusualReason, count: number, own: { median?: number } = {}) =>
    count >= limits[reason] ? [{ reason, count, limit: limits[reason], ...own }] : []
  const broken = over('record-broken', brokenDays)
  if (!row) return broken
  const median = medianOf(all.filter(({ role }) => role === row.role).map(({ looked }) => looked))
  return [
    ...broken,
    ...over('out-of-hours', row.nights),
    ...over('out-of-region', row.outside),
    ...over('tried-elsewhere', row.tried),
    ...over('many-unmasked', row.unmasked),
    ...(row.looked > TIMES_MEDIAN * median ? over('many-looked-at', row.looked, { median }) : []),
  ]
}

function medianOf(counts: readonly number[]): number {
  const sorted = [...counts].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}

async function countBetween(db: AccessDb, from: string, to: string): Promise<readonly Counted[]> {
  const hour = sql`extract(hour FROM l.at AT TIME ZONE 'Asia/Shanghai')`
  const isGiven = sql`l.outcome = 'given' AND l.action <> 'export'`
  const people = (condition: RawBuilder<unknown>) =>
    sql`count(DISTINCT l.person_id) FILTER (WHERE ${isGiven} AND ${condition})::int`
  const { rows } = await sql<Counted>`
    SELECT l.account_id AS id, a.username, a.federation, a.role,
      ${people(sql`(${hour} >= 22 OR ${hour} < 6)`)} AS nights,
      ${people(sql`c.region IS NOT NULL AND c.region NOT LIKE a.federation || '%'
        AND a.federation NOT LIKE left(c.region, 6) || '%'`)} AS outside,
      count(*) FILTER (WHERE l.outcome = 'refused'
        AND (l.reason LIKE 'unknown-%' OR l.reason = 'outside-region'))::int AS tried,
      ${people(sql`l.action = 'unmask'`)} AS unmasked, ${people(sql`true`)} AS looked
    FROM account.access_log l LEFT JOIN account.account a ON a.id = l.account_id
      LEFT JOIN read.case_card c ON c.case_id = l.case_id
    WHERE l.at >= ${new Date(`${from}T00:00:00+08:00`)}
      AND l.at < ${new Date(Date.parse(`${to}T00:00:00+08:00`) + 86_400_000)}
    GROUP BY 1, 2, 3, 4`.execute(db)
  return rows
}

/**
 * The record of looks as evidence: the rows of an account's day are chained by hashes, and the end of each such chain is
 * signed with the daily head. Rows are read a page at a time, however many there are.
 */
import { createHash } from 'node:crypto'
import { canonicalJson } from '@jiahe/domain/canonicalJson.ts'
import { type Insertable, type Selectable, sql } from 'kysely'
import type { AccessDb, AccessTables } from './accessTable.ts'

type Row = Selectable<AccessTables['account.access_log']>
export type NewAccessRow = Omit<Insertable<AccessTables['account.access_log']>, 'id'>

/** How far the chain of an account's day had come: number and hash of its last row. */
export type LookEnd = readonly [account: string, day: string, number: number, hash: string]

export interface LookFinding {
  /** `changed`: a row is not the one that was written. `cut-off`: rows are missing, `removed`: all of a day are. */
  readonly reason: 'changed' | 'cut-off' | 'removed'
  /** `account day #number`. */
  readonly at: string
  readonly accountId: string
  readonly day: string
}

/** Of everything that a row says. `detail` as it is and not as text: the database keeps no order of its keys. */
export function hashOf(row: Omit<NewAccessRow, 'hash'>): Buffer {
  const { at, prev_hash, ...said } = row
  const whole = { ...said, at: (at as Date).toISOString(), prev: prev_hash?.toString('hex') ?? null }
  return createHash('sha256').update(canonicalJson(whole)).digest()
}

/** Of the days from `after` on, itself included, up to `day`; from the beginning when it is null. */
export async function lookEnds(db: AccessDb, after: string | null, day: string): Promise<LookEnd[]> {
  const { rows } = await sql<{ account_id: string; day: string; number: number; hash: Buffer }>`
    SELECT DISTINCT ON (account_id, day) account_id, day, number, hash FROM account.access_log
    WHERE day >= ${after ?? ''} AND day <= ${day} ORDER BY account_id, day, number DESC`.execute(db)
  return rows.map((row) => [row.account_id, row.day, row.number, row.hash.toString('hex')])
}

const PAGE = 2000
interface Days {
  /** Both included; all of them without. */
  readonly from?: string
  readonly to?: string
}

async function* rowsOf(db: AccessDb, { from = '', to = '9999-12-31' }: Days): AsyncGenerator<Row> {
  let last: Row | null = null
  for (;;) {
    let query = db
      .selectFrom('account.access_log')
      .selectAll()
      .where('day', '>=', from)
      .where('day', '<=', to)
      .orderBy('account_id')
      .orderBy('day')
      .orderBy('number')
      .limit(PAGE)
    if (last) {
      const { account_id, day, number } = last
      query = query.where(sql<boolean>`(account_id, day, number) > (${account_id}::uuid, ${day}, ${number})`)
    }
    const rows = await query.execute()
    yield* rows
    if (rows.length < PAGE) return
    last = rows.at(-1)!
  }
}

/** What of these days is not as it was written, or not as it was when its end was signed; one finding for each chain. */
export async function* brokenLooks(
  db: AccessDb,
  days: Days,
  signed: readonly LookEnd[] = [],
): AsyncGenerator<LookFinding> {
  const nameOf = (accountId: string, day: string) => `${accountId} ${day}`
  const vouched = new Map<string, LookEnd[]>()
  for (const end of signed) {
    const name = nameOf(end[0], end[1])
    vouched.set(name, [...(vouched.get(name) ?? []), end])
  }
  let chain = ''
  let before: Row | null = null
  let told = false
  const finding = (reason: LookFinding['reason'], accountId: string, day: string, number: number) => {
    told = true
    return { reason, at: `${nameOf(accountId, day)} #${number}`, accountId, day }
  }
  /** Signed rows that the chain has not come to. */
  function* missing(): Generator<LookFinding> {
    // Of several heads: one of a later day may have signed what was cut off by then.
    const end = Math.max(-1, ...(vouched.get(chain) ?? []).map(([, , number]) => number))
    vouched.delete(chain)
    if (before && !told && before.number < end)
      yield finding('cut-off', before.account_id, before.day, before.number + 1)
  }
  for await (const { id: _id, hash, ...row } of rowsOf(db, days)) {
    const { account_id, day, number } = row
    if (nameOf(account_id, day) !== chain) {
      yield* missing()
      chain = nameOf(account_id, day)
      before = null
      told = false
    }
    if (!told) {
      const text = hash.toString('hex')
      const isOther = vouched.get(chain)?.some(([, , signed, was]) => signed === number && was !== text)
      const expected = (before?.number ?? -1) + 1
      if (number !== expected) yield finding('cut-off', account_id, day, expected)
      else if (!same(row.prev_hash, before?.hash ?? null) || !hash.equals(hashOf(row)))
        yield finding('changed', account_id, day, number)
      else if (isOther) yield finding('changed', account_id, day, number)
    }
    before = { ...row, id: _id, hash }
  }
  yield* missing()
  for (const ends of vouched.values()) yield finding('removed', ends[0]![0], ends[0]![1], 0)
}

const same = (a: Buffer | null, b: Buffer | null): boolean =>
  a === null || b === null ? a === b : a.equals(b)

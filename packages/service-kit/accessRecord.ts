/** Adds to the record of who did what: rows of an account's day, chained one to the other, all or nothing. */
import type { AccessAction, AccessOutcome } from '@jiahe/domain/accessVocabulary.ts'
import { dayOf } from '@jiahe/domain/clocks.ts'
import { sql } from 'kysely'
import { hashOf, type NewAccessRow } from './accessChain.ts'
import type { AccessDb } from './accessTable.ts'

export interface Access {
  readonly action: AccessAction
  readonly outcome: AccessOutcome
  readonly reason: string
  readonly personId?: string | null
  readonly caseId?: string | null
  readonly orderId?: string | null
  readonly detail?: Readonly<Record<string, string | number | null>> | null
}

/** Appends to the chain of the account's day, all or nothing. `allowed` may throw to refuse: no other record of the
 *  account is made meanwhile. */
export async function recordAccess(
  db: AccessDb,
  accountId: string,
  at: Date,
  accesses: readonly Access[],
  allowed: (trx: AccessDb) => Promise<void> = async () => {},
): Promise<void> {
  if (accesses.length === 0) return
  await db.transaction().execute(async (trx) => {
    await lockRecord(trx, accountId)
    await allowed(trx)
    await appendAccess(trx, accountId, at, accesses)
  })
}

const lockRecord = (trx: AccessDb, accountId: string) =>
  sql`SELECT pg_advisory_xact_lock(hashtext('jiahe access'), hashtext(${accountId}))`.execute(trx)

/** Within a transaction that does what is recorded. */
export async function appendAccess(
  trx: AccessDb,
  accountId: string,
  at: Date,
  accesses: readonly Access[],
): Promise<void> {
  const day = dayOf(at)
  await lockRecord(trx, accountId)
  let last = await trx
    .selectFrom('account.access_log')
    .select(['number', 'hash'])
    .where('account_id', '=', accountId)
    .where('day', '=', day)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const rows = accesses.map((access): NewAccessRow => {
    const { personId = null, caseId = null, orderId = null, detail = null, ...said } = access
    const unhashed = {
      ...{ at, account_id: accountId, day, number: (last?.number ?? -1) + 1 },
      ...{ ...said, person_id: personId, case_id: caseId, order_id: orderId },
      ...{ detail: detail && JSON.stringify(detail), prev_hash: last?.hash ?? null },
    }
    const row = { ...unhashed, hash: hashOf({ ...unhashed, detail }) }
    last = row
    return row
  })
  await trx.insertInto('account.access_log').values(rows).execute()
}

/** Records who looked at whom, when and why, before it is granted; and what was tried and refused. */
import type { AccessAction, AccessOutcome } from '@jiahe/domain/accessVocabulary.ts'
import { dayOf } from '@jiahe/domain/clocks.ts'
import { hashOf, type NewAccessRow } from '@jiahe/service-kit/accessChain.ts'
import type { AccessDb } from '@jiahe/service-kit/accessTable.ts'
import { sql } from 'kysely'

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
  const day = dayOf(at)
  await db.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('jiahe access'), hashtext(${accountId}))`.execute(trx)
    await allowed(trx)
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
  })
}

/** How often the account took something away since then. */
export async function exportsSince(db: AccessDb, accountId: string, since: Date): Promise<number> {
  const { n } = await db
    .selectFrom('account.access_log')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('account_id', '=', accountId)
    .where('at', '>', since)
    .where('action', '=', 'export')
    .executeTakeFirstOrThrow()
  return Number(n)
}

export interface Look {
  readonly at: Date
  readonly accountId: string
  readonly caseId: string
  readonly personIds: readonly string[]
  readonly action: AccessAction
  readonly reason: string
}

export const recordLook = (db: AccessDb, look: Look): Promise<void> => {
  const { at, accountId, caseId, personIds, action, reason } = look
  const one = { action, outcome: 'given', reason, caseId } as const
  return recordAccess(
    db,
    accountId,
    at,
    personIds.map((personId) => ({ ...one, personId })),
  )
}

/** A screen that stands open and reads itself anew for so long is one look. */
export const LOOK_LASTS_MS = 10 * 60_000

/** As `recordLook`, unless the same account had the same look for the same reason less than so long ago. */
export async function recordLookOnce(db: AccessDb, look: Look, within_ms = LOOK_LASTS_MS): Promise<void> {
  const { at, accountId, caseId, personIds, action, reason } = look
  const recent = await db
    .selectFrom('account.access_log')
    .select('person_id')
    .where('account_id', '=', accountId)
    .where('at', '>', new Date(at.getTime() - within_ms))
    .where('case_id', '=', caseId)
    .where('action', '=', action)
    .where('outcome', '=', 'given')
    .where('reason', '=', reason)
    .execute()
  const seen = new Set(recent.map((row) => row.person_id))
  await recordLook(db, { ...look, personIds: personIds.filter((id) => !seen.has(id)) })
}

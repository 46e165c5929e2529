/** Records who looked at whom, when and why, before it is granted; and what was tried and refused. */
import type { AccessAction } from '@jiahe/domain/accessVocabulary.ts'
import { type Access, recordAccess } from '@jiahe/service-kit/accessRecord.ts'
import type { AccessDb } from '@jiahe/service-kit/accessTable.ts'

export { type Access, recordAccess }

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

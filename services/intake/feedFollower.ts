/**
 * Follows the log and counts in the senders' feeds what changed for them: of every event of a case or its orders, the
 * receipts of that case that say something else now. Position and counts move in one transaction that begins with
 * the fence, so no change is left out and none counted twice, whoever takes over.
 */
import type { EventLog, RecordedEvent } from '@jiahe/event-log/log.ts'
import { type Share, shareWork } from '@jiahe/service-kit/workSharing.ts'
import { sql } from 'kysely'
import { type Change, digestOf, inLanes, markChanged, readingOnce, type Touched } from './receiptFeed.ts'
import { receiptOf } from './receipts.ts'
import type { IntakeDb, IntakeTransaction } from './receiptTable.ts'

export interface FollowOptions {
  readonly db: IntakeDb
  readonly log: EventLog
  readonly now: () => Date
  /** A UUID of this process. */
  readonly owner: string
  readonly signal: AbortSignal
  /** Whether an error will pass by itself. */
  readonly isTransient: (error: unknown) => boolean
  readonly onFault: (error: unknown) => void
  /** Told in the transaction that counts them, which fails with it. */
  readonly onChanges?: (trx: IntakeTransaction, changes: readonly Change[]) => Promise<void>
  /** Told when the oldest event was recorded that is not counted yet; null when all are. */
  readonly onWaiting?: (recordedAt: string | null) => void
}

const BATCH = 1000
const AT_ONCE = 64

/** Ends when the signal aborts. Throws a fault that does not pass. */
export const followReceipts = (options: FollowOptions): Promise<void> => {
  const { onWaiting = () => {} } = options
  const onIdle = () => onWaiting(null)
  return shareWork({ ...options, processor: 'receipts', onIdle }, (share, signal) =>
    workOn(share, { ...options, onWaiting, signal }),
  )
}

async function workOn(share: Share, options: FollowOptions): Promise<void> {
  const { db, log, signal, onChanges = async () => {}, onWaiting = () => {} } = options
  const categories = ['familyCase', 'workOrder']
  let at = share.from
  for await (const page of log.subscribe({ after: at, categories, batchSize: BATCH, signal })) {
    const mine = share.mine(page.events)
    if (mine[0]) onWaiting(mine[0].metadata.recordedAt)
    if (page.position !== at) {
      const touched = await touchedBy(mine, options)
      await db.transaction().execute(async (trx) => {
        await share.advance(trx, page.position)
        const changes = await markChanged(trx, touched)
        if (changes.length > 0) await onChanges(trx, changes)
      })
    }
    at = page.position
    if (page.atEnd) onWaiting(null)
  }
}

/** The receipts of the events' cases, in the order of each case's newest event. They are read as they stand now:
 *  what has been recorded since comes again in a page of its own. */
async function touchedBy(
  events: readonly RecordedEvent[],
  { db, log, now, isTransient, onFault }: FollowOptions,
): Promise<Touched[]> {
  const newest = new Map<string, string>()
  for (const { metadata } of events) {
    newest.delete(metadata.correlationId)
    newest.set(metadata.correlationId, metadata.recordedAt)
  }
  if (newest.size === 0) return []
  const rows = await db
    .selectFrom('intake.receipt')
    .select(['n', 'source', 'source_ref', 'case_id', 'intake_id'])
    .where(sql<boolean>`case_id = ANY(${[...newest.keys()]}::uuid[])`)
    .execute()
  const order = new Map([...newest.keys()].map((caseId, i) => [caseId, i]))
  rows.sort((a, b) => order.get(a.case_id)! - order.get(b.case_id)! || Number(a.n) - Number(b.n))
  const streams = readingOnce(log)
  const touched = await inLanes(rows, AT_ONCE, async (row): Promise<Touched | null> => {
    const known = { receipt: row.n, source: row.source, changedAt: newest.get(row.case_id)! }
    try {
      const receipt = await receiptOf(streams, row, now())
      return receipt && { ...known, digest: digestOf(receipt) }
    } catch (error) {
      if (isTransient(error)) throw error
      // One case that this program cannot read keeps no other from being told of.
      onFault(error)
      return { ...known, digest: null }
    }
  })
  return touched.filter((one) => one !== null)
}

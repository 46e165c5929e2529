/**
 * When the service comes up with another calendar than before, because the holidays of another year were published,
 * the deadlines of every open order are worked out again, and what moves is told to the order. Once per order and
 * calendar: several processes may do it at once, or one of them twice. Which calendar it was done for is kept, as a
 * checkpoint that only saves work.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type EventType, idOfStream } from '@jiahe/domain/catalogue.ts'
import type { Desk } from '@jiahe/domain/desk.ts'
import { recomputeDeadlines } from '@jiahe/domain/recomputation.ts'
import { type EventLog, START } from '@jiahe/event-log/log.ts'
import { decideOrderStream } from './caseHistory.ts'
import type { PolicyDb } from './schema.ts'

export interface CalendarOptions {
  readonly log: EventLog
  readonly db: PolicyDb
  readonly desk: Desk
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Whether an error will pass by itself. */
  readonly isTransient: (error: unknown) => boolean
  readonly onFault: (error: unknown) => void
  /** An order that cannot be read stays as it is; a person has to look. */
  readonly onUnreadable: (orderId: string, error: unknown) => void
}
export interface Recomputed {
  /** Open orders of another calendar that were looked at, and those of which deadlines moved. */
  readonly orders: number
  readonly moved: number
}

const PAGE_EVENTS = 1000
const PAUSE_MS = 1000

/** Null when it was done for this calendar before, or the signal aborts. Waits out what passes by itself. */
export async function adoptCalendar(options: CalendarOptions): Promise<Recomputed | null> {
  const { db, desk, now, signal, onFault } = options
  const { version } = desk.calendar
  for (; !signal.aborted; await sleep(PAUSE_MS, undefined, { signal }).catch(() => {})) {
    try {
      const done = await db
        .selectFrom('policy.calendar')
        .select('version')
        .where('version', '=', version)
        .execute()
      if (done.length > 0) return null
      const recomputed = await recomputeAll(options)
      if (signal.aborted) return null
      const row = { version, adopted_at: now() }
      await db
        .insertInto('policy.calendar')
        .values(row)
        .onConflict((c) => c.doNothing())
        .execute()
      return recomputed
    } catch (error) {
      if (signal.aborted) return null
      if (!options.isTransient(error)) throw error
      onFault(error)
    }
  }
  return null
}

async function recomputeAll(options: CalendarOptions): Promise<Recomputed> {
  const { log, desk, now, signal, isTransient, onUnreadable } = options
  const open = await openOrders(log, desk.calendar.version, signal)
  let moved = 0
  for (const orderId of open) {
    if (signal.aborted) break
    try {
      const handled = await decideOrderStream<never>(log, orderId, (history) =>
        recomputeDeadlines(history, orderId, { now: now(), actor: 'policy:calendar' }, desk),
      )
      if (handled.status === 'appended') moved++
    } catch (error) {
      if (isTransient(error)) throw error
      onUnreadable(orderId, error)
    }
  }
  return { orders: open.size, moved }
}

const opens: readonly EventType[] = ['WorkOrderDispatched', 'WorkOrderUnroutable', 'WorkOrderReopened']
const closes: readonly EventType[] = ['ClosureApproved', 'WorkOrderMerged']

/** From the log and not from a read model: none is asked whether it has caught up. */
async function openOrders(
  log: EventLog,
  calendar: string,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const open = new Set<string>()
  const types = [...opens, ...closes]
  for (let after = START; !signal.aborted; ) {
    const page = await log.readAll({ after, limit: PAGE_EVENTS, categories: ['workOrder'], types })
    for (const { type, stream, data } of page.events) {
      const orderId = idOfStream(stream)
      const isOfThis = (data as { calendarVersion?: string }).calendarVersion === calendar
      if ((closes as readonly string[]).includes(type) || isOfThis) open.delete(orderId)
      else open.add(orderId)
    }
    if (page.atEnd) break
    after = page.position
  }
  return open
}

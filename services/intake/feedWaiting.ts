/**
 * Requests that wait for a change of their feed. All that wait in this process are looked after by one small query a
 * few times a second, and by none while nobody waits; none of them holds a connection to the database.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { IntakeDb } from './receiptTable.ts'

const LOOK_EVERY_MS = 250
/** Of one source at once; further ones are answered with what there is. */
const WAITERS = 16

interface Waiter {
  readonly source: string
  /** Number of the newest change that it knows. */
  readonly after: number
  wake(): void
}

export interface FeedWaiting {
  /** Resolves when the source's feed goes beyond `after`, when the time is over, or when the signal aborts. */
  until(source: string, after: number, within_ms: number, signal: AbortSignal): Promise<void>
  /** How many wait now. */
  readonly size: number
}

export function feedWaiting(
  db: IntakeDb,
  ending: AbortSignal,
  onFault: (error: unknown) => void,
): FeedWaiting {
  const waiting = new Set<Waiter>()
  let looking = false

  async function look(): Promise<void> {
    looking = true
    while (waiting.size > 0 && !ending.aborted) {
      // The database may be away: those who wait are answered when it is back, or when their time is over.
      const last = await newest([...waiting]).catch((error) => {
        onFault(error)
        return new Map<string, number>()
      })
      for (const waiter of waiting) if ((last.get(waiter.source) ?? 0) > waiter.after) waiter.wake()
      await sleep(LOOK_EVERY_MS, undefined, { signal: ending }).catch(() => {})
    }
    looking = false
  }

  async function newest(waiters: readonly Waiter[]): Promise<Map<string, number>> {
    const sources = [...new Set(waiters.map(({ source }) => source))]
    const rows = await db
      .selectFrom('intake.feed')
      .select(['source', 'last'])
      .where('source', 'in', sources)
      .execute()
    return new Map(rows.map(({ source, last }) => [source, Number(last)]))
  }

  return {
    until: (source, after, within_ms, signal) =>
      new Promise((resolve) => {
        const crowd = [...waiting].filter((waiter) => waiter.source === source).length
        if (crowd >= WAITERS || ending.aborted || signal.aborted) return resolve()
        const wake = () => {
          clearTimeout(timer)
          waiting.delete(waiter)
          for (const either of [ending, signal]) either.removeEventListener('abort', wake)
          resolve()
        }
        const waiter = { source, after, wake }
        const timer = setTimeout(wake, within_ms)
        for (const either of [ending, signal]) either.addEventListener('abort', wake)
        waiting.add(waiter)
        if (!looking) void look()
      }),
    get size() {
      return waiting.size
    },
  }
}

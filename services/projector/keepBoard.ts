/** Moves the sums of the board on every few minutes, whichever of the processes comes first, so that the board has little
 *  to count when it is asked. */
import { setTimeout as wait } from 'node:timers/promises'
import { type KeepOptions, keepSums } from '@jiahe/read-models/keepSums.ts'
import type { Logger } from 'pino'

const EVERY_MS = 5 * 60_000
/** What another process folds later than this after it was recorded drops the sums, and they are counted from the beginning. */
const BEHIND_MS = 60_000

export interface KeepingBoard extends Omit<KeepOptions, 'until'> {
  readonly now: () => Date
  /** When the oldest event was recorded that this process has not folded yet; null when there is none. */
  readonly waitingSince: () => string | null
  readonly logger: Pick<Logger, 'warn'>
  readonly signal: AbortSignal
  readonly every_ms?: number
}

/** Ends when the signal aborts. A fault is logged, and tried again at the next turn: the board counts meanwhile. */
export async function keepBoard({
  now,
  waitingSince,
  logger,
  signal,
  every_ms = EVERY_MS,
  ...options
}: KeepingBoard): Promise<void> {
  while (!signal.aborted) {
    try {
      const waiting = waitingSince()
      const reached = waiting === null ? Number.POSITIVE_INFINITY : Date.parse(waiting) - 1
      await keepSums({ ...options, until: new Date(Math.min(now().getTime() - BEHIND_MS, reached)) })
    } catch (err) {
      if (!signal.aborted) logger.warn({ err }, 'sums of the board not kept')
    }
    await wait(every_ms, undefined, { signal }).catch(() => {})
  }
}

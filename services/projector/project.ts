/**
 * Follows the log and folds every page into the read models. Transient faults are waited out and the page is
 * tried again from the checkpoint; when another process takes over, this one ends.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { isTransient } from '@jiahe/event-log/transient.ts'
import { openProjection, type ProjectionOptions } from '@jiahe/read-models/projection.ts'
import type { Logger } from 'pino'

const BATCH = 5000
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 5000

export interface ProjectOptions extends Omit<ProjectionOptions, 'isTransient' | 'onParked'> {
  readonly log: EventLog
  readonly logger: Logger
  readonly signal: AbortSignal
  /** Told once, when the read models have come as far as the log. */
  readonly onLive?: () => void
}

/** Ends when the signal aborts. Throws `TakenOver` when another process folds now. */
export async function project({
  log,
  logger,
  signal,
  onLive = () => {},
  ...options
}: ProjectOptions): Promise<void> {
  const projection = await openProjection({
    ...options,
    isTransient,
    onParked: (model, { stream, id }, error) =>
      logger.error({ err: error, model, stream, eventId: id }, 'stream parked'),
  })
  let pause_ms = FIRST_PAUSE_MS
  while (!signal.aborted) {
    try {
      const { position: after, types } = projection
      for await (const page of log.subscribe({ after, types, batchSize: BATCH, signal })) {
        if (page.position !== projection.position) await projection.apply(page.events, page.position)
        pause_ms = FIRST_PAUSE_MS
        if (page.atEnd) onLive()
      }
    } catch (error) {
      if (!isTransient(error)) throw error
      logger.warn({ err: error }, 'folding is tried again')
      await sleep(pause_ms * (0.5 + Math.random()), undefined, { signal }).catch(() => {})
      pause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)
    }
  }
}

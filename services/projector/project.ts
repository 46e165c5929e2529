/**
 * Follows the log and folds what is this process's share into the read models, page by page. Rows and positions
 * change in one transaction that begins with the fence: a page is folded once, whoever takes over.
 */
import type { EventLog } from '@jiahe/event-log/log.ts'
import { isTransient } from '@jiahe/event-log/transient.ts'
import { type ProjectionOptions, projectionOf } from '@jiahe/read-models/projection.ts'
import { shareWork, TakenOver } from '@jiahe/service-kit/workSharing.ts'
import type { Logger } from 'pino'

const BATCH = 5000

export interface ProjectOptions extends Omit<ProjectionOptions, 'isTransient' | 'onParked'> {
  readonly log: EventLog
  readonly logger: Logger
  /** A UUID of this process. */
  readonly owner: string
  readonly signal: AbortSignal
  /** Told when its share of the read models has come as far as the log, or when others have all of it. */
  readonly onLive?: () => void
  /** Told when the oldest event was recorded that it has not folded yet; null when it has come as far as the log. */
  readonly onWaiting?: (recordedAt: string | null) => void
}

/** Ends when the signal aborts. Throws a fault that does not pass. */
export async function project({
  log,
  logger,
  owner,
  signal,
  onLive = () => {},
  onWaiting = () => {},
  ...options
}: ProjectOptions): Promise<void> {
  const projection = projectionOf({
    ...options,
    isTransient: (error) => error instanceof TakenOver || isTransient(error),
    onParked: (model, { stream, id }, error) =>
      logger.error({ err: error, model, stream, eventId: id }, 'stream parked'),
  })
  const { types } = projection
  const onFault = (error: unknown) => logger.warn({ err: error }, 'folding is tried again')
  const onIdle = () => {
    onWaiting(null)
    onLive()
  }
  const sharing = { processor: 'projector', owner, signal, isTransient, onFault, onIdle } as const
  await shareWork({ ...sharing, db: options.db }, async (share, ending) => {
    let at = share.from
    for await (const page of log.subscribe({ after: at, types, batchSize: BATCH, signal: ending })) {
      const mine = share.mine(page.events)
      if (mine[0]) onWaiting(mine[0].metadata.recordedAt)
      if (page.position !== at) await projection.apply(mine, page.position, share.advance)
      at = page.position
      if (page.atEnd) onIdle()
    }
  })
}

/** What goes back to senders: counts in their feeds what changed for them. On connections of its own, and whatever
 *  happens to it, alerts are taken in. */
import { randomUUID } from 'node:crypto'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { isTransient } from '@jiahe/event-log/transient.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import type { Logger } from '@jiahe/service-kit/logging.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { Gauge } from 'prom-client'
import { followReceipts } from './feedFollower.ts'
import type { IntakeTables } from './receiptTable.ts'
import { unceasing } from './unceasing.ts'

export interface OutboundOptions {
  readonly databaseUrl: string
  readonly log: EventLog
  readonly server: Server
  readonly logger: Logger
  readonly now: () => Date
  /** Ends it. */
  readonly signal: AbortSignal
}

/** Resolves when it has ended. */
export async function outbound(options: OutboundOptions): Promise<void> {
  const { databaseUrl, log, server, logger, now, signal } = options
  const db = openDatabase<IntakeTables>(databaseUrl, 3)
  const onWaiting = lagOn(server, now)
  const onFault = (err: unknown) => logger.warn({ err }, 'telling senders is tried again')
  const common = { db, log, now, owner: randomUUID(), isTransient, onFault }
  try {
    await unceasing(
      (ending) => followReceipts({ ...common, onWaiting, signal: ending }),
      signal,
      (err) => logger.error({ err }, 'senders are not told'),
    )
  } finally {
    await db.destroy()
  }
}

function lagOn({ metrics }: Server, now: () => Date): (recordedAt: string | null) => void {
  let since: string | null = null
  new Gauge({
    name: 'receipt_feed_lag_seconds',
    help: 'Age of the oldest event of this process that the feeds of the senders do not tell of yet',
    registers: [metrics],
    collect() {
      this.set(since === null ? 0 : Math.max(0, now().getTime() - Date.parse(since)) / 1000)
    },
  })
  return (recordedAt) => {
    since = recordedAt
  }
}

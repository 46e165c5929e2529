/** What goes back to senders by itself: their feeds are counted on, and webhooks are delivered. On connections of its
 *  own, and whatever happens to it, alerts are taken in. */
import { randomUUID } from 'node:crypto'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { isTransient } from '@jiahe/event-log/transient.ts'
import type { Keyring } from '@jiahe/privacy/keyring.ts'
import type { VaultDb } from '@jiahe/privacy/schema.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import type { Logger } from '@jiahe/service-kit/logging.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { type Address, type DeliveryOptions, deliver, type Told } from '@jiahe/webhooks/deliver.ts'
import { type Owed, owe } from '@jiahe/webhooks/owed.ts'
import { posting } from '@jiahe/webhooks/post.ts'
import type { WebhookDb, WebhookTransaction } from '@jiahe/webhooks/schema.ts'
import { sql } from 'kysely'
import { Gauge } from 'prom-client'
import { followReceipts } from './feedFollower.ts'
import { type ChangedReference, itemsOf } from './receiptFeed.ts'
import type { IntakeDb, IntakeTables } from './receiptTable.ts'
import { unceasing } from './unceasing.ts'
import { webhookReport } from './webhookReport.ts'

export interface OutboundOptions {
  readonly databaseUrl: string
  readonly log: EventLog
  readonly keyring: Keyring
  readonly server: Server
  readonly logger: Logger
  readonly now: () => Date
  /** Ends it. */
  readonly signal: AbortSignal
}

/** Within what the standard asks for. */
const ANSWER_WITHIN_MS = 15_000

/** Resolves when it has ended. */
export async function outbound(
  { databaseUrl, log, keyring, server, logger, now, signal }: OutboundOptions,
  own: Partial<DeliveryOptions> = {},
): Promise<void> {
  const db = openDatabase<IntakeTables>(databaseUrl, 5)
  const webhooks = db as unknown as WebhookDb
  const onWaiting = lagOn(server, now)
  const onFault = (err: unknown) => logger.warn({ err }, 'telling senders is tried again')
  const owner = randomUUID()
  const following = { db, log, now, owner, isTransient, onFault, onWaiting }
  const delivering = {
    ...{ db: webhooks, owner, now, chance: Math.random, post: posting(ANSWER_WITHIN_MS) },
    addressOf: async (id: string) => readAddress(await keyring.openSecret(db as unknown as VaultDb, id)),
    tell: (owed: readonly Owed[]) => tell(db, log, owed, now(), onFault),
    reporter: webhookReport(server.metrics, webhooks, logger, now),
    ...own,
  }
  const failed = (err: unknown) => logger.error({ err }, 'senders are not told')
  try {
    await Promise.all([
      unceasing(
        (ending) =>
          followReceipts({
            ...following,
            signal: ending,
            onChanges: (trx, changes) =>
              owe(
                trx as unknown as WebhookTransaction,
                changes.map(({ receipt, ...change }) => ({ ...change, subject: receipt })),
                now(),
              ),
          }),
        signal,
        failed,
      ),
      unceasing((ending) => deliver({ ...delivering, signal: ending }), signal, failed),
    ])
  } finally {
    await db.destroy()
  }
}

const readAddress = (text: string | null): Address | null => (text === null ? null : JSON.parse(text))

/** The feed's items of these receipts, as they stand now. */
async function tell(
  db: IntakeDb,
  log: EventLog,
  owed: readonly Owed[],
  now: Date,
  onFault: (error: unknown) => void,
): Promise<readonly Told[]> {
  const rows = await db
    .selectFrom('intake.receipt')
    .select(['n', 'source', 'source_ref', 'case_id', 'intake_id'])
    .where(sql<boolean>`n = ANY(${owed.map(({ subject }) => subject)}::bigint[])`)
    .execute()
  const found = new Map(rows.map((row) => [row.n, row]))
  return Promise.all(
    owed.map(async ({ subject, change, changedAt }): Promise<Told> => {
      const row = found.get(subject)
      // The reference was forgotten.
      if (!row) return 'nothing'
      return toldOf(log, { ...row, change, changed_at: changedAt }, now, onFault)
    }),
  )
}

async function toldOf(
  log: EventLog,
  row: ChangedReference,
  now: Date,
  onFault: (error: unknown) => void,
): Promise<Told> {
  try {
    const [item] = await itemsOf(log, [row], now)
    return item ? { body: JSON.stringify(item) } : 'nothing'
  } catch (error) {
    if (isTransient(error)) throw error
    onFault(error)
    return 'unreadable'
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

/**
 * What is owed to whom: written down in the transaction that counts the changes, and taken up by one process at a
 * time. Whoever changes deliveries of a webhook locks the webhook first, and several webhooks in the order of their
 * ids. The lease only saves double work; whoever was overtaken is stopped by the fence (settle.ts).
 */
import { type QueryExecutorProvider, sql } from 'kysely'
import type { WebhookTransaction } from './schema.ts'

export interface Change {
  readonly subject: string
  readonly source: string
  readonly change: string
  /** ISO 8601. */
  readonly changedAt: string
}

/** Puts the changes down for the webhooks of their sources. One that waits for its receiver goes on waiting; one that
 *  failed by itself, or was given up, is tried again with its new content. */
export async function owe(trx: WebhookTransaction, changes: readonly Change[], now: Date): Promise<void> {
  const sources = [...new Set(changes.map(({ source }) => source))]
  const { rows: webhooks } = await sql<{ id: string; source: string }>`
    SELECT id, source FROM webhook.webhook WHERE source = ANY(${sources}) AND state <> 'gone'
    ORDER BY id FOR NO KEY UPDATE`.execute(trx)
  for (const { id, source } of webhooks) {
    const own = changes.filter((change) => change.source === source)
    await sql`INSERT INTO webhook.delivery AS d (webhook_id, subject, change, changed_at, owed_since, next_try_at)
      SELECT ${id}, subject, change, changed_at, ${now}::timestamptz, ${now}::timestamptz
      FROM unnest(${own.map((c) => c.subject)}::bigint[], ${own.map((c) => c.change)}::bigint[],
        ${own.map((c) => c.changedAt)}::timestamptz[]) AS c (subject, change, changed_at)
      ON CONFLICT (webhook_id, subject) DO UPDATE SET
        change = greatest(d.change, excluded.change), changed_at = greatest(d.changed_at, excluded.changed_at),
        owed_since = CASE WHEN d.dead_at IS NULL THEN d.owed_since ELSE excluded.owed_since END,
        tries = CASE WHEN d.dead_at IS NULL THEN d.tries ELSE 0 END,
        next_try_at = CASE WHEN d.dead_at IS NULL AND d.tries > 0 AND NOT d.own THEN d.next_try_at
          ELSE excluded.next_try_at END,
        dead_at = NULL`.execute(trx)
  }
}

/** A webhook as one process works for it. */
export interface TakenUp {
  readonly id: string
  readonly source: string
  readonly epoch: number
  readonly failures: number
}

const until = (lease_ms: number) => sql`clock_timestamp() + ${lease_ms} * interval '1 millisecond'`

/** Claims the webhooks that have something due and that nobody works for. */
export async function takeUp(
  db: QueryExecutorProvider,
  owner: string,
  lease_ms: number,
  now: Date,
): Promise<readonly TakenUp[]> {
  const { rows } = await sql<TakenUp>`
    WITH free AS MATERIALIZED (SELECT id FROM webhook.webhook w
      WHERE state = 'active' AND (not_before IS NULL OR not_before <= ${now})
        AND (held_until IS NULL OR held_until < clock_timestamp())
        AND EXISTS (SELECT FROM webhook.delivery d
          WHERE d.webhook_id = w.id AND d.dead_at IS NULL AND d.next_try_at <= ${now})
      ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE webhook.webhook w SET owner = ${owner}, epoch = epoch + 1, held_until = ${until(lease_ms)}
    FROM free WHERE w.id = free.id RETURNING w.id, source, epoch, failures`.execute(db)
  return rows
}

/** Prolongs what this process works for, as far as nobody has overtaken it. */
export async function renew(
  db: QueryExecutorProvider,
  held: readonly TakenUp[],
  lease_ms: number,
): Promise<void> {
  const mine = sql`unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ epoch }) => epoch)}::int[])
    AS mine (id, epoch)`
  await sql`WITH locked AS MATERIALIZED (SELECT w.id FROM webhook.webhook w JOIN ${mine} USING (id, epoch)
      ORDER BY w.id FOR NO KEY UPDATE OF w)
    UPDATE webhook.webhook w SET held_until = ${until(lease_ms)} FROM locked WHERE w.id = locked.id`.execute(
    db,
  )
}

export async function letGo(db: QueryExecutorProvider, { id, epoch }: TakenUp): Promise<void> {
  await sql`UPDATE webhook.webhook SET owner = NULL, held_until = NULL WHERE id = ${id} AND epoch = ${epoch}`.execute(
    db,
  )
}

export interface Owed {
  readonly subject: string
  readonly change: string
  readonly changedAt: Date
  readonly tries: number
}

/** What is due, what waits longest first. */
export async function dueTo(
  db: QueryExecutorProvider,
  { id }: TakenUp,
  limit: number,
  now: Date,
): Promise<readonly Owed[]> {
  const { rows } = await sql<Owed>`
    SELECT subject, change, changed_at AS "changedAt", tries FROM webhook.delivery
    WHERE webhook_id = ${id} AND dead_at IS NULL AND next_try_at <= ${now}
    ORDER BY next_try_at, change LIMIT ${limit}`.execute(db)
  return rows
}

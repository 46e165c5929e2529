/** Who keeps webhooks: makes, lists, pauses and removes them, and looks after their dead letters. Where one leads and
 *  what it signs with is kept by whoever calls, sealed. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { WebhookDb, WebhookState } from './schema.ts'

export interface Webhook {
  readonly id: string
  readonly source: string
  readonly state: WebhookState
  readonly createdAt: string
  readonly owed: number
  /** Since when the oldest is. */
  readonly owedSince: string | null
  readonly deadLetters: number
  readonly deliveredAt: string | null
  readonly failedAt: string | null
  /** Of the last failure, if nothing was delivered since. */
  readonly reason: string | null
}

/** Tells of changes from now on. `keep` is called in the same transaction. */
export async function addWebhook(
  db: WebhookDb,
  source: string,
  now: Date,
  keep: (trx: WebhookDb, id: string) => Promise<void>,
): Promise<string> {
  const id = randomUUID()
  await db.transaction().execute(async (trx) => {
    await sql`INSERT INTO webhook.webhook (id, source, state, created_at) VALUES (${id}, ${source}, 'active', ${now})`.execute(
      trx,
    )
    await keep(trx, id)
  })
  return id
}

/** In the order they were made. */
export async function listWebhooks(db: WebhookDb, source: string | null = null): Promise<readonly Webhook[]> {
  const { rows } = await sql<
    Record<'created_at' | 'delivered_at' | 'failed_at' | 'owed_since', Date | null> & Webhook
  >`
    SELECT id, source, state, created_at, delivered_at, failed_at, reason, owed_since,
      coalesce(owed, 0) AS owed, coalesce(dead, 0) AS "deadLetters"
    FROM webhook.webhook w LEFT JOIN (SELECT webhook_id, count(*) FILTER (WHERE dead_at IS NULL)::int AS owed,
        count(dead_at)::int AS dead, min(owed_since) FILTER (WHERE dead_at IS NULL) AS owed_since
      FROM webhook.delivery GROUP BY webhook_id) d ON d.webhook_id = w.id
    WHERE ${source}::text IS NULL OR source = ${source} ORDER BY created_at, id`.execute(db)
  const time = (at: Date | null) => at?.toISOString() ?? null
  return rows.map(({ id, source, state, owed, deadLetters, reason, ...at }) => ({
    ...{
      id,
      source,
      state,
      createdAt: time(at.created_at)!,
      owed,
      owedSince: time(at.owed_since),
      deadLetters,
    },
    ...{ deliveredAt: time(at.delivered_at), failedAt: time(at.failed_at), reason },
  }))
}

/** What is owed goes on being written down. False when there is no such webhook. */
export const pauseWebhook = (db: WebhookDb, id: string): Promise<boolean> =>
  change(db, id, sql`state = 'paused'`)

/** Delivers again, at once, whatever it was that stopped it. */
export const resumeWebhook = (db: WebhookDb, id: string, now: Date): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    const known = await change(
      trx,
      id,
      sql`state = 'active', failures = 0, failing_since = NULL, not_before = NULL`,
    )
    await sql`UPDATE webhook.delivery SET next_try_at = ${now} WHERE webhook_id = ${id} AND dead_at IS NULL`.execute(
      trx,
    )
    return known
  })

/** With all that is owed to it. `forget` is called in the same transaction. */
export const removeWebhook = (
  db: WebhookDb,
  id: string,
  forget: (trx: WebhookDb, id: string) => Promise<void>,
): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    await forget(trx, id)
    const { numAffectedRows = 0n } = await sql`DELETE FROM webhook.webhook WHERE id = ${id}`.execute(trx)
    return numAffectedRows > 0n
  })

/** Owes the dead letters anew and lets all that waits be tried now. Gives how many dead letters that were; null when
 *  there is no such webhook, or it is not active. */
export const retryWebhook = (db: WebhookDb, id: string, now: Date): Promise<number | null> =>
  db.transaction().execute(async (trx) => {
    const { rows } =
      await sql`UPDATE webhook.webhook SET failures = 0, failing_since = NULL, not_before = NULL
      WHERE id = ${id} AND state = 'active' RETURNING id`.execute(trx)
    if (rows.length === 0) return null
    const { numAffectedRows = 0n } = await sql`UPDATE webhook.delivery
      SET dead_at = NULL, tries = 0, reason = NULL, own = false, owed_since = ${now}, next_try_at = ${now}
      WHERE webhook_id = ${id} AND dead_at IS NOT NULL`.execute(trx)
    await sql`UPDATE webhook.delivery SET next_try_at = ${now} WHERE webhook_id = ${id} AND dead_at IS NULL`.execute(
      trx,
    )
    return Number(numAffectedRows)
  })

export interface DeadLetter {
  readonly subject: string
  readonly reason: string
  readonly tries: number
  readonly owedSince: string
  readonly deadSince: string
}

/** The newest first. */
export async function deadLetters(db: WebhookDb, id: string, limit: number): Promise<readonly DeadLetter[]> {
  const { rows } = await sql<
    Omit<DeadLetter, 'owedSince' | 'deadSince'> & Record<'owed_since' | 'dead_at', Date>
  >`
    SELECT subject, reason, tries, owed_since, dead_at FROM webhook.delivery
    WHERE webhook_id = ${id} AND dead_at IS NOT NULL ORDER BY dead_at DESC, subject LIMIT ${limit}`.execute(
    db,
  )
  return rows.map(({ owed_since, dead_at, ...letter }) => ({
    ...letter,
    owedSince: owed_since.toISOString(),
    deadSince: dead_at.toISOString(),
  }))
}

async function change(db: WebhookDb, id: string, set: ReturnType<typeof sql>): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`UPDATE webhook.webhook SET ${set} WHERE id = ${id}`.execute(db)
  return numAffectedRows > 0n
}

export interface Backlog {
  readonly source: string
  readonly owed: number
  readonly owedSince: Date | null
  readonly deadLetters: number
}

/** By source, of those that are to be told: what a paused one waits for is meant to wait. */
export async function backlogs(db: WebhookDb): Promise<readonly Backlog[]> {
  const { rows } = await sql<Backlog>`
    SELECT w.source, count(*) FILTER (WHERE dead_at IS NULL AND state = 'active')::int AS owed,
      min(owed_since) FILTER (WHERE dead_at IS NULL AND state = 'active') AS "owedSince",
      count(dead_at)::int AS "deadLetters"
    FROM webhook.webhook w LEFT JOIN webhook.delivery d ON d.webhook_id = w.id GROUP BY w.source`.execute(db)
  return rows
}

/**
 * Writes down what came of one round of tries at one webhook, if it is still this process's to say: what was
 * delivered is forgotten, what failed is tried again later, and what failed for too long is a dead letter, which is
 * kept. Where the receiver as a whole fails, it is left alone for a while and nothing else of it is touched.
 */
import { sql } from 'kysely'
import type { Owed, TakenUp } from './owed.ts'
import type { WebhookDb, WebhookTransaction } from './schema.ts'
import { ALL_ALIKE, type Failure, GIVE_UP_AFTER_MS, pauseAfter, pauseOfReceiver } from './verdict.ts'

export interface Tried {
  readonly owed: Owed
  /** `nothing`: there is nothing to be told any more, or its own change will tell of it. */
  readonly verdict: 'delivered' | 'nothing' | 'gone' | Failure
}
export interface Settled {
  /** Rounds without a success by now. */
  readonly failures: number
  /** Whether this process is done with the webhook for now. */
  readonly resting: boolean
  /** How many became dead letters. */
  readonly died: number
}
type Failed = Failure & { readonly owed: Owed }

/** Thrown when another process works for the webhook now, or nobody is to any more. */
export class Overtaken extends Error {
  override name = 'Overtaken'
}
/** This program cannot tell of it, which says nothing of the receiver. */
export const unreadable: Failure = { reason: 'unreadable', ofReceiver: false, retryAfter_ms: 0 }

/** `chance`: from 0 to 1. */
export function settle(
  db: WebhookDb,
  { id, epoch }: TakenUp,
  tried: readonly Tried[],
  now: Date,
  chance: number,
): Promise<Settled> {
  const those = (...verdicts: readonly unknown[]) =>
    tried.filter(({ verdict }) => verdicts.includes(verdict)).map(({ owed }) => owed)
  const failed = tried.flatMap(({ owed, verdict }): Failed[] =>
    typeof verdict === 'object' ? [{ owed, ...verdict }] : [],
  )
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ failures: number }>`SELECT failures FROM webhook.webhook
      WHERE id = ${id} AND epoch = ${epoch} AND state = 'active' FOR NO KEY UPDATE`.execute(trx)
    const before = rows[0]
    if (!before) throw new Overtaken()
    await forget(trx, id, those('delivered', 'nothing'), now)
    if (those('gone').length > 0) return { failures: 0, resting: true, died: await end(trx, id, now) }
    const succeeded = those('delivered').length > 0
    const ofIt = failed.filter(({ reason }) => reason !== unreadable.reason)
    const failures = succeeded ? 0 : before.failures + (ofIt.length > 0 ? 1 : 0)
    const resting =
      !succeeded && ofIt.length > 0 && (failures >= ALL_ALIKE || ofIt.some(({ ofReceiver }) => ofReceiver))
    if (succeeded) await recover(trx, id, now)
    let died = 0
    for (const failure of failed) if (await postpone(trx, id, failure, !resting, now, chance)) died++
    if (!succeeded && ofIt.length > 0)
      await fail(trx, id, ofIt, resting ? pauseOfReceiver(failures, chance) : null, now)
    if (resting) died += await giveUp(trx, id, now)
    return { failures, resting, died }
  })
}

/** Unless there is something newer to tell by now. */
async function forget(trx: WebhookTransaction, id: string, owed: readonly Owed[], now: Date): Promise<void> {
  if (owed.length === 0) return
  const done = sql`unnest(${owed.map((o) => o.subject)}::bigint[], ${owed.map((o) => o.change)}::bigint[])
    AS done (subject, change)`
  await sql`DELETE FROM webhook.delivery d USING ${done}
    WHERE d.webhook_id = ${id} AND d.subject = done.subject AND d.change = done.change`.execute(trx)
  await sql`UPDATE webhook.delivery d
    SET tries = 0, reason = NULL, own = false, owed_since = ${now}, next_try_at = ${now}, dead_at = NULL
    FROM ${done} WHERE d.webhook_id = ${id} AND d.subject = done.subject`.execute(trx)
}

/** The receiver answers: what waited for it waits no longer. */
async function recover(trx: WebhookTransaction, id: string, now: Date): Promise<void> {
  await sql`UPDATE webhook.webhook SET failures = 0, failing_since = NULL, not_before = NULL, reason = NULL,
    delivered_at = ${now} WHERE id = ${id}`.execute(trx)
  await sql`UPDATE webhook.delivery SET next_try_at = ${now}
    WHERE webhook_id = ${id} AND dead_at IS NULL AND NOT own AND next_try_at > ${now}`.execute(trx)
}

/** True when it became a dead letter. One that has something newer to tell is tried with that first. */
async function postpone(
  trx: WebhookTransaction,
  id: string,
  { owed, reason, retryAfter_ms }: Failed,
  own: boolean,
  now: Date,
  chance: number,
): Promise<boolean> {
  const pause_ms = pauseAfter(owed.tries + 1, chance)
  const next = new Date(now.getTime() + Math.max(pause_ms ?? 0, retryAfter_ms))
  const { rows } = await sql<{
    dead: boolean
  }>`UPDATE webhook.delivery SET tries = tries + 1, reason = ${reason},
      own = ${own}, next_try_at = CASE WHEN ${own} AND change > ${owed.change} THEN ${now} ELSE ${next} END::timestamptz,
      dead_at = CASE WHEN ${pause_ms === null} AND change = ${owed.change} THEN ${now}::timestamptz END
    WHERE webhook_id = ${id} AND subject = ${owed.subject} AND dead_at IS NULL
    RETURNING dead_at IS NOT NULL AS dead`.execute(trx)
  return rows[0]?.dead ?? false
}

async function fail(
  trx: WebhookTransaction,
  id: string,
  failed: readonly Failed[],
  pause_ms: number | null,
  now: Date,
): Promise<void> {
  const rest_ms = Math.max(...failed.map(({ retryAfter_ms }) => retryAfter_ms))
  const notBefore = pause_ms === null ? null : new Date(now.getTime() + Math.max(pause_ms, rest_ms))
  await sql`UPDATE webhook.webhook SET failures = failures + 1, failed_at = ${now}, reason = ${failed.at(-1)!.reason},
    failing_since = coalesce(failing_since, ${now}), not_before = ${notBefore} WHERE id = ${id}`.execute(trx)
}

/** What a receiver that never answered meanwhile could not be told for three days. Gives how many that were. */
async function giveUp(trx: WebhookTransaction, id: string, now: Date): Promise<number> {
  const since = new Date(now.getTime() - GIVE_UP_AFTER_MS)
  const { numAffectedRows = 0n } = await sql`UPDATE webhook.delivery d SET dead_at = ${now}, reason = w.reason
    FROM webhook.webhook w WHERE w.id = ${id} AND w.failing_since <= ${since} AND d.webhook_id = ${id}
      AND d.dead_at IS NULL AND d.owed_since <= ${since}`.execute(trx)
  return Number(numAffectedRows)
}

/** The receiver wants no more. What it was not told is kept, should it have been a mistake. */
async function end(trx: WebhookTransaction, id: string, now: Date): Promise<number> {
  await sql`UPDATE webhook.webhook SET state = 'gone', failed_at = ${now}, reason = 'status-410', not_before = NULL
    WHERE id = ${id}`.execute(trx)
  const { numAffectedRows = 0n } =
    await sql`UPDATE webhook.delivery SET dead_at = ${now}, reason = 'status-410'
    WHERE webhook_id = ${id} AND dead_at IS NULL`.execute(trx)
  return Number(numAffectedRows)
}

/**
 * What a sender follows: its receipts in the order of their newest change, each once. Changes are counted for each
 * source under the lock of its row of `intake.feed`, held until the commit: numbers become visible in their order,
 * so who reads on from one passes over nothing, whichever process counted. A receipt is told as it stands when it
 * is read.
 */
import { createHash } from 'node:crypto'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { sql } from 'kysely'
import { changeOf, type Feed, tokenOf } from './feedToken.ts'
import { type Receipt, type Reference, receiptOf } from './receipts.ts'
import type { IntakeDb, IntakeTransaction } from './receiptTable.ts'

/** A receipt that an event may have changed. */
export interface Touched {
  readonly receipt: string
  readonly source: string
  /** When the newest of those events was recorded. */
  readonly changedAt: string
  /** Null where what it says cannot be read: then it counts as changed. */
  readonly digest: Buffer | null
}
export interface Change extends Omit<Touched, 'digest'> {
  readonly change: string
}

/** Of all that a receipt says. A digest is not the content: the table says nothing of a family. */
export const digestOf = (receipt: Receipt): Buffer =>
  createHash('sha256').update(JSON.stringify(receipt)).digest()

/** Counts those whose digest is another than before, in the order given. For each receipt one caller at a time. */
export async function markChanged(
  trx: IntakeTransaction,
  touched: readonly Touched[],
): Promise<readonly Change[]> {
  const changed = await withoutUnchanged(trx, touched)
  if (changed.length === 0) return []
  const counts = new Map<string, number>()
  for (const { source } of changed) counts.set(source, (counts.get(source) ?? 0) + 1)
  const next = await count(trx, counts)
  const changes = changed.map((one) => {
    const number = next.get(one.source)!
    next.set(one.source, number + 1)
    return { ...one, change: String(number) }
  })
  const column = <K extends keyof (typeof changes)[number]>(name: K) => changes.map((one) => one[name])
  await sql`INSERT INTO intake.receipt_change (receipt, source, change, changed_at, digest)
    SELECT * FROM unnest(${column('receipt')}::bigint[], ${column('source')}::text[],
      ${column('change')}::bigint[], ${column('changedAt')}::timestamptz[], ${column('digest')}::bytea[])
    ON CONFLICT (receipt) DO UPDATE SET change = excluded.change, digest = excluded.digest,
      changed_at = greatest(receipt_change.changed_at, excluded.changed_at)`.execute(trx)
  return changes
}

async function withoutUnchanged(
  trx: IntakeTransaction,
  touched: readonly Touched[],
): Promise<readonly Touched[]> {
  if (touched.length === 0) return []
  const rows = await trx
    .selectFrom('intake.receipt_change')
    .select(['receipt', 'digest'])
    .where(sql<boolean>`receipt = ANY(${touched.map(({ receipt }) => receipt)}::bigint[])`)
    .execute()
  const before = new Map(rows.map((row) => [row.receipt, row.digest]))
  return touched.filter(({ receipt, digest }) => {
    const known = before.get(receipt)
    return !known || !digest || !known.equals(digest)
  })
}

/** Takes so many numbers of each feed; gives the first of them. In one order, so that nobody waits in a circle. */
async function count(
  trx: IntakeTransaction,
  wanted: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const sources = [...wanted.keys()].sort()
  const { rows } = await sql<{ source: string; last: string }>`
    INSERT INTO intake.feed AS feed (source, last)
    SELECT * FROM unnest(${sources}::text[], ${sources.map((source) => wanted.get(source)!)}::bigint[])
    ON CONFLICT (source) DO UPDATE SET last = feed.last + excluded.last RETURNING source, last`.execute(trx)
  return new Map(rows.map(({ source, last }) => [source, Number(last) - wanted.get(source)! + 1]))
}

/** As a webhook tells it, too: see Standard Webhooks on `type`, `timestamp` and `data`. */
export interface FeedItem {
  readonly type: 'receipt.changed'
  /** When its newest change was recorded. Of two of one receipt, the later one holds. */
  readonly timestamp: string
  readonly data: Receipt
}
export interface FeedPage {
  readonly items: readonly FeedItem[]
  readonly nextAfter: string
  /** Whether that was all there was. */
  readonly atEnd: boolean
}
export interface FeedQuery {
  readonly source: string
  readonly after?: string | undefined
  readonly limit: number
  readonly now: Date
}

/** Throws a `Problem` when `after` is none of this feed's. */
export async function readFeed(
  db: IntakeDb,
  log: Pick<EventLog, 'readStream'>,
  { source, after, limit, now }: FeedQuery,
): Promise<FeedPage> {
  const feed = await feedOf(db, source)
  const from = changeOf(feed, after)
  const rows = await changesAfter(db, source, from, limit + 1)
  const shown = rows.slice(0, limit)
  const items = await itemsOf(log, shown, now)
  const last = shown.at(-1)
  return {
    items: items.filter((item) => item !== null),
    nextAfter: tokenOf(feed, last ? Number(last.change) : from),
    atEnd: rows.length <= limit,
  }
}

/** Made where it is asked for the first time, so that its beginning can be read on from. */
export async function feedOf(db: IntakeDb, source: string): Promise<Feed> {
  const found = await db.selectFrom('intake.feed').selectAll().where('source', '=', source).executeTakeFirst()
  if (found) return { id: found.id, last: Number(found.last) }
  await sql`INSERT INTO intake.feed (source, last) VALUES (${source}, 0) ON CONFLICT DO NOTHING`.execute(db)
  return feedOf(db, source)
}

export type ChangedReference = Reference & { readonly change: string; readonly changed_at: Date }

const changesAfter = (db: IntakeDb, source: string, after: number, limit: number) =>
  db
    .selectFrom('intake.receipt_change as c')
    .innerJoin('intake.receipt as r', 'r.n', 'c.receipt')
    .select(['c.change', 'c.changed_at', 'r.source', 'r.source_ref', 'r.case_id', 'r.intake_id'])
    .where('c.source', '=', source)
    .where('c.change', '>', String(after))
    .orderBy('c.change')
    .limit(limit)
    .execute()

const AT_ONCE = 16

/** In the order of the rows; null where nothing is durable any more, or yet: its own event tells of it then. */
export async function itemsOf(
  log: Pick<EventLog, 'readStream'>,
  rows: readonly ChangedReference[],
  now: Date,
): Promise<(FeedItem | null)[]> {
  const streams = readingOnce(log)
  return inLanes(rows, AT_ONCE, async (row) => {
    const data = await receiptOf(streams, row, now)
    return data && { type: 'receipt.changed', timestamp: row.changed_at.toISOString(), data }
  })
}

/** Each stream once: many receipts may be of one case. */
export function readingOnce(log: Pick<EventLog, 'readStream'>): Pick<EventLog, 'readStream'> {
  const read = new Map<string, ReturnType<EventLog['readStream']>>()
  return {
    readStream(stream) {
      const known = read.get(stream) ?? log.readStream(stream)
      read.set(stream, known)
      return known
    },
  }
}

/** So many at a time, answered in the order given. */
export async function inLanes<Item, Answer>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers = new Array<Answer>(items.length)
  let next = 0
  const lane = async () => {
    for (let i = next++; i < items.length; i = next++) answers[i] = await work(items[i]!)
  }
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane))
  return answers
}

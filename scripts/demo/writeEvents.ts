/**
 * Puts the made-up city's events into the log: in the transaction of everything else where the log is in the
 * database; else before it ends, and that it began is remembered, because there it cannot be taken back.
 */
import { type Page, type Position, type RecordedEvent, START } from '@jiahe/event-log/log.ts'
import { openLog } from '@jiahe/event-log/openLog.ts'
import { bulkCopy, type Query } from '@jiahe/event-log/postgres/bulkCopy.ts'
import { positionOf } from '@jiahe/event-log/record.ts'
import { checkLog, markFilling } from '@jiahe/service-kit/followedLog.ts'
import { CompiledQuery, type Kysely, type Transaction } from 'kysely'

/** Where events stand in the log. */
export interface Written {
  readonly positions: ReadonlyMap<string, Position>
  readonly head: Position
}
/** Told how much of it is done, from 0 to 1. */
export type Told = (share: number) => void

export interface Writing<Tables> {
  readonly databaseUrl: string
  /** Where the log is, unless it is in the database. */
  readonly eventStoreUrl?: string | undefined
  readonly eventStorePrefix?: string | undefined
  readonly trx: Transaction<Tables>
  /** Outside of the transaction. */
  readonly db: Kysely<Tables>
}

const EVENTS_AT_ONCE = 1500

/** Throws where the log is not empty, or not the one that the database follows. */
export const writeEvents = <T>(
  writing: Writing<T>,
  events: readonly RecordedEvent[],
  told: Told,
): Promise<Written> =>
  writing.eventStoreUrl === undefined
    ? copyEvents(writing, events, told)
    : restoreEvents(writing, events, told)

async function copyEvents<T>(
  { trx }: Writing<T>,
  events: readonly RecordedEvent[],
  told: Told,
): Promise<Written> {
  const query: Query = ({ text, values = [] }) => trx.executeQuery(CompiledQuery.raw(text, [...values]))
  const copied = await bulkCopy(query, events, (done) => told(done / (2 * events.length)))
  if (copied.status === 'refused') throw new Error(`the log took no demo: ${copied.refusal}`)
  return {
    positions: new Map(events.map(({ id }, i) => [id, positionOf(i + 1)])),
    head: positionOf(events.length),
  }
}

async function restoreEvents<T>(
  { db, databaseUrl, eventStoreUrl, eventStorePrefix }: Writing<T>,
  events: readonly RecordedEvent[],
  told: Told,
): Promise<Written> {
  const log = await openLog({ databaseUrl, eventStoreUrl, eventStorePrefix, connections: 1 })
  try {
    await checkLog(db, log)
    if ((await log.head()) !== START) throw new Error('the log took no demo: log-not-empty')
    await markFilling(db, true)
    for (let from = 0; from < events.length; from += EVENTS_AT_ONCE) {
      await log.restore(events.slice(from, from + EVENTS_AT_ONCE))
      told(Math.min(1, (from + EVENTS_AT_ONCE) / events.length))
    }
    const positions = new Map<string, Position>()
    let page: Page = { events: [], position: START, atEnd: false }
    while (!page.atEnd) {
      page = await log.readAll({ after: page.position, limit: EVENTS_AT_ONCE })
      for (const { id, position } of page.events) positions.set(id, position)
    }
    return { positions, head: page.position }
  } finally {
    await log.close()
  }
}

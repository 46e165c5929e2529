/**
 * Positions of one log mean nothing in another that holds the same events. What the database keeps of them is moved
 * by the events that it stands for: what was done stays done, what was not is not skipped. The order within a case is
 * the same in both logs and that of different cases is not, so a partition that had not come to its end may have done
 * more than stands before the first event that it has not. Policies and the senders' feeds repeat that, as they may;
 * read models may not, and are made anew at the next start.
 */
import type { EventLog, Position, RecordedEvent } from '@jiahe/event-log/log.ts'
import { START } from '@jiahe/event-log/log.ts'
import { partitionOf } from '@jiahe/service-kit/workSharing.ts'
import type { Processor } from '@jiahe/service-kit/workTable.ts'
import { type RawBuilder, sql, type Transaction } from 'kysely'

export interface Moved {
  /** The read models stand as they were; false: they are to be folded from the beginning. */
  readonly readModels: boolean
}
/** How far one partition of a processor has come. */
interface Standing {
  readonly processor: Processor
  readonly partition: number
  readonly position: Position
}

const PAGE = 2000
/** Tables that keep an event with its position. */
const kept = [
  { table: 'intake.receipt', id: 'event_id' },
  { table: 'policy.parked', id: 'event_id' },
  { table: 'projector.parked', id: 'event_id' },
] as const

/** Nobody works on either log, and the target has every event of the source. */
export async function movePositions<T>(
  trx: Transaction<T>,
  source: EventLog,
  target: EventLog,
): Promise<Moved> {
  const { rows } = await sql<Standing>`
    SELECT processor, partition, position FROM work.partition ORDER BY processor, partition FOR UPDATE`.execute(
    trx,
  )
  const undone = await undoneOf(rows, source)
  const marks = rows.map((standing) => markFor(standing, undone))
  await sql`CREATE TEMP TABLE moved (event_id uuid PRIMARY KEY, position text NOT NULL) ON COMMIT DROP`.execute(
    trx,
  )
  for await (const page of pagesOf(target, START)) {
    for (const event of page) for (const mark of marks) mark.pass(event)
    await sql`INSERT INTO moved SELECT * FROM unnest(${page.map(({ id }) => id)}::uuid[],
      ${page.map(({ position }) => position)}::text[]) ON CONFLICT DO NOTHING`.execute(trx)
  }
  for (const { table, id } of kept) await moveKept(trx, sql.table(table), sql.ref(id))
  for (const { standing, position } of marks) await moveStanding(trx, standing, position())
  const readModels = marks.every(({ standing, exact }) => standing.processor !== 'projector' || exact())
  if (!readModels) await forgetReadModels(trx)
  return { readModels }
}

async function* pagesOf(log: EventLog, after: Position): AsyncGenerator<readonly RecordedEvent[]> {
  for (let from = after, atEnd = false; !atEnd; ) {
    const page = await log.readAll({ after: from, limit: PAGE })
    yield page.events
    from = page.position
    atEnd = page.atEnd
  }
}

type Undone = ReadonlyMap<Processor, ReadonlySet<string>>

/** Ids of the events that each processor has still to do; nothing of one that has not begun. */
async function undoneOf(standings: readonly Standing[], source: EventLog): Promise<Undone> {
  const undone = new Map(standings.map(({ processor }) => [processor, new Set<string>()]))
  const begun = standings.filter(({ position }) => position !== START)
  const least = begun.map(({ position }) => position).sort()[0]
  if (least === undefined) return undone
  for await (const page of pagesOf(source, least))
    for (const { id, position, metadata } of page) {
      const partition = partitionOf(metadata.correlationId)
      for (const standing of begun)
        if (standing.partition === partition && position > standing.position)
          undone.get(standing.processor)!.add(id)
    }
  return undone
}

interface Mark {
  readonly standing: Standing
  /** The next event of the target, in its order. */
  pass(event: RecordedEvent): void
  position(): Position
  /** Nothing that was done stands behind the position. */
  exact(): boolean
}

function markFor(standing: Standing, undone: Undone): Mark {
  let position: Position = START
  let stopped = standing.position === START
  let exact = true
  return {
    standing,
    pass(event) {
      const mine = partitionOf(event.metadata.correlationId) === standing.partition
      if (mine && undone.get(standing.processor)!.has(event.id)) stopped = true
      else if (mine && stopped && standing.position !== START) exact = false
      if (!stopped) position = event.position
    },
    position: () => position,
    exact: () => exact,
  }
}

/** Whoever held it holds it no longer: should he wake up, he is stopped by the fence. */
async function moveStanding<T>(
  trx: Transaction<T>,
  { processor, partition }: Standing,
  position: Position,
): Promise<void> {
  await sql`UPDATE work.partition SET position = ${position}, owner = NULL, held_until = NULL, epoch = epoch + 1
    WHERE processor = ${processor} AND partition = ${partition}`.execute(trx)
}

async function moveKept<T>(
  trx: Transaction<T>,
  table: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
): Promise<void> {
  await sql`UPDATE ${table} AS kept SET position = moved.position FROM moved
    WHERE moved.event_id = kept.${id} AND kept.position IS NOT NULL`.execute(trx)
  const { rows } = await sql`SELECT FROM ${table} AS kept WHERE position IS NOT NULL
    AND NOT EXISTS (SELECT FROM moved WHERE moved.event_id = kept.${id}) LIMIT 1`.execute(trx)
  if (rows.length > 0) throw new Error('a position is kept of an event that the log does not have')
}

/** As before anything was folded: the projector makes them anew. */
async function forgetReadModels<T>(trx: Transaction<T>): Promise<void> {
  await sql`DROP SCHEMA read CASCADE`.execute(trx)
  await sql`CREATE SCHEMA read`.execute(trx)
  await sql`DELETE FROM projector.model`.execute(trx)
  await sql`DELETE FROM projector.parked`.execute(trx)
  await sql`DELETE FROM projector.board_kept`.execute(trx)
  await sql`UPDATE work.partition SET position = ${START} WHERE processor = 'projector'`.execute(trx)
}

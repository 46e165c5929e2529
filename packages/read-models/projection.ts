/**
 * Folds pages of the log into the read models: rows and checkpoint in one transaction that begins with the fence,
 * so whoever was taken over changes nothing. An event that cannot be folded is found by halving its page; its
 * stream is parked for that model and everything else goes on.
 */
import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import type { Regions } from '@jiahe/domain/regions.ts'
import { readEvent, type StoredEvent } from '@jiahe/domain/upcast.ts'
import { sql } from 'kysely'
import { forgetSums } from './keptSums.ts'
import type { ReadModel } from './readModel.ts'
import { type KnownColumns, type ReadDb, type ReadTransaction, tablesOf } from './tables.ts'

/** An event as the log holds it, with its place there and its case. */
export type Placed = StoredEvent & {
  readonly stream: string
  readonly position: string
  readonly metadata: { readonly correlationId: string; readonly recordedAt: string }
}

const earliest = (events: readonly Placed[]): Date =>
  new Date(Math.min(...events.map(({ metadata }) => Date.parse(metadata.recordedAt))))

/** Moves the checkpoint in the transaction of the rows; throws when it is no longer this process's to move. */
export type Advance = (trx: ReadTransaction, position: string) => Promise<void>

/** Thrown when the tables that stand are those of another version of the program. */
export class OtherVersion extends Error {
  override name = 'OtherVersion'
}

/** Streams by the model that stopped at them. */
type Parked = ReadonlyMap<string, ReadonlySet<string>>
type Fold = (trx: ReadTransaction, parked: Parked) => Promise<void>

export interface ProjectionOptions {
  readonly db: ReadDb
  readonly models: readonly ReadModel[]
  readonly regions: Regions
  readonly now: () => Date
  /** Whether an error is of no event: it will pass by itself, or the work was taken over. Such a one is thrown
   *  and nothing is parked. */
  readonly isTransient: (error: unknown) => boolean
  /** Told of a stream that one model stopped at. */
  readonly onParked?: (model: string, placed: Placed, error: unknown) => void
}

export interface Projection {
  readonly types: readonly string[]
  /** Folds the events, in order, and moves to `position`. Only events of cases that nobody else folds. */
  apply(events: readonly Placed[], position: string, advance: Advance): Promise<void>
}

export function projectionOf(options: ProjectionOptions): Projection {
  const { db, models, now, isTransient, onParked = () => {} } = options
  const columns: KnownColumns = new Map()

  /** First the fence, so that whoever swaps tables and whoever folds take their locks in the same order. */
  const fenced = (events: readonly Placed[], to: string, advance: Advance, fold: Fold): Promise<void> =>
    db.transaction().execute(async (trx) => {
      await advance(trx, to)
      if (events.length > 0) await forgetSums(trx, earliest(events))
      await fold(trx, await foundIn(trx, models))
    })

  const applyTogether = (events: readonly Placed[], to: string, advance: Advance): Promise<void> =>
    fenced(events, to, advance, async (trx, parked) => {
      for (const model of models) await foldInto(trx, model, events, parked)
    })

  async function foldInto(
    trx: ReadTransaction,
    model: ReadModel,
    events: readonly Placed[],
    parked: Parked,
  ): Promise<void> {
    const own = eventsOf(model, events, parked.get(model.name))
    if (own.length > 0) await model.fold(own, tablesOf(trx, 'read', columns), options)
  }

  async function applyHalves(
    events: readonly Placed[],
    to: string,
    advance: Advance,
    fault: unknown,
  ): Promise<void> {
    if (events.length === 0) throw fault
    if (events.length === 1) return applyAlone(events[0]!, to, advance)
    const half = Math.ceil(events.length / 2)
    await apply(events.slice(0, half), events[half - 1]!.position, advance)
    await apply(events.slice(half), to, advance)
  }

  /** One event, model by model: the one that cannot fold it parks the stream, the others go on. */
  const applyAlone = (placed: Placed, to: string, advance: Advance): Promise<void> =>
    fenced([placed], to, advance, async (trx, parked) => {
      for (const model of models) {
        await sql`SAVEPOINT model`.execute(trx)
        try {
          await foldInto(trx, model, [placed], parked)
        } catch (error) {
          if (isTransient(error)) throw error
          await sql`ROLLBACK TO SAVEPOINT model`.execute(trx)
          await park(trx, model, placed, now())
          onParked(model.name, placed, error)
        }
      }
    })

  async function apply(events: readonly Placed[], to: string, advance: Advance): Promise<void> {
    try {
      await applyTogether(events, to, advance)
    } catch (error) {
      if (error instanceof OtherVersion || isTransient(error)) throw error
      await applyHalves(events, to, advance, error)
    }
  }

  return { types: [...new Set(models.flatMap((model) => model.types))], apply }
}

/** The events that a model reads, in their current shape, without those of streams that it stopped at. */
export function eventsOf(
  model: ReadModel,
  events: readonly Placed[],
  parked: ReadonlySet<string> = new Set(),
): DomainEvent[] {
  const types: readonly string[] = model.types
  return events.flatMap((event) =>
    types.includes(event.type) && !parked.has(event.stream) ? [readEvent(event)] : [],
  )
}

/** What was parked, if the tables are those of this program. Asked with every page: another process may have
 *  parked a stream, and a rebuild may have freed it, or put tables of another version in place. */
async function foundIn(trx: ReadTransaction, models: readonly ReadModel[]): Promise<Parked> {
  const { rows } = await sql<{ name: string; version: number; streams: string[] }>`
    SELECT name, version, ARRAY(SELECT stream FROM projector.parked WHERE model = name) AS streams
    FROM projector.model`.execute(trx)
  for (const { name, version } of models) {
    const standing = rows.find((row) => row.name === name)?.version
    if (standing !== version) throw new OtherVersion(`${name} stands in version ${standing}, not ${version}`)
  }
  return new Map(rows.map(({ name, streams }) => [name, new Set(streams)]))
}

async function park(trx: ReadTransaction, model: ReadModel, placed: Placed, at: Date): Promise<void> {
  const { stream, id, position } = placed
  await sql`INSERT INTO projector.parked (model, stream, event_id, position, parked_at)
    VALUES (${model.name}, ${stream}, ${id}, ${position}, ${at}) ON CONFLICT DO NOTHING`.execute(trx)
}

/**
 * Folds pages of the log into the read models: rows and checkpoint in one transaction, fenced. Whoever holds an
 * older epoch, or comes from another position, changes nothing. An event that cannot be folded is found by
 * halving its page; its stream is parked for that model and everything else goes on.
 */
import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import type { Regions } from '@jiahe/domain/regions.ts'
import { readEvent, type StoredEvent } from '@jiahe/domain/upcast.ts'
import { sql } from 'kysely'
import type { ReadModel } from './readModel.ts'
import { type ReadDb, type ReadTransaction, tablesOf } from './tables.ts'

/** An event as the log holds it, with its place there. */
export type Placed = StoredEvent & { readonly stream: string; readonly position: string }

/** Thrown when another process has taken the projection over. */
export class TakenOver extends Error {
  override name = 'TakenOver'
}

export interface ProjectionOptions {
  readonly db: ReadDb
  readonly models: readonly ReadModel[]
  readonly regions: Regions
  readonly now: () => Date
  /** Whether an error will pass by itself; such a one is thrown and nothing is parked. */
  readonly isTransient: (error: unknown) => boolean
  /** Told of a stream that one model stopped at. */
  readonly onParked?: (model: string, placed: Placed, error: unknown) => void
}

export interface Projection {
  readonly position: string
  readonly types: readonly string[]
  /** Folds the events, in order, and moves to `position`. */
  apply(events: readonly Placed[], position: string): Promise<void>
}

/** Takes the projection over from whoever had it. */
export async function openProjection(options: ProjectionOptions): Promise<Projection> {
  const { db, models, now, isTransient, onParked = () => {} } = options
  const { rows } = await sql<{ position: string; epoch: number }>`
    UPDATE projector.checkpoint SET epoch = epoch + 1 RETURNING position, epoch`.execute(db)
  let { position } = rows[0]!
  const { epoch } = rows[0]!
  const parked = await loadParked(db)

  /** First the fence, so that whoever swaps tables and whoever folds take their locks in the same order. */
  async function advance(trx: ReadTransaction, to: string): Promise<void> {
    const { numAffectedRows } = await sql`UPDATE projector.checkpoint SET position = ${to}
      WHERE position = ${position} AND epoch = ${epoch}`.execute(trx)
    if (numAffectedRows !== 1n) throw new TakenOver('the read models are folded by another process now')
  }

  async function applyTogether(events: readonly Placed[], to: string): Promise<void> {
    await db.transaction().execute(async (trx) => {
      await advance(trx, to)
      for (const model of models) await foldInto(trx, model, events)
    })
    position = to
  }

  async function foldInto(trx: ReadTransaction, model: ReadModel, events: readonly Placed[]): Promise<void> {
    const own = eventsOf(model, events, parked.get(model.name))
    if (own.length > 0) await model.fold(own, tablesOf(trx, 'read'), options)
  }

  async function applyHalves(events: readonly Placed[], to: string, fault: unknown): Promise<void> {
    if (events.length <= 1) return applyAlone(events[0], to, fault)
    const half = Math.ceil(events.length / 2)
    await apply(events.slice(0, half), events[half - 1]!.position)
    await apply(events.slice(half), to)
  }

  /** One event, model by model: the one that cannot fold it parks the stream, the others go on. */
  async function applyAlone(placed: Placed | undefined, to: string, fault: unknown): Promise<void> {
    if (!placed) throw fault
    await db.transaction().execute(async (trx) => {
      await advance(trx, to)
      for (const model of models) {
        await sql`SAVEPOINT model`.execute(trx)
        try {
          await foldInto(trx, model, [placed])
        } catch (error) {
          if (isTransient(error)) throw error
          await sql`ROLLBACK TO SAVEPOINT model`.execute(trx)
          await park(trx, model, placed, now())
          const streams = parked.get(model.name) ?? new Set()
          parked.set(model.name, streams.add(placed.stream))
          onParked(model.name, placed, error)
        }
      }
    })
    position = to
  }

  async function apply(events: readonly Placed[], to: string): Promise<void> {
    try {
      await applyTogether(events, to)
    } catch (error) {
      if (error instanceof TakenOver || isTransient(error)) throw error
      await applyHalves(events, to, error)
    }
  }

  return {
    get position() {
      return position
    },
    types: [...new Set(models.flatMap((model) => model.types))],
    apply,
  }
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

async function loadParked(db: ReadDb): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ model: string; stream: string }>`
    SELECT model, stream FROM projector.parked`.execute(db)
  const parked = new Map<string, Set<string>>()
  for (const { model, stream } of rows) parked.set(model, (parked.get(model) ?? new Set()).add(stream))
  return parked
}

async function park(trx: ReadTransaction, model: ReadModel, placed: Placed, at: Date): Promise<void> {
  const { stream, id, position } = placed
  await sql`INSERT INTO projector.parked (model, stream, event_id, position, parked_at)
    VALUES (${model.name}, ${stream}, ${id}, ${position}, ${at}) ON CONFLICT DO NOTHING`.execute(trx)
}

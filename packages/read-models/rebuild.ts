/**
 * Rebuilds read models beside those that stand: their tables are made in schemas of their own, folded from the
 * beginning of the log, which is read once for all of them, and when they have come as far as those that stand,
 * compared with them and swapped, each model in one transaction. Queries and the projector go on meanwhile. A rebuild
 * is strict: an event that a model cannot fold ends that model's, and what stands stays. A check is a rebuild that is
 * compared and dropped.
 */
import { sql } from 'kysely'
import {
  type Beside,
  beside,
  CannotFold,
  drop,
  type PlacedPage,
  type RebuildOptions,
  type Rebuilt,
  reached,
  swap,
} from './beside.ts'
import type { ReadModel } from './readModel.ts'

/** Held from its beginning until its tables are in their place. */
export const rebuildLock = (model: string): string => `rebuild_${model}`

/** What one model cannot fold is thrown when the others have been put in their place. */
export async function rebuildModels(
  models: readonly ReadModel[],
  options: RebuildOptions,
): Promise<Rebuilt[]> {
  const outcomes = await foldBeside(models, 'rebuild', options, swap)
  return outcomes.map((outcome) => {
    if (outcome instanceof CannotFold) throw outcome
    return outcome
  })
}

/** Compares what stands with a fresh fold, and leaves it as it is. */
export const checkModels = (
  models: readonly ReadModel[],
  options: RebuildOptions,
): Promise<(Rebuilt | CannotFold)[]> => foldBeside(models, 'check', options, drop)

/** One at a time of the same model: another one waits. All take their locks in the same order. */
const foldBeside = (
  models: readonly ReadModel[],
  purpose: string,
  options: RebuildOptions,
  finish: typeof swap,
): Promise<(Rebuilt | CannotFold)[]> =>
  options.db.connection().execute(async (connection) => {
    const besides = models.map((model) => beside(model, `${purpose}_${model.name}`, options, finish))
    const locked = besides.map(({ schema }) => schema).sort()
    for (const schema of locked) await sql`SELECT pg_advisory_lock(hashtext(${schema}))`.execute(connection)
    try {
      return await foldTogether(besides, options)
    } finally {
      for (const schema of locked)
        await sql`SELECT pg_advisory_unlock(hashtext(${schema}))`.execute(connection)
    }
  })

async function foldTogether(
  besides: readonly Beside[],
  options: RebuildOptions,
): Promise<(Rebuilt | CannotFold)[]> {
  const { db, read, lock, onProgress = () => {} } = options
  for (const one of besides) await one.begin()
  const types = [...new Set(besides.flatMap(({ model }) => model.types))]
  /** Never beyond what all of the tables that stand have come to; it may have moved on meanwhile. */
  const standing = async () => (await db.transaction().execute(lock)).least
  let position = ''
  let events = 0
  let ahead: Promise<PlacedPage> | null = null
  for (let least = await standing(); position < least; least = await standing()) {
    const page = await (ahead ?? read(position, types))
    const upTo = reached(page, least)
    // The next page is on its way while this one is folded: two in memory, however long the log is.
    ahead = upTo < least ? read(upTo, types) : null
    // A fault of it is heard when it is its turn.
    ahead?.catch(() => {})
    for (const one of besides) await one.foldUpTo(page, upTo)
    position = upTo
    events += page.events.length
    onProgress(events, position)
  }
  const outcomes: (Rebuilt | CannotFold)[] = []
  for (const one of besides) outcomes.push(await one.finished())
  return outcomes
}

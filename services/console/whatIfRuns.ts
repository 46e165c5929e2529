/**
 * What-if runs that are asked for over HTTP: one at a time in a process, in the background, its progress and its result in
 * a row. A process that dies leaves a row that nobody renews, which is then told as interrupted: nothing of the history
 * was changed by it, and it can be run again. How far a row is believed is a lease by the database's clock.
 */
import type { Desk } from '@jiahe/domain/desk.ts'
import type { DefinedModel, ModelRef } from '@jiahe/domain/models/model.ts'
import type { WhatIfRun } from '@jiahe/domain/riskModels.ts'
import type { WhatIf } from '@jiahe/domain/whatIf/tally.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { runWhatIf } from '@jiahe/event-log/whatIf.ts'
import { type Kysely, sql } from 'kysely'

export interface WhatIfOptions<T> {
  readonly db: Kysely<T>
  readonly log: EventLog
  readonly desk: Desk
  readonly now: () => Date
  /** Ends what runs; it is told as interrupted. */
  readonly signal: AbortSignal
  readonly onFault: (error: unknown) => void
  /** How often it says that it lives. */
  readonly every_ms?: number
}
export interface WhatIfState {
  readonly id: string
  readonly model: ModelRef
  readonly state: 'running' | 'done' | 'failed' | 'interrupted'
  readonly startedAt: string
  readonly endedAt: string | null
  /** Cases replayed so far, of how many; null until they are counted. */
  readonly progress: { readonly done: number; readonly total: number | null }
  /** When the history was read, once it is done. */
  readonly readAt: string | null
  readonly result: WhatIf | null
}
export interface WhatIfRuns {
  /** Starts it, or gives the one that has this id already. Null while another one runs in this process. */
  start(id: string, candidate: DefinedModel, account: string): Promise<WhatIfState | null>
  find(id: string): Promise<WhatIfState | null>
  /** The newest that was run to its end for the model. */
  newestOf(model: Pick<ModelRef, 'id' | 'version'>): Promise<WhatIfRun | null>
  /** When what runs has ended. */
  settled(): Promise<void>
}

interface Row {
  readonly id: string
  readonly model: ModelRef
  readonly started_at: Date
  readonly ended_at: Date | null
  readonly fault: string | null
  readonly lives: boolean
  readonly done: number
  readonly total: number | null
  readonly read_at: Date
  readonly result: WhatIf | null
}

const LEASE_S = 15
const INTERRUPTED = 'interrupted'

export function whatIfRuns<T>(options: WhatIfOptions<T>): WhatIfRuns {
  const { db, log, desk, now, signal, onFault, every_ms = 1000 } = options
  let running: Promise<void> | null = null

  async function find(id: string): Promise<WhatIfState | null> {
    const { rows } = await sql<Row>`
      SELECT id, model, started_at, ended_at, fault, seen_until > clock_timestamp() AS lives, done, total, read_at, result
      FROM work.what_if WHERE id = ${id}`.execute(db)
    return rows[0] ? stateOf(rows[0]) : null
  }

  async function run(id: string, candidate: DefinedModel): Promise<void> {
    const progress: { done: number; total: number | null } = { done: 0, total: null }
    const tell = () =>
      sql`UPDATE work.what_if SET done = ${progress.done}, total = ${progress.total}::int,
        seen_until = clock_timestamp() + ${sql.lit(LEASE_S)} * interval '1 second' WHERE id = ${id}`.execute(
        db,
      )
    // One after the other, and the last one is waited for: whoever ends the database has nothing on its way to it.
    let telling: Promise<unknown> = Promise.resolve()
    const beat = setInterval(() => {
      telling = telling.then(tell).catch(onFault)
    }, every_ms).unref()
    const ended = (fault: string | null, result: WhatIf | null) =>
      sql`UPDATE work.what_if SET ended_at = ${now()}, fault = ${fault},
        result = ${result === null ? null : JSON.stringify(result)}::jsonb WHERE id = ${id}`.execute(db)
    try {
      const onProgress = (done: number, total: number) => void Object.assign(progress, { done, total })
      const result = await runWhatIf({ log, desk, candidate, signal, onProgress, now: now() })
      await tell()
      await ended(null, result)
    } catch (error) {
      if (!signal.aborted) onFault(error)
      const name = error instanceof Error ? error.name : typeof error
      // Where the database is away the lease runs out by itself.
      await ended(signal.aborted ? INTERRUPTED : name, null).catch(onFault)
    } finally {
      clearInterval(beat)
      await telling
    }
  }

  return {
    find,
    async start(id, candidate, account) {
      const before = await find(id)
      if (before) return before
      if (running !== null || signal.aborted) return null
      const begun = sql`
        INSERT INTO work.what_if (id, model, started_by, started_at, read_at, seen_until)
        VALUES (${id}, ${JSON.stringify(candidate.ref)}::jsonb, ${account}, ${now()}, ${now()},
          clock_timestamp() + ${sql.lit(LEASE_S)} * interval '1 second')`.execute(db)
      // Taken before anything is waited for: of two that ask at once one is told to wait.
      running = begun.then(() => run(id, candidate)).finally(() => (running = null))
      running.catch(() => {})
      await begun
      return find(id)
    },
    async newestOf({ id, version }) {
      const { rows } = await sql<Row>`
        SELECT id, read_at, result FROM work.what_if
        WHERE model ->> 'id' = ${id} AND (model ->> 'version')::int = ${version} AND result IS NOT NULL
        ORDER BY read_at DESC, id DESC LIMIT 1`.execute(db)
      const row = rows[0]
      return row ? { whatIfId: row.id, readAt: row.read_at.toISOString(), result: row.result! } : null
    },
    settled: async () => void (await running?.catch(() => {})),
  }
}

function stateOf({
  id,
  model,
  started_at,
  ended_at,
  fault,
  lives,
  done,
  total,
  read_at,
  result,
}: Row): WhatIfState {
  const failed = fault === INTERRUPTED ? 'interrupted' : 'failed'
  const state = result ? 'done' : fault !== null ? failed : lives ? 'running' : 'interrupted'
  return {
    ...{ id, model, state, result, progress: { done, total } },
    startedAt: started_at.toISOString(),
    endedAt: ended_at?.toISOString() ?? null,
    readAt: result ? read_at.toISOString() : null,
  }
}

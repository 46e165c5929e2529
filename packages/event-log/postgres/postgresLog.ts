/**
 * The log in PostgreSQL: gapless positions in commit order from one locked row, paid for by group commit.
 * Works with several writing processes, and behind a pooler in transaction mode (all but the live hint).
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type EventLog, type Page, type ReadAllOptions, START, type SubscribeOptions } from '../log.ts'
import { checkAppend, numberOf, positionOf } from '../record.ts'
import { groupCommit } from './groupCommit.ts'
import { listen } from './live.ts'
import { type EventRow, eventOf } from './rows.ts'

export interface PostgresLogOptions {
  readonly connectionString: string
  readonly now?: () => Date
  readonly connections?: number
}

/** How many positions one filtered page looks through at most, so that it comes back soon. */
const LOOK_THROUGH = 20_000
const COLUMNS = 'position, id, stream, revision, type, data, metadata'

export function postgresLog({
  connectionString,
  now = () => new Date(),
  connections = 8,
}: PostgresLogOptions): EventLog {
  const pool = new pg.Pool({ connectionString, max: connections })
  // An idle connection that breaks is replaced at its next use.
  pool.on('error', () => {})
  const commit = groupCommit(pool, now)
  const live = listen(connectionString)

  async function headNumber(): Promise<number> {
    const { rows } = await pool.query<{ position: string }>('SELECT position FROM log.head')
    return Number(rows[0]!.position)
  }

  async function readAll({ after, limit, categories, types }: ReadAllOptions): Promise<Page> {
    const from = numberOf(after)
    const head = await headNumber()
    const upTo = Math.min(head, from + Math.max(limit, LOOK_THROUGH))
    const { rows } = await pool.query<EventRow>(
      `SELECT ${COLUMNS} FROM log.event WHERE position > $1 AND position <= $2
       AND ($3::text[] IS NULL OR category = ANY($3)) AND ($4::text[] IS NULL OR type = ANY($4)) ORDER BY position LIMIT $5`,
      [from, upTo, categories ?? null, types ?? null, limit],
    )
    const reached = rows.length === limit ? Number(rows.at(-1)!.position) : Math.max(upTo, from)
    return {
      events: rows.map(eventOf),
      position: reached === 0 ? START : positionOf(reached),
      atEnd: reached >= head,
    }
  }

  return {
    async append(stream, expected, events) {
      checkAppend(stream, events)
      return commit({ stream, expected, events })
    },
    async readStream(stream, fromRevision = 0) {
      const { rows } = await pool.query<EventRow>(
        `SELECT ${COLUMNS} FROM log.event WHERE stream = $1 AND revision >= $2 ORDER BY revision`,
        [stream, fromRevision],
      )
      return rows.map(eventOf)
    },
    readAll,
    async *subscribe({ batchSize, signal, ...filter }: SubscribeOptions) {
      let { after } = filter
      let reached = false
      let pause_ms = 50
      while (!signal.aborted) {
        try {
          const seen = live.heard()
          const page = await readAll({ ...filter, after, limit: batchSize })
          pause_ms = 50
          const moved = page.position > after
          after = page.position
          if (moved || !reached) yield page
          reached = page.atEnd
          if (page.atEnd && !signal.aborted) await live.hint(seen, signal)
        } catch (error) {
          if (!(error instanceof Error)) throw error
          await sleep(pause_ms * (0.5 + Math.random()), undefined, { signal }).catch(() => {})
          pause_ms = Math.min(pause_ms * 2, 5000)
        }
      }
    },
    async head() {
      const head = await headNumber()
      return head === 0 ? START : positionOf(head)
    },
    async close() {
      await live.close()
      await pool.end()
    },
  }
}

/**
 * The log in PostgreSQL: gapless positions in commit order from one locked row, paid for by group commit.
 * Works with several writing processes, and behind a pooler in transaction mode: nothing outlives a
 * transaction but the live hint, which needs a direct connection and does without it by polling.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Page, type RestorableLog, START, type SubscribeOptions } from '../log.ts'
import { admit, numbered, positionOf } from '../record.ts'
import { groupCommit } from './groupCommit.ts'
import { groupRead } from './groupRead.ts'
import { listen } from './live.ts'
import { readPage } from './readPage.ts'
import { restore } from './restore.ts'
import { COLUMNS, type EventRow, eventOfRow } from './rows.ts'

export interface PostgresLogOptions {
  readonly connectionString: string
  readonly now?: () => Date
  /** Connections for reading, at most; writing and listening have one each of their own. */
  readonly connections?: number
  /** Appends that may wait before `LogOverloaded` is thrown. */
  readonly queue?: number
  /** How long an append is tried again while PostgreSQL is away, before `LogUnavailable` is thrown. */
  readonly giveUpAfter_ms?: number
  /** Where to listen when `connectionString` leads to a pooler. */
  readonly listenConnectionString?: string
  /** Told of faults that are retried inside. */
  readonly onFault?: (error: unknown) => void
}

const CONNECT_WITHIN_MS = 5000
const READ_WITHIN_MS = 60_000
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 5000

export function postgresLog(options: PostgresLogOptions): RestorableLog {
  const { connectionString, connections = 8, onFault = () => {} } = options
  const pool = new pg.Pool({
    connectionString,
    max: connections,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: READ_WITHIN_MS,
  })
  // A connection that breaks while it is idle is replaced at its next use.
  pool.on('error', onFault)
  const writer = groupCommit(options)
  const readWhole = groupRead(pool)
  const live = listen(options.listenConnectionString ?? connectionString, onFault)
  const closing = new AbortController()
  let closed: Promise<void> | null = null

  async function* subscribe({ batchSize, signal, ...filter }: SubscribeOptions): AsyncGenerator<Page> {
    const ending = AbortSignal.any([signal, closing.signal])
    let { after } = filter
    let reached = false
    let pause_ms = FIRST_PAUSE_MS
    while (!ending.aborted) {
      const seen = live.heard()
      const page = await readPage(pool, { ...filter, after, limit: batchSize }).catch((error) => {
        onFault(error)
        return null
      })
      if (!page) {
        await sleep(pause_ms * (0.5 + Math.random()), undefined, { signal: ending }).catch(() => {})
        pause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)
        continue
      }
      pause_ms = FIRST_PAUSE_MS
      const moved = page.position !== after
      after = page.position
      if (moved || !reached) yield page
      reached = page.atEnd
      if (page.atEnd) await live.hint(seen, ending)
    }
  }

  async function close(): Promise<void> {
    closing.abort()
    await writer.close()
    await live.close()
    await pool.end()
  }

  return {
    append: async (stream, expected, events) => writer.append(admit(stream, expected, events)),
    restore: (events) => restore(pool, events),
    async readStream(stream, fromRevision = 0) {
      if (fromRevision === 0) return readWhole(stream)
      const { rows } = await pool.query<EventRow>(
        `SELECT ${COLUMNS} FROM log.event WHERE stream = $1 AND revision >= $2 ORDER BY revision`,
        [stream, fromRevision],
      )
      return rows.map(eventOfRow)
    },
    readAll: (page) => readPage(pool, page),
    subscribe,
    async head() {
      const { rows } = await pool.query<{ position: string }>('SELECT position FROM log.head')
      const head = Number(rows[0]!.position)
      return head === 0 ? START : positionOf(head)
    },
    positions: numbered,
    name: 'postgres',
    async identity() {
      const { rows } = await pool.query<{ identity: string }>('SELECT identity FROM log.identity')
      return rows[0]!.identity
    },
    close: () => {
      closed ??= close()
      return closed
    },
  }
}

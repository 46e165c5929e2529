/**
 * Group commit: appends that arrive while a commit is in flight travel in the next one. Nobody waits for
 * company: a flush starts as soon as the one before it has returned. A batch that fails for a reason of its
 * own is halved until the append at fault stands alone; a broken connection is tried again, which is safe
 * because an append that had gone through after all is answered as a duplicate of itself.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type AppendResult, LogOverloaded, LogUnavailable } from '../log.ts'
import type { Append } from '../record.ts'
import { isTransient } from '../transient.ts'
import { flush } from './flush.ts'
import type { PostgresLogOptions } from './postgresLog.ts'
import { type Waiting, waitingLine } from './waitingLine.ts'

const WAITING_APPENDS = 4096
const GIVE_UP_AFTER_MS = 15_000
/** Longer than a writer that hangs may hold the lock. */
const ANSWER_WITHIN_MS = 10_000
const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 1000

export interface Writer {
  append(append: Append): Promise<AppendResult>
  /** Takes no more appends, and resolves when those that wait are answered. */
  close(): Promise<void>
}

export function groupCommit({
  connectionString,
  now = () => new Date(),
  queue = WAITING_APPENDS,
  giveUpAfter_ms = GIVE_UP_AFTER_MS,
  onFault = () => {},
}: PostgresLogOptions): Writer {
  const pool = new pg.Pool({
    connectionString,
    max: 1,
    pipeline: true,
    keepAlive: true,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: ANSWER_WITHIN_MS / 2,
    query_timeout: ANSWER_WITHIN_MS,
  })
  pool.on('error', onFault)
  // A connection that breaks in use says so itself too, beside failing what is under way.
  pool.on('connect', (client) => client.on('error', onFault))
  const line = waitingLine(queue)
  let flushing: Promise<void> | null = null
  let closed = false

  async function run(): Promise<void> {
    for (let batch = line.takeBatch(); batch.length > 0; batch = line.takeBatch()) {
      await commit(batch)
      // One turn of the event loop, in which those who were just answered ask again: fuller batches.
      await nextTurn()
    }
    flushing = null
  }

  async function commit(batch: readonly Waiting[]): Promise<void> {
    let left = batch
    for (
      let pause_ms = FIRST_PAUSE_MS;
      left.length > 0;
      pause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)
    ) {
      try {
        const results = await flushOnce(left)
        for (const [i, { resolve }] of left.entries()) resolve(results[i]!)
        return
      } catch (error) {
        if (!isTransient(error)) return await commitHalves(left, error)
        onFault(error)
        left = giveUp([...left], error)
        for (const waiting of line.takeExpired(performance.now())) giveUp([waiting], error)
        if (left.length > 0) await sleep(pause_ms)
      }
    }
  }

  async function commitHalves(batch: readonly Waiting[], error: unknown): Promise<void> {
    if (batch.length === 1) return batch[0]!.reject(error)
    const half = Math.ceil(batch.length / 2)
    await commit(batch.slice(0, half))
    await commit(batch.slice(half))
  }

  /** Rejects those whose time is over and gives the others. */
  function giveUp(batch: readonly Waiting[], cause: unknown): Waiting[] {
    const expired = batch.filter((waiting) => waiting.expires_ms <= performance.now())
    for (const { reject } of expired) reject(new LogUnavailable(cause))
    return batch.filter((waiting) => !expired.includes(waiting))
  }

  async function flushOnce(batch: readonly Append[]): Promise<AppendResult[]> {
    const client = await pool.connect()
    try {
      const results = await flush(client, batch, now)
      client.release()
      return results
    } catch (error) {
      // After a fault the connection's state is unknown: it is thrown away, and its transaction with it.
      client.release(true)
      throw error
    }
  }

  return {
    append: (append) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('the event log is closed'))
        const expires_ms = performance.now() + giveUpAfter_ms
        if (!line.enter({ ...append, expires_ms, resolve, reject })) return reject(new LogOverloaded(1))
        flushing ??= run()
      }),
    async close() {
      closed = true
      await flushing
      await pool.end()
    },
  }
}

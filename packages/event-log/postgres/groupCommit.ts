/**
 * Group commit: appends that arrive while a commit is in flight travel in the next one. Nobody waits for
 * company: a flush starts as soon as the one before it has returned. A batch that fails for a reason of its
 * own is halved until the append at fault stands alone; a broken connection is tried again, which is safe
 * because an append that had gone through after all is answered as a duplicate of itself.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { type AppendResult, LogOverloaded } from '../log.ts'
import { type Append, flush } from './flush.ts'
import { isTransient } from './transient.ts'

const BATCH_REQUESTS = 256
const BATCH_BYTES = 1024 * 1024
const WAITING_REQUESTS = 4096
const GIVE_UP_AFTER_MS = 15_000

interface Waiting extends Append {
  readonly bytes: number
  resolve(result: AppendResult): void
  reject(error: unknown): void
}

export function groupCommit(pool: Pool, now: () => Date): (append: Append) => Promise<AppendResult> {
  let queue: Waiting[] = []
  let flushing = false

  async function run(): Promise<void> {
    flushing = true
    while (queue.length > 0) {
      const batch = takeBatch()
      await commit(batch)
    }
    flushing = false
  }

  /** The oldest appends that fit, one a stream; a stream's later ones keep their order for the next batch. */
  function takeBatch(): Waiting[] {
    const batch: Waiting[] = []
    const left: Waiting[] = []
    const streams = new Set<string>()
    let bytes = 0
    for (const append of queue) {
      const fits =
        batch.length < BATCH_REQUESTS && (batch.length === 0 || bytes + append.bytes <= BATCH_BYTES)
      if (fits && !streams.has(append.stream)) {
        batch.push(append)
        bytes += append.bytes
      } else left.push(append)
      streams.add(append.stream)
    }
    queue = left
    return batch
  }

  async function commit(batch: Waiting[]): Promise<void> {
    try {
      const results = await persistently(batch)
      batch.forEach((append, i) => {
        append.resolve(results[i]!)
      })
    } catch (error) {
      if (batch.length === 1 || isTransient(error)) {
        for (const append of batch) append.reject(error)
        return
      }
      const half = Math.ceil(batch.length / 2)
      await commit(batch.slice(0, half))
      await commit(batch.slice(half))
    }
  }

  async function persistently(batch: readonly Append[]): Promise<AppendResult[]> {
    const since = performance.now()
    for (let pause_ms = 20; ; pause_ms = Math.min(pause_ms * 2, 1000)) {
      try {
        return await once(batch)
      } catch (error) {
        if (!isTransient(error) || performance.now() - since > GIVE_UP_AFTER_MS) throw error
        await sleep(pause_ms)
      }
    }
  }

  async function once(batch: readonly Append[]): Promise<AppendResult[]> {
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

  return (append) =>
    new Promise((resolve, reject) => {
      if (queue.length >= WAITING_REQUESTS) return reject(new LogOverloaded(1))
      const bytes = append.events.reduce((sum, event) => sum + JSON.stringify(event).length, 0)
      queue.push({ ...append, bytes, resolve, reject })
      if (!flushing) void run()
    })
}

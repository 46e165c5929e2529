/**
 * Of several processes one works and the others stand by. The lock only saves work: a process that loses it
 * without noticing is stopped by the fence of its checkpoints, and what it did twice is done once.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { TakenOver } from './checkpoint.ts'
import type { Work } from './together.ts'

/** Advisory locks are numbers, one space a database; ours spells "jiahe". */
const LOCK = 0x6a69616865
const ASK_EVERY_MS = 1000

export interface TurnOptions {
  readonly connectionString: string
  readonly signal: AbortSignal
  readonly isTransient: (error: unknown) => boolean
  readonly onFault: (error: unknown) => void
}

/** Works whenever it is this process's turn, until the signal aborts. Throws what is neither transient nor a
 *  take-over. */
export async function inTurn(options: TurnOptions, work: Work): Promise<void> {
  const { signal, isTransient, onFault } = options
  while (!signal.aborted) {
    try {
      await oneTurn(options, work)
    } catch (error) {
      if (!isTransient(error) && !(error instanceof TakenOver)) throw error
      onFault(error)
    }
    await sleep(ASK_EVERY_MS, undefined, { signal }).catch(() => {})
  }
}

async function oneTurn({ connectionString, signal, onFault }: TurnOptions, work: Work): Promise<void> {
  const client = new pg.Client({ connectionString, keepAlive: true, connectionTimeoutMillis: 5000 })
  const lost = new AbortController()
  client.on('error', onFault)
  client.on('end', () => lost.abort())
  try {
    await client.connect()
    const ending = AbortSignal.any([signal, lost.signal])
    while (!ending.aborted) {
      const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [
        LOCK,
      ])
      if (rows[0]?.mine) return await work(ending)
      await sleep(ASK_EVERY_MS, undefined, { signal: ending }).catch(() => {})
    }
  } finally {
    await client.end().catch(() => {})
  }
}

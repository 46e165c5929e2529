/**
 * Tells that something was appended: PostgreSQL's NOTIFY on a connection of its own that comes back by itself,
 * with a slow poll behind it for what was not heard. A hint only: who waits here reads again whatever woke it.
 */
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { CHANNEL } from './insertEntries.ts'

const POLL_MS = 1000
const CONNECT_WITHIN_MS = 5000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000

export interface Live {
  /** How many hints there have been: taken before a read, it tells `hint` what the read cannot have seen. */
  heard(): number
  /** Resolves at once when there was a hint since `heard` gave `seen`; else at the next hint, at the poll, or
   *  when the signal aborts. */
  hint(seen: number, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

export function listen(connectionString: string, onFault: (error: unknown) => void): Live {
  const hints = new EventEmitter().setMaxListeners(0)
  const closing = new AbortController()
  let heard = 0
  const tell = () => {
    heard++
    hints.emit('hint')
  }

  async function keepListening(): Promise<void> {
    let pause_ms = FIRST_PAUSE_MS
    while (!closing.signal.aborted) {
      try {
        await listenOnce(() => {
          pause_ms = FIRST_PAUSE_MS
          // What was appended while nobody listened.
          tell()
        })
      } catch (error) {
        onFault(error)
      }
      await sleep(pause_ms * (0.5 + Math.random()), undefined, { signal: closing.signal }).catch(() => {})
      pause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)
    }
  }

  /** One connection's life; ends when it breaks or when the log closes. */
  async function listenOnce(listening: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
    })
    const ended = new Promise<void>((resolve) => client.once('end', resolve))
    const end = () => void client.end().catch(() => {})
    client.on('error', onFault)
    client.on('notification', tell)
    try {
      await client.connect()
      await client.query(`LISTEN ${CHANNEL}`)
      listening()
      // Not before: ending a client that still connects would never settle.
      closing.signal.addEventListener('abort', end)
      if (closing.signal.aborted) end()
      await ended
    } finally {
      closing.signal.removeEventListener('abort', end)
      end()
    }
  }

  const listener = keepListening()
  return {
    heard: () => heard,
    hint: (seen, signal) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(poll)
          hints.off('hint', done)
          signal.removeEventListener('abort', done)
          resolve()
        }
        const poll = setTimeout(done, POLL_MS)
        hints.once('hint', done)
        signal.addEventListener('abort', done)
        if (heard !== seen || signal.aborted) done()
      }),
    async close() {
      closing.abort()
      await listener
    },
  }
}

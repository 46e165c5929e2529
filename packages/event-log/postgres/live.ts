/**
 * Tells that something was appended: PostgreSQL's NOTIFY, with a slow poll behind it for what a lost
 * connection did not hear. A hint only: who waits here reads again whatever woke it.
 */
import { EventEmitter, once } from 'node:events'
import pg from 'pg'

const POLL_MS = 500

export interface Live {
  /** How many hints there have been: taken before a read, it tells `hint` what the read cannot have seen. */
  heard(): number
  /** Resolves at once when there was a hint since `heard` gave `seen`; else at the next hint, at the poll, or
   *  when the signal aborts. */
  hint(seen: number, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

export function listen(connectionString: string): Live {
  const hints = new EventEmitter().setMaxListeners(0)
  let closed = false
  let client: pg.Client | null = null
  let heard = 0
  const tell = () => {
    heard++
    hints.emit('hint')
  }

  async function connect(): Promise<void> {
    if (closed) return
    const mine = new pg.Client({ connectionString, keepAlive: true })
    client = mine
    mine.on('error', () => {})
    mine.on('end', () => setTimeout(connect, POLL_MS).unref())
    mine.on('notification', tell)
    await mine.connect().then(
      () => mine.query('LISTEN jiahe_log'),
      () => {},
    )
    tell()
  }
  void connect().catch(() => {})

  return {
    heard: () => heard,
    async hint(seen, signal) {
      if (heard !== seen || signal.aborted) return
      const poll = setTimeout(() => hints.emit('hint'), POLL_MS)
      await once(hints, 'hint', { signal }).catch(() => {})
      clearTimeout(poll)
    },
    async close() {
      closed = true
      hints.emit('hint')
      await client?.end().catch(() => {})
    },
  }
}

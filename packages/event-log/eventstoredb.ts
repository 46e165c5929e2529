/**
 * The log in EventStoreDB (KurrentDB), for a federation that has outgrown one machine: a cluster keeps the
 * streams and their total order, and this adapter keeps the port's promises where the server's are others –
 * duplicates whatever revision is expected, the hash chain, positions as text, subscriptions that do not end.
 */
import { storeAddress } from './eventstoredb/address.ts'
import { appendTo } from './eventstoredb/append.ts'
import { begun } from './eventstoredb/begun.ts'
import { connect } from './eventstoredb/client.ts'
import { follow } from './eventstoredb/follow.ts'
import { lanes } from './eventstoredb/lanes.ts'
import { patiently } from './eventstoredb/patience.ts'
import { placeOf, places } from './eventstoredb/position.ts'
import { readPage } from './eventstoredb/readPage.ts'
import { restoreInto } from './eventstoredb/restore.ts'
import { NOTHING, streamEnds } from './eventstoredb/streamEnds.ts'
import { type RestorableLog, START } from './log.ts'
import { admit, checkLimit } from './record.ts'

export interface EventStoreLogOptions {
  /** `esdb://…`; the client leaves user and password out where it says `tls=false`. */
  readonly connectionString: string
  /** Stands before the names of this log's streams, so that several cities can share a cluster: `3204.` or so.
   *  It is no part of an event: a copy under another prefix, or in another log, is the same history. */
  readonly prefix?: string
  readonly now?: () => Date
  /** Appends that may wait before `LogOverloaded` is thrown. */
  readonly queue?: number
  /** How long an append is tried again before `LogUnavailable` is thrown. */
  readonly appendWithin_ms?: number
  /** The same for a read. */
  readonly readWithin_ms?: number
  /** How long the server may take for one call, and to go on with a read. */
  readonly answerWithin_ms?: number
  /** How long a subscription may be silent before the log is looked at directly. */
  readonly silence_ms?: number
  /** Told of faults that are retried inside. */
  readonly onFault?: (error: unknown) => void
}

const WAITING_APPENDS = 4096
const APPEND_WITHIN_MS = 15_000
const READ_WITHIN_MS = 15_000
const ANSWER_WITHIN_MS = 5000
const SILENCE_MS = 5000

export function eventStoreLog({
  connectionString,
  prefix = '',
  now = () => new Date(),
  queue = WAITING_APPENDS,
  appendWithin_ms = APPEND_WITHIN_MS,
  readWithin_ms = READ_WITHIN_MS,
  answerWithin_ms = ANSWER_WITHIN_MS,
  silence_ms = SILENCE_MS,
  onFault = () => {},
}: EventStoreLogOptions): RestorableLog {
  const store = begun(connect({ connectionString, answerWithin_ms, prefix }))
  const ends = streamEnds()
  const waiting = lanes(queue)
  const closing = new AbortController()
  let closed: Promise<void> | null = null

  const reading = <T>(read: () => Promise<T>) => patiently(performance.now() + readWithin_ms, onFault, read)

  async function close(): Promise<void> {
    closing.abort()
    await waiting.idle()
    await store.close()
  }

  return {
    async append(stream, expected, events) {
      const append = admit(stream, expected, events)
      if (closed) throw new Error('the event log is closed')
      const until_ms = performance.now() + appendWithin_ms
      return waiting.run(stream, append.bytes, () =>
        patiently(until_ms, onFault, (again) => appendTo(store, ends, append, now, again)),
      )
    },
    async restore(events) {
      if (closed) throw new Error('the event log is closed')
      await restoreInto(store, events, (write) =>
        patiently(performance.now() + appendWithin_ms, onFault, write),
      )
    },
    async readStream(stream, fromRevision = 0) {
      const readAt_ms = performance.now()
      const events = await reading(() => store.readStream(stream, fromRevision))
      if (fromRevision === 0) ends.read(stream, NOTHING, events, readAt_ms)
      return events
    },
    async readAll(options) {
      placeOf(options.after)
      checkLimit(options.limit)
      return reading(() => readPage(store, options))
    },
    subscribe: (options) =>
      follow({
        store,
        options: { ...options, signal: AbortSignal.any([options.signal, closing.signal]) },
        silence_ms,
        onFault,
      }),
    positions: places,
    name: `esdb://${storeAddress(connectionString).hosts}${prefix && ` (${prefix})`}`,
    identity: () => reading(store.identity),
    head: async () => (await reading(store.newest))?.position ?? START,
    close: () => {
      closed ??= close()
      return closed
    },
  }
}

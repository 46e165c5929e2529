/**
 * The only file that knows `@eventstore/db-client`: what the log asks of EventStoreDB, in the log's own words.
 * One client for the log. Everything goes to the leader, so that what was recorded is read. Each call has a
 * time of its own, because the client gives reads none.
 */
import {
  AccessDeniedError,
  BACKWARDS,
  END,
  EventStoreDBClient,
  eventTypeFilter,
  type Filter,
  InvalidArgumentError,
  jsonEvent,
  MaxAppendSizeExceededError,
  NO_STREAM,
  type ReadPosition,
  type ResolvedEvent,
  START as START_OF_ALL,
  StreamDeletedError,
  type StreamingRead,
  StreamNotFoundError,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client'
import type { Position, RecordedEvent } from '../log.ts'
import type { Entry } from '../record.ts'
import { storeAddress } from './address.ts'
import { type Look, lookAt, recorded } from './looks.ts'
import { placeOf, positionAt } from './position.ts'
import { type Streaming, type Subscription, stepsOf } from './steps.ts'
import { within } from './within.ts'

export interface Wanted {
  readonly categories?: readonly string[] | undefined
  readonly types?: readonly string[] | undefined
}

/** The stream is not at the revision that the append expects. */
export class WrongRevision extends Error {
  override name = 'WrongRevision'
}

export interface Store {
  /** Position of the last entry; null where the server does not say it. Rejects with `WrongRevision`. */
  append(stream: string, expected: number, entries: readonly Entry[]): Promise<Position | null>
  /** What the stream has from that revision on; empty when there is none. */
  readStream(stream: string, fromRevision: number): Promise<RecordedEvent[]>
  /** `$all` after that position, at most so many looks. */
  readAll(after: Position, count: number): AsyncGenerator<Look>
  /** `$all` before that position (null: from its end), the newest first, at most so many looks. */
  lookBack(before: Position | null, count: number): AsyncGenerator<Look>
  subscribe(after: Position, wanted: Wanted, buffer: number): Promise<Subscription>
  close(): Promise<void>
}

export interface Connection {
  readonly connectionString: string
  /** How long the server may take for an append, and to go on with a read. */
  readonly answerWithin_ms: number
  /** Stands before the names of this log's streams, where several logs share a store. */
  readonly prefix: string
}

export function connect({ connectionString: url, answerWithin_ms, prefix }: Connection): Store {
  const { connectionString: address, credentials } = storeAddress(url)
  const client = EventStoreDBClient.connectionString(address)
  soften(client)
  const toLeader = { requiresLeader: true, ...(credentials && { credentials }) }

  /** Ends a read that does not go on, and lets go of its call however it is left. */
  async function* reading<E extends ResolvedEvent>(read: StreamingRead<E>): AsyncGenerator<E> {
    // It may fail once more after it was left.
    read.on('error', () => {})
    const tooLate = () => read.destroy(new Error('EventStoreDB does not go on with a read'))
    let timer = setTimeout(tooLate, answerWithin_ms)
    try {
      for await (const resolved of read.iterator({ destroyOnReturn: false })) {
        clearTimeout(timer)
        yield resolved
        timer = setTimeout(tooLate, answerWithin_ms)
      }
    } finally {
      clearTimeout(timer)
      read.cancel().catch(() => {})
      // The call ends, and the client forgets it, when what was on its way is taken.
      read.resume()
    }
  }

  async function append(
    stream: string,
    expected: number,
    entries: readonly Entry[],
  ): Promise<Position | null> {
    const events = entries.map(({ id, type, data, metadata }) =>
      jsonEvent({ id, type, data: JSON.parse(data), metadata: { ...metadata } }),
    )
    const appending = client.appendToStream(prefix + stream, events, {
      ...toLeader,
      expectedRevision: expected === -1 ? NO_STREAM : BigInt(expected),
      deadline: answerWithin_ms,
    })
    try {
      const { position } = await within(answerWithin_ms + 500, appending)
      return position ? positionAt(position) : null
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) throw new WrongRevision(stream, { cause: error })
      throw error
    }
  }

  async function readStream(stream: string, fromRevision: number): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = []
    try {
      const read = client.readStream(prefix + stream, { ...toLeader, fromRevision: BigInt(fromRevision) })
      for await (const { event } of reading(read)) if (event) events.push(recorded(event, prefix))
    } catch (error) {
      if (!(error instanceof StreamNotFoundError)) throw error
    }
    return events
  }

  async function* readAll(after: Position, count: number): AsyncGenerator<Look> {
    const from = { ...toLeader, fromPosition: startAt(after) }
    // The server begins with the event that stands at the position.
    for await (const resolved of reading(client.readAll({ ...from, maxCount: count + 1 }))) {
      const look = lookAt(resolved.event, prefix)
      if (look && look.position > after) yield look
    }
  }

  async function* lookBack(before: Position | null, maxCount: number): AsyncGenerator<Look> {
    const fromPosition = before === null ? END : startAt(before)
    const options = { ...toLeader, fromPosition, direction: BACKWARDS, maxCount } as const
    for await (const resolved of reading(client.readAll(options))) {
      const look = lookAt(resolved.event, prefix)
      if (look) yield look
    }
  }

  async function subscribe(after: Position, wanted: Wanted, buffer: number): Promise<Subscription> {
    const filter = filterFor(wanted, prefix)
    // Marks travel among the events, so that none is taken before what came ahead of it.
    filter.checkpointReached = (stream, position) => void stream.push({ checkpoint: position })
    const options = { ...toLeader, fromPosition: startAt(after), filter }
    const stream = client.subscribeToAll(options, { highWaterMark: buffer })
    stream.on('caughtUp', () => stream.push('caughtUp'))
    return stepsOf(stream as unknown as Streaming, prefix)
  }

  return {
    append,
    readStream,
    readAll,
    lookBack,
    subscribe,
    async close() {
      await within(answerWithin_ms, client.dispose()).catch(() => {})
      const { getChannel } = client as unknown as { getChannel(): Promise<{ close(): void }> }
      await getChannel().then(
        (channel) => channel.close(),
        () => {},
      )
    },
  }
}

/**
 * Two habits of the client that a process does not survive, changed. Batch appends share one call: its end
 * rejects everybody's, and writes that wait there are rejected where nobody can catch it; without them each
 * append is a call of its own. And a reconnection that fails while another is under way is not caught.
 */
function soften(client: EventStoreDBClient): void {
  const { handleError } = client as unknown as { handleError(...about: unknown[]): Promise<void> }
  Object.assign(client, {
    supports: async () => false,
    handleError: (...about: unknown[]) => handleError(...about).catch(() => {}),
  })
}

/** Whether an error passes by itself, as far as can be told: everything but a plain refusal and a bug. */
export const isTransient = (error: unknown): boolean =>
  !(
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof AccessDeniedError ||
    error instanceof InvalidArgumentError ||
    error instanceof MaxAppendSizeExceededError ||
    error instanceof StreamDeletedError
  )

/** Events of the system are left out by the server; where both are wanted, the types are looked at here. */
function filterFor({ categories, types }: Wanted, prefix: string): Filter {
  if (categories) return streamNameFilter({ prefixes: categories.map((category) => `${prefix}${category}-`) })
  if (types) return eventTypeFilter({ regex: `^(${types.map(literally).join('|')})$` })
  return streamNameFilter({ regex: `^${literally(prefix)}[a-zA-Z]+-` })
}

/** Who asks is not let in, or not to do that. */
export const isDenied = (error: unknown): boolean => error instanceof AccessDeniedError

const literally = (text: string) => text.replace(/\W/g, '\\$&')
const startAt = (after: Position): ReadPosition => placeOf(after) ?? START_OF_ALL

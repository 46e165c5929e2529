/** A log in memory, for tests and simulations: the whole contract, nothing durable. */
import { EventEmitter, once } from 'node:events'
import {
  type AppendResult,
  categoryOf,
  type EventLog,
  type ExpectedRevision,
  type NewEvent,
  type Page,
  type Position,
  type ReadAllOptions,
  type RecordedEvent,
  START,
  type SubscribeOptions,
} from './log.ts'
import { checkAppend, numberOf, positionOf, record } from './record.ts'

export function memoryLog({ now = () => new Date() }: { now?: () => Date } = {}): EventLog {
  const all: RecordedEvent[] = []
  const streams = new Map<string, RecordedEvent[]>()
  const byId = new Map<string, RecordedEvent>()
  const appended = new EventEmitter().setMaxListeners(0)

  function append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): AppendResult {
    checkAppend(stream, events)
    const known = events.map((event) => byId.get(event.id))
    const history = streams.get(stream) ?? []
    const revision = history.length - 1
    if (known.some((event) => event)) {
      const repeated = known.every(
        (event, i) => event?.stream === stream && event.revision === known[0]!.revision + i,
      )
      const last = known.at(-1)
      if (!repeated || !last) return { status: 'conflict', revision }
      return { status: 'duplicate', revision: last.revision, position: last.position }
    }
    if (revision !== expected) return { status: 'conflict', revision }
    const placed = record(stream, history.at(-1) ?? null, events, now()).map((event, i) => ({
      ...event,
      position: positionOf(all.length + i + 1),
    }))
    for (const event of placed) byId.set(event.id, event)
    streams.set(stream, [...history, ...placed])
    all.push(...placed)
    appended.emit('appended')
    const last = placed.at(-1)!
    return { status: 'appended', revision: last.revision, position: last.position }
  }

  function readAll({ after, limit, categories, types }: ReadAllOptions): Page {
    const events: RecordedEvent[] = []
    let at = numberOf(after)
    for (; at < all.length && events.length < limit; at++) {
      const event = all[at]!
      const wanted =
        (!categories || categories.includes(categoryOf(event.stream))) &&
        (!types || types.includes(event.type))
      if (wanted) events.push(event)
    }
    return { events, position: at === 0 ? START : positionOf(at), atEnd: at >= all.length }
  }

  return {
    append: async (stream, expected, events) => append(stream, expected, structuredClone(events)),
    readStream: async (stream, fromRevision = 0) => (streams.get(stream) ?? []).slice(fromRevision),
    readAll: async (options) => readAll(options),
    async *subscribe({ batchSize, signal, ...filter }: SubscribeOptions) {
      let { after } = filter
      let live = false
      while (!signal.aborted) {
        const page = readAll({ ...filter, after, limit: batchSize })
        const moved = page.position > after
        after = page.position
        if (moved || !live) yield page
        live = page.atEnd
        if (live && after === currentHead()) await once(appended, 'appended', { signal }).catch(() => {})
      }
    },
    head: async () => currentHead(),
    close: async () => {},
  }

  function currentHead(): Position {
    return all.length === 0 ? START : positionOf(all.length)
  }
}

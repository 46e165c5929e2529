/** A log in memory, for tests and simulations: the whole contract, nothing durable. */
import { EventEmitter, once } from 'node:events'
import {
  type AppendResult,
  categoryOf,
  type EventLog,
  type Page,
  type Position,
  type ReadAllOptions,
  type RecordedEvent,
  START,
  type SubscribeOptions,
} from './log.ts'
import { type Append, admit, answerOf, checkLimit, eventOf, numberOf, positionOf, record } from './record.ts'

export function memoryLog({ now = () => new Date() }: { now?: () => Date } = {}): EventLog {
  const all: RecordedEvent[] = []
  const streams = new Map<string, RecordedEvent[]>()
  const byId = new Map<string, RecordedEvent>()
  const appended = new EventEmitter().setMaxListeners(0)
  const closing = new AbortController()

  function append(append: Append): AppendResult {
    const stream = streams.get(append.stream) ?? []
    const answer = answerOf(append, stream.length - 1, (id) => byId.get(id))
    if (answer) return answer
    for (const entry of record(append, stream.at(-1) ?? null, now())) {
      const event = { ...eventOf(entry), position: positionOf(all.length + 1) }
      all.push(event)
      stream.push(event)
      byId.set(event.id, event)
    }
    streams.set(append.stream, stream)
    appended.emit('appended')
    return { status: 'appended', revision: stream.length - 1, position: head() }
  }

  function readAll({ after, limit, categories, types }: ReadAllOptions): Page {
    checkLimit(limit)
    const events: RecordedEvent[] = []
    const from = numberOf(after)
    let at = from
    for (; at < all.length && events.length < limit; at++) {
      const event = all[at]!
      const wanted =
        (!categories || categories.includes(categoryOf(event.stream))) &&
        (!types || types.includes(event.type))
      if (wanted) events.push(event)
    }
    return { events, position: at === from ? after : positionOf(at), atEnd: at >= all.length }
  }

  async function* subscribe({ batchSize, signal, ...filter }: SubscribeOptions): AsyncGenerator<Page> {
    const ending = AbortSignal.any([signal, closing.signal])
    let { after } = filter
    let live = false
    while (!ending.aborted) {
      const page = readAll({ ...filter, after, limit: batchSize })
      const moved = page.position !== after
      after = page.position
      if (moved || !live) yield page
      live = page.atEnd
      if (live && numberOf(after) >= all.length)
        await once(appended, 'appended', { signal: ending }).catch(() => {})
    }
  }

  const head = (): Position => (all.length === 0 ? START : positionOf(all.length))

  return {
    append: async (stream, expected, events) => append(admit(stream, expected, events)),
    readStream: async (stream, fromRevision = 0) => (streams.get(stream) ?? []).slice(fromRevision),
    readAll: async (options) => readAll(options),
    subscribe,
    head: async () => head(),
    close: async () => closing.abort(),
  }
}

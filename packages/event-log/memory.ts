/** A log in memory, for tests and simulations: the whole contract, nothing durable. */
import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import {
  type AppendResult,
  categoryOf,
  type Page,
  type Position,
  type ReadAllOptions,
  type RecordedEvent,
  type RestorableLog,
  START,
  type SubscribeOptions,
} from './log.ts'
import {
  type Append,
  admit,
  answerOf,
  checkLimit,
  type Entry,
  eventOf,
  numbered,
  numberOf,
  positionOf,
  record,
} from './record.ts'
import { missingOf } from './restore.ts'

export function memoryLog({ now = () => new Date() }: { now?: () => Date } = {}): RestorableLog {
  const identity = randomUUID()
  const all: RecordedEvent[] = []
  const streams = new Map<string, RecordedEvent[]>()
  const byId = new Map<string, RecordedEvent>()
  const appended = new EventEmitter().setMaxListeners(0)
  const closing = new AbortController()

  function append(append: Append): AppendResult {
    const last = lastOf(append.stream)
    const answer = answerOf(append, last?.revision ?? -1, (id) => byId.get(id))
    if (answer) return answer
    const entries = record(append, last, now())
    write(entries)
    return { status: 'appended', revision: entries.at(-1)!.revision, position: head() }
  }

  const lastOf = (stream: string): RecordedEvent | null => streams.get(stream)?.at(-1) ?? null

  function write(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const event = { ...eventOf(entry), position: positionOf(all.length + 1) }
      all.push(event)
      const stream = streams.get(event.stream)
      if (stream) stream.push(event)
      else streams.set(event.stream, [event])
      byId.set(event.id, event)
    }
    appended.emit('appended')
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
    restore: async (events) => write(missingOf(events, lastOf, (id) => byId.get(id))),
    readStream: async (stream, fromRevision = 0) => (streams.get(stream) ?? []).slice(fromRevision),
    readAll: async (options) => readAll(options),
    subscribe,
    head: async () => head(),
    positions: numbered,
    name: 'memory',
    identity: async () => identity,
    close: async () => closing.abort(),
  }
}

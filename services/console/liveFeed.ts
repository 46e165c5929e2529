/**
 * What changed, told as it changes: which cases, and which of their orders. Nothing is told before the read models
 * have it, so that whoever asks anew on hearing of it is not shown what was. Some of the past is kept, for those who
 * lost the connection for a moment; who was away for longer is told to ask for everything.
 */
import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { idOfStream } from '@jiahe/domain/catalogue.ts'
import { categoryOf, type EventLog, type RecordedEvent } from '@jiahe/event-log/log.ts'

export interface Change {
  readonly caseId: string
  readonly orders: readonly string[]
  /** Types of the events, each once. */
  readonly types: readonly string[]
}
export interface Told {
  /** To go on from, after a lost connection. */
  readonly id: string
  /** Null: more was missed than is kept. */
  readonly changes: readonly Change[] | null
}
export interface LiveFeed {
  /** Where it begins, then what changes from now on, or since `after` was told. Ends when the signal aborts. */
  follow(after: string | null, signal: AbortSignal): AsyncIterable<Told>
  /** When the oldest event was recorded that the read models do not have yet; null when they have all. */
  readonly waitingSince: string | null
}
export interface LiveFeedOptions {
  readonly log: Pick<EventLog, 'head' | 'subscribe'>
  readonly types: readonly string[]
  /** Which events the read models have. */
  readonly folded: () => Promise<(event: RecordedEvent) => boolean>
  /** Tells this feed's ids from those of another process or of an earlier start. */
  readonly name: string
  readonly signal: AbortSignal
  readonly onFault: (error: unknown) => void
  /** How often it is told at most, and how many are kept. */
  readonly every_ms?: number
  readonly kept?: number
}

const FOLDED_AFTER_MS = 25

export function liveFeed(options: LiveFeedOptions): LiveFeed {
  const { log, types, folded, name, signal, onFault, every_ms = 250, kept = 1000 } = options
  const told = new EventEmitter().setMaxListeners(0)
  const past: (readonly Change[])[] = []
  let count = 0
  let waitingSince: string | null = null
  let started: Promise<void> | null = null

  /** Not before somebody listens; from then on for good. */
  const start = (): Promise<void> => {
    started ??= log.head().then((after) => void listen(after).catch(beginAnew))
    started.catch(() => {
      started = null
    })
    return started
  }

  /** What came while nobody listened is not known: everybody is to ask for everything, and whoever goes on starts it
   *  again. */
  function beginAnew(error: unknown): void {
    if (signal.aborted) return
    onFault(error)
    started = null
    waitingSince = null
    past.length = 0
    count++
    told.emit('told')
  }

  async function listen(after: string): Promise<void> {
    for await (const page of log.subscribe({ after, types, batchSize: 1000, signal })) {
      if (page.events.length === 0) continue
      waitingSince = page.events[0]!.metadata.recordedAt
      await untilFolded(page.events)
      waitingSince = null
      past.push(changesIn(page.events))
      if (past.length > kept) past.shift()
      count++
      told.emit('told')
      // What comes meanwhile is told together.
      await pause(every_ms)
    }
  }

  async function untilFolded(events: readonly RecordedEvent[]): Promise<void> {
    while (!signal.aborted) {
      try {
        if (events.every(await folded())) return
      } catch (error) {
        onFault(error)
        await pause(1000)
      }
      await pause(FOLDED_AFTER_MS)
    }
  }

  const pause = (time_ms: number) => sleep(time_ms, undefined, { signal }).catch(() => {})

  /** How many had been told by then; null where that is not known any more. */
  function placeOf(after: string): number | null {
    const [by, n] = after.split('.')
    const place = by === name ? Number(n) : Number.NaN
    return place >= count - past.length && place <= count ? place : null
  }

  async function* follow(after: string | null, until: AbortSignal): AsyncGenerator<Told> {
    await start()
    const ending = AbortSignal.any([signal, until])
    const known = after === null ? count : placeOf(after)
    let place = known ?? count
    yield { id: `${name}.${place}`, changes: known === null ? null : [] }
    while (!ending.aborted) {
      await start()
      if (place === count) await once(told, 'told', { signal: ending }).catch(() => {})
      else if (place < count - past.length) {
        place = count
        yield { id: `${name}.${place}`, changes: null }
      } else {
        const changes = past[place - (count - past.length)]!
        place++
        yield { id: `${name}.${place}`, changes }
      }
    }
  }

  return {
    follow,
    get waitingSince() {
      return waitingSince
    },
  }
}

function changesIn(events: readonly RecordedEvent[]): Change[] {
  const byCase = new Map<string, { orders: Set<string>; types: Set<string> }>()
  for (const { stream, type, metadata } of events) {
    const change = byCase.get(metadata.correlationId) ?? { orders: new Set(), types: new Set() }
    change.types.add(type)
    if (categoryOf(stream) === 'workOrder') change.orders.add(idOfStream(stream))
    byCase.set(metadata.correlationId, change)
  }
  return [...byCase].map(([caseId, { orders, types }]) => ({
    caseId,
    ...{ orders: [...orders], types: [...types] },
  }))
}

/**
 * Runs one policy over the log: events of different cases side by side, those of one case in order, the
 * checkpoint behind them. A transient fault is tried again until it passes; an event that fails for a reason
 * of its own parks its stream, whose later events wait, and everything else goes on.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventLog, RecordedEvent } from '@jiahe/event-log/log.ts'
import type { PolicyDb } from './checkpoint.ts'
import { takeOver } from './checkpoint.ts'
import { openParking, type Parked, type Parking } from './parking.ts'
import type { Policy } from './policy.ts'
import { type Reactor, reactor } from './react.ts'
import { together } from './together.ts'

/** What the runner tells of its work. Ids and streams only, nothing of what an event says. */
export interface Reporter {
  /** When the oldest event that is not done yet was recorded; null when all are done. */
  waiting(policy: string, since: string | null): void
  processed(policy: string, events: number): void
  retrying(policy: string, event: RecordedEvent, error: unknown): void
  parked(policy: string, event: RecordedEvent, error: unknown): void
  released(policy: string, stream: string): void
  /** Not even a fallback order could be put on a desk. */
  unheard(policy: string, event: RecordedEvent, error: unknown): void
}

export interface RunnerOptions {
  readonly log: EventLog
  readonly db: PolicyDb
  readonly policy: Policy
  /** Puts the case of an event that waits on the dispatcher's desk. */
  readonly fallback: (event: RecordedEvent) => Promise<void>
  readonly reporter: Reporter
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Whether an error will pass by itself: the database is away, the log is overloaded. */
  readonly isTransient: (error: unknown) => boolean
}

const SIDE_BY_SIDE = 256
const PAGE_EVENTS = 1000
/** How much work may be repeated after a kill. Repeating is harmless; a commit for each page would cost more. */
const KEEP_EVERY_MS = 500

/** Runs until the signal aborts. Throws `TakenOver` when another process took the policy. */
export async function runPolicy(options: RunnerOptions): Promise<void> {
  const { db, policy, log, reporter } = options
  const checkpoint = await takeOver(db, policy.name)
  const parking = await openParking(db, policy.name)
  // A stream that is tried again and a page that comes in never touch the same stream at once.
  const oneAfterTheOther = queue()
  let position = checkpoint.position

  async function follow(signal: AbortSignal): Promise<void> {
    const react = reactor({ ...options, signal }, parking)
    await oneAfterTheOther(() => retry({ ...options, signal }, parking, react, parking.parked()))
    const pages = log.subscribe({ after: position, batchSize: PAGE_EVENTS, types: policy.types, signal })
    for await (const page of pages) {
      if (page.events.length > 0) reporter.waiting(policy.name, page.events[0]!.metadata.recordedAt)
      await oneAfterTheOther(() => sideBySide(byCase(page.events), SIDE_BY_SIDE, react))
      if (signal.aborted) return
      position = page.position
      reporter.processed(policy.name, page.events.length)
      if (page.atEnd) reporter.waiting(policy.name, null)
    }
  }

  async function keep(signal: AbortSignal): Promise<void> {
    const react = reactor({ ...options, signal }, parking)
    while (!signal.aborted) {
      await sleep(KEEP_EVERY_MS, undefined, { signal }).catch(() => {})
      await checkpoint.advance(position)
      const wanted = signal.aborted ? [] : await parking.wanted()
      if (wanted.length > 0)
        await oneAfterTheOther(() => retry({ ...options, signal }, parking, react, wanted))
    }
  }

  await together(options.signal, [follow, keep])
}

/** Goes through what waits in parked streams, in order. At each start too: a newer program may know what to do. */
async function retry(
  { log, policy, signal, reporter }: RunnerOptions,
  parking: Parking,
  react: Reactor,
  streams: readonly Parked[],
): Promise<void> {
  for (const parked of streams) {
    const waiting = (await log.readStream(parked.stream)).filter(
      (e) => e.position >= parked.position && (policy.types as readonly string[]).includes(e.type),
    )
    const done = await react(waiting, 'again')
    if (signal.aborted) return
    if (!done) continue
    await parking.release(parked)
    reporter.released(policy.name, parked.stream)
  }
}

function byCase(events: readonly RecordedEvent[]): RecordedEvent[][] {
  const cases = new Map<string, RecordedEvent[]>()
  for (const event of events) {
    const known = cases.get(event.metadata.correlationId)
    if (known) known.push(event)
    else cases.set(event.metadata.correlationId, [event])
  }
  return [...cases.values()]
}

async function sideBySide<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < items.length) await work(items[next++]!)
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
}

function queue(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return (work) => {
    const next = last.then(work)
    last = next.catch(() => {})
    return next
  }
}

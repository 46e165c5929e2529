/**
 * Runs the policies over this process's share of the log: events of different cases side by side, those of one
 * case in order, the checkpoint behind them. A transient fault is tried again until it passes; an event that fails
 * for a reason of its own parks its stream, whose later events wait, and everything else goes on.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventLog, RecordedEvent } from '@jiahe/event-log/log.ts'
import { type Share, shareWork } from '@jiahe/service-kit/workSharing.ts'
import { tryAgain } from './again.ts'
import { openParking } from './parking.ts'
import type { Policy } from './policy.ts'
import { reactor, reactsTo } from './react.ts'
import type { PolicyDb } from './schema.ts'
import { queue, sideBySide } from './sideBySide.ts'
import { together } from './together.ts'

/** What the runner tells of its work. Ids and streams only, nothing of what an event says. */
export interface Reporter {
  /** When the oldest event of its share that is not done yet was recorded; null when all are done. */
  waiting(since: string | null): void
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
  /** An event goes through them in this order. */
  readonly policies: readonly Policy[]
  /** A UUID of this process. */
  readonly owner: string
  /** Puts the case of an event that waits on the dispatcher's desk. */
  readonly fallback: (event: RecordedEvent) => Promise<void>
  readonly reporter: Reporter
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Whether an error will pass by itself: the database is away, the log is overloaded. */
  readonly isTransient: (error: unknown) => boolean
  /** Told of faults after which the share is taken up again. */
  readonly onFault: (error: unknown) => void
  /** How often it looks up and says how far it is, where somebody waits for that; it goes slower by itself. */
  readonly pace_ms?: number
}

const SIDE_BY_SIDE = 256
const PAGE_EVENTS = 1000
/** How much work may be repeated after a kill. Repeating is harmless; a commit for each page would cost more. */
const KEEP_EVERY_MS = 500

/** Runs until the signal aborts. Throws a fault that does not pass. */
export const runPolicies = (options: RunnerOptions): Promise<void> =>
  shareWork({ ...options, processor: 'policies' }, (share, signal) => workOn(share, { ...options, signal }))

async function workOn(share: Share, options: RunnerOptions): Promise<void> {
  const { db, log, policies, reporter } = options
  const parking = await openParking(db, share.partitions)
  const types = [...new Set(policies.flatMap((policy) => policy.types))]
  // A stream that is tried again and a page that comes in never touch the same stream at once.
  const oneAfterTheOther = queue()
  let position = share.from
  let kept = position

  async function follow(signal: AbortSignal): Promise<void> {
    const react = reactor({ ...options, signal }, parking)
    await oneAfterTheOther(() => tryAgain({ ...options, signal }, parking, react, parking.parked()))
    for await (const page of log.subscribe({ after: position, batchSize: PAGE_EVENTS, types, signal })) {
      const events = share.mine(page.events)
      if (events.length > 0) reporter.waiting(events[0]!.metadata.recordedAt)
      await oneAfterTheOther(() => sideBySide(byCase(events), SIDE_BY_SIDE, react.take))
      if (signal.aborted) return
      position = page.position
      for (const policy of policies)
        reporter.processed(policy.name, events.filter((event) => reactsTo(policy, event)).length)
      if (page.atEnd) reporter.waiting(null)
    }
  }

  async function keep(): Promise<void> {
    if (position === kept) return
    const done = position
    await share.advance(db, done)
    kept = done
  }

  async function keepOn(signal: AbortSignal): Promise<void> {
    const react = reactor({ ...options, signal }, parking)
    while (!signal.aborted) {
      await sleep(options.pace_ms ?? KEEP_EVERY_MS, undefined, { signal }).catch(() => {})
      await keep()
      const wanted = signal.aborted ? [] : await parking.wanted()
      if (wanted.length > 0)
        await oneAfterTheOther(() => tryAgain({ ...options, signal }, parking, react, wanted))
    }
  }

  try {
    await together(options.signal, [follow, keepOn])
    // So that whoever goes on from here repeats as little as can be.
    await keep()
  } finally {
    reporter.waiting(null)
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

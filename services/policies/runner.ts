/**
 * Runs one policy over the log: events of different cases side by side, those of one case in order, the
 * checkpoint behind them. A transient fault is tried again until it passes; an event that fails for a reason
 * of its own parks its stream, whose later events wait, and everything else goes on.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { EventLog, RecordedEvent } from '@jiahe/event-log/log.ts'
import { openParking, type Parking, type PolicyDb, takeOver } from './checkpoint.ts'
import type { Policy } from './policy.ts'

/** What the runner tells of its work. Ids and streams only, nothing of what an event says. */
export interface Reporter {
  processed(policy: string, events: number, oldestRecordedAt: string | null): void
  retrying(policy: string, event: RecordedEvent, error: unknown): void
  parked(policy: string, event: RecordedEvent, error: unknown): Promise<void>
}

export interface RunnerOptions {
  readonly log: EventLog
  readonly db: PolicyDb
  readonly policy: Policy
  readonly reporter: Reporter
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Whether an error will pass by itself: the database is away, the log is overloaded. */
  readonly isTransient: (error: unknown) => boolean
}

const SIDE_BY_SIDE = 64
const TRIES = 3

/** Runs until the signal aborts. Throws `TakenOver` when another process took the policy. */
export async function runPolicy(options: RunnerOptions): Promise<void> {
  const { log, db, policy, signal, reporter } = options
  const checkpoint = await takeOver(db, policy.name)
  const parking = await openParking(db, policy.name)
  await retryParked(options, parking)
  const pages = log.subscribe({ after: checkpoint.position, batchSize: 1000, types: policy.types, signal })
  for await (const page of pages) {
    await sideBySide(byCase(page.events), SIDE_BY_SIDE, (events) => inOrder(options, parking, events))
    if (signal.aborted) return
    if (page.position !== checkpoint.position) await checkpoint.advance(page.position)
    reporter.processed(policy.name, page.events.length, page.events[0]?.metadata.recordedAt ?? null)
  }
}

/** A newer program may know what to do with what was parked: its streams are gone through once at each start. */
async function retryParked(options: RunnerOptions, parking: Parking): Promise<void> {
  for (const { stream, position } of parking.parked()) {
    const waiting = (await options.log.readStream(stream)).filter(
      (e) => e.position >= position && (options.policy.types as readonly string[]).includes(e.type),
    )
    await parking.release(stream)
    await inOrder(options, parking, waiting)
  }
}

async function inOrder(
  options: RunnerOptions,
  parking: Parking,
  events: readonly RecordedEvent[],
): Promise<void> {
  for (const event of events) {
    if (options.signal.aborted) return
    if (!parking.has(event.stream)) await react(options, parking, event)
  }
}

async function react(options: RunnerOptions, parking: Parking, recorded: RecordedEvent): Promise<void> {
  const { policy, reporter, signal, isTransient } = options
  let pause_ms = 50
  for (let tries = 1; !signal.aborted; ) {
    try {
      return await policy.react(readEvent(recorded) as DomainEvent)
    } catch (error) {
      reporter.retrying(policy.name, recorded, error)
      if (!isTransient(error) && ++tries > TRIES) {
        await reporter.parked(policy.name, recorded, error)
        return await parking.park(recorded.stream, recorded.id, recorded.position, options.now())
      }
      await sleep(pause_ms, undefined, { signal }).catch(() => {})
      pause_ms = Math.min(pause_ms * 2, 5000)
    }
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
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < items.length) await work(items[next++]!)
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
}

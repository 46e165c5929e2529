/**
 * One event after the other through a policy, and what becomes of one that fails: a transient fault is waited
 * out, any other parks the stream and puts its case on the dispatcher's desk, as does every event that comes
 * to wait there later. Faults that follow each other without a success are no poison: they stop the policy.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import type { Parking } from './parking.ts'
import type { RunnerOptions } from './runner.ts'

const TRIES = 3
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 5000
/** Streams parked without a success between them. What fails everywhere is a fault of the program, not of the events. */
const PARKED_IN_A_ROW = 20

/** Takes the events of one case in order; `again` tries those of a parked stream. False when one was parked. */
export type Reactor = (events: readonly RecordedEvent[], again?: 'again') => Promise<boolean>

export function reactor(options: RunnerOptions, parking: Parking): Reactor {
  const { policy, reporter, signal } = options
  let parkedInARow = 0

  async function park(event: RecordedEvent, error: unknown): Promise<void> {
    // Before anything is done about it: a desk is not flooded by a fault of the program.
    if (++parkedInARow > PARKED_IN_A_ROW)
      throw new Error(`policy ${policy.name} fails at every event`, { cause: error })
    reporter.parked(policy.name, event, error)
    await fallBack(event)
    if (signal.aborted) return
    await parking.park(event, error instanceof Error ? error.name : typeof error, options.now())
  }

  async function fallBack(event: RecordedEvent): Promise<void> {
    const outcome = await persist(options, event, () => options.fallback(event))
    if ('fault' in outcome) reporter.unheard(policy.name, event, outcome.fault)
  }

  return async (events, again) => {
    let trying = again === 'again'
    for (const event of events) {
      if (signal.aborted) return false
      if (!trying && parking.has(event.stream)) {
        await fallBack(event)
        continue
      }
      const outcome = await persist(options, event, () => policy.react(readEvent(event) as DomainEvent))
      if ('fault' in outcome) {
        await park(event, outcome.fault)
        trying = false
      } else if (outcome.done) parkedInARow = 0
    }
    return !signal.aborted && (again !== 'again' || trying)
  }
}

type Outcome = { readonly done: boolean } | { readonly fault: unknown }

/** Tries until it is done or the signal aborts; gives back a fault that three tries did not get past. */
async function persist(
  { policy, reporter, signal, isTransient }: RunnerOptions,
  event: RecordedEvent,
  work: () => Promise<void>,
): Promise<Outcome> {
  let pause_ms = FIRST_PAUSE_MS
  for (let tries = 1; !signal.aborted; ) {
    try {
      await work()
      return { done: true }
    } catch (error) {
      // What ends may fail at anything.
      if (signal.aborted) break
      if (!isTransient(error) && tries++ === TRIES) return { fault: error }
      reporter.retrying(policy.name, event, error)
      await sleep(pause_ms, undefined, { signal }).catch(() => {})
      pause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)
    }
  }
  return { done: false }
}

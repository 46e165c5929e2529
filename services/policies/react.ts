/**
 * One event after the other through the policies, and what becomes of one that fails: a transient fault is waited
 * out, any other parks the stream for that policy and puts its case on the dispatcher's desk, as does every event
 * that comes to wait there later. Faults that follow each other without a success are no poison: they stop it all.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import type { Parking } from './parking.ts'
import type { Policy } from './policy.ts'
import type { RunnerOptions } from './runner.ts'

const TRIES = 3
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 5000
/** Streams parked without a success between them. What fails everywhere is a fault of the program, not of the events. */
const PARKED_IN_A_ROW = 20

export interface Reactor {
  /** Takes the events of one case in order, each to the policies that react to its type. */
  take(events: readonly RecordedEvent[]): Promise<void>
  /** Tries the events of a stream that a policy parked. False when one was parked again. */
  again(policy: Policy, events: readonly RecordedEvent[]): Promise<boolean>
}

export function reactor(options: RunnerOptions, parking: Parking): Reactor {
  const { policies, reporter, signal } = options
  const parkedInARow = new Map<Policy, number>()

  /** False when the event was parked. */
  async function attempt(policy: Policy, event: RecordedEvent): Promise<boolean> {
    const work = () => policy.react(readEvent(event) as DomainEvent)
    const outcome = await persist(options, policy, event, work)
    if ('fault' in outcome) await park(policy, event, outcome.fault)
    else if (outcome.done) parkedInARow.set(policy, 0)
    return !('fault' in outcome)
  }

  async function park(policy: Policy, event: RecordedEvent, error: unknown): Promise<void> {
    const inARow = (parkedInARow.get(policy) ?? 0) + 1
    parkedInARow.set(policy, inARow)
    // Before anything is done about it: a desk is not flooded by a fault of the program.
    if (inARow > PARKED_IN_A_ROW)
      throw new Error(`policy ${policy.name} fails at every event`, { cause: error })
    reporter.parked(policy.name, event, error)
    await fallBack(policy, event)
    if (signal.aborted) return
    const fault = error instanceof Error ? error.name : typeof error
    await parking.park(policy.name, event, fault, options.now())
  }

  async function fallBack(policy: Policy, event: RecordedEvent): Promise<void> {
    const outcome = await persist(options, policy, event, () => options.fallback(event))
    if ('fault' in outcome) reporter.unheard(policy.name, event, outcome.fault)
  }

  return {
    async take(events) {
      for (const event of events) {
        for (const policy of policies.filter((policy) => reactsTo(policy, event))) {
          if (signal.aborted) return
          if (parking.has(policy.name, event.stream)) await fallBack(policy, event)
          else await attempt(policy, event)
        }
      }
    },
    async again(policy, events) {
      let trying = true
      for (const event of events) {
        if (signal.aborted) return false
        if (trying) trying = await attempt(policy, event)
        else await fallBack(policy, event)
      }
      return trying && !signal.aborted
    },
  }
}

export const reactsTo = (policy: Policy, event: RecordedEvent): boolean =>
  (policy.types as readonly string[]).includes(event.type)

type Outcome = { readonly done: boolean } | { readonly fault: unknown }

/** Tries until it is done or the signal aborts; gives back a fault that three tries did not get past. */
async function persist(
  { reporter, signal, isTransient }: RunnerOptions,
  policy: Policy,
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

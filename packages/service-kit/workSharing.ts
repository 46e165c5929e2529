/**
 * Several processes share the work on one log: its cases fall into partitions, each process works on its fair
 * share of them, and takes over within seconds what another one held that died. A lease only saves work; who
 * was taken over is stopped by the fence, at its next move at the latest. Nothing is left out: a partition goes
 * on from its own position, whoever has it.
 */
import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely, QueryExecutorProvider, Transaction } from 'kysely'
import {
  advanceTo,
  attend,
  type Held,
  LEASE_MS,
  leave,
  lockPositions,
  PARTITIONS,
  type Processor,
  readPositions,
  type Seat,
  takeShare,
} from './workTable.ts'

const RENEW_EVERY_MS = 1000
const RETRY_AFTER_MS = 500

/** An event as the log holds it: its case and its place. */
export interface Placed {
  readonly position: string
  readonly metadata: { readonly correlationId: string }
}

/** Thrown when another process has part of the share now. */
export class TakenOver extends Error {
  override name = 'TakenOver'
}

/** What is this process's to do, for as long as that does not change. */
export interface Share {
  readonly partitions: readonly number[]
  /** The least position of its partitions: where to read on. */
  readonly from: string
  /** Those of the events that are for it, and that were not done before. */
  mine<Event extends Placed>(events: readonly Event[]): Event[]
  /** Says that everything up to here is done; throws `TakenOver` when that is not for this process to say. */
  advance(db: QueryExecutorProvider, position: string): Promise<void>
}
/** Works until the signal aborts. */
export type ShareOfWork = (share: Share, signal: AbortSignal) => Promise<void>

export interface SharingOptions<T> extends Seat {
  readonly db: Kysely<T>
  readonly signal: AbortSignal
  /** Whether an error will pass by itself. */
  readonly isTransient: (error: unknown) => boolean
  /** Told of faults after which it goes on. */
  readonly onFault: (error: unknown) => void
  /** Told when there was nothing for it for so long that those who hold everything must be alive. */
  readonly onIdle?: () => void
}

/** Works on its share until the signal aborts, and gives it back. The work is begun again whenever the share
 *  changes and after a fault that passes; any other fault is thrown. */
export async function shareWork<T>(options: SharingOptions<T>, work: ShareOfWork): Promise<void> {
  const { db, signal, isTransient, onFault, onIdle = () => {} } = options
  let idle_ms = 0
  try {
    while (!signal.aborted) {
      try {
        const held = await takeShare(db, options)
        if (held.length > 0) {
          await workUntilChanged(options, held, work)
          idle_ms = 0
          continue
        }
        if (idle_ms > LEASE_MS) onIdle()
        await pause(RENEW_EVERY_MS, signal)
        idle_ms += RENEW_EVERY_MS
      } catch (error) {
        if (!(error instanceof TakenOver) && !isTransient(error)) throw error
        onFault(error)
        await pause(RETRY_AFTER_MS * (0.5 + Math.random()), signal)
      }
    }
  } finally {
    await leave(db, options).catch(onFault)
  }
}

const pause = (time_ms: number, signal: AbortSignal): Promise<void> =>
  sleep(time_ms, undefined, { signal }).catch(() => {})

async function workUntilChanged<T>(
  options: SharingOptions<T>,
  held: readonly Held[],
  work: ShareOfWork,
): Promise<void> {
  const [ending, done] = [new AbortController(), new AbortController()]
  const either = AbortSignal.any([options.signal, ending.signal])
  // Each event that is waited for listens to it.
  setMaxListeners(0, either)
  const working = work(shareOf(options, held), either).finally(() => done.abort())
  // Heard at the end.
  working.catch(() => {})
  try {
    while (!done.signal.aborted) {
      await pause(RENEW_EVERY_MS, done.signal)
      if (!done.signal.aborted && (await isToChange(options, held))) ending.abort()
    }
  } finally {
    ending.abort()
    await working
  }
}

/** Renews the lease. True when something was lost, is too much, or could be had. */
async function isToChange<T>(options: SharingOptions<T>, before: readonly Held[]): Promise<boolean> {
  try {
    const { held, share, free } = await attend(options.db, options)
    const same =
      held.length === before.length &&
      held.every(
        ({ partition, epoch }, i) => before[i]!.partition === partition && before[i]!.epoch === epoch,
      )
    return !same || held.length > share || (held.length < share && free > 0)
  } catch (error) {
    if (!options.isTransient(error)) throw error
    options.onFault(error)
    return false
  }
}

function shareOf<T>(seat: SharingOptions<T>, held: readonly Held[]): Share {
  const positions = new Map(held.map(({ partition, position }) => [partition, position]))
  return {
    partitions: [...positions.keys()],
    from: [...positions.values()].sort()[0]!,
    mine: (events) =>
      events.filter((event) => {
        const position = positions.get(partitionOf(event.metadata.correlationId))
        return position !== undefined && event.position > position
      }),
    async advance(db, position) {
      if ((await advanceTo(db, seat, held, position)) < held.length)
        throw new TakenOver(`${seat.processor}: another process has part of the work now`)
    },
  }
}

/** What of the log has been done, by whomever. */
export interface Progress {
  /** Everything up to here was done. */
  readonly least: string
  /** Nothing behind here was. */
  readonly most: string
  covers(event: Placed): boolean
}

/** Nothing of it moves until the transaction ends. */
export async function lockProgress<T>(trx: Transaction<T>, processor: Processor): Promise<Progress> {
  const positions = await lockPositions(trx, processor)
  const inOrder = [...positions].sort()
  return {
    least: inOrder[0]!,
    most: inOrder.at(-1)!,
    covers: (event) => event.position <= positions[partitionOf(event.metadata.correlationId)]!,
  }
}

/** Which events are done by now. */
export async function doneBy(
  db: QueryExecutorProvider,
  processor: Processor,
): Promise<(event: Placed) => boolean> {
  const positions = await readPositions(db, processor)
  return (event) => event.position <= positions[partitionOf(event.metadata.correlationId)]!
}

/** The partition of a case: its own number for ever, as positions are kept by it (FNV-1a). */
export function partitionOf(caseId: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < caseId.length; i++) hash = Math.imul(hash ^ caseId.charCodeAt(i), 0x01000193)
  return (hash >>> 0) % PARTITIONS
}

/**
 * The clock watcher: what time alone does to cases and orders is recorded, once each, within moments of when it
 * happens and also after a day of nobody watching. One half follows the log and keeps an alarm for each stream, the
 * other looks at the streams whose alarm is due. It needs no read model: one that is slow or parked silences no clock.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import { type Share, shareWork } from '@jiahe/service-kit/workSharing.ts'
import { tryAgain } from './again.ts'
import { type Alarm, nearestAlarms, setAlarms, silence } from './alarms.ts'
import { clock } from './clock.ts'
import { openParking, type Parking } from './parking.ts'
import type { Policy, PolicyContext } from './policy.ts'
import { reactor } from './react.ts'
import type { RunnerOptions } from './runner.ts'
import { queue, sideBySide } from './sideBySide.ts'
import { together } from './together.ts'

export interface ClockReporter {
  /** The oldest moment of its share that is due and not looked at, or else the next that will be; null without one. */
  nearest(dueAt: Date | null): void
  recorded(type: string): void
}
export interface ClockOptions extends Omit<RunnerOptions, 'policies'>, PolicyContext {
  readonly clocks: ClockReporter
}

const NAME = 'clocks'
const SIDE_BY_SIDE = 64
const PAGE_EVENTS = 1000
/** Streams that are looked at before the position moves, at most. */
const STREAMS_AT_ONCE = 2000
/** How long events are gathered, so that a stream is read once for all of those that come together. */
const GATHER_MS = 250
/** After a day of nobody watching many are due: oldest first, so many at a time. */
const ALARMS_AT_ONCE = 500
/** Alarms that the other half set meanwhile are heard after so long, at most. */
const LOOK_EVERY_MS = 1000

/** Runs until the signal aborts. Throws a fault that does not pass. */
export const runClocks = (options: ClockOptions): Promise<void> =>
  shareWork({ ...options, processor: NAME }, (share, signal) => workOn(share, { ...options, signal }))

async function workOn(share: Share, options: ClockOptions): Promise<void> {
  const parking = await openParking(options.db, share.partitions)
  try {
    await together(options.signal, [
      (signal) => keepAlarms(share, parking, { ...options, signal }),
      (signal) => ring(share, parking, { ...options, signal }),
    ])
  } finally {
    options.reporter.waiting(null)
    options.clocks.nearest(null)
  }
}

/** Gathers what the streams looked at tell. */
function lookingAtStreams(options: ClockOptions, parking: Parking) {
  const alarms = new Map<string, Alarm>()
  const told = (alarm: Alarm) => void alarms.set(alarm.stream, alarm)
  const policy: Policy = clock(options, { alarm: told, recorded: options.clocks.recorded })
  const runner: RunnerOptions = { ...options, policies: [policy] }
  return {
    runner,
    react: reactor(runner, parking),
    taken(): Alarm[] {
      const taken = [...alarms.values()]
      alarms.clear()
      return taken
    },
  }
}

/** Follows the log: each stream of the share that something was appended to has the alarm that follows from it. */
async function keepAlarms(share: Share, parking: Parking, options: ClockOptions): Promise<void> {
  const { db, log, reporter, signal } = options
  const { runner, react, taken } = lookingAtStreams(options, parking)
  const types = runner.policies[0]!.types
  const oneAfterTheOther = queue()
  let touched = new Map<string, RecordedEvent>()
  let seen = share.from
  let kept = seen

  async function follow(signal: AbortSignal): Promise<void> {
    for await (const page of log.subscribe({ after: seen, batchSize: PAGE_EVENTS, types, signal })) {
      for (const event of share.mine(page.events))
        if (!touched.has(event.stream)) touched.set(event.stream, event)
      seen = page.position
      tellWaiting()
      if (touched.size >= STREAMS_AT_ONCE) await oneAfterTheOther(look)
    }
  }

  async function look(): Promise<void> {
    const [streams, position] = [[...touched.values()], seen]
    touched = new Map()
    await sideBySide(streams, SIDE_BY_SIDE, (event) => react.take([event]))
    if (signal.aborted) return
    const alarms = taken()
    if (position === kept && alarms.length === 0) return
    await db.transaction().execute(async (trx) => {
      await share.advance(trx, position)
      await setAlarms(trx, alarms)
    })
    kept = position
    reporter.processed(NAME, streams.length)
    tellWaiting()
  }

  const tellWaiting = () => {
    const [first] = touched.values()
    reporter.waiting(first?.metadata.recordedAt ?? null)
  }

  async function keepOn(signal: AbortSignal): Promise<void> {
    await tryAgain({ ...runner, signal }, parking, react, parking.parked())
    while (!signal.aborted) {
      await sleep(options.pace_ms ?? GATHER_MS, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      const wanted = await parking.wanted()
      await tryAgain({ ...runner, signal }, parking, react, wanted)
      await oneAfterTheOther(look)
    }
  }

  await together(signal, [follow, keepOn])
}

/** Looks at the streams whose alarm is due, oldest first, and sleeps until the next is. */
async function ring(share: Share, parking: Parking, options: ClockOptions): Promise<void> {
  const { db, log, now, signal, clocks, pace_ms = LOOK_EVERY_MS } = options
  const { react, taken } = lookingAtStreams(options, parking)
  while (!signal.aborted) {
    const { due, next } = await nearestAlarms(db, share.partitions, now(), ALARMS_AT_ONCE)
    clocks.nearest(due[0]?.dueAt ?? next)
    if (due.length === 0) {
      const ahead_ms = next ? next.getTime() - now().getTime() : pace_ms
      await sleep(Math.min(Math.max(ahead_ms, 0), pace_ms), undefined, { signal }).catch(() => {})
      continue
    }
    await sideBySide(due, SIDE_BY_SIDE, async ({ stream }) => {
      const last = parking.has(NAME, stream) ? undefined : (await log.readStream(stream)).at(-1)
      if (last) await react.take([last])
    })
    if (signal.aborted) return
    await setAlarms(db, taken())
    await silence(
      db,
      due.map(({ stream }) => stream).filter((stream) => parking.has(NAME, stream)),
    )
  }
}

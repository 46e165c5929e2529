/** Policies and clocks as one process runs them, over a clock that is moved by hand, and what must follow from it. */
import { randomUUID } from 'node:crypto'
import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import { duesOf } from '@jiahe/domain/dues.ts'
import { desk } from '@jiahe/domain/exampleCity.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { EventLog, RecordedEvent } from '@jiahe/event-log/log.ts'
import { isTransient } from '@jiahe/event-log/transient.ts'
import type { Test } from 'tap'
import { type ClockReporter, runClocks } from './clocks.ts'
import { silent } from './exampleAlerts.ts'
import { fallback } from './fallback.ts'
import { allPolicies } from './policy.ts'
import { runPolicies } from './runner.ts'
import type { Running } from './runnerFixture.ts'
import type { PolicyDb } from './schema.ts'

const hour_ms = 3_600_000

/** A clock that is moved by hand. */
export function clockAt(start: string) {
  let time = Date.parse(start)
  return {
    now: () => new Date(time),
    hours(n: number) {
      time += n * hour_ms
    },
  }
}
export type Clock = ReturnType<typeof clockAt>
const unreported: ClockReporter = { nearest: () => {}, recorded: () => {} }

/** The service as it runs, policies and clocks, over a log in memory. */
export function startWatching(
  t: Test,
  log: EventLog,
  db: PolicyDb,
  { now }: Pick<Clock, 'now'>,
  clocks: Partial<ClockReporter> = {},
): Running {
  const stopping = new AbortController()
  const context = { log, desk, now }
  const shared = {
    ...{ db, isTransient, signal: stopping.signal, reporter: silent, onFault: () => {} },
    fallback: fallback(context, isTransient),
  }
  const ended = Promise.all([
    runPolicies({ ...context, ...shared, owner: randomUUID(), policies: allPolicies(context) }),
    runClocks({ ...context, ...shared, owner: randomUUID(), clocks: { ...unreported, ...clocks } }),
  ]).then(() => {})
  ended.catch(() => {})
  const stop = async () => {
    stopping.abort()
    await ended
  }
  t.teardown(() => stop().catch(() => {}))
  return { stop, ended }
}

/** What has passed and is not recorded, over all streams. */
export function unrecorded(events: readonly RecordedEvent[], now: Date): string[] {
  const streams = new Map<string, RecordedEvent[]>()
  for (const event of events) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event])
  return [...streams.values()].flatMap((history) =>
    duesOf(history.map(readEvent) as DomainEvent[], desk)
      .filter(({ at }) => Date.parse(at) <= now.getTime())
      .map(({ type, key }) => `${type} ${key}`),
  )
}
export const alarmsOf = async (db: PolicyDb) =>
  (await db.selectFrom('policy.alarm').selectAll().orderBy('stream').execute()).map((row) =>
    JSON.stringify(row),
  )

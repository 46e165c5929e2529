/**
 * Half a year of a small city on a driven clock, with the policies and clocks in a process of their own: every alert
 * has its callback, every figure is what the raw events say, and killing that process again and again changes none.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import { duesOf } from '@jiahe/domain/dues.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { type RecordedEvent, START } from '@jiahe/event-log/log.ts'
import { postgresLog } from '@jiahe/event-log/postgres/postgresLog.ts'
import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { migratePolicies, type PolicyTables } from '@jiahe/policies/schema.ts'
import { queryBoard } from '@jiahe/read-models/board.ts'
import { queryCoverage } from '@jiahe/read-models/callbackCoverage.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import { projectionOf } from '@jiahe/read-models/projection.ts'
import { migrateReadModels } from '@jiahe/read-models/schema.ts'
import type { ReadDb } from '@jiahe/read-models/tables.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { lockProgress } from '@jiahe/service-kit/workSharing.ts'
import { migrateWork } from '@jiahe/service-kit/workTable.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import t, { type Test } from 'tap'
import { seeded } from '../demo/chance.ts'
import { countFigures } from './count.ts'
import { deskOf } from './desk.ts'
import { drivenClock, moveClock } from './drivenClock.ts'
import { simulate } from './simulate.ts'
import { startWorker } from './worker.ts'

const CITY = '3204'
const KILLS = 50
const extent = { families: 10, days: 182, leftEvery: 5 }
const until = new Date('2026-11-20T04:00:00.000Z')
const hour_ms = 3_600_000

interface Ended {
  readonly events: readonly RecordedEvent[]
  readonly kills: number
  readonly steps: number
  /** What the board and the coverage say at the end. */
  readonly shown: object
}

/** `killAt`: after which steps. */
async function play(t: Test, killAt: ReadonlySet<number>): Promise<Ended> {
  const connectionString = await testDatabase(t)
  const folder = mkdtempSync(join(tmpdir(), 'jiahe-simulation-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const clockFile = join(folder, 'clock')
  moveClock(clockFile, until.getTime() - (extent.days + 5) * 24 * hour_ms)
  const db = openDatabase<PolicyTables>(connectionString, 4)
  t.teardown(() => db.destroy())
  await migrateEventLog(connectionString)
  await migrateWork(db)
  await migratePolicies(db)
  const { now } = drivenClock(clockFile)
  const log = postgresLog({ connectionString, now, connections: 4 })
  t.teardown(() => log.close())
  const desk = deskOf(CITY)
  const worker = await startWorker(connectionString, clockFile, CITY)
  t.teardown(() => worker.stop())
  let [steps, kills] = [0, 0]
  await simulate({
    ...{ extent, until, desk, log, db, clockFile, seed: 11, step_ms: 2 * hour_ms },
    async onStep() {
      steps++
      if (!killAt.has(steps)) return
      kills++
      await worker.kill()
    },
  })
  const { events } = await log.readAll({ after: START, limit: 100_000 })
  return { events, kills, steps, shown: await shownAt(db as unknown as ReadDb, events, desk) }
}

async function shownAt(
  read: ReadDb,
  events: readonly RecordedEvent[],
  { territory }: ReturnType<typeof deskOf>,
): Promise<object> {
  await migrateReadModels(read, readModels, (trx) => lockProgress(trx, 'projector'))
  const { regions } = territory
  const isTransient = () => true
  const projection = projectionOf({ db: read, models: readModels, regions, now: () => until, isTransient })
  await projection.apply(events, events.at(-1)!.position, async () => {})
  const everywhere = { region: null, from: null, to: null }
  const { totals } = await queryBoard(read, { ...everywhere, by: [], level: 'district', asOf: until })
  const { missing } = await queryCoverage(read, { ...everywhere, at: until })
  const { disposals: _, cases: __, ...counts } = totals
  return { ...counts, missing }
}

const typesOf = (events: readonly RecordedEvent[]) => {
  const counts: Record<string, number> = {}
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1
  return counts
}
const streamsOf = (events: readonly RecordedEvent[]) => {
  const streams = new Map<string, DomainEvent[]>()
  for (const event of events)
    streams.set(event.stream, [...(streams.get(event.stream) ?? []), readEvent(event)])
  return [...streams.values()]
}

// Fifty processes are started one after the other.
t.setTimeout(1_200_000)
const calm = await play(t, new Set())

t.test('every alert has its callback, and the board says what the raw events say', async (t) => {
  const figures = countFigures(calm.events, until)
  t.strictSame(calm.shown, { ...figures })
  t.equal(figures.missing, 0)
  const { alerts, callbacksDue, callbacksLate, callbacksDone, callbacksUnreachable } = figures
  t.equal(callbacksDue + callbacksLate + callbacksDone + callbacksUnreachable, alerts)
  for (const name of ['alerts', 'ordersDispatched', 'ordersAccepted', 'ordersClosed', 'tracked'] as const)
    t.ok(figures[name] > 0, `${name}: ${figures[name]}`)
  t.comment(JSON.stringify(figures))
})

t.test('no moment passed that is neither met nor recorded', async (t) => {
  const unrecorded = streamsOf(calm.events).flatMap((history) =>
    duesOf(history, deskOf(CITY)).filter(({ at }) => Date.parse(at) <= until.getTime()),
  )
  t.strictSame(unrecorded, [])
  t.ok(typesOf(calm.events).DeadlineMissed! > 0)
})

t.test('killing the policies at random fifty times changes no figure', async (t) => {
  const chance = seeded(5)
  const killAt = new Set<number>()
  while (killAt.size < KILLS) killAt.add(1 + Math.floor(chance() * (calm.steps - 2)))
  const shaken = await play(t, killAt)
  t.equal(shaken.kills, KILLS)
  t.strictSame(shaken.shown, calm.shown)
  t.strictSame(typesOf(shaken.events), typesOf(calm.events))
})

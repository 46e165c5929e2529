import { district, township } from '@jiahe/domain/exampleCity.ts'
import type { EventLog, RecordedEvent } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import { eventually } from '@jiahe/testing/jiahe.ts'
import { sql } from 'kysely'
import t from 'tap'
import { alertTo, caseOf, everything } from './exampleAlerts.ts'
import { alarmsOf, clockAt, startWatching, unrecorded } from './fixtureClocks.ts'
import { retryParked } from './parking.ts'
import { migrated } from './runnerFixture.ts'
import { high, medium, scene } from './scene.ts'

const types = (events: readonly RecordedEvent[]) => events.map((event) => event.type)
const count = (events: readonly RecordedEvent[], type: string) =>
  types(events).filter((t) => t === type).length
t.test('a moment that passes is recorded at its moment, by nobody’s command', async (t) => {
  const clock = clockAt('2026-03-02T01:00:00.000Z')
  const log = memoryLog(clock)
  const db = await migrated(t)
  const recorded: string[] = []
  const running = startWatching(t, log, db, clock, { recorded: (type) => recorded.push(type) })
  await alertTo(log, 1, 1, high)
  await eventually(async () => (await alarmsOf(db)).length === 2)
  t.same(recorded, [])
  clock.hours(4)
  const missed = await eventually(async () => {
    const events = await everything(log)
    return events.filter((e) => e.type === 'WorkOrderEscalated').length === 1 && events.slice(-2)
  })
  t.match(missed, [
    { type: 'DeadlineMissed', data: { deadline: 'accept', by: township } },
    { type: 'WorkOrderEscalated', data: { from: township, to: district } },
  ])
  for (const { metadata } of missed) t.match(metadata, { occurredAt: '2026-03-02T05:00:00.000Z' })
  clock.hours(20)
  await eventually(async () => count(await everything(log), 'CallbackMissed') === 1)
  await running.stop()
  t.same(unrecorded(await everything(log), clock.now()), [])
})

t.test('after a day of nobody watching each is recorded once, whoever comes back first', async (t) => {
  const clock = clockAt('2026-03-02T01:00:00.000Z')
  const log = memoryLog(clock)
  const db = await migrated(t)
  const FAMILIES = 700
  const first = startWatching(t, log, db, clock)
  for (let family = 0; family < FAMILIES; family++)
    await alertTo(log, family, 1, family % 2 === 0 ? high : medium)
  await eventually(async () => (await alarmsOf(db)).length === FAMILIES * 2)
  await first.stop()
  clock.hours(24)
  const [second, third] = [startWatching(t, log, db, clock), startWatching(t, log, db, clock)]
  await eventually(async () => unrecorded(await everything(log), clock.now()).length === 0)
  await Promise.all([second.stop(), third.stop()])
  const events = await everything(log)
  // At high: acceptance, twice up, contact. At medium: acceptance, once up.
  t.equal(count(events, 'DeadlineMissed'), FAMILIES * 1.5)
  t.equal(count(events, 'WorkOrderEscalated'), FAMILIES * 1.5)
  t.equal(count(events, 'CallbackMissed'), FAMILIES / 2)
  t.equal(new Set(events.map(({ id }) => id)).size, events.length)
  t.same(await db.selectFrom('policy.parked').selectAll().execute(), [])
})

t.test('an alarm that is out of date wakes, and nothing follows', async (t) => {
  const clock = clockAt('2026-03-02T01:00:00.000Z')
  const s = scene(memoryLog(clock))
  const db = await migrated(t)
  const running = startWatching(t, s.log, db, clock)
  await s.alert(high)
  const before = await eventually(async () => {
    const alarms = await alarmsOf(db)
    return alarms.length === 2 && alarms
  })
  await db
    .updateTable('policy.alarm')
    .set({ due_at: new Date(0) })
    .execute()
  await eventually(async () => (await alarmsOf(db)).join() === before.join())
  await running.stop()
  t.notOk(types(await everything(s.log)).some((type) => /Missed|Escalated|Ended|FellDue/.test(type)))
})

t.test('made anew from the log, the alarms are those that stood', async (t) => {
  const clock = clockAt('2026-03-02T01:00:00.000Z')
  const log = memoryLog(clock)
  const db = await migrated(t)
  const first = startWatching(t, log, db, clock)
  for (let family = 0; family < 30; family++) await alertTo(log, family, 1, family % 3 === 0 ? {} : high)
  await eventually(async () => (await alarmsOf(db)).length === 50)
  clock.hours(5)
  await eventually(async () => unrecorded(await everything(log), clock.now()).length === 0)
  const head = await log.head()
  const done = async () =>
    (
      await sql<{ n: number }>`SELECT count(*)::int AS n FROM work.partition
      WHERE processor = 'clocks' AND position = ${head}`.execute(db)
    ).rows[0]!.n === 8
  await eventually(done)
  await first.stop()
  const stood = await alarmsOf(db)
  await db.deleteFrom('policy.alarm').execute()
  await sql`UPDATE work.partition SET position = '' WHERE processor = 'clocks'`.execute(db)
  const second = startWatching(t, log, db, clock)
  await eventually(done)
  await second.stop()
  t.same(await alarmsOf(db), stood)
  t.equal(await log.head(), head, 'and nothing was recorded twice')
})

t.test(
  'a stream whose clock fails is parked and on a desk; the others go on; mended, it catches up',
  async (t) => {
    const clock = clockAt('2026-03-02T01:00:00.000Z')
    const kept = memoryLog(clock)
    let ill = true
    class Poison extends Error {
      override name = 'Poison'
    }
    const poisonous = `familyCase-${caseOf(1)}`
    // The clock alone appends what it does at the moment it happened, under its own name.
    const log: EventLog = {
      ...kept,
      append: async (stream, expected, events) => {
        if (ill && stream === poisonous && events[0]!.metadata.actor === 'policy:clocks') throw new Poison()
        return kept.append(stream, expected, events)
      },
    }
    const db = await migrated(t)
    const running = startWatching(t, log, db, clock)
    for (const family of [1, 2]) await alertTo(log, family, 1)
    await eventually(async () => (await alarmsOf(db)).length === 2)
    clock.hours(24)
    const parked = await eventually(async () => {
      const rows = await db.selectFrom('policy.parked').selectAll().execute()
      return rows.length > 0 && rows
    })
    t.match(parked, [{ name: 'clocks', stream: poisonous, fault: 'Poison' }])
    await eventually(async () => count(await everything(log), 'CallbackMissed') === 1)
    const order = await eventually(async () =>
      (await everything(log)).find((event) => event.type === 'WorkOrderUnroutable'),
    )
    t.match(order, { data: { caseId: caseOf(1), reason: 'processing-failed' } })
    ill = false
    await eventually(async () => {
      await retryParked(db, poisonous)
      return count(await everything(log), 'CallbackMissed') === 2
    })
    await eventually(async () => (await db.selectFrom('policy.parked').selectAll().execute()).length === 0)
    await running.stop()
    t.same(unrecorded(await everything(log), clock.now()), [])
  },
)

t.test('how long the oldest moment waits is told while nothing can be recorded', async (t) => {
  const clock = clockAt('2026-03-02T01:00:00.000Z')
  const kept = memoryLog(clock)
  let away = false
  const log: EventLog = {
    ...kept,
    append: async (...args) => {
      if (away) throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
      return kept.append(...args)
    },
  }
  const db = await migrated(t)
  let nearest: Date | null = null
  const running = startWatching(t, log, db, clock, {
    nearest: (dueAt) => {
      nearest = dueAt
    },
  })
  await alertTo(log, 1, 1, high)
  await eventually(async () => nearest?.toISOString() === '2026-03-02T05:00:00.000Z')
  away = true
  clock.hours(5)
  await eventually(async () => nearest?.toISOString() === '2026-03-02T05:00:00.000Z')
  away = false
  await eventually(async () => nearest?.toISOString() === '2026-03-02T09:00:00.000Z')
  await running.stop()
  t.equal(nearest, null)
})

import { workOrderStream } from '@jiahe/domain/catalogue.ts'
import { city, district, township } from '@jiahe/domain/exampleCity.ts'
import { orderIdOf } from '@jiahe/domain/ids.ts'
import type { EventLog, RecordedEvent } from '@jiahe/event-log/log.ts'
import { lockProgress } from '@jiahe/service-kit/workSharing.ts'
import { eventually } from '@jiahe/testing/jiahe.ts'
import { sql } from 'kysely'
import t from 'tap'
import { alertTo, caseOf, everything, wrongsOf } from './exampleAlerts.ts'
import { retryParked } from './parking.ts'
import { failing, logInMemory, migrated, start } from './runnerFixture.ts'
import { extreme, medium, scene, typesOf, worksAndCloses } from './scene.ts'

const orderOf = (log: EventLog, family: number, n = 1): Promise<RecordedEvent[]> =>
  log.readStream(workOrderStream(orderIdOf(caseOf(family), n)))
const types = (events: readonly RecordedEvent[]) => events.map((event) => event.type)
/** Without what it is told of its orders. */
const ofCase = (events: readonly RecordedEvent[]) => types(events).filter((type) => type !== 'OrderOpened')
const dispatched = (log: EventLog, family: number) =>
  eventually(async () => types(await orderOf(log, family)).includes('WorkOrderDispatched'))
const settled = (log: EventLog) => eventually(async () => wrongsOf(await everything(log)).length === 0)

class Poison extends Error {
  override name = 'Poison'
}

t.test(
  'an event that fails for a reason of its own parks its stream, and everything else goes on',
  async (t) => {
    const [log, db] = [logInMemory(), await migrated(t)]
    const poisonous = `familyCase-${caseOf(1)}`
    const parked: string[] = []
    const running = start(
      t,
      log,
      db,
      (policy) =>
        policy.name === 'grading' ? failing(policy, (e) => e.stream === poisonous && new Poison()) : policy,
      { parked: (policy, event) => parked.push(`${policy} ${event.id}`) },
    )
    const first = await alertTo(log, 1, 1, medium)
    for (const family of [2, 3, 4]) await alertTo(log, family, 1, medium)
    for (const family of [2, 3, 4]) await dispatched(log, family)
    const order = await eventually(async () => {
      const order = await orderOf(log, 1)
      return order.length > 0 && order
    })
    t.match(order, [{ type: 'WorkOrderUnroutable', data: { reason: 'processing-failed', level: 'high' } }])
    const rows = await eventually(async () => {
      const rows = await db.selectFrom('policy.parked').selectAll().execute()
      return rows.length > 0 && rows
    })
    t.match(rows, [{ name: 'grading', stream: poisonous, event_id: first, fault: 'Poison' }])
    t.same(parked, [`grading ${first}`])
    await alertTo(log, 1, 2, extreme)
    await alertTo(log, 5, 1, medium)
    await dispatched(log, 5)
    await running.stop()
    t.same(ofCase(await log.readStream(poisonous)), ['AlertReceived', 'AlertReceived'], 'later events wait')
    t.equal((await orderOf(log, 1)).length, 1, 'and the case has the one order on the desk')

    const again = start(t, log, db)
    await settled(log)
    await again.stop()
    const graded = (await log.readStream(poisonous)).filter((event) => event.type === 'RiskGraded')
    t.match(graded, [
      { data: { level: 'medium' }, metadata: { causationId: first } },
      { data: { level: 'extreme' } },
    ])
    t.same(types(await orderOf(log, 1)), ['WorkOrderUnroutable', 'WorkOrderRaised'])
    t.same(await orderOf(log, 1, 2), [], 'and still the one order')
    t.same(await db.selectFrom('policy.parked').selectAll().execute(), [])
  },
)

t.test('a parked stream is tried again on command, and parked again while the fault stays', async (t) => {
  const [log, db] = [logInMemory(), await migrated(t)]
  let ill = true
  let parked = 0
  const running = start(
    t,
    log,
    db,
    (policy) => (policy.name === 'callbacks' ? failing(policy, () => ill && new Poison()) : policy),
    { parked: () => parked++ },
  )
  await alertTo(log, 1, 1, medium)
  await eventually(async () => (await retryParked(db)) === 1)
  await eventually(async () => parked === 2)
  ill = false
  await eventually(async () => {
    await retryParked(db, `familyCase-${caseOf(1)}`)
    return (await db.selectFrom('policy.parked').selectAll().execute()).length === 0
  })
  await running.stop()
  t.same(wrongsOf(await everything(log)), [])
  t.same(ofCase(await log.readStream(`familyCase-${caseOf(1)}`)), [
    'AlertReceived',
    'RiskGraded',
    'CallbackScheduled',
  ])
})

t.test(
  'a case that waits comes back to the desk with each new event, though its order was closed',
  async (t) => {
    const s = scene(logInMemory())
    const db = await migrated(t)
    const running = start(t, s.log, db, (policy) =>
      policy.name === 'dispatch' ? failing(policy, () => new Poison()) : policy,
    )
    await s.alert(medium)
    const order = await eventually(async () => (await s.order())[0])
    t.match(order.data, { reason: 'processing-failed', regionCode: township, channel: 'police-110' })
    await s.does(city, { type: 'dispatch', to: township, textId: null })
    await worksAndCloses(s, township, district)
    await s.alert(medium)
    await eventually(async () => typesOf(await s.order()).at(-1) === 'WorkOrderReopened')
    await running.stop()
    t.same(await s.order(2), [])
  },
)

t.test('a transient fault is waited out, and parks nothing', async (t) => {
  const [log, db] = [logInMemory(), await migrated(t)]
  let away = 4
  let retries = 0
  const refused = () => Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  const running = start(
    t,
    log,
    db,
    (policy) => (policy.name === 'dispatch' ? failing(policy, () => away-- > 0 && refused()) : policy),
    { retrying: () => retries++ },
  )
  await alertTo(log, 1, 1, medium)
  await dispatched(log, 1)
  await running.stop()
  t.equal(retries, 4)
  t.same(await db.selectFrom('policy.parked').selectAll().execute(), [])
})

t.test('a fault that hits every event is no poison: the policy stops', async (t) => {
  const [log, db] = [logInMemory(), await migrated(t)]
  for (let family = 0; family < 40; family++) await alertTo(log, family, 1, medium)
  const running = start(t, log, db, (policy) =>
    policy.name === 'grading' ? failing(policy, () => new Poison()) : policy,
  )
  await t.rejects(running.ended, { message: 'policy grading fails at every event' })
  const again = start(t, log, db)
  const all = await eventually(async () => {
    const all = types(await everything(log))
    return all.filter((type) => type === 'CallbackScheduled').length === 40 && all
  })
  await again.stop()
  t.equal(all.filter((type) => type === 'RiskGraded').length, 40, 'and nothing is lost when it is mended')
  t.equal(all.filter((type) => type === 'WorkOrderUnroutable').length, 20, 'nor the desk flooded')
})

t.test('what fails because the process ends is not parked', async (t) => {
  const [log, db] = [logInMemory(), await migrated(t)]
  let reached = () => {}
  const reacting = new Promise<void>((resolve) => {
    reached = resolve
  })
  let fail = () => {}
  const held = new Promise<void>((_, reject) => {
    fail = () => reject(new Poison())
  })
  const running = start(t, log, db, (policy) =>
    policy.name === 'grading'
      ? {
          ...policy,
          async react() {
            reached()
            await held
          },
        }
      : policy,
  )
  await alertTo(log, 1, 1, medium)
  await reacting
  const stopped = running.stop()
  fail()
  await stopped
  t.same(await db.selectFrom('policy.parked').selectAll().execute(), [])
  const again = start(t, log, db)
  await settled(log)
  await again.stop()
  t.equal((await orderOf(log, 1)).length, 1, 'it is done at the next start')
})

t.test('two runners share the cases, and what one leaves the other goes on with', async (t) => {
  const [log, db] = [logInMemory(), await migrated(t)]
  const done = { first: 0, second: 0 }
  const first = start(t, log, db, (policy) => failing(policy, () => void done.first++))
  for (let family = 0; family < 30; family++) await alertTo(log, family, 1, medium)
  await dispatched(log, 0)
  const second = start(t, log, db, (policy) => failing(policy, () => void done.second++))
  await eventually(async () => {
    const owners = sql`SELECT DISTINCT owner FROM work.partition WHERE processor = 'policies'`
    return (await owners.execute(db)).rows.length === 2
  })
  const before = { ...done }
  for (let family = 0; family < 30; family++) await alertTo(log, family, 2, extreme)
  await settled(log)
  t.ok(done.first > before.first && done.second > before.second, 'both work')
  await first.stop()
  for (let family = 0; family < 30; family++) await alertTo(log, family, 3, medium)
  await settled(log)
  await second.stop()
  t.same(wrongsOf(await everything(log)), [])
})

t.test('a runner that is started again goes on from its checkpoint', async (t) => {
  const [log, db] = [logInMemory(), await migrated(t)]
  await alertTo(log, 1, 1, medium)
  const running = start(t, log, db)
  await settled(log)
  await eventually(async () => {
    const { least } = await db.transaction().execute((trx) => lockProgress(trx, 'policies'))
    return least === (await log.head())
  })
  await running.stop()
  let given = 0
  const again = start(t, log, db, (policy) => failing(policy, () => void given++))
  await alertTo(log, 2, 1, medium)
  await dispatched(log, 2)
  await settled(log)
  // The alert to three, its grade to three, the order to one, that the case was told of it to three.
  await eventually(async () => given >= 10)
  await again.stop()
  t.equal(given, 10, 'only what came of the new alert')
})

import { partitionOf } from '@jiahe/service-kit/workSharing.ts'
import t from 'tap'
import { type Alarm, nearestAlarms, setAlarms, silence } from './alarms.ts'
import { caseOf } from './exampleAlerts.ts'
import { migrated } from './runnerFixture.ts'

const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 1, 0, second)).toISOString()
const alarm = (family: number, second: number | null, revision = 0): Alarm => ({
  stream: `familyCase-${caseOf(family)}`,
  caseId: caseOf(family),
  dueAt: second === null ? null : at(second),
  revision,
})
const all = [0, 1, 2, 3, 4, 5, 6, 7]

t.test('what is due comes oldest first, so many at a time, and then what is next', async (t) => {
  const db = await migrated(t)
  await setAlarms(db, [alarm(1, 5), alarm(2, 1), alarm(3, 3), alarm(4, 30), alarm(5, 20), alarm(6, null)])
  const { due, next } = await nearestAlarms(db, all, new Date(at(5)), 2)
  t.same(
    due.map(({ stream }) => stream),
    [alarm(2, 1).stream, alarm(3, 3).stream],
  )
  t.same(next, new Date(at(20)))
  const later = await nearestAlarms(db, all, new Date(at(60)), 10)
  t.equal(later.due.length, 5)
  t.equal(later.next, null)
})

t.test('a process hears the alarms of its own partitions only', async (t) => {
  const db = await migrated(t)
  await setAlarms(
    db,
    Array.from({ length: 40 }, (_, family) => alarm(family, family)),
  )
  const heard = await nearestAlarms(db, [1, 4], new Date(at(59)), 100)
  const expected = Array.from({ length: 40 }, (_, family) => caseOf(family)).filter((id) =>
    [1, 4].includes(partitionOf(id)),
  )
  t.ok(expected.length > 0)
  t.same(
    heard.due.map(({ stream }) => stream),
    expected.map((id) => `familyCase-${id}`),
  )
})

t.test('an alarm gives way to one that knows as much or more of its stream, and to no other', async (t) => {
  const db = await migrated(t)
  const dueOf = async () => (await nearestAlarms(db, all, new Date(at(59)), 9)).due[0]?.dueAt.toISOString()
  await setAlarms(db, [alarm(1, 10, 5)])
  await setAlarms(db, [alarm(1, 20, 4)])
  t.equal(await dueOf(), at(10))
  await setAlarms(db, [alarm(1, null, 4)])
  t.equal(await dueOf(), at(10))
  await setAlarms(db, [alarm(1, 30, 5)])
  t.equal(await dueOf(), at(30))
  await setAlarms(db, [alarm(1, 40, 6)])
  t.equal(await dueOf(), at(40))
  await setAlarms(db, [alarm(1, null, 7)])
  t.equal(await dueOf(), undefined)
  await setAlarms(db, [alarm(1, 50, 8)])
  await silence(db, [alarm(1, 0).stream])
  t.equal(await dueOf(), undefined)
})

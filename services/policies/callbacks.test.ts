import { district, township } from '@jiahe/domain/exampleCity.ts'
import t from 'tap'
import { extreme, high, medium, newest, scene, typesOf } from './scene.ts'

const dueDays = (duties: readonly { readonly dueAt: string }[], from = '2026-03-02T01:00:00.000Z') =>
  duties.map(({ dueAt }) => Math.round((Date.parse(dueAt) - Date.parse(from)) / 86_400_000))

t.test('every alert owes callbacks, whatever its grade', async (t) => {
  const days = [
    [{}, [1, 90]],
    [medium, [3, 30, 90]],
    [high, [1, 7, 30, 60, 90]],
    [extreme, [1, 3, 7, 14, 30, 60, 90]],
  ] as const
  for (const [facts, expected] of days) {
    const s = scene()
    const alertId = await s.alert(facts)
    await s.settle()
    const scheduled = newest(await s.case(), 'CallbackScheduled')
    t.equal(scheduled.alertId, alertId)
    t.same(dueDays(scheduled.duties), expected)
    t.equal(scheduled.assignee, facts === extreme ? district : township)
  }
})

t.test('a report owes an answer and no callback', async (t) => {
  const s = scene()
  await s.report({ D02: 'yes' })
  await s.settle()
  t.same(typesOf(await s.case()), ['ReportReceived', 'RiskGraded', 'AnswerScheduled', 'OrderOpened'])
})

t.test('each alert has a schedule of its own, also when both came before the policies did', async (t) => {
  const s = scene()
  const alerts = [await s.alert(medium), await s.alert(medium)]
  await s.settle()
  const scheduled = (await s.case()).filter((e) => e.type === 'CallbackScheduled')
  t.same(
    scheduled.map((e) => e.data.alertId),
    alerts,
  )
})

t.test('a grade that rises tightens the schedule of the newest alert', async (t) => {
  const s = scene()
  await s.alert(medium)
  await s.settle()
  s.daysLater(2)
  await s.calls({ outcome: 'reached', by: township, facts: { F03: 'yes' } })
  await s.settle()
  const [before, after] = (await s.case()).filter((e) => e.type === 'CallbackScheduled')
  t.equal(after?.data.level, 'high')
  t.same(dueDays(after!.data.duties, '2026-03-04T01:00:00.000Z'), [1, 7, 30, 60, 90])
  t.same(
    after!.data.replaces,
    before!.data.duties.slice(1).map((duty) => duty.dutyId),
    'the first was done, the open ones give way',
  )
})

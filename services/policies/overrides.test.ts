import { city, district, township } from '@jiahe/domain/exampleCity.ts'
import type { Level } from '@jiahe/domain/vocabulary.ts'
import t from 'tap'
import { high, medium, newest, type Scene, scene, typesOf, worksAndCloses } from './scene.ts'

const override = (s: Scene, level: Level) =>
  s.decides(township, { type: 'override-grade', level, reason: 'victim-fears', textId: null })
const approve = (s: Scene) => s.decides(city, { type: 'approve-override' }, 'account:another')

t.test('a case that a person raises becomes an order and is called back at the new level', async (t) => {
  const s = scene()
  await s.alert({})
  await s.settle()
  await override(s, 'high')
  await s.settle()
  const overridden = (await s.case()).find((e) => e.type === 'GradeOverridden')!
  t.match(newest(await s.order(), 'WorkOrderDispatched'), {
    ...{ level: 'high', assignee: township, gradingId: overridden.id },
  })
  t.match(newest(await s.case(), 'CallbackScheduled'), { level: 'high', gradingId: overridden.id })
  const { length } = (await s.log.readAll({ after: '', limit: 1000 })).events
  for (const policy of s.policies)
    if (policy.types.includes('GradeOverridden')) await policy.react(overridden)
  t.equal((await s.log.readAll({ after: '', limit: 1000 })).events.length, length, 'once')
})

t.test('an open order is raised by it, and moves to the district at extreme', async (t) => {
  const s = scene()
  await s.alert(medium)
  await s.settle()
  await override(s, 'extreme')
  await s.settle()
  t.same(typesOf(await s.order()), ['WorkOrderDispatched', 'WorkOrderRaised'])
  t.match(newest(await s.order(), 'WorkOrderRaised'), {
    level: 'extreme',
    assignment: { assignee: district },
  })
})

t.test('a case whose order is closed is worked on again when a person raises it', async (t) => {
  const s = scene()
  await s.alert(high)
  await s.settle()
  await worksAndCloses(s, township, district)
  await s.settle()
  await s.calls({ outcome: 'reached', by: township, facts: { F02: 'no' } })
  await s.settle()
  s.daysLater(400)
  await s.alert({})
  await s.settle()
  await override(s, 'high')
  await s.settle()
  t.same(typesOf(await s.order(2)), ['WorkOrderDispatched'])
})

t.test('an alert of a case that a person raised is dispatched and called back at that level', async (t) => {
  const s = scene()
  await s.alert({})
  await s.settle()
  await override(s, 'high')
  await s.settle()
  await worksAndCloses(s, township, district)
  await s.settle()
  s.daysLater(100)
  const alertId = await s.alert({})
  await s.settle()
  t.equal(newest(await s.case(), 'RiskGraded').level, 'low')
  t.equal(newest(await s.order(2), 'WorkOrderDispatched').level, 'high')
  t.match(newest(await s.case(), 'CallbackScheduled'), { alertId, level: 'high' })
})

t.test('a lowering takes back no order and no call', async (t) => {
  const s = scene()
  await s.alert(high)
  await s.settle()
  const before = (await s.case()).length
  await override(s, 'low')
  await approve(s)
  await s.settle()
  t.same(typesOf((await s.case()).slice(before)), ['GradeOverridden', 'OverrideApproved'])
  t.same(typesOf(await s.order()), ['WorkOrderDispatched'])
})

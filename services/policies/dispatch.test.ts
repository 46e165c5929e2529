import { city, district, otherTownship, township } from '@jiahe/domain/exampleCity.ts'
import t from 'tap'
import { extreme, high, medium, newest, scene, typesOf, worksAndCloses } from './scene.ts'

t.test('a low grade becomes no order', async (t) => {
  const s = scene()
  await s.alert({})
  await s.settle()
  t.same(typesOf(await s.case()), ['AlertReceived', 'RiskGraded', 'CallbackScheduled'])
  t.same(await s.order(), [])
})

t.test('medium and high go to the township, its district supervising', async (t) => {
  for (const facts of [medium, high]) {
    const s = scene()
    await s.alert(facts)
    await s.settle()
    t.match(newest(await s.order(), 'WorkOrderDispatched'), {
      assignee: township,
      supervisor: district,
      assisting: null,
    })
  }
})

t.test('extreme goes to the district, the township assisting', async (t) => {
  const s = scene()
  await s.alert(extreme)
  await s.settle()
  t.match(newest(await s.order(), 'WorkOrderDispatched'), {
    level: 'extreme',
    assignee: district,
    supervisor: city,
    assisting: township,
    deadlines: { acceptBy: '2026-03-02T02:00:00.000Z' },
  })
})

t.test('an alert without a usable region lies on the dispatcher’s desk with its own clock', async (t) => {
  const reasons = { 'no-region': null, 'unknown-region': '55', 'outside-city': '990201' } as const
  for (const [reason, regionCode] of Object.entries(reasons)) {
    const s = scene()
    await s.alert(high, { regionCode })
    await s.settle()
    const order = await s.order()
    t.same(typesOf(order), ['WorkOrderUnroutable'])
    t.match(newest(order, 'WorkOrderUnroutable'), {
      reason,
      supervisor: city,
      dispatchBy: '2026-03-02T02:00:00.000Z',
    })
    t.equal(newest(await s.case(), 'CallbackScheduled').assignee, city)
  }
})

t.test('a second alert raises the open order and never becomes a second one', async (t) => {
  const s = scene()
  await s.alert(medium)
  await s.settle()
  await s.does(township, { type: 'accept' })
  await s.alert(extreme)
  await s.settle()
  t.same(typesOf(await s.order()), ['WorkOrderDispatched', 'WorkOrderAccepted', 'WorkOrderRaised'])
  t.match(newest(await s.order(), 'WorkOrderRaised'), {
    level: 'extreme',
    assignment: { assignee: district, assisting: township },
  })
  await s.alert({}, { regionCode: otherTownship })
  await s.settle()
  t.equal((await s.order()).length, 3, 'another of no higher grade adds nothing')
  t.same(await s.order(2), [])
})

t.test('a new alert in the watch reopens the order; after it another order is dispatched', async (t) => {
  const s = scene()
  await s.alert(high)
  await s.settle()
  await worksAndCloses(s, township, district)
  await s.settle()
  s.daysLater(89)
  await s.alert({})
  await s.settle()
  t.equal(newest(await s.order(), 'WorkOrderReopened').assignee, township)
  await worksAndCloses(s, township, district)
  await s.settle()
  t.same(await s.order(2), [])
  s.daysLater(91)
  await s.alert({})
  await s.settle()
  t.same(typesOf(await s.order(2)), ['WorkOrderDispatched'])
})

t.test('a breach in the watch reopens too', async (t) => {
  const s = scene()
  await s.alert(high)
  await s.settle()
  await worksAndCloses(s, township, district)
  await s.happens((await s.case())[0]!.stream, 'MeasureBreached', {
    measure: 'protection-order',
    textId: null,
  })
  await s.settle()
  t.match(newest(await s.order(), 'WorkOrderReopened'), { level: 'extreme', assignee: district })
})

t.test('what is known later raises the latest order, not the first one of the case', async (t) => {
  const s = scene()
  await s.alert(high)
  await s.settle()
  await worksAndCloses(s, township, district)
  s.daysLater(370)
  await s.alert(medium)
  await s.settle()
  t.match(newest(await s.order(2), 'WorkOrderDispatched'), { level: 'medium' })
  s.daysLater(3)
  await s.calls({ outcome: 'reached', by: township, facts: { F03: 'yes' } })
  await s.settle()
  t.match(newest(await s.order(2), 'WorkOrderRaised'), { level: 'high' })
})

t.test(
  'an alert that came while the order was open reopens nothing when it is told again later',
  async (t) => {
    const s = scene()
    await s.alert(high)
    await s.settle()
    await s.alert(high)
    await s.settle()
    s.daysLater(1)
    await worksAndCloses(s, township, district)
    await s.settle()
    const { length } = (await s.log.readAll({ after: '', limit: 1000 })).events
    const again = (await s.case()).filter((event) => event.type === 'RiskGraded')
    for (const event of again) {
      for (const policy of s.policies) if (policy.types.includes('RiskGraded')) await policy.react(event)
    }
    t.equal(again.length, 2)
    t.equal((await s.log.readAll({ after: '', limit: 1000 })).events.length, length)
  },
)

import { district, township } from '@jiahe/domain/exampleCity.ts'
import t from 'tap'
import { extreme, high, medium, newest, scene, typesOf, worksAndCloses } from './scene.ts'

t.test('an order that closes at high starts a watch of ninety days', async (t) => {
  const s = scene()
  await s.alert(high)
  await s.settle()
  s.daysLater(5)
  await worksAndCloses(s, township, district)
  await s.settle()
  const { until, level, orderId } = newest(await s.case(), 'WatchStarted')
  t.equal(until, '2026-06-05T01:00:00.000Z')
  t.equal(level, 'high')
  t.equal(`workOrder-${orderId}`, (await s.order())[0]!.stream)
})

t.test('one that closes at extreme too, by the city’s approval', async (t) => {
  const s = scene()
  await s.alert(extreme)
  await s.settle()
  await worksAndCloses(s, district, '9901')
  await s.settle()
  t.equal(newest(await s.case(), 'WatchStarted').level, 'extreme')
})

t.test('one that closes at medium starts none', async (t) => {
  const s = scene()
  await s.alert(medium)
  await s.settle()
  await worksAndCloses(s, township, district)
  await s.settle()
  t.notOk(typesOf(await s.case()).includes('WatchStarted'))
})

t.test('an order that was reopened and closes again starts a watch again', async (t) => {
  const s = scene()
  await s.alert(high)
  await s.settle()
  await worksAndCloses(s, township, district)
  await s.settle()
  s.daysLater(40)
  await s.alert(high)
  await s.settle()
  await worksAndCloses(s, township, district)
  await s.settle()
  t.same(
    (await s.case()).filter((e) => e.type === 'WatchStarted').map((e) => e.data.until),
    ['2026-05-31T01:00:00.000Z', '2026-07-10T01:00:00.000Z'],
  )
})

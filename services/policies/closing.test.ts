import { caseDues } from '@jiahe/domain/dues.ts'
import { desk, district, township } from '@jiahe/domain/exampleCity.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import t from 'tap'
import { extreme, high, medium, type Scene, scene, typesOf, worksAndCloses } from './scene.ts'

const close = (s: Scene) => s.decides(district, { type: 'close', reason: 'quiet', textId: null })
const stateOf = async (s: Scene) => foldFamilyCase(await s.case())

t.test('a case knows which of its orders are open', async (t) => {
  const s = scene()
  await s.alert(high)
  await s.settle()
  t.equal((await stateOf(s)).openOrders.size, 1)
  t.strictSame(
    caseDues(await stateOf(s), desk).filter((d) => d.type === 'CaseClosed'),
    [],
  )
  await worksAndCloses(s, township, district)
  await s.settle()
  t.equal((await stateOf(s)).openOrders.size, 0)
  await s.alert(high)
  await s.settle()
  t.equal((await stateOf(s)).openOrders.size, 1, 'reopened in its watch')
})

t.test('an order that was unroutable is open from the moment it came, once', async (t) => {
  const s = scene()
  await s.alert(medium, { regionCode: null })
  await s.settle()
  await s.does('9901', { type: 'dispatch', to: township, textId: null })
  await s.settle()
  t.equal(typesOf(await s.case()).filter((type) => type === 'OrderOpened').length, 1)
  await worksAndCloses(s, township, district)
  await s.settle()
  const before = (await s.case()).length
  for (const event of await s.order())
    for (const policy of s.policies) if (policy.types.includes(event.type)) await policy.react(event)
  t.equal((await s.case()).length, before, 'told again, it changes nothing')
  t.equal((await stateOf(s)).openOrders.size, 0)
})

t.test('a new alert reopens a closed case, which then has an order again', async (t) => {
  const s = scene()
  await s.alert(extreme)
  await s.settle()
  await worksAndCloses(s, district, '9901')
  await s.settle()
  s.daysLater(91)
  await close(s)
  t.ok((await stateOf(s)).closed)
  await s.alert({})
  await s.settle()
  t.equal((await stateOf(s)).closed, null)
  t.equal(typesOf(await s.case()).filter((type) => type === 'CaseReopened').length, 1)
})

t.test('so does what she says on the phone, when it raises the case to an order', async (t) => {
  const s = scene()
  await s.alert({})
  await s.settle()
  s.daysLater(100)
  await close(s)
  await s.calls({ outcome: 'reached', by: township, facts: { F02: 'yes' } })
  await s.settle()
  t.same(typesOf(await s.order()), ['WorkOrderDispatched'])
  t.same(typesOf(await s.case()).slice(-2), ['OrderOpened', 'CaseReopened'])
})

t.test('the callbacks of a closed case go on', async (t) => {
  const s = scene()
  await s.alert({})
  await s.settle()
  s.daysLater(80)
  await close(s)
  await s.calls({ outcome: 'reached', by: township, facts: {} })
  await s.settle()
  const { duties, closed } = await stateOf(s)
  t.ok(closed)
  t.ok([...duties.values()].every((duty) => duty.state === 'done'))
})

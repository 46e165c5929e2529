import { district, nextTownship, township } from '@jiahe/domain/exampleCity.ts'
import type { FactorAnswers } from '@jiahe/domain/facts.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { standingLevel } from '@jiahe/domain/overrides.ts'
import { foldWorkOrder } from '@jiahe/domain/workOrder.ts'
import t, { type Test } from 'tap'
import { ordersOf } from './caseHistory.ts'
import {
  extreme,
  high,
  medium,
  newest,
  type OnCase,
  type Scene,
  scene,
  typesOf,
  worksAndCloses,
} from './scene.ts'

const stateOf = async (one: OnCase) => foldFamilyCase(await one.case())
const merge = async (into: OnCase, from: OnCase) =>
  into.decides(district, {
    ...{ type: 'merge', reason: 'same-people', textId: null },
    other: { caseId: from.caseId, state: await stateOf(from) },
  })
const unmerge = (one: OnCase, from: OnCase) =>
  one.decides(district, { type: 'unmerge', caseId: from.caseId, reason: 'other-people', textId: null })

/** Two cases, each with what was alerted of it. */
async function two(first: FactorAnswers | null, second: FactorAnswers | null) {
  const s = scene()
  const b = s.another('the other case')
  if (first) await s.alert(first)
  if (second) await b.alert(second, { regionCode: nextTownship })
  await s.settle()
  return { s, b }
}
const openOf = async (s: Scene, ...cases: readonly OnCase[]) =>
  (await Promise.all(cases.map((one) => ordersOf(s.log, one.caseId))))
    .flat()
    .filter((order) => order.state !== 'closed')

/** Everything told again to every policy: nothing may follow. */
async function toldAgain(t: Test, s: Scene) {
  const all = async () => (await s.log.readAll({ after: '', limit: 5000 })).events
  const before = (await all()).length
  for (const one of [s, s.another('the other case')])
    for (const event of [...(await one.case()), ...(await one.order(1)), ...(await one.order(2))])
      for (const policy of s.policies) if (policy.types.includes(event.type)) await policy.react(event)
  t.equal((await all()).length, before, 'told again, nothing follows')
}

t.test('the surviving case is graded on both histories, and goes on being told', async (t) => {
  const { s, b } = await two({ F07: 'yes' }, { F02: 'yes' })
  t.equal(standingLevel(await stateOf(s)), 'low')
  await merge(s, b)
  await s.settle()
  t.equal(newest(await s.case(), 'RiskGraded').level, 'high')
  t.strictSame((await stateOf(b)).joined?.into, s.caseId)
  await b.calls({ outcome: 'reached', by: nextTownship, facts: { F01: 'yes' } })
  await s.settle()
  t.equal(newest(await s.case(), 'RiskGraded').level, 'extreme')
  t.equal(typesOf(await s.case()).filter((type) => type === 'MergedHistoryTold').length, 1)
  await toldAgain(t, s)
})

t.test('two open orders become one, which is raised and keeps somebody who helps', async (t) => {
  const { s, b } = await two(medium, high)
  t.equal((await openOf(s, s, b)).length, 2)
  await merge(s, b)
  await s.settle()
  t.match(await openOf(s, s, b), [
    { caseId: s.caseId, level: 'high', assignee: township, assisting: nextTownship },
  ])
  t.match(foldWorkOrder(await b.order()), { state: 'closed', mergedInto: (await openOf(s, s))[0]!.orderId })
  t.strictSame([...(await stateOf(s)).openOrders.values()], [s.caseId])
  t.equal((await stateOf(b)).openOrders.size, 0)
  await toldAgain(t, s)
})

t.test('a closure that was asked for is off the table when the other’s matter comes to it', async (t) => {
  const { s, b } = await two(high, medium)
  await s.does(township, { type: 'accept' })
  await s.does(township, { type: 'disposal', result: 'safety-plan', textId: null })
  await s.does(township, { type: 'request-closure', textId: null })
  await merge(s, b)
  await s.settle()
  t.match(await openOf(s, s, b), [{ state: 'in-progress', level: 'high' }])
})

t.test('the order of the other stays the one open order where the surviving case has none', async (t) => {
  const { s, b } = await two({}, high)
  await merge(s, b)
  await s.settle()
  t.match(await openOf(s, s, b), [{ caseId: b.caseId, level: 'high' }])
  t.strictSame([...(await stateOf(s)).openOrders.values()], [b.caseId], 'and the surviving case knows of it')
  await s.alert(extreme)
  await s.settle()
  t.match(await openOf(s, s, b), [{ caseId: b.caseId, level: 'extreme', assignee: district }])
  t.same(await s.order(), [], 'it is raised, and none is opened beside it')
  await toldAgain(t, s)
})

t.test('a grading of the merged case raises the family’s order and opens none of its own', async (t) => {
  const { s, b } = await two(medium, {})
  await merge(s, b)
  await s.settle()
  await b.alert(extreme, { regionCode: nextTownship })
  await s.settle()
  t.match(await openOf(s, s, b), [{ caseId: s.caseId, level: 'extreme' }])
  t.same(await b.order(), [])
  await toldAgain(t, s)
})

t.test('a new alert in the merged case is worked on though it is low by itself', async (t) => {
  const { s, b } = await two(high, {})
  await worksAndCloses(s, township, district)
  await merge(s, b)
  await s.settle()
  t.equal((await openOf(s, s, b)).length, 0)
  s.daysLater(3)
  await b.alert({}, { regionCode: nextTownship })
  await s.settle()
  t.match(await openOf(s, s, b), [{ caseId: s.caseId, level: 'high' }])
})

t.test('she is reached once for both, and every alert still counts once', async (t) => {
  const { s, b } = await two(medium, high)
  await merge(s, b)
  await s.settle()
  const schedules = async () => [...(await stateOf(s)).schedules, ...(await stateOf(b)).schedules]
  t.equal((await schedules()).length, 2)
  s.daysLater(1)
  await s.calls({ outcome: 'reached', by: township, facts: {} })
  await s.settle()
  for (const one of [s, b]) {
    const open = [...(await stateOf(one)).duties.values()].filter(
      (duty) => duty.state === 'open' && Date.parse(duty.opensAt) <= s.now().getTime(),
    )
    t.strictSame(open, [], one.caseId)
  }
  t.equal(newest(await b.case(), 'CallbackShared').caseId, s.caseId)
  await toldAgain(t, s)
})

t.test('the alerts of both are called back at the family’s level', async (t) => {
  const { s, b } = await two(extreme, {})
  await merge(s, b)
  await s.settle()
  t.strictSame([...(await stateOf(b)).schedules.values()], ['extreme'])
  await b.alert({}, { regionCode: nextTownship })
  await s.settle()
  t.strictSame([...(await stateOf(b)).schedules.values()], ['extreme', 'extreme'])
})

t.test(
  'un-merged, each goes its own way, and none that was in danger is left without an order',
  async (t) => {
    const { s, b } = await two(medium, high)
    await merge(s, b)
    await s.settle()
    await unmerge(s, b)
    await s.settle()
    t.equal((await stateOf(s)).merged.size, 0)
    t.equal((await stateOf(b)).joined, null)
    t.equal(newest(await s.case(), 'RiskGraded').level, 'medium')
    t.match(await openOf(s, s), [{ level: 'high' }], 'its order stays as it was raised')
    t.match(await openOf(s, b), [{ level: 'high', assignee: nextTownship }], 'the other has one again')
    t.equal((await b.order(2)).length > 0, true)
    await toldAgain(t, s)
  },
)

t.test(
  'un-merged, the surviving case has an order again where the one open order was the other’s',
  async (t) => {
    const { s, b } = await two(null, high)
    await s.report({ D02: 'yes' })
    await s.settle()
    await worksAndCloses(s, township, district)
    await s.settle()
    await merge(s, b)
    await s.settle()
    t.match(await openOf(s, s, b), [{ caseId: b.caseId }])
    await unmerge(s, b)
    await s.settle()
    t.equal((await openOf(s, s)).length, 1)
    t.equal((await openOf(s, b)).length, 1)
  },
)

t.test('a case whose own order was worked to its end has none opened by parting', async (t) => {
  const { s, b } = await two({}, high)
  await worksAndCloses(b, nextTownship, district)
  await s.settle()
  await merge(s, b)
  await s.settle()
  await unmerge(s, b)
  await s.settle()
  t.strictSame(await openOf(s, s, b), [])
})

t.test('of two merges that contradict each other at most one stands', async (t) => {
  const { s, b } = await two(medium, high)
  const [one, other] = [await stateOf(s), await stateOf(b)]
  const command = { type: 'merge', reason: 'same-people', textId: null } as const
  await s.decides(district, { ...command, other: { caseId: b.caseId, state: other } })
  await b.decides(district, { ...command, other: { caseId: s.caseId, state: one } })
  await s.settle()
  const states = [await stateOf(s), await stateOf(b)]
  const joined = states.filter((state) => state.joined !== null).length
  const merged = states.reduce((n, state) => n + state.merged.size, 0)
  t.equal(joined, merged, 'what one side knows of, the other does')
  t.ok(joined <= 1)
  t.ok((await openOf(s, s, b)).length >= 1, 'and somebody has an order')
  await toldAgain(t, s)
})

t.test('a case that two others took goes to the first', async (t) => {
  const { s, b } = await two(medium, high)
  const c = s.another('a third case')
  await c.alert(high)
  await s.settle()
  const state = await stateOf(b)
  const command = { type: 'merge', reason: 'same-people', textId: null } as const
  await s.decides(district, { ...command, other: { caseId: b.caseId, state } })
  await c.decides(district, { ...command, other: { caseId: b.caseId, state } })
  await s.settle()
  t.equal((await stateOf(b)).joined?.into, s.caseId)
  t.equal((await stateOf(c)).merged.size, 0)
  t.equal(newest(await c.case(), 'CasesUnmerged').reason, 'merged-elsewhere')
})

t.test('the merged case is sealed and unsealed with the surviving one', async (t) => {
  const { s, b } = await two({}, {})
  await merge(s, b)
  await s.settle()
  const named = [{ accountId: s.caseId, federation: district }]
  const all = [
    ...named,
    { accountId: b.caseId, federation: township },
    { accountId: s.caseId, federation: nextTownship },
  ]
  await s.decides(district, { type: 'seal', named: all, reason: 'staff-related', textId: null })
  await s.settle()
  t.strictSame((await stateOf(b)).sealedFor, all)
  await s.decides(district, { type: 'unseal', reason: 'no-longer-needed', textId: null })
  await s.settle()
  t.equal((await stateOf(b)).sealedFor, null)
})

t.test('a closed surviving case is reopened by an alert of the other', async (t) => {
  const { s, b } = await two({}, {})
  await merge(s, b)
  await s.settle()
  s.daysLater(100)
  await s.decides(district, { type: 'close', reason: 'resolved', textId: null })
  await b.alert({}, { regionCode: nextTownship })
  await s.settle()
  t.equal((await stateOf(s)).closed, null)
  t.equal(newest(await s.case(), 'CaseReopened').reason, 'new-alert')
})

import { noCharge } from '@jiahe/domain/charge.ts'
import { noMeasures } from '@jiahe/domain/measures.ts'
import { day, named } from '@jiahe/domain/spec.ts'
import t from 'tap'
import { reasonsOf } from './supervisionReasons.ts'

t.test('alerts of one moment give the same reasons in whatever order they are kept', async (t) => {
  const alerts = ['a', 'b', 'c', 'd'].map((name, n) => {
    const facts = { F06: 'slight' } as const
    return { alertId: named(name), occurredAt: day(0), recordedAt: day(n), facts }
  })
  const kept = (order: readonly number[]) => ({
    ...{ ...noCharge, measures: noMeasures, orders: {}, bouncedAt: {}, closed: false },
    alerts: Object.fromEntries(order.map((n) => [alerts[n]!.alertId, alerts[n]!])),
  })
  const expected = reasonsOf(kept([0, 1, 2, 3]))
  t.match(
    expected.find(({ reason }) => reason === 'repeat-victim'),
    { since: day(1) },
  )
  for (const order of [
    [3, 2, 1, 0],
    [2, 0, 3, 1],
    [1, 3, 0, 2],
  ])
    t.strictSame(reasonsOf(kept(order)), expected)
})

/**
 * Half a year of a small city on a driven clock, with the policies and clocks in a process of their own: every alert
 * has its callback, every figure is what the raw events say, and killing that process again and again changes none.
 */
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import t from 'tap'
import { seeded } from '../demo/chance.ts'
import { playCity } from './playCity.ts'

const KILLS = 50
const city = {
  city: '3204',
  extent: { families: 10, days: 182, leftEvery: 5 },
  until: new Date('2026-11-20T04:00:00.000Z'),
  seed: 11,
  step_ms: 2 * 3_600_000,
}

const typesOf = (events: readonly RecordedEvent[]) => {
  const counts: Record<string, number> = {}
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1
  return counts
}

// Fifty processes are started one after the other.
t.setTimeout(1_200_000)
const calm = await playCity({ ...city, connectionString: await testDatabase(t) })

t.test('every alert has its callback, and the board says what the raw events say', async (t) => {
  const { shown, counted } = calm
  t.strictSame(shown, counted)
  t.equal(counted.missing, 0)
  const { alerts, callbacksDue, callbacksLate, callbacksDone, callbacksUnreachable } = counted
  t.equal(callbacksDue + callbacksLate + callbacksDone + callbacksUnreachable, alerts)
  for (const name of ['alerts', 'ordersDispatched', 'ordersAccepted', 'ordersClosed', 'tracked'] as const)
    t.ok(counted[name] > 0, `${name}: ${counted[name]}`)
  t.comment(JSON.stringify(counted))
})

t.test('no moment passed that is neither met nor recorded', async (t) => {
  t.strictSame(calm.unrecorded, [])
  t.ok(typesOf(calm.events).DeadlineMissed! > 0)
})

t.test('killing the policies at random fifty times changes no figure', async (t) => {
  const chance = seeded(5)
  const killAt = new Set<number>()
  while (killAt.size < KILLS) killAt.add(1 + Math.floor(chance() * (calm.steps - 2)))
  const connectionString = await testDatabase(t)
  const shaken = await playCity({ ...city, connectionString, kills: (step) => killAt.has(step) })
  t.equal(shaken.kills, KILLS)
  t.strictSame(shaken.shown, calm.shown)
  t.strictSame(typesOf(shaken.events), typesOf(calm.events))
})

import { type DomainEvent, type NewDomainEvent, workOrderStream } from '@jiahe/domain/catalogue.ts'
import { orderDeadlines, type WorkCalendar } from '@jiahe/domain/clocks.ts'
import { clockworkAt, type Desk } from '@jiahe/domain/desk.ts'
import { desk, township } from '@jiahe/domain/exampleCity.ts'
import { dispatchedAs } from '@jiahe/domain/exampleEvents.ts'
import { orderIdOf } from '@jiahe/domain/ids.ts'
import { newEvent } from '@jiahe/domain/newEvent.ts'
import { acting, caseId } from '@jiahe/domain/spec.ts'
import type { Level } from '@jiahe/domain/vocabulary.ts'
import type { EventLog, NewEvent } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import { isTransient } from '@jiahe/event-log/transient.ts'
import t, { type Test } from 'tap'
import { adoptCalendar, type CalendarOptions } from './newCalendar.ts'
import { migrated } from './runnerFixture.ts'

const friday = '2026-09-25T01:00:00.000Z'
const now = () => new Date(friday)
const weekdays: WorkCalendar = {
  version: 'example-0',
  provisionalFrom: '2026-01-01',
  isWorkday: (date) => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()),
}

async function append(log: EventLog, orderId: string, after: number, event: NewDomainEvent): Promise<void> {
  await log.append(workOrderStream(orderId), after, [event as unknown as NewEvent])
}

/** Orders dispatched before the holidays were published, the third of which is closed since. */
async function dispatchedOrders(log: EventLog): Promise<string[]> {
  const levels: Level[] = ['medium', 'high', 'medium', 'medium']
  const before = clockworkAt({ ...desk, calendar: weekdays }, now())
  for (const [i, level] of levels.entries()) {
    const orderId = orderIdOf(caseId, i + 1)
    const deadlines = orderDeadlines(now(), level, true, before)
    const data = { ...dispatchedAs(level), deadlines, calendarVersion: weekdays.version }
    await append(log, orderId, -1, newEvent('WorkOrderDispatched', data, caseId, orderId, acting(friday)))
  }
  const closed = orderIdOf(caseId, 3)
  const approval = { by: township, result: 'safety-plan' } as const
  await append(log, closed, 0, newEvent('ClosureApproved', approval, caseId, closed, acting(friday)))
  return levels.map((_, i) => orderIdOf(caseId, i + 1))
}

async function setUp(t: Test) {
  const log = memoryLog({ now })
  const orders = await dispatchedOrders(log)
  const adopt = (own: Partial<CalendarOptions> = {}) =>
    adoptCalendar({
      ...{ log, db, desk, now, isTransient },
      signal: new AbortController().signal,
      onFault: (error) => t.error(error),
      onUnreadable: (_order, error) => t.error(error),
      ...own,
    })
  const db = await migrated(t)
  const typesOf = async (orderId: string) =>
    (await log.readStream(workOrderStream(orderId))).map(({ type }) => type as DomainEvent['type'])
  return { log, orders, adopt, typesOf }
}

t.test('a new calendar moves the deadlines of open orders, once', async (t) => {
  const { orders, adopt, typesOf } = await setUp(t)
  t.strictSame(await adopt(), { orders: 3, moved: 2 })
  t.strictSame(await Promise.all(orders.map(typesOf)), [
    ['WorkOrderDispatched', 'DeadlinesRecomputed'],
    ['WorkOrderDispatched'],
    ['WorkOrderDispatched', 'ClosureApproved'],
    ['WorkOrderDispatched', 'DeadlinesRecomputed'],
  ])
  t.equal(await adopt(), null, 'and at the next start nothing is done')
  const later: Desk = { ...desk, calendar: { ...desk.calendar, version: 'example-2' } }
  t.strictSame(await adopt({ desk: later }), { orders: 3, moved: 0 }, 'another calendar is looked at again')
})

t.test('several processes may do it at once', async (t) => {
  const { orders, adopt, typesOf } = await setUp(t)
  await Promise.all([adopt(), adopt(), adopt()])
  t.strictSame(await typesOf(orders[0]!), ['WorkOrderDispatched', 'DeadlinesRecomputed'])
})

t.test('what was broken off is done at the next start, and nothing twice', async (t) => {
  const { log, orders, adopt, typesOf } = await setUp(t)
  const dying = new AbortController()
  const appends: EventLog['append'] = async (...append) => {
    dying.abort()
    return log.append(...append)
  }
  t.equal(await adopt({ log: { ...log, append: appends }, signal: dying.signal }), null)
  t.equal((await typesOf(orders[3]!)).length, 1)
  t.strictSame(await adopt(), { orders: 3, moved: 1 })
  for (const order of [orders[0]!, orders[3]!])
    t.strictSame(await typesOf(order), ['WorkOrderDispatched', 'DeadlinesRecomputed'])
})

t.test('an order that cannot be read is told and does not hold up the others', async (t) => {
  const { log, orders, adopt, typesOf } = await setUp(t)
  const unreadable: string[] = []
  const readStream: EventLog['readStream'] = async (stream) => {
    if (stream === workOrderStream(orders[0]!)) throw new Error('poison')
    return log.readStream(stream)
  }
  const onUnreadable = (orderId: string) => unreadable.push(orderId)
  t.strictSame(await adopt({ log: { ...log, readStream }, onUnreadable }), { orders: 3, moved: 1 })
  t.strictSame(unreadable, [orders[0]])
  t.equal((await typesOf(orders[3]!)).length, 2)
})

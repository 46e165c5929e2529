import t from 'tap'
import { readEvent, type StoredEvent, type Upcasts, upcastData } from './upcast.ts'

/** An invented type in its third version: v2 split the name in two, v3 counts the parts. */
const versions = { TeaServed: 3 }
const chain: Upcasts = {
  TeaServed: [
    (data) => ({ parts: (data as { tea: string }).tea.split(' ') }),
    (data) => ({ ...(data as { parts: string[] }), count: (data as { parts: string[] }).parts.length }),
  ],
}
const stored = (schemaVersion: number, data: unknown, type = 'TeaServed'): StoredEvent => ({
  id: '019cac0f-2680-8000-8000-000000000001',
  type,
  data,
  metadata: { schemaVersion },
})
const lift = (event: StoredEvent) => upcastData(event, versions, chain)

t.test('every version is lifted step by step to the one of today', async (t) => {
  const today = { parts: ['green', 'tea'], count: 2 }
  t.strictSame(lift(stored(1, { tea: 'green tea' })), today)
  t.strictSame(lift(stored(2, { parts: ['green', 'tea'] })), today)
  t.equal(lift(stored(3, today)), today, 'and that of today is left as it is')
})

t.test('lifting leaves what is stored alone', async (t) => {
  const event = stored(1, Object.freeze({ tea: 'green tea' }))
  lift(event)
  t.strictSame(event.data, { tea: 'green tea' })
})

t.test(
  'an unknown type, a version from the future and a missing step are faults that name the event',
  async (t) => {
    const id = '019cac0f-2680-8000-8000-000000000001'
    t.throws(() => lift(stored(1, {}, 'CoffeeServed')), { message: `event ${id}: unknown type CoffeeServed` })
    t.throws(() => lift(stored(1, {}, 'toString')), { message: `event ${id}: unknown type toString` })
    t.throws(() => lift(stored(4, {})), { message: `event ${id}: TeaServed v4 is newer than this program` })
    const gap = { message: `event ${id}: no upcast of TeaServed from v1` }
    t.throws(() => upcastData(stored(1, {}), versions, {}), gap)
    t.throws(() => lift(stored(0, {})), { message: `event ${id}: no upcast of TeaServed from v0` })
    t.throws(() => readEvent(stored(2, {}, 'AlertReceived')), { message: /AlertReceived v2 is newer/ })
  },
)

t.test('a version that is none is a fault, too', async (t) => {
  for (const version of [undefined, Number.NaN, '1', 1.5])
    t.throws(() => lift(stored(version as number, { tea: 'green tea' })), {
      message: /TeaServed has no version/,
    })
})

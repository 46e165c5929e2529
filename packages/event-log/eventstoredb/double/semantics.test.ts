/**
 * What the adapter takes EventStoreDB to do, told as tests: the double does so, and a server is held to it
 * where `EVENT_STORE_URL` names one (that nobody else writes to: projections would).
 */
import t, { type Test } from 'tap'
import { event, newId, upTo } from '../../contract/events.ts'
import { type Position, START } from '../../log.ts'
import { admit, type Entry, record } from '../../record.ts'
import { connect, isTransient, type Store, WrongRevision } from '../client.ts'
import type { Look } from '../looks.ts'
import type { Step } from '../steps.ts'
import { eventStoreDouble } from './eventStoreDouble.ts'

const server = process.env.EVENT_STORE_URL

/** A store, and a category that nobody has used. */
async function open(t: Test): Promise<{ store: Store; category: string; start: Position }> {
  const double = server ? null : await eventStoreDouble()
  const store = connect({
    connectionString: server || double!.connectionString,
    answerWithin_ms: 5000,
    prefix: '',
  })
  t.teardown(async () => {
    await store.close()
    double?.stop()
  })
  const category = Array.from({ length: 12 }, () => String.fromCharCode(97 + Math.random() * 26)).join('')
  return { store, category, start: (await newest(store)) ?? START }
}

/** Of all that is no system's. */
async function newest(store: Store): Promise<Position | undefined> {
  for await (const { position, event } of store.lookBack(null, 1000)) if (event) return position
  return undefined
}

const entries = (ids: readonly string[], stream = 'a-1'): Entry[] =>
  record(
    admit(
      stream,
      -1,
      ids.map((id) => event(id, { id })),
    ),
    null,
    new Date(),
  )

const looks = async (read: AsyncIterable<Look>): Promise<Look[]> => {
  const all: Look[] = []
  for await (const look of read) all.push(look)
  return all
}

/** The steps until it has caught up, and what comes at once after that. */
async function steps(t: Test, store: Store, after: Position, category: string) {
  const subscription = await store.subscribe(after, { categories: [category] }, 10)
  t.teardown(() => subscription.close())
  const seen: Step[] = []
  while (seen.at(-1) !== 'caughtUp') {
    const step = await subscription.next(10_000)
    if (step === null) throw new Error('not caught up')
    seen.push(step)
  }
  return { seen, next: () => subscription.next(10_000) }
}

const kindOf = (step: Step) => (step === 'caughtUp' ? step : step.event ? 'event' : 'checkpoint')

t.test('an append goes in at the revision that the stream has, and at no other', async (t) => {
  const { store, category } = await open(t)
  const stream = `${category}-1`
  await t.rejects(store.append(stream, 0, entries([newId()])), WrongRevision, 'no stream yet')
  await store.append(stream, -1, entries([newId(), newId()]))
  for (const expected of [-1, 0, 2, 7])
    await t.rejects(store.append(stream, expected, entries([newId()])), WrongRevision)
  t.equal((await store.readStream(stream, 0)).length, 2)
})

t.test('an answer tells the position of the last event', async (t) => {
  const { store, category } = await open(t)
  const stream = `${category}-1`
  const position = await store.append(stream, -1, entries(upTo(3).map(newId)))
  t.equal(position, (await store.readStream(stream, 2))[0]!.position)
  t.equal(position, await newest(store))
})

t.test(
  'ids that follow the expected revision are answered as at first; some of them are refused',
  async (t) => {
    const { store, category } = await open(t)
    const stream = `${category}-1`
    const [one, two, three] = [newId(), newId(), newId()]
    const first = await store.append(stream, -1, entries([one, two]))
    await store.append(stream, 1, entries([three]))
    t.equal(await store.append(stream, -1, entries([one, two])), first, 'again')
    t.equal(await store.append(stream, 0, entries([two])), first, 'a part, where it stands')
    await t.rejects(store.append(stream, 0, entries([one])), WrongRevision, 'where it does not stand')
    await t.rejects(
      store.append(stream, 0, entries([two, newId()])),
      WrongRevision,
      'an old one and a new one',
    )
    await t.rejects(store.append(stream, 1, entries([three, newId()])), WrongRevision, 'past the end')
    t.equal((await store.readStream(stream, 0)).length, 3)
  },
)

t.test('ids that stand further back, or in another stream, are not known to it', async (t) => {
  const { store, category } = await open(t)
  const one = newId()
  await store.append(`${category}-1`, -1, entries([one]))
  t.not(await store.append(`${category}-1`, 0, entries([one])), null)
  t.not(await store.append(`${category}-2`, -1, entries([one])), null)
  t.equal((await store.readStream(`${category}-1`, 0)).length, 2, 'which is why the adapter looks first')
})

t.test('an append of more than a mebibyte is refused for good', async (t) => {
  const { store, category } = await open(t)
  const [entry] = entries([newId()])
  const large = { ...entry!, data: JSON.stringify('x'.repeat(1024 * 1024)) }
  const refused = await store.append(`${category}-1`, -1, [large]).catch((error) => error)
  t.ok(refused instanceof Error && !isTransient(refused), String(refused))
})

t.test('$all is read from a position on, and to its end', async (t) => {
  const { store, category, start } = await open(t)
  for (const n of upTo(5)) await store.append(`${category}-${n}`, -1, entries(upTo(20).map(newId)))
  const all = (await looks(store.readAll(start, 1000))).filter(({ event }) => event)
  t.equal(all.length, 100)
  const rest = (await looks(store.readAll(all[69]!.position, 1000))).filter(({ event }) => event)
  t.same(rest, all.slice(70))
  t.equal((await looks(store.readAll(all[69]!.position, 10))).length, 10)
})

t.test('a subscription to what is not there tells how far it looked, but for its last page', async (t) => {
  const { store, category, start } = await open(t)
  await store.append(`${category}-1`, -1, entries(upTo(100).map(newId)))
  const end = (await newest(store))!
  const { seen, next } = await steps(t, store, start, 'nobody')
  t.match(seen.map(kindOf).at(-1), 'caughtUp')
  const checkpoints = seen.filter((step) => kindOf(step) === 'checkpoint') as Look[]
  t.ok(checkpoints.length >= 3, `${checkpoints.length} checkpoints`)
  t.ok(checkpoints.every(({ position }, i) => position > (checkpoints[i - 1]?.position ?? START)))
  t.ok(checkpoints.at(-1)!.position < end, 'the adapter has to find the end by itself')
  await store.append(`${category}-2`, -1, entries(upTo(40).map(newId)))
  const live = (await next()) as Look
  t.equal(kindOf(live), 'checkpoint')
  const thirtySecond = (await store.readStream(`${category}-2`, 31))[0]!.position
  t.ok(live.position > end && live.position <= thirtySecond, 'after 32 events at the latest')
})

t.test('a subscription gives what it was asked for after its position, then what comes', async (t) => {
  const { store, category, start } = await open(t)
  await store.append(`${category}-1`, -1, entries(upTo(50).map(newId)))
  const { seen, next } = await steps(t, store, start, category)
  const events = seen.filter((step) => kindOf(step) === 'event') as Look[]
  t.equal(events.length, 50)
  const again = await steps(t, store, events[19]!.position, category)
  t.same(
    again.seen.filter((step) => kindOf(step) === 'event'),
    events.slice(20),
  )
  const position = await store.append(`${category}-2`, -1, entries([newId()]))
  t.match(await next(), { position })
})

/** A store that is slow, away, led by another node or silent: nothing is lost and nothing stands twice. */
import { status } from '@grpc/grpc-js'
import t, { type Test } from 'tap'
import { always, datas, event, everything, idsOf, upTo } from '../contract/events.ts'
import { type EventStoreLogOptions, eventStoreLog } from '../eventstoredb.ts'
import { handle } from '../handle.ts'
import { verifyChain } from '../hashChain.ts'
import { type EventLog, LogOverloaded, LogUnavailable, NO_STREAM, type Page, START } from '../log.ts'
import { type EventStoreDouble, eventStoreDouble } from './double/eventStoreDouble.ts'
import { refusal } from './double/messages.ts'
import type { Records } from './double/records.ts'

const busy = { refuse: refusal(status.UNAVAILABLE, 'Server Is Too Busy') }

/** A log has begun there, so that what a test does is what goes wrong. */
async function startDouble(t: Test, records?: Records): Promise<EventStoreDouble> {
  const store = await eventStoreDouble(records)
  t.teardown(() => store.stop())
  const log = eventStoreLog({ connectionString: store.connectionString })
  await log.identity()
  await log.close()
  store.calls.append = 0
  return store
}

function open(
  t: Test,
  store: { connectionString: string },
  options: Partial<EventStoreLogOptions> = {},
): EventLog {
  const log = eventStoreLog({ connectionString: store.connectionString, now: always, ...options })
  t.teardown(() => log.close())
  return log
}

t.test('an append whose answer was lost is recorded once and reported as there', async (t) => {
  const store = await startDouble(t)
  const log = open(t, store)
  const events = [event(1), event(2)]
  store.faults.next('append', { loseAnswer: true })
  const result = await log.append('a-1', NO_STREAM, events)
  t.same(result, { status: 'duplicate', revision: 1, position: await log.head() })
  t.equal(store.calls.append, 1, 'looked up, not written again')
  t.same(idsOf(await everything(log)), idsOf(events))
})

t.test('an append that the store refuses for a while is tried again until it is in', async (t) => {
  const store = await startDouble(t)
  const faults: unknown[] = []
  const log = open(t, store, { onFault: (error) => faults.push(error) })
  const broken = { refuse: refusal(status.INTERNAL, 'broken') }
  store.faults.next('append', busy, broken, { drop: true })
  store.faults.next('read', busy, broken, { cutAfter: 0 })
  const quick = open(t, store, { answerWithin_ms: 3000, onFault: (error) => faults.push(error) })
  t.match(await quick.append('a-1', NO_STREAM, [event(1)]), { status: 'appended', revision: 0 })
  t.equal(faults.length, 6, 'each fault was told')
  t.same(datas(await log.readStream('a-1')), [1])
})

t.test(
  'an append that arrives late, after it was tried again, is there once and the chain holds',
  async (t) => {
    const store = await startDouble(t)
    let second = 0
    const now = () => new Date(Date.UTC(2026, 2, 1, 0, 0, second++))
    const log = open(t, store, { answerWithin_ms: 200, now })
    // The second try is under way when the first is written.
    store.faults.next('append', { delay_ms: 400 }, { delay_ms: 190 })
    const events = [event(1), event(2)]
    t.match(await log.append('a-1', NO_STREAM, events), { revision: 1 })
    await log.append('a-1', 1, [event(3)])
    const all = await everything(log)
    t.same(datas(all), [1, 2, 3])
    t.equal(verifyChain(all), null)
  },
)

t.test('a refusal for good is told at once', async (t) => {
  const store = await startDouble(t)
  const log = open(t, store)
  const denied = refusal(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' })
  store.faults.next('append', { refuse: denied })
  await t.rejects(log.append('a-1', NO_STREAM, [event(1)]), { name: 'LogDenied' })
  t.equal(store.calls.append, 1)
})

t.test('who leads is followed, by appends, reads and subscriptions', async (t) => {
  const first = await startDouble(t)
  const second = await startDouble(t, first.records)
  const log = open(t, first)
  await log.append('a-1', NO_STREAM, [event(1)])
  const seen = collect(t, log, 3)
  first.follow(second)
  t.match(await log.append('a-1', 0, [event(2)]), { status: 'appended', revision: 1 })
  t.same(datas(await log.readStream('a-1')), [1, 2])
  first.follow(null)
  second.follow(first)
  t.match(await log.append('a-1', 1, [event(3)]), { status: 'appended', revision: 2 })
  t.same(datas((await seen).events), [1, 2, 3])
  t.ok(second.calls.append >= 1)
})

t.test('of several nodes the one that leads is found', async (t) => {
  const leader = await startDouble(t)
  const follower = await startDouble(t, leader.records)
  follower.follow(leader)
  const hosts = [follower, leader].map(({ host, port }) => `${host}:${port}`).join(',')
  const log = open(t, { connectionString: `esdb://${hosts}?tls=false` })
  t.match(await log.append('a-1', NO_STREAM, [event(1)]), { status: 'appended' })
  t.equal(follower.calls.append, 0)
})

t.test('a cluster that goes away altogether is told as unavailable, and nothing else breaks', async (t) => {
  const nodes = [await startDouble(t), await startDouble(t)]
  nodes[1]!.follow(nodes[0]!)
  const hosts = nodes.map(({ host, port }) => `${host}:${port}`).join(',')
  const faults: unknown[] = []
  const log = open(
    t,
    { connectionString: `esdb://${hosts}?tls=false&maxDiscoverAttempts=2&discoveryInterval=10` },
    { appendWithin_ms: 600, onFault: (error) => faults.push(error) },
  )
  await log.append('a-1', NO_STREAM, [event(1)])
  const stop = new AbortController()
  const followers = upTo(5).map(() =>
    log.subscribe({ after: START, batchSize: 10, signal: stop.signal })[Symbol.asyncIterator](),
  )
  await Promise.all(followers.map((pages) => pages.next()))
  const waiting = followers.map((pages) => pages.next())
  for (const node of nodes) node.stop()
  const refused = await Promise.allSettled(upTo(20).map((n) => log.append(`b-${n}`, NO_STREAM, [event(n)])))
  t.ok(refused.every((result) => result.status === 'rejected' && result.reason instanceof LogUnavailable))
  t.ok(faults.length > 20)
  stop.abort()
  t.ok(
    (await Promise.all(waiting)).every(({ done }) => done),
    'those who follow wait until they are ended',
  )
})

t.test('where there is no server, appends and reads give up in the end and say so', async (t) => {
  const log = open(
    t,
    { connectionString: 'esdb://127.0.0.1:1?tls=false' },
    { appendWithin_ms: 300, readWithin_ms: 300 },
  )
  await t.rejects(log.append('a-1', NO_STREAM, [event(1)]), LogUnavailable)
  await t.rejects(log.readStream('a-1'), { code: '08007' })
})

t.test('more appends than may wait are turned away at once, and the others are recorded', async (t) => {
  const log = open(t, await startDouble(t), { queue: 10 })
  const done = await Promise.allSettled(upTo(30).map((n) => log.append(`a-${n}`, NO_STREAM, [event(n)])))
  const turnedAway = done.filter((result) => result.status === 'rejected')
  t.equal(turnedAway.length, 20)
  t.ok(turnedAway.every(({ reason }) => reason instanceof LogOverloaded && reason.retryAfter_s > 0))
  t.equal((await everything(log)).length, 10)
  t.match(
    await log.append('a-31', NO_STREAM, [event(31)]),
    { status: 'appended' },
    'then there is room again',
  )
})

t.test('closing answers what waits', async (t) => {
  const log = open(t, await startDouble(t))
  const waiting = upTo(100).map((n) => log.append(`a-${n % 5}-${n}`, NO_STREAM, [event(n)]))
  await log.close()
  t.ok((await Promise.all(waiting)).every((result) => result.status === 'appended'))
  await t.rejects(log.append('a-1', NO_STREAM, [event(1)]), /closed/)
})

t.test('two programs that decide on the same streams keep one order and one chain', async (t) => {
  const store = await startDouble(t)
  const logs = [open(t, store), open(t, store)]
  const add = (log: EventLog, n: number) =>
    handle(log, `a-${n % 3}`, (history) => ({ events: [event([n, history.length])] }))
  await Promise.all(logs.flatMap((log) => upTo(12).map((n) => add(log, n))))
  const all = await everything(logs[0]!)
  t.equal(all.length, 24)
  t.equal(verifyChain(all), null)
  t.ok(
    all.every(({ data, revision }) => (data as number[])[1] === revision),
    'each decided on what was there',
  )
})

t.test('ids that another program has recorded meanwhile are a duplicate', async (t) => {
  const store = await startDouble(t)
  const [one, other] = [open(t, store), open(t, store)]
  const events = [event(1), event(2)]
  await one.readStream('a-1')
  const first = await other.append('a-1', NO_STREAM, events)
  t.same(await one.append('a-1', 5, events), { ...first, status: 'duplicate' })
  t.same(await one.append('a-1', 0, [events[1]!]), { ...first, status: 'duplicate' })
  t.same(await one.append('a-1', 0, [event(3)]), { status: 'conflict', revision: 1 })
})

t.test('a subscription that is cut off again and again gives all once, in order', async (t) => {
  const store = await startDouble(t)
  const log = open(t, store)
  for (const n of upTo(150)) await log.append(`a-${n}`, NO_STREAM, [event(n)])
  store.faults.next('subscribe', busy, { cutAfter: 1 }, { cutAfter: 40 }, { cutAfter: 2 }, { cutAfter: 77 })
  const { events } = await collect(t, log, 150)
  t.same(datas(events), upTo(150))
  t.equal(store.calls.subscribe, 6)
})

t.test('a subscription that goes silent is noticed and taken up again', async (t) => {
  const store = await startDouble(t)
  const faults: unknown[] = []
  const log = open(t, store, { silence_ms: 1000, onFault: (error) => faults.push(error) })
  await log.append('a-1', NO_STREAM, [event(1)])
  store.faults.next('subscribe', { drop: true })
  t.same(datas((await collect(t, log, 1)).events), [1])
  t.match(faults, [{ message: /silent/ }])
})

t.test('neither foreign events nor ones that are not wanted hold up the position', async (t) => {
  const store = await startDouble(t)
  const log = open(t, store, { silence_ms: 50 })
  await log.append('a-1', NO_STREAM, [event(1)])
  const foreign = (stream: string, type: string) => store.records.append(stream, 'any', [proposed(type)])
  for (const n of upTo(100)) foreign(`$stats-${n % 2}`, n % 3 ? '$statsCollected' : 'Metrics')
  for (const n of upTo(10)) foreign('other-1', n % 2 ? 'Noted' : '$>')
  t.same(datas(await everything(log)), [1])
  t.equal(await log.head(), (await log.readStream('a-1'))[0]!.position)
  const stop = new AbortController()
  const pages = log.subscribe({ after: START, batchSize: 10, categories: ['b'], signal: stop.signal })
  const { value: first } = await pages[Symbol.asyncIterator]().next()
  t.match(first, { events: [], atEnd: true })
  t.ok((first as Page).position >= (await log.head()), 'caught up')
  // Fewer than the server tells a checkpoint for.
  for (const n of upTo(5)) await log.append(`c-${n}`, NO_STREAM, [event(n)])
  const head = await log.head()
  for await (const page of pages) if (page.position >= head) break
  stop.abort()
  const after = await log.append('b-1', NO_STREAM, [event('b')])
  t.equal(after.status, 'appended')
  const { events } = await collect(t, log, 1, { after: head, categories: ['b'] })
  t.same(datas(events), ['b'])
})

t.test('category and type are both looked at, and a type is not taken for its beginning', async (t) => {
  const log = open(t, await startDouble(t))
  for (const stream of ['a-1', 'b-1', 'ab-1'])
    for (const [i, type] of ['Noted', 'NotedTwice', 'Other'].entries())
      await log.append(stream, i - 1, [event(`${stream} ${type}`, { type })])
  const types = ['Noted', 'Other']
  t.same(datas((await collect(t, log, 6, { types })).events).length, 6)
  t.same(datas((await collect(t, log, 2, { categories: ['a'], types })).events), ['a-1 Noted', 'a-1 Other'])
  t.same(datas((await collect(t, log, 3, { categories: ['ab'] })).events).length, 3)
})

t.test('no more is read than one who takes his time can take', async (t) => {
  const store = await startDouble(t)
  const log = open(t, store)
  const large = 'x'.repeat(20_000)
  for (const n of upTo(40))
    await log.append(
      `a-${n}`,
      NO_STREAM,
      upTo(40).map(() => event(large)),
    )
  const before = store.sent()
  const stop = new AbortController()
  const pages = log.subscribe({ after: START, batchSize: 10, signal: stop.signal })
  await pages[Symbol.asyncIterator]().next()
  // A round trip that the server would have used.
  for (const _ of upTo(20)) await log.readStream('a-none')
  const sent = store.sent() - before
  t.ok(sent < 400, `${sent} of 1,600 events were sent ahead`)
  let seen = 10
  for await (const page of pages) {
    seen += page.events.length
    if (seen === 1600) break
  }
  t.equal(seen, 1600)
})

const proposed = (type: string) => ({
  id: event(0).id,
  type,
  contentType: 'application/json',
  data: Buffer.from('{}'),
  metadata: Buffer.from('{}'),
})

interface From {
  readonly after?: string
  readonly categories?: readonly string[]
  readonly types?: readonly string[]
}

/** The first events of a subscription. */
async function collect(t: Test, log: EventLog, count: number, from: From = {}) {
  const stop = new AbortController()
  t.teardown(() => stop.abort())
  const pages: Page[] = []
  let events = 0
  for await (const page of log.subscribe({ after: START, batchSize: 20, ...from, signal: stop.signal })) {
    pages.push(page)
    events += page.events.length
    if (events >= count) break
  }
  return { events: pages.flatMap((page) => page.events), pages }
}

t.test('logs of several cities share a store and know nothing of each other', async (t) => {
  const store = await startDouble(t)
  const logs = ['3204.', '3205.'].map((prefix) => open(t, store, { prefix }))
  const [one, two] = logs as [EventLog, EventLog]
  const same = event('one')
  await one.append('a-1', NO_STREAM, [same])
  await two.append('a-1', NO_STREAM, [event('two'), event('three')])
  t.same(datas(await one.readStream('a-1')), ['one'])
  t.same(datas(await everything(two)), ['two', 'three'])
  t.same(datas((await collect(t, one, 1, { categories: ['a'] })).events), ['one'])
  t.same(datas((await collect(t, two, 2, { types: ['Noted'] })).events), ['two', 'three'])
  t.same(datas((await collect(t, two, 2, {})).events), ['two', 'three'])
  t.match(await one.append('a-1', NO_STREAM, [same]), { status: 'duplicate', revision: 0 })
  t.equal(await one.head(), (await one.readStream('a-1'))[0]!.position)
  t.equal((await one.readStream('a-1'))[0]!.stream, 'a-1', 'the prefix is no part of an event')
})

t.test('a log in a store that others fill reads little of theirs', async (t) => {
  const store = await startDouble(t)
  const others = (n: number) => {
    for (const _ of upTo(n)) store.records.append('other-1', 'any', [proposed('Noted')])
  }
  const sentBy = async (work: () => Promise<unknown>) => {
    const before = store.sent()
    await work()
    return store.sent() - before
  }
  others(3000)
  const log = open(t, store, { prefix: '3204.' })
  t.ok((await sentBy(log.head)) < 100, 'it begins behind what they had written')
  await log.append('a-1', NO_STREAM, [event(1)])
  t.ok((await sentBy(() => everything(log))) < 100)
  t.ok((await sentBy(() => collect(t, log, 1))) < 100)
  others(3000)
  const { position } = (await log.readStream('a-1'))[0]!
  t.ok((await sentBy(async () => t.equal(await log.head(), position))) > 3000, 'they write on')
  t.ok((await sentBy(async () => t.equal(await log.head(), position))) < 100, 'and are looked through once')
  await log.append('a-1', 0, [event(2)])
  t.equal(await log.head(), (await log.readStream('a-1'))[1]!.position)
})

/** Connections that break in the middle of everything: nothing is lost, nothing stands twice, the order holds. */
import t, { type Test } from 'tap'
import { always, chainBreak, event, everything, idsOf, upTo } from '../contract/events.ts'
import { eventStoreLog } from '../eventstoredb.ts'
import { type EventLog, START } from '../log.ts'
import { cornerOf } from './double/cornerOf.ts'
import { cuttableLine } from './double/cuttableLine.ts'
import { eventStoreDouble } from './double/eventStoreDouble.ts'

const CUTS = 200
const CALLERS = 50
const APPENDS = 80
const EVENTS_AN_APPEND = 5
const ALL = CALLERS * APPENDS * EVENTS_AN_APPEND

t.test('200 cuts while many append 20,000 events and two follow', async (t) => {
  const line = await cuttableLine(await address(t))
  const faults: unknown[] = []
  const real = eventStoreLog({
    connectionString: `esdb://127.0.0.1:${line.port}?tls=false`,
    now: always,
    onFault: (error) => faults.push(error),
  })
  t.teardown(async () => {
    await real.close()
    line.close()
  })
  const log = await cornerOf(real)

  let acknowledged = 0
  let cuts = 0
  const cutNow = () => {
    if (line.cut() > 0) cuts++
  }
  const caller = async (n: number) => {
    for (const i of upTo(APPENDS)) {
      const events = upTo(EVENTS_AN_APPEND).map((k) => event([n, i, k]))
      const result = await log.append(`caller-${n}`, i * EVENTS_AN_APPEND - 1, events)
      if (result.status === 'conflict') throw new Error('in conflict with itself')
      acknowledged++
      const due = Math.floor((acknowledged * CUTS) / (CALLERS * APPENDS))
      if (due > cuts) setTimeout(cutNow, Math.random() * 5)
    }
  }
  const following = [all(t, log, 100), all(t, log, 1000)]
  await Promise.all(upTo(CALLERS).map(caller))
  while (cuts < CUTS) {
    await log.head()
    cutNow()
  }
  const recorded = await everything(log)
  t.equal(recorded.length, ALL, 'every event once')
  t.equal(new Set(idsOf(recorded)).size, ALL)
  t.equal(chainBreak(recorded), null, 'each stream in its order, and chained')
  for (const seen of await Promise.all(following)) t.same(seen, idsOf(recorded), 'seen once, in order')
  t.ok(cuts >= CUTS, `${cuts} cuts`)
  t.ok(faults.length > 0, `${faults.length} faults were told`)
  t.comment(`${cuts} cuts, ${faults.length} faults`)
})

async function address(t: Test): Promise<{ host: string; port: number }> {
  const server = process.env.EVENT_STORE_URL
  if (server) {
    const { hostname, port } = new URL(server)
    return { host: hostname, port: Number(port) }
  }
  const store = await eventStoreDouble()
  t.teardown(() => store.stop())
  return store
}

async function all(t: Test, log: EventLog, batchSize: number): Promise<string[]> {
  const stop = new AbortController()
  t.teardown(() => stop.abort())
  const seen: string[] = []
  for await (const page of log.subscribe({ after: START, batchSize, signal: stop.signal })) {
    seen.push(...idsOf(page.events))
    if (seen.length >= ALL) break
  }
  return seen
}

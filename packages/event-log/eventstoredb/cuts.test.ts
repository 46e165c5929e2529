/** Connections that break in the middle of everything: nothing is lost, nothing stands twice, the order holds.
 *  With 200 cuts, 20,000 events and read models at the end: `scripts/cuts.db.test.ts`. */
import { randomBytes } from 'node:crypto'
import t, { type Test } from 'tap'
import { always, event, everything, idsOf, upTo } from '../contract/events.ts'
import { eventStoreLog } from '../eventstoredb.ts'
import { verifyChain } from '../hashChain.ts'
import { type EventLog, START } from '../log.ts'
import { cutsIn, cuttableStore } from './double/cuttableStore.ts'

const CUTS = 50
const CALLERS = 50
const APPENDS = 20
const EVENTS_AN_APPEND = 5
const ALL = CALLERS * APPENDS * EVENTS_AN_APPEND

t.test('50 cuts while many append 5,000 events and two follow', async (t) => {
  const { line, cuttableUrl } = await cuttableStore(t)
  const faults: unknown[] = []
  const log = eventStoreLog({
    connectionString: cuttableUrl,
    prefix: `${randomBytes(8).toString('hex')}.`,
    now: always,
    onFault: (error) => faults.push(error),
  })
  t.teardown(() => log.close())

  const cuts = cutsIn(line, CUTS, CALLERS * APPENDS)
  const caller = async (n: number) => {
    for (const i of upTo(APPENDS)) {
      const events = upTo(EVENTS_AN_APPEND).map((k) => event([n, i, k]))
      const result = await log.append(`caller-${n}`, i * EVENTS_AN_APPEND - 1, events)
      if (result.status === 'conflict') throw new Error('in conflict with itself')
      cuts.oneMoreDone()
    }
  }
  const following = [all(t, log, 100), all(t, log, 1000)]
  await Promise.all(upTo(CALLERS).map(caller))
  await cuts.finish(() => log.head())
  const recorded = await everything(log)
  t.equal(recorded.length, ALL, 'every event once')
  t.equal(new Set(idsOf(recorded)).size, ALL)
  t.equal(verifyChain(recorded), null, 'each stream in its order, and chained')
  for (const seen of await Promise.all(following)) t.same(seen, idsOf(recorded), 'seen once, in order')
  t.ok(faults.length > 0, `${faults.length} faults were told`)
  t.comment(`${cuts.made()} cuts, ${faults.length} faults`)
})

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

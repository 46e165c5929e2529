/**
 * What a city records comes in over a line that is cut again and again, and the projector follows over the same
 * line: what was answered stands once, and what is shown is what a fold of the whole history gives that was read
 * past the line.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { exampleRegions } from '@jiahe/domain/exampleCity.ts'
import { cutsIn, cuttableStore } from '@jiahe/event-log/eventstoredb/double/cuttableStore.ts'
import { verifyChain } from '@jiahe/event-log/hashChain.ts'
import type { EventLog, RecordedEvent } from '@jiahe/event-log/log.ts'
import { openLog } from '@jiahe/event-log/openLog.ts'
import { everything } from '@jiahe/policies/exampleAlerts.ts'
import { project } from '@jiahe/projector/project.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import { exampleHistory } from '@jiahe/read-models/exampleHistory.ts'
import { pagesOf } from '@jiahe/read-models/fixture.ts'
import type { Placed } from '@jiahe/read-models/projection.ts'
import { checkModels } from '@jiahe/read-models/rebuild.ts'
import type { ReadDb, ReadTransaction } from '@jiahe/read-models/tables.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { createLogger } from '@jiahe/service-kit/logging.ts'
import { lockProgress } from '@jiahe/service-kit/workSharing.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { eventually } from '@jiahe/testing/jiahe.ts'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { everySchema } from './fixtureSchemas.ts'

const CUTS = 200
const EVENTS = 20_000
const FAMILIES = 2050
const CALLERS = 50

/** What one caller appends at once: events that follow each other in one stream. */
type Run = readonly [RecordedEvent, ...RecordedEvent[]]

/** Each case's runs in order, so many cases that they have at least `EVENTS` events. */
function histories(): Run[][] {
  const cases = new Map<string, [RecordedEvent, ...RecordedEvent[]][]>()
  for (const event of exampleHistory(11, FAMILIES) as readonly unknown[] as readonly RecordedEvent[]) {
    const { correlationId } = event.metadata
    const runs = cases.get(correlationId) ?? []
    cases.set(correlationId, runs)
    const run = runs.at(-1)
    if (run?.[0].stream === event.stream) run.push(event)
    else runs.push([event])
  }
  return [...cases.values()]
}

const sizeOf = (runs: readonly Run[]): number => runs.reduce((sum, run) => sum + run.length, 0)

async function readDatabase(t: Test): Promise<ReadDb> {
  const db: ReadDb = openDatabase(await testDatabase(t, everySchema), 4)
  t.teardown(() => db.destroy())
  return db
}

/** The projector as its process runs it; ends with the test. */
function projector(t: Test, db: ReadDb, log: EventLog): void {
  const ending = new AbortController()
  const projecting = project({
    ...{ log, db, models: readModels, regions: exampleRegions, now: () => new Date() },
    ...{ owner: randomUUID(), logger: createLogger('projector', 'silent'), signal: ending.signal },
  })
  t.teardown(async () => {
    ending.abort()
    await projecting
  })
}

t.test('200 cuts while 20,000 events come in: none is lost, and the read models are equal', async (t) => {
  const { line, url, cuttableUrl } = await cuttableStore(t)
  const prefix = `${randomBytes(8).toString('hex')}.`
  const open = async (eventStoreUrl: string, onFault = (_error: unknown): void => {}) => {
    const log = await openLog({ databaseUrl: '', eventStoreUrl, eventStorePrefix: prefix, onFault })
    t.teardown(() => log.close())
    return log
  }
  const faults: unknown[] = []
  const log = await open(cuttableUrl, (error) => faults.push(error))
  const db = await readDatabase(t)
  projector(t, db, await open(cuttableUrl))

  const cases = histories()
  const all = cases.flat()
  t.ok(sizeOf(all) >= EVENTS, `${sizeOf(all)} events`)
  const cuts = cutsIn(line, CUTS, all.length)
  const caller = async () => {
    for (let runs = cases.pop(); runs; runs = cases.pop())
      for (const run of runs) {
        const result = await log.append(run[0].stream, run[0].revision - 1, run)
        if (result.status === 'conflict') throw new Error('in conflict with itself')
        cuts.oneMoreDone()
      }
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
  await cuts.finish(() => log.head())

  const whole = await open(url)
  const recorded = await everything(whole)
  t.equal(recorded.length, sizeOf(all), 'every event once')
  const sent = new Set(all.flat().map(({ id }) => id))
  t.same(
    recorded.filter(({ id }) => !sent.delete(id)),
    [],
    'none that was not sent, and none twice',
  )
  t.equal(verifyChain(recorded), null, 'each stream in its order, and chained')

  const head = await whole.head()
  const lock = (trx: ReadTransaction) => lockProgress(trx, 'projector')
  await eventually(async () => (await db.transaction().execute(lock)).least >= head)
  const read = pagesOf(recorded as readonly unknown[] as readonly Placed[], 5000)
  for (const checked of await checkModels(readModels, { db, lock, regions: exampleRegions, read }))
    t.match(checked, { equal: true })
  t.same((await sql`SELECT model, stream FROM projector.parked`.execute(db)).rows, [], 'none stopped')
  t.ok(faults.length > 0, `${faults.length} faults were told`)
  t.comment(`${cuts.made()} cuts, ${faults.length} faults`)
})

/** Several policies and projectors, as processes, on one log: whichever is killed, the others go on with what it had.
 *  The log is in PostgreSQL, or on the server that `EVENT_STORE_URL` names. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { openLog } from '@jiahe/event-log/openLog.ts'
import { alertTo, everything, wrongsOf } from '@jiahe/policies/exampleAlerts.ts'
import { extreme, high, medium } from '@jiahe/policies/scene.ts'
import { queryCoverage } from '@jiahe/read-models/callbackCoverage.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import { checkModels } from '@jiahe/read-models/rebuild.ts'
import type { ReadDb } from '@jiahe/read-models/tables.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { argumentsOf } from '@jiahe/service-kit/program.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { lockProgress } from '@jiahe/service-kit/workSharing.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { eventually } from '@jiahe/testing/jiahe.ts'
import type { Kysely } from 'kysely'
import t from 'tap'
import { migrate } from './start/migrate.ts'

const FAMILIES = 80
const ALERTS = 800
const severities = [{}, medium, high, extreme]
/** 武进区湖塘镇: the services read the real table of regions. */
const township = '320412100'
const kinds = ['policies', 'policies', 'policies', 'projector', 'projector'] as const

const url = await testDatabase(t)
const db: ReadDb = openDatabase(url, 4)
await migrate(url, db as unknown as Kysely<unknown>)
const onStore: Record<string, string> = process.env.EVENT_STORE_URL
  ? { EVENT_STORE_URL: process.env.EVENT_STORE_URL, EVENT_STORE_PREFIX: `${randomBytes(8).toString('hex')}.` }
  : {}
const log = await openLog({
  databaseUrl: url,
  eventStoreUrl: onStore.EVENT_STORE_URL,
  eventStorePrefix: onStore.EVENT_STORE_PREFIX,
})
t.teardown(async () => {
  await log.close()
  await db.destroy()
})

function service(name: (typeof kinds)[number]): ChildProcess {
  const child = spawn(process.execPath, argumentsOf(`services/${name}/main.ts`), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: url,
      ...onStore,
      CITY: '3204',
      LOG_LEVEL: 'silent',
      NODE_NO_WARNINGS: '1',
    },
  })
  child.once('exit', (code) => {
    if (code) throw new Error(`${name} ended with code ${code}`)
  })
  t.teardown(() => child.kill('SIGKILL'))
  return child
}

/** Every read model against a fresh fold, by name; what is folded meanwhile waits for it. */
async function compared(): Promise<Record<string, unknown>> {
  const outcomes = await checkModels(readModels, {
    db,
    lock: (trx) => lockProgress(trx, 'projector'),
    regions: loadRegions('3204'),
    read: (after, types) => log.readAll({ after, types, limit: 5000 }),
  })
  return Object.fromEntries(outcomes.map((outcome) => [outcome.model, 'equal' in outcome && outcome.equal]))
}
const allEqual = Object.fromEntries(readModels.map(({ name }) => [name, true]))

const doneUpTo = (processor: 'policies' | 'projector') =>
  db.transaction().execute(async (trx) => (await lockProgress(trx, processor)).least)

t.test('whichever is killed, nothing is skipped and nothing is done twice', async (t) => {
  const running = kinds.map(service)
  const sending = (async () => {
    for (let n = 0; n < ALERTS; n++) {
      await alertTo(log, n % FAMILIES, n, severities[(n * 7) % 4], township)
      await pause(8)
    }
  })()
  for (const kind of ['policies', 'projector', 'policies', 'projector', 'policies'] as const) {
    const before = await doneUpTo(kind)
    await eventually(async () => (await doneUpTo(kind)) > before)
    await pause(randomInt(300))
    const those = kinds.flatMap((name, i) => (name === kind ? [i] : []))
    const one = those[randomInt(those.length)]!
    const exit = once(running[one]!, 'exit')
    running[one]!.kill('SIGKILL')
    await exit
    running[one] = service(kind)
  }
  t.same(await compared(), allEqual, 'while they work, what stands is what a fresh fold gives')
  await sending

  await eventually(async () => {
    const head = await log.head()
    return (await doneUpTo('policies')) >= head && (await doneUpTo('projector')) >= head
  })
  const events = await everything(log)
  t.same(wrongsOf(events), [], 'each alert was graded once and owes callbacks, each grave case has one order')
  t.equal(events.filter(({ type }) => type === 'AlertReceived').length, ALERTS)
  t.same(await compared(), allEqual)
  const inTwoMinutes = new Date(Date.now() + 120_000)
  const coverage = await queryCoverage(db, { region: null, from: null, to: null, at: inTwoMinutes })
  t.match(coverage, { alerts: ALERTS, missing: 0 })
  for (const child of running) {
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    t.same(await exit, [0, null], 'and it stops cleanly')
  }
})

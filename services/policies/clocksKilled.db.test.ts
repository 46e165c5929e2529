import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { desk } from '@jiahe/domain/exampleCity.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import { postgresLog } from '@jiahe/event-log/postgres/postgresLog.ts'
import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { argumentsOf } from '@jiahe/service-kit/program.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { eventually } from '@jiahe/testing/jiahe.ts'
import t, { type Test } from 'tap'
import { alertTo, everything } from './exampleAlerts.ts'
import { unrecorded } from './fixtureClocks.ts'
import { allPolicies } from './policy.ts'
import { migrated } from './runnerFixture.ts'
import { high, settle } from './scene.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
const FAMILIES = 150
const day_ms = 86_400_000

/** The service as it is started by whoever supervises it. */
function service(t: Test, url: string): ChildProcess {
  const child = spawn(process.execPath, argumentsOf(MAIN), {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: url,
      CITY: '3204',
      LOG_LEVEL: 'error',
      NODE_NO_WARNINGS: '1',
    },
  })
  t.teardown(() => child.kill('SIGKILL'))
  return child
}

async function ended(child: ChildProcess, signal: NodeJS.Signals) {
  const exit = once(child, 'exit')
  child.kill(signal)
  const [code, by] = await exit
  return code ?? by
}

/** What stood twelve days ago, when everybody stopped. */
async function longAgo() {
  const now = () => new Date(Math.floor(Date.now() / day_ms) * day_ms - 12 * day_ms)
  const log = memoryLog({ now })
  for (let family = 0; family < FAMILIES; family++) await alertTo(log, family, 1, high)
  await settle(log, allPolicies({ log, desk, now }))
  return everything(log)
}

t.test(
  'killed while it records what passed in twelve days, it doubles nothing and leaves nothing out',
  async (t) => {
    const url = await testDatabase(t)
    await migrateEventLog(url)
    const db = await migrated(t, url)
    const log = postgresLog({ connectionString: url })
    t.teardown(() => log.close())
    await log.restore(await longAgo())
    const count = async (type: string) =>
      (await everything(log)).filter((event) => event.type === type).length

    const first = service(t, url)
    await eventually(async () => (await count('DeadlineMissed')) > 10)
    t.equal(await ended(first, 'SIGKILL'), 'SIGKILL')
    const before = await count('DeadlineMissed')
    t.ok(before < FAMILIES * 3, `killed after ${before} of ${FAMILIES * 3}`)

    const [second, third] = [service(t, url), service(t, url)]
    await eventually(async () => (await count('DeadlineMissed')) > before + 20)
    t.equal(await ended(second, 'SIGKILL'), 'SIGKILL')
    await eventually(async () => unrecorded(await everything(log), new Date()).length === 0)
    await eventually(async () => {
      const oldest = await db.selectFrom('policy.alarm').select('due_at').orderBy('due_at').executeTakeFirst()
      return oldest && oldest.due_at.getTime() > Date.now()
    })
    t.equal(await ended(third, 'SIGTERM'), 0, 'and it stops cleanly')

    // Acceptance, contact and disposal; up to the district and to the city; calls of days 1 and 7; a grade of a week.
    t.equal(await count('DeadlineMissed'), FAMILIES * 3)
    t.equal(await count('WorkOrderEscalated'), FAMILIES * 2)
    t.equal(await count('CallbackMissed'), FAMILIES * 2)
    t.equal(await count('GradingFellDue'), FAMILIES)
    t.same(await db.selectFrom('policy.parked').selectAll().execute(), [], 'and nothing was parked')
  },
)

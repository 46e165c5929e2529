import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { START } from '@jiahe/event-log/log.ts'
import { postgresLog } from '@jiahe/event-log/postgres/postgresLog.ts'
import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { argumentsOf } from '@jiahe/service-kit/program.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { eventually } from '@jiahe/testing/jiahe.ts'
import t, { type Test } from 'tap'
import { alertTo, everything, wrongsOf } from './exampleAlerts.ts'
import { migrated } from './runnerFixture.ts'
import { extreme, high, medium } from './scene.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
const FAMILIES = 150
const severities = [{}, medium, high, extreme]
/** 武进区湖塘镇: the service reads the real table of regions. */
const realTownship = '320412100'

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

t.test(
  'killed in the middle of its work and started again, it doubles no order and misses none',
  async (t) => {
    const url = await testDatabase(t)
    await migrateEventLog(url)
    const db = await migrated(t, url)
    const log = postgresLog({ connectionString: url })
    t.teardown(() => log.close())
    const graded = async () =>
      (await log.readAll({ after: START, limit: 5000, types: ['RiskGraded'] })).events.length
    const receive = async (...rounds: number[]) => {
      const alerts = rounds.flatMap((n) => Array.from({ length: FAMILIES }, (_, family) => ({ family, n })))
      await Promise.all(
        alerts.map(({ family, n }) => alertTo(log, family, n, severities[(family + n) % 4], realTownship)),
      )
    }

    await receive(1, 2, 3, 4)
    const first = service(t, url)
    await eventually(async () => (await graded()) > 30)
    t.equal(await ended(first, 'SIGKILL'), 'SIGKILL')
    const before = await graded()
    t.ok(before < FAMILIES * 4, `killed after ${before} of ${FAMILIES * 4}`)

    const receiving = receive(5)
    const second = service(t, url)
    await eventually(async () => (await graded()) > before + 60)
    t.equal(await ended(second, 'SIGKILL'), 'SIGKILL')
    await receiving

    // Two at once share the cases, and when one dies the other takes over what it had.
    const [third, fourth] = [service(t, url), service(t, url)]
    await receive(6)
    await eventually(async () => (await graded()) > FAMILIES * 5)
    t.equal(await ended(third, 'SIGKILL'), 'SIGKILL')
    await receive(7)
    await eventually(async () => (await graded()) === FAMILIES * 7)
    await eventually(async () => wrongsOf(await everything(log)).length === 0)
    t.equal(await ended(fourth, 'SIGTERM'), 0, 'and it stops cleanly')

    const events = await everything(log)
    t.same(wrongsOf(events), [])
    t.equal(events.filter((event) => event.type === 'WorkOrderDispatched').length, FAMILIES)
    t.equal(new Set(events.map((event) => event.metadata.correlationId)).size, FAMILIES)
    t.same(await db.selectFrom('policy.parked').selectAll().execute(), [], 'and nothing was parked')
  },
)

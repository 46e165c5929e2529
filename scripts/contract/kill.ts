/**
 * Whatever is killed when: everything that was answered 202 is there, once. Alerts are sent without pause while
 * each service is killed in turn, then all processes and the database at once, and Jiahe is started again. A log that
 * is not in the database stands by itself and is not killed: the double has nothing but its memory.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { alertAbout } from '@jiahe/testing/alerts.ts'
import { allOf, sender, signIn } from '@jiahe/testing/client.ts'
import { eventually, type Jiahe, startJiahe } from '@jiahe/testing/jiahe.ts'
import type { LogSettings } from '@jiahe/testing/logs.ts'
import { allProcesses, childrenOf, type RunningProcess } from '@jiahe/testing/processes.ts'
import pg from 'pg'
import type { Test } from 'tap'

const SENDERS = 8
const FAMILIES = 120

/** Sends until `stop`, each alert until it is answered; remembers what was answered. */
function sending(jiahe: Jiahe) {
  const answered = new Map<string, string>()
  const sent = new Map<string, object>()
  const police = sender(jiahe)
  let stopped = false
  const one = async (): Promise<void> => {
    while (!stopped) {
      const n = sent.size
      const alert = alertAbout(n % FAMILIES, `KT-${n}`)
      sent.set(alert.sourceRef, alert)
      await eventually(async () => {
        if (stopped) return true
        const answer = await police('POST /v1/police-alerts', alert).catch(() => null)
        if (answer?.status !== 202 && answer?.status !== 200) return false
        answered.set(alert.sourceRef, answer.body.eventId)
        return true
      })
    }
  }
  const senders = Array.from({ length: SENDERS }, one)
  return {
    ...{ answered, sent },
    more: (n: number) => {
      const until = answered.size + n
      return eventually(async () => answered.size >= until)
    },
    async stop() {
      stopped = true
      await Promise.all(senders)
    },
  }
}

/** As many at once as there are senders. */
async function each<T>(list: Iterable<T>, check: (one: T) => Promise<void>): Promise<void> {
  const rest = [...list].values()
  const some = async () => {
    for (const one of rest) await check(one)
  }
  await Promise.all(Array.from({ length: SENDERS }, some))
}

const serviceOf = (jiahe: Jiahe, name: string): Promise<RunningProcess> =>
  eventually(async () => childrenOf(jiahe.pid).find(({ command }) => command.includes(`services/${name}/`)))

async function databaseServer({ dataDir }: Jiahe): Promise<number> {
  const { databaseUrl } = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8'))
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
  const server = allProcesses().find(({ pid }) => pid === rows[0].pid)!.parent
  await client.end()
  return server
}

export function kill(t: Test, settings: LogSettings): void {
  t.test('nothing that was answered is lost or doubled, whatever is killed', async (t) => {
    const first = await startJiahe(t, settings)
    const load = sending(first)
    for (const name of ['intake', 'policies', 'projector', 'console', 'intake', 'policies']) {
      await load.more(60)
      process.kill((await serviceOf(first, name)).pid, 'SIGKILL')
    }
    await load.more(200)
    const everything = [
      first.pid,
      ...childrenOf(first.pid).map(({ pid }) => pid),
      await databaseServer(first),
    ]
    for (const pid of everything) process.kill(pid, 'SIGKILL')
    await load.stop()

    const jiahe = await startJiahe(t, settings, first)
    const police = sender(jiahe)
    t.ok(load.answered.size > 500, `${load.answered.size} were answered`)
    await each(load.answered, async ([sourceRef, eventId]) => {
      const { status, body } = await police(`GET /v1/receipts/psb-changzhou/${sourceRef}`)
      if (status !== 200 || body.eventId !== eventId) t.fail(`${sourceRef} was answered and is not there`)
    })
    await each(load.sent, async ([sourceRef, alert]) => {
      const { body } = await police('POST /v1/police-alerts', alert)
      const eventId = load.answered.get(sourceRef)
      if (eventId && (body.eventId !== eventId || !body.duplicate)) t.fail(`${sourceRef} is another now`)
    })

    const city = await signIn(jiahe, 'city')
    const alerts = load.sent.size
    await eventually(async () => {
      const { coverage, grades } = await boardOf(city)
      return coverage.alerts === alerts && coverage.due === alerts && grades.length === 1
    })
    const { coverage, grades } = await boardOf(city)
    t.match(coverage, { alerts, missing: 0 })
    t.match(grades, [{ grade: 'high', alerts }])
    const orders = await eventually(async () => {
      const all = await allOf(city, '/v1/work-orders')
      return all.length >= FAMILIES && all
    })
    t.equal(orders.length, FAMILIES, 'one order a family')
    t.equal(new Set(orders.map((order) => order.caseId)).size, FAMILIES)
  })
}

async function boardOf(city: Awaited<ReturnType<typeof signIn>>) {
  const { body: coverage } = await city('GET /v1/coverage')
  const { body } = await city('GET /v1/board?by=grade')
  return { coverage, grades: body.rows }
}

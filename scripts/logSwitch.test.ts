/** A running installation goes from PostgreSQL to EventStoreDB and back: all of it is there, once, and goes on. */
import { jiahe as command } from '@jiahe/cli/fixture.ts'
import { alertAbout } from '@jiahe/testing/alerts.ts'
import { type Ask, allOf, sender, signIn } from '@jiahe/testing/client.ts'
import { eventually, type Jiahe, startJiahe } from '@jiahe/testing/jiahe.ts'
import { inPostgres, type LogSettings, onEventStore } from '@jiahe/testing/logs.ts'
import t, { type Test } from 'tap'

const FAMILIES = 20
const ALERTS = 60

const store = await onEventStore(t)
/** Event ids by the sender's reference. */
const answered = new Map<string, string>()

async function send(police: Ask, n: number): Promise<void> {
  const { body, status } = await police('POST /v1/police-alerts', alertAbout(n % FAMILIES, `LS-${n}`))
  if (status !== 202) throw new Error(`an alert was answered ${status}`)
  answered.set(`LS-${n}`, body.eventId)
}

const switchTo = ({ dataDir, eventStorePrefix }: Jiahe, to: string, settings: LogSettings) =>
  command(dataDir, ['log', 'switch', '--to', to], undefined, {
    ...settings,
    EVENT_STORE_PREFIX: eventStorePrefix,
  })

/** Every alert is known to its sender, was acted on once, and what is shown is proved. */
async function allIsThere(t: Test, jiahe: Jiahe): Promise<void> {
  const police = sender(jiahe)
  for (const [n, [sourceRef, eventId]] of [...answered].entries()) {
    const { body } = await police('POST /v1/police-alerts', alertAbout(n % FAMILIES, sourceRef))
    if (!body.duplicate || body.eventId !== eventId) t.fail(`${sourceRef} is another now`)
  }
  const city = await signIn(jiahe, 'city')
  const coverage = await eventually(async () => {
    const { body } = await city('GET /v1/coverage')
    return body.due === answered.size && body
  })
  t.match(coverage, { alerts: answered.size, missing: 0 })
  const orders = await eventually(async () => {
    const all = await allOf(city, '/v1/work-orders')
    return all.length >= FAMILIES && all
  })
  t.equal(new Set(orders.map(({ caseId }) => caseId)).size, FAMILIES)
  t.equal(orders.length, FAMILIES, 'one order a family')
  const proved = await command(jiahe.dataDir, ['verify', '--json'])
  t.match(proved.json, { alerts: answered.size, findings: [] })
}

t.test('all of it moves, is acted on once, and goes on', async (t) => {
  const first = await startJiahe(t, inPostgres)
  for (let n = 0; n < ALERTS; n++) await send(sender(first), n)
  const early = await switchTo(first, store.EVENT_STORE_URL, inPostgres)
  t.equal(early.code, 3)
  t.match(early.stderr, /^家和正在运行/)
  // At once, so that policies and read models have something left to do.
  await first.stop()

  const there = await switchTo(first, store.EVENT_STORE_URL, inPostgres)
  t.equal(there.code, 0, there.stderr)
  t.match(there.stdout, /与来源完全一致，哈希链完整[\s\S]*已切换/)
  await t.rejects(startJiahe(t, inPostgres, first), /follows the log in esdb:.+log switch/)
  const second = await startJiahe(t, store, first)
  await allIsThere(t, second)
  await send(sender(second), ALERTS)
  await second.stop()

  const back = await switchTo(first, 'postgres', store)
  t.equal(back.code, 0, back.stderr)
  await allIsThere(t, await startJiahe(t, inPostgres, first))
})

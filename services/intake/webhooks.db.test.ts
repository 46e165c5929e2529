/** From an alert to a receiver's door, through the service as it runs. */
import { type ChildProcess, spawn } from 'node:child_process'
import type { VaultDb } from '@jiahe/privacy/schema.ts'
import { argumentsOf } from '@jiahe/service-kit/program.ts'
import { migrateWork } from '@jiahe/service-kit/workTable.ts'
import { alertAbout } from '@jiahe/testing/alerts.ts'
import { eventually } from '@jiahe/testing/jiahe.ts'
import { isSigned, type Received, receiver, status } from '@jiahe/webhooks/fixture.ts'
import { migrateWebhooks, type WebhookDb } from '@jiahe/webhooks/schema.ts'
import { newSecret } from '@jiahe/webhooks/signature.ts'
import { addWebhook, listWebhooks } from '@jiahe/webhooks/webhooks.ts'
import { pino } from 'pino'
import { Webhook } from 'standardwebhooks'
import t, { type Test } from 'tap'
import { intakeService, masterKey, otherSource, type Served, type Store, source } from './fixture.ts'
import { handlingOn } from './fixtureDesk.ts'
import { outbound } from './outbound.ts'

const QUERY = 'token=secret-of-theirs'

async function withWebhook(store: Store, url: string, of = source): Promise<string> {
  const secret = newSecret()
  const db = store.db as unknown as WebhookDb
  await migrateWebhooks(db)
  await addWebhook(db, of, store.clock.now, (trx, id) =>
    store.keyring.keepSecret(
      trx as unknown as VaultDb,
      id,
      JSON.stringify({ url: `${url}?${QUERY}`, secret }),
    ),
  )
  return secret
}
const owed = async ({ db }: Store): Promise<number> =>
  (await listWebhooks(db as unknown as WebhookDb)).reduce((sum, webhook) => sum + webhook.owed, 0)
const told = (received: readonly Received[]) => received.map(({ body }) => JSON.parse(body))

function outboundOn(t: Test, service: Served): string[] {
  const lines: string[] = []
  const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  const ending = new AbortController()
  const { connectionString: databaseUrl, log, keyring, server, clock } = service
  const ended = outbound({
    ...{ databaseUrl, log, keyring, server, logger, now: () => clock.now, signal: ending.signal },
  })
  t.teardown(() => {
    ending.abort()
    return ended
  })
  return lines
}

t.test('a sender is told at its door what its feed says, signed, and nothing of another’s', async (t) => {
  const service = await intakeService(t)
  // Signatures are good for five minutes of the receiver's own clock.
  service.clock.now = new Date()
  const [mine, theirs] = [await receiver(t), await receiver(t)]
  const secret = await withWebhook(service, mine.url)
  await withWebhook(service, theirs.url, otherSource)
  const lines = outboundOn(t, service)
  const { body } = await service.call('POST /v1/police-alerts', {
    body: alertAbout(1, 'W-1', { occurredAt: service.clock.now.toISOString() }),
  })
  await eventually(async () => mine.received.length === 1)
  const { settle, does } = handlingOn(service)
  await settle()
  await does(body.caseId, '320402003', { type: 'accept' })
  await eventually(async () => told(mine.received).at(-1)?.data.order?.state === 'accepted')
  await eventually(async () => (await owed(service)) === 0)

  for (const { headers, body } of mine.received)
    t.strictSame(new Webhook(secret).verify(body, headers as Record<string, string>), JSON.parse(body))
  const feed = await service.call(`GET /v1/receipts?source=${source}`)
  t.strictSame(told(mine.received).at(-1), feed.body.items[0])
  t.strictSame(theirs.received, [])
  const metrics = (await service.call('GET /metrics')).text
  t.match(metrics, new RegExp(`webhook_deliveries_total{source="${source}",outcome="delivered"} [1-9]`))
  t.match(metrics, `webhook_oldest_undelivered_seconds{source="${source}"} 0`)

  mine.answers(status(500))
  await does(body.caseId, '320402003', { type: 'contact', with: 'victim', means: 'phone', textId: null })
  await eventually(async () => lines.some((line) => line.includes('status-500')))
  for (const hidden of [QUERY, secret, mine.url, 'W-1'])
    t.notOk(
      lines.some((line) => line.includes(hidden)),
      'no log line tells where, by which secret, or about whom',
    )
  const rows = await service.db.selectFrom('keys.secret').selectAll().execute()
  t.equal(rows.length, 2)
  t.notOk(rows.some(({ sealed }) => sealed.includes(QUERY) || sealed.includes('whsec_')))
})

function intakeProcess(t: Test, { connectionString }: Store): ChildProcess {
  const child = spawn(process.execPath, argumentsOf('services/intake/main.ts'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env.PATH,
      ...{ DATABASE_URL: connectionString, MASTER_KEY: masterKey, CITY: '3204' },
      ...{ INTAKE_PORT: String(20_000 + Math.floor(Math.random() * 20_000)), LOG_LEVEL: 'silent' },
    },
  })
  t.teardown(() => child.kill('SIGKILL'))
  return child
}

t.test('a service that is killed with messages on their way leaves them to the next', async (t) => {
  const service = await intakeService(t)
  await migrateWork(service.db)
  const one = await receiver(t)
  const secret = await withWebhook(service, one.url)
  let answering = false
  one.answers((message, response) => {
    if (answering) status(204)(message, response)
  })
  for (let n = 0; n < 12; n++)
    await service.call('POST /v1/police-alerts', { body: alertAbout(20 + n, `K-${n}`) })
  const first = intakeProcess(t, service)
  await eventually(async () => one.received.length > 0)
  const gone = new Promise((resolve) => first.once('exit', resolve))
  first.kill('SIGKILL')
  await gone
  answering = true
  const unanswered = one.received.length
  intakeProcess(t, service)
  await eventually(async () => one.received.length > unanswered && (await owed(service)) === 0)
  const refs = new Set(told(one.received).map(({ data }) => data.sourceRef))
  t.equal(refs.size, 12)
  t.ok(one.received.every((message) => isSigned(secret, message)))
})

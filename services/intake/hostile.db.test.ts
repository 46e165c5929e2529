/** Ten thousand requests that nobody means well with, at the intake as it listens. */
import { hostileClient, hostileRequests } from '@jiahe/testing/hostile.ts'
import t from 'tap'
import { alert, intakeService, key, otherKey, source } from './fixture.ts'

const REQUESTS = Number(process.env.REQUESTS ?? 10_000)
const SEED = Number(process.env.SEED ?? 2)

t.test(`none of ${REQUESTS} hostile requests becomes a fault, or shows what it should not`, async (t) => {
  const { url, call, logged } = await intakeService(t, { limit: { max: 1_000_000, timeWindow: 1000 } })
  const people = alert().parties.flatMap(({ name, idNumber, phone }) =>
    [name, idNumber, phone].filter(Boolean),
  )
  t.equal((await call('POST /v1/police-alerts', { body: alert() })).status, 202)
  const requests = hostileRequests({
    api: (await call('GET /openapi.json')).body,
    seed: SEED,
    fitting: { source: [source], sourceRef: [alert().sourceRef] },
    credentials: [
      {},
      ...Array.from({ length: 6 }, () => ({ authorization: `Bearer ${key}` })),
      { authorization: `Bearer ${otherKey}` },
      { authorization: `Bearer ${key}x` },
      { authorization: 'Signed 00000000-0000-4000-8000-000000000000', 'webhook-id': 'msg_made-up' },
      {
        authorization: 'Signed x',
        ...{ 'webhook-id': 'msg_made-up', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' },
      },
    ],
  })
  const client = hostileClient(url)
  t.teardown(() => client.close())
  const statuses: Record<number, number> = {}
  let sent = 0
  async function attack(): Promise<void> {
    while (sent++ < REQUESTS) {
      const request = requests.next().value!
      // Nobody waits for changes here.
      if (request.route === '/v1/receipts' && request.path.includes('wait=')) continue
      const { status, headers, text } = await client.send(request)
      statuses[status] = (statuses[status] ?? 0) + 1
      const said = `${request.method} ${request.path.slice(0, 200)} ${request.body?.toString().slice(0, 300) ?? ''}`
      const isFault = status >= 500 && !(status === 503 && headers['retry-after'])
      if (isFault || /"internal"/.test(text)) t.fail(`${status}: ${said}`, { text })
      if (people.some((one) => text.includes(one!))) t.fail(`tells of people: ${said}`)
      if (/\bat .+\.ts:\d+|node_modules|syntax error at|relation "/.test(text))
        t.fail(`shows its inside: ${said}`)
      if (headers['content-type']?.includes('html') && request.path !== '/docs') t.fail(`a page: ${said}`)
    }
  }
  await Promise.all(Array.from({ length: 12 }, attack))
  t.comment(JSON.stringify(statuses))
  for (const status of [200, 202, 400, 401]) t.ok(statuses[status]! > 50, `${status}: ${statuses[status]}`)
  const calm = await call('POST /v1/police-alerts', { body: alert({ sourceRef: 'afterwards' }) })
  t.equal(calm.status, 202, 'it answers as before')
  t.strictSame(logged.filter((line) => JSON.parse(line).level >= 50).slice(0, 3), [], 'nothing failed inside')
  const written = logged.join('')
  for (const one of [...people, alert().narrative!, key]) t.notOk(written.includes(one!), 'in no log line')
})

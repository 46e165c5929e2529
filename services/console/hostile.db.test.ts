/** Ten thousand requests that nobody means well with, at the console as it listens. */
import { Writable } from 'node:stream'
import { hostileClient, hostileRequests } from '@jiahe/testing/hostile.ts'
import t from 'tap'
import { consoleFixture, password, township } from './fixture.ts'

const REQUESTS = Number(process.env.REQUESTS ?? 10_000)
const SEED = Number(process.env.SEED ?? 1)
const secret = { name: '欧阳素娥', idNumber: '999000199003072420', phone: '10000001111' }
const narrative = '她说丈夫昨夜又动手，孩子在场，邻居听见。'

t.test(`none of ${REQUESTS} hostile requests becomes a fault, or shows what it should not`, async (t) => {
  const logged: string[] = []
  const logTo = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(chunk.toString())
      done()
    },
  })
  const { url, call, family, project } = await consoleFixture(t, { logTo })
  const families = await Promise.all([1, 2, 3].map(() => family({ narrative })))
  families.push(await family({ ...secret, narrative }))
  await project()
  const signIn = async (username: string) =>
    (
      await fetch(`${url}/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password }),
      })
    ).headers
      .getSetCookie()[0]!
      .split(';')[0]!
  const cookies = await Promise.all(['mediator', 'neighbour', 'officer', 'dispatcher', 'analyst'].map(signIn))
  const ended = await signIn('colleague')
  await call('DELETE /v1/session', { headers: { cookie: ended } })
  const forged = `${cookies[0]!.slice(0, -1)}x`
  const requests = hostileRequests({
    api: (await call('GET /openapi.json')).body,
    seed: SEED,
    fitting: {
      id: families
        .flatMap(({ caseId, orderId }) => [caseId, orderId])
        .filter((id) => id !== null) as string[],
      code: [township],
      federation: [township],
      version: ['1', '0'],
    },
    credentials: [
      {},
      ...[
        ...cookies,
        ...cookies,
        ...cookies,
        ended,
        forged,
        'jiahe_session=',
        `jiahe_session=${"'".repeat(30)}`,
      ].map((cookie) => ({
        cookie,
      })),
      { authorization: 'Bearer x.y.z' },
    ],
  })
  const client = hostileClient(url)
  t.teardown(() => client.close())
  const statuses: Record<number, number> = {}
  async function attack(): Promise<void> {
    for (;;) {
      if (sent >= REQUESTS) return
      sent++
      const request = requests.next().value!
      // Whoever signs out the accounts of the test ends it early.
      if (request.method === 'DELETE' && request.route === '/v1/session') continue
      const { status, headers, text } = await client.send(request)
      statuses[status] = (statuses[status] ?? 0) + 1
      const said = `${request.method} ${request.path.slice(0, 200)} ${request.body?.toString().slice(0, 300) ?? ''}`
      const isFault = status >= 500 && !(status === 503 && headers['retry-after'])
      if (isFault) t.fail(`${status}: ${said}`, { text })
      const contacts = /contacts|unmask/.test(request.route)
      if (
        text.includes(secret.name) ||
        text.includes(secret.idNumber) ||
        (!contacts && text.includes(secret.phone))
      )
        t.fail(`shown in full: ${said}`)
      if (/\bat .+\.ts:\d+|node_modules|syntax error at|relation "/.test(text))
        t.fail(`shows its inside: ${said}`, { text })
      if (headers['content-type']?.includes('html') && request.path !== '/docs') t.fail(`a page: ${said}`)
      if (
        request.method !== 'HEAD' &&
        headers['x-content-type-options'] !== 'nosniff' &&
        status !== 400 &&
        status !== 431
      )
        t.fail(`may be taken for something else: ${status} ${said}`)
    }
  }
  let sent = 0
  await Promise.all(Array.from({ length: 12 }, attack))
  t.comment(JSON.stringify(statuses))
  t.ok(statuses[200]! > 100 && statuses[400]! > 1000 && statuses[401]! > 500 && statuses[404]! > 500)

  t.equal((await call('GET /v1/me', { as: 'auditor' })).status, 200, 'it answers as before')
  const faults = logged.filter((line) => JSON.parse(line).level >= 50)
  t.strictSame(faults.slice(0, 3), [], 'nothing failed inside')
  const written = logged.join('')
  for (const one of [...Object.values(secret), narrative, password])
    t.notOk(written.includes(one), 'in no log line')
})

import t from 'tap'
import { consoleFixture, password } from './fixture.ts'

t.test('a session begins with the right password and ends when it is ended', async (t) => {
  const { call } = await consoleFixture(t)
  const signIn = (username: string, secret: string, headers: Record<string, string> = {}) =>
    call('POST /v1/session', { body: { username, password: secret }, headers })

  const signed = await signIn('mediator', password)
  t.equal(signed.status, 204)
  const [cookie, device] = signed.headers.getSetCookie() as [string, string]
  t.match(cookie, /^jiahe_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/)
  t.match(device, /^jiahe_device=[\w-]{43}; Path=\/v1\/session; HttpOnly; SameSite=Strict; Max-Age=15552000$/)
  const secure = await signIn('mediator', password, { 'x-forwarded-proto': 'https' })
  for (const set of secure.headers.getSetCookie()) t.match(set, /; Secure$/)

  const headers = { cookie: cookie.split(';')[0]! }
  const me = await call('GET /v1/me', { headers })
  t.match(me.body, {
    username: 'mediator',
    role: 'mediator',
    federation: '320402003',
    federationName: '茶山街道',
  })
  t.strictSame(Object.keys(me.body), [
    ...['id', 'username', 'role', 'federation', 'federationName'],
    'passwordToChange',
  ])
  t.equal(me.headers.get('cache-control'), 'no-store')
  const other = { cookie: `theme=dark; ${headers.cookie}; x=1` }
  t.equal((await call('GET /v1/me', { headers: other })).status, 200, 'other cookies do not disturb')

  t.equal((await call('DELETE /v1/session', { headers })).status, 204)
  t.match(await call('GET /v1/me', { headers }), { status: 401, body: { reason: 'not-signed-in' } })
  t.equal((await call('DELETE /v1/session', { headers })).status, 401)
  t.equal((await call('GET /v1/me', { headers: { cookie: 'jiahe_session=' } })).status, 401)
})

t.test('a wrong password is refused, and more and more slowly', async (t) => {
  const { call, clock } = await consoleFixture(t)
  const signIn = (username: string, secret: string) =>
    call('POST /v1/session', { body: { username, password: secret } })
  t.match(await signIn('nobody', password), { status: 401, body: { reason: 'wrong-credentials' } })
  for (let tries = 1; tries <= 5; tries++)
    t.match(await signIn('mediator', 'wrong'), { status: 401, body: { reason: 'wrong-credentials' } })
  const slowed = await signIn('mediator', password)
  t.match(slowed, { status: 429, body: { reason: 'too-many-tries' } })
  t.equal(slowed.headers.get('retry-after'), '1')
  for (let tries = 6; tries <= 20; tries++) {
    clock.now = new Date(clock.now.getTime() + 61_000)
    t.equal((await signIn('mediator', 'wrong')).status, 401)
  }
  t.equal((await signIn('mediator', password)).headers.get('retry-after'), '60', 'never more than a minute')
  clock.now = new Date(clock.now.getTime() + 61_000)
  t.equal((await signIn('mediator', password)).status, 204)
})

t.test('whoever guesses from elsewhere does not lock the owner out of her own browser', async (t) => {
  const { call } = await consoleFixture(t)
  const signIn = (username: string, secret: string, headers: Record<string, string> = {}) =>
    call('POST /v1/session', { body: { username, password: secret }, headers })
  const first = await signIn('mediator', password)
  const cookie = first.headers.getSetCookie()[1]!.split(';')[0]!
  for (let tries = 1; tries <= 8; tries++) await signIn('mediator', 'wrong')
  t.equal((await signIn('mediator', password)).status, 429, 'from a browser that nobody knows')
  t.equal((await signIn('mediator', password, { cookie })).status, 204)
  t.equal(
    (await signIn('mediator', password, { cookie: 'jiahe_device=made-up-made-up-made-up' })).status,
    429,
  )
  t.equal((await signIn('colleague', 'wrong', { cookie })).status, 401, 'and her browser is nobody else’s')
  for (let tries = 1; tries <= 5; tries++)
    t.equal((await signIn('mediator', 'wrong', { cookie })).status, 401)
  t.equal((await signIn('mediator', password, { cookie })).status, 429, 'who guesses there is slowed there')
})

t.test('what comes from another site is refused', async (t) => {
  const { call, url, family } = await consoleFixture(t)
  const { orderId } = await family()
  const foreign: Record<string, string>[] = [
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]
  const body = { username: 'mediator', password }
  for (const headers of foreign) {
    const what = JSON.stringify(headers)
    t.match(
      await call('POST /v1/session', { body, headers }),
      { status: 403, body: { reason: 'foreign-origin' } },
      what,
    )
    const accept = { as: 'mediator', body: {}, headers: { 'if-match': '"0"', ...headers } }
    t.match(
      await call(`POST /v1/work-orders/${orderId}/accept`, accept),
      { status: 403, body: { reason: 'foreign-origin' } },
      what,
    )
    t.equal(
      (await call(`POST /v1/work-orders/${orderId}/accept`, { headers })).status,
      401,
      'sign-in comes first',
    )
  }
  const own = { origin: url, 'sec-fetch-site': 'same-origin' }
  t.equal((await call('POST /v1/session', { body, headers: own })).status, 204)
})

t.test('a session that is over and a browser long unused are forgotten at the next sign-in', async (t) => {
  const { api, call, clock } = await consoleFixture(t)
  const kept = async (table: 'account.session' | 'account.device') =>
    (await api.accounts.selectFrom(table).select('account_id').execute()).length
  const sign = () => call('POST /v1/session', { body: { username: 'auditor', password } })
  const before = [await kept('account.session'), await kept('account.device')]
  for (const _ of [1, 2]) await sign()
  t.strictSame(
    [await kept('account.session'), await kept('account.device')],
    before.map((n) => n + 2),
  )
  clock.now = new Date(clock.now.getTime() + 13 * 3_600_000)
  await sign()
  t.strictSame([await kept('account.session'), await kept('account.device')], [1, before[1]! + 3])
  clock.now = new Date(clock.now.getTime() + 181 * 86_400_000)
  await sign()
  t.strictSame([await kept('account.session'), await kept('account.device')], [1, 1])
})

t.test('malformed sign-ins are refused by field', async (t) => {
  const { call } = await consoleFixture(t)
  for (const body of [
    {},
    { username: 'a' },
    { username: 1, password },
    { username: 'a', password, x: 1 },
    [],
  ])
    t.match(await call('POST /v1/session', { body }), { status: 400, body: { reason: 'invalid-body' } })
  t.equal((await call('POST /v1/session', { body: '{' })).status, 400)
})

/** By an example; a file is one of its own. */
const isExplained = (content: Record<string, { example?: unknown }> | undefined) =>
  content && ('text/csv' in content || Object.values(content).some(({ example }) => example !== undefined))

t.test('the document shows every route with an example, and health is open', async (t) => {
  const { call } = await consoleFixture(t)
  const { body } = await call('GET /openapi.json')
  t.equal(body.openapi, '3.1.0')
  for (const [path, operations] of Object.entries(body.paths as Record<string, Record<string, Operation>>)) {
    for (const [method, operation] of Object.entries(operations)) {
      const name = `${method} ${path}`
      t.match(operation.summary, /[\u4e00-\u9fff]/, `${name} says what it is for`)
      if (method === 'post') t.ok(isExplained(operation.requestBody?.content), `${name}: request`)
      const good = operation.responses[200] ?? operation.responses[202]
      if (good) t.ok(isExplained(good.content), `${name}: answer`)
      else t.ok(operation.responses[204] ?? operation.responses[303], `${name} answers nothing`)
    }
  }
  for (const path of ['/health/live', '/health/ready', '/metrics', '/docs'])
    t.equal((await call(`GET ${path}`)).status, 200, path)
})

interface Operation {
  readonly summary: string
  readonly requestBody?: { readonly content: Readonly<Record<string, { example?: unknown }>> }
  readonly responses: Readonly<Record<number, { content?: Readonly<Record<string, { example?: unknown }>> }>>
}

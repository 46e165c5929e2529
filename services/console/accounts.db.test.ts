/** What an administrator does to accounts, what everybody does to her own password, and what of it the auditor reads. */
import { disableAccount } from '@jiahe/service-kit/accountActs.ts'
import t, { type Test } from 'tap'
import {
  type Answer,
  consoleFixture,
  district,
  elsewhere,
  type Fixture,
  password,
  township,
} from './fixture.ts'

const own = 'plum rain on slate'
const as = 'administrator'

/** A sign-in of its own, with what it may then ask. */
async function signedIn({ call }: Fixture, username: string, secret: string) {
  const signed = await call('POST /v1/session', { body: { username, password: secret } })
  const cookie = signed.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const ask = (line: string, body?: unknown): Promise<Answer> =>
    call(line, { headers: { cookie }, ...(body === undefined ? {} : { body }) })
  return { status: signed.status, reason: signed.body?.reason as string | undefined, ask }
}
const lines = async ({ call }: Fixture, query = '') =>
  (await call(`GET /v1/audit?${query}`, { as: 'auditor' })).body.items as {
    username: string | null
    aboutUsername: string | null
    reason: string
    detail: object
  }[]

t.test('a new account can do nothing but set its own password, and then what its role may', async (t) => {
  const fixture = await consoleFixture(t)
  const { call } = fixture
  const body = { username: 'chashan-02', role: 'mediator', federation: township }
  const added = await call('POST /v1/accounts', { as, body })
  t.match(added, { status: 200, body: { ...body, password: 'one-time', usedAt: null, hasOwnNumber: false } })
  t.equal(added.headers.get('cache-control'), 'no-store')
  const given = added.body.oneTimePassword as string
  t.match(given, /^([a-z2-9]{4}-){3}[a-z2-9]{4}$/)
  const again = await call('POST /v1/accounts', { as, body })
  t.match(again, { status: 409, body: { reason: 'username-taken' } })

  const her = await signedIn(fixture, 'chashan-02', given)
  t.match((await her.ask('GET /v1/me')).body, { passwordToChange: true })
  for (const line of ['GET /v1/work-orders', 'GET /v1/cases', 'GET /v1/live', 'GET /v1/map'])
    t.match(await her.ask(line), { status: 403, body: { reason: 'password-to-change' } }, line)
  const set = (newPassword: string) => her.ask('POST /v1/me/password', { newPassword })
  for (const [chosen, reason] of [
    ['short', 'password-too-short'],
    ['13800138000', 'password-too-common'],
    ['Password123!', 'password-too-common'],
    ['aaaaaaaaaaaa', 'password-too-common'],
    ['my chashan-02 word', 'password-of-name'],
    [given, 'password-unchanged'],
  ] as const)
    t.match(await set(chosen), { status: 409, body: { reason } }, reason)
  t.equal((await set(own)).status, 204)
  t.match((await her.ask('GET /v1/me')).body, { passwordToChange: false })
  t.equal((await her.ask('GET /v1/work-orders')).status, 200)
  t.equal((await signedIn(fixture, 'chashan-02', given)).status, 401, 'the one that was given is over')

  const { body: item } = await call('GET /v1/accounts/chashan-02', { as })
  t.match(item, { password: 'own', usedAt: /^2026-11-23T/ })
  t.notMatch(JSON.stringify(item), /argon2|_hash|passwordHash/)
  t.strictSame((await call(`GET /v1/accounts/${item.id}`, { as })).body, item, 'by its id, too')
  t.match(await lines(fixture, 'account=chashan-02&action=account'), [
    { username: 'chashan-02', aboutUsername: 'chashan-02', reason: 'password-changed' },
    {
      ...{ username: 'administrator', aboutUsername: 'chashan-02', reason: 'account-added' },
      detail: { role: 'mediator', federation: township },
    },
  ])
})

t.test('a one-time password is good for seven days', async (t) => {
  const fixture = await consoleFixture(t)
  const body = { username: 'late', role: 'mediator', federation: township }
  const { body: added } = await fixture.call('POST /v1/accounts', { as, body })
  fixture.clock.now = new Date(Date.parse(added.oneTimeUntil) - 1)
  t.equal((await signedIn(fixture, 'late', added.oneTimePassword)).status, 204)
  fixture.clock.now = new Date(added.oneTimeUntil)
  const late = await signedIn(fixture, 'late', added.oneTimePassword)
  t.match(late, { status: 401, reason: 'one-time-password-over' })
  t.match(await signedIn(fixture, 'late', 'guessed'), { reason: 'wrong-credentials' })
  t.equal((await fixture.call('GET /v1/accounts/late', { as })).body.password, 'over')
})

t.test('whoever is disabled or changed is out at once, and the auditor reads by whom', async (t) => {
  const fixture = await consoleFixture(t)
  const { call } = fixture
  const act = (name: string, body: object = {}) => call(`POST /v1/accounts/mediator/${name}`, { as, body })
  for (const [name, body, after] of [
    ['disable', {}, { disabled: true }],
    ['enable', {}, { disabled: false }],
    [
      'assign',
      { role: 'district-officer', federation: district },
      { role: 'district-officer', federation: district },
    ],
    ['number', { idNumber: '999000199003072420' }, { hasOwnNumber: true }],
    ['reset-password', {}, { password: 'one-time' }],
  ] as const) {
    const before = await signedIn(fixture, 'mediator', password)
    t.match(await act(name, body), { status: 200, body: after }, name)
    t.equal((await before.ask('GET /v1/me')).status, 401, name)
    if (name === 'disable') t.equal((await signedIn(fixture, 'mediator', password)).status, 401)
  }
  t.equal((await act('assign', { role: 'district-officer', federation: district })).status, 200)
  const found = await lines(fixture, 'account=mediator&action=account')
  t.strictSame(
    found.map(({ username, reason }) => [username, reason]),
    ['password-reset', 'own-number-set', 'account-assigned', 'account-enabled', 'account-disabled'].map(
      (reason) => ['administrator', reason],
    ),
    'what changed nothing is no line',
  )
  t.match(found[2]!.detail, { fromRole: 'mediator', fromFederation: township, role: 'district-officer' })
  t.notMatch(JSON.stringify(found), /999000199003072420/)
  const csv = await call('GET /v1/audit/export?action=account', { as: 'auditor' })
  t.match(csv.body, /"administrator".*"账号管理","已办理","停用账号","mediator"/)
})

t.test('what cannot be done is told plainly', async (t) => {
  const { call } = await consoleFixture(t)
  const post = (path: string, body: object, who = as) => call(`POST /v1/accounts${path}`, { as: who, body })
  for (const name of ['disable', 'reset-password', 'enable'])
    t.match(await post(`/administrator/${name}`, {}), { status: 409, body: { reason: 'own-account' } })
  const demoted = await post('/administrator/assign', { role: 'mediator', federation: township })
  t.match(demoted, { status: 409, body: { reason: 'own-account' } })
  t.match(await post('/nobody/disable', {}), { status: 404, body: { reason: 'unknown-username' } })
  const bad = await post('/mediator/number', { idNumber: '999000199003072421' })
  t.match(bad, { status: 409, body: { reason: 'invalid-id-number' } })
  await post('/mediator/disable', {})
  const reset = await post('/mediator/reset-password', {})
  t.match(reset, { status: 409, body: { reason: 'account-disabled', detail: /恢复使用/ } })
  for (const [said, pointer] of [
    [{ username: '欧阳' }, '/username'],
    [{ username: '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a69' }, '/username'],
    [{ role: 'boss' }, '/role'],
    [{ federation: '320499' }, '/federation'],
  ] as const) {
    const plain = { username: 'x1', role: 'mediator', federation: township }
    const body = { ...plain, ...said }
    const refused = await post('', body)
    t.match(refused, { status: 400, body: { reason: 'invalid-body', errors: [{ pointer }] } }, pointer)
  }
  t.match(await post('/mediator/disable', {}, 'dispatcher'), { status: 403, body: { reason: 'not-allowed' } })
})

t.test('an administrator of a district has the accounts of the district, and no others', async (t) => {
  const { call } = await consoleFixture(t)
  const body = { username: 'tianning-admin', role: 'administrator', federation: district }
  const { oneTimePassword } = (await call('POST /v1/accounts', { as, body })).body
  await call('POST /v1/accounts/tianning-admin/reset-password', { as, body: {} })
  t.ok(oneTimePassword)
  // The fixture signs in with the password of all: given to her by the one who may set her own.
  const again = (await call('POST /v1/accounts/tianning-admin/reset-password', { as, body: {} })).body
  const signed = await call('POST /v1/session', {
    body: { username: 'tianning-admin', password: again.oneTimePassword },
  })
  const headers = { cookie: signed.headers.getSetCookie()[0]!.split(';')[0]! }
  await call('POST /v1/me/password', { headers, body: { newPassword: password } })
  const hers = { as: 'tianning-admin' }
  const { items, total } = (await call('GET /v1/accounts', hers)).body
  t.ok(items.every(({ federation }: { federation: string }) => federation.startsWith(district)))
  t.equal(total, 5)
  for (const name of ['elsewhere', 'administrator', 'auditor'])
    t.match(await call(`POST /v1/accounts/${name}/disable`, { ...hers, body: {} }), { status: 404 })
  const out = { role: 'mediator', federation: elsewhere }
  const moved = await call('POST /v1/accounts/mediator/assign', { ...hers, body: out })
  t.match(moved, { status: 403, body: { reason: 'outside-region' } })
})

t.test('two administrators who shut each other out at once do not leave none', async (t) => {
  const fixture = await consoleFixture(t)
  const { call, api } = fixture
  await call('POST /v1/accounts', {
    as,
    body: { username: 'second', role: 'administrator', federation: '3204' },
  })
  const [first, second] = await Promise.all(
    ['administrator', 'second'].map(async (name) => (await call(`GET /v1/accounts/${name}`, { as })).body.id),
  )
  const by = (accountId: string) => ({
    ...{ db: api.accounts, at: api.now() },
    by: { accountId, refuses: () => null },
  })
  const ended = await Promise.allSettled([
    disableAccount(by(first), 'second'),
    disableAccount(by(second), 'administrator'),
  ])
  t.strictSame(ended.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const { reason } = ended.find(({ status }) => status === 'rejected') as PromiseRejectedResult
  t.match(reason, { reason: 'last-administrator' })
  const left = (await api.accounts
    .selectFrom('account.account')
    .select('username')
    .where('role', '=', 'administrator')
    .where('disabled', '=', false)
    .execute()) as object[]
  t.equal(left.length, 1)
})

t.test('a role is given at the level that has it', async (t) => {
  const { call } = await consoleFixture(t)
  const refused = { status: 409, body: { reason: 'role-not-at-level' } }
  for (const [role, federation] of [
    ['dispatcher', district],
    ['dispatcher', township],
    ['district-officer', '3204'],
    ['district-officer', township],
    ['mediator', '3204'],
  ])
    t.match(await call('POST /v1/accounts', { as, body: { username: 'new', role, federation } }), refused)
  const to = { role: 'dispatcher', federation: township }
  t.match(await call('POST /v1/accounts/mediator/assign', { as, body: to }), refused)
  const body = { username: 'new', role: 'mediator', federation: district }
  t.equal((await call('POST /v1/accounts', { as, body })).status, 200)
})

t.test('the list is paged, searched and filtered, and finds who has not come for ninety days', async (t) => {
  const { call, clock } = await consoleFixture(t)
  const list = async (query: string) => (await call(`GET /v1/accounts?${query}`, { as })).body
  const all: string[] = []
  let cursor = ''
  do {
    const page = await list(`limit=3&cursor=${cursor}`)
    t.equal(page.total, 10)
    all.push(...page.items.map(({ username }: { username: string }) => username))
    cursor = page.nextCursor ?? ''
  } while (cursor)
  t.equal(new Set(all).size, 10)
  t.equal((await list('q=MEDI')).total, 1)
  t.equal((await list('q=_')).total, 0, 'a sign of the database is none here')
  t.equal((await list('role=mediator')).total, 3)
  t.equal((await list(`federation=${district}`)).total, 4)
  t.equal((await list('disabled=true')).total, 0)
  t.equal((await list('unused=true')).total, 0)
  clock.now = new Date(Date.now() + 91 * 86_400_000)
  t.equal((await list('unused=true')).total, 9, 'all but the one who asks')
  const gaps = (await call('GET /v1/account-gaps', { as })).body
  const codes = gaps.items.map(({ federation }: { federation: string }) => federation)
  t.ok(codes.includes('320402002') && codes.includes('320411'))
  t.notOk(codes.includes(township) || codes.includes('3204') || codes.includes(district))
})

t.test('her own password is changed by whoever knows it; every other sign-in of hers ends', async (t) => {
  const fixture = await consoleFixture(t)
  const here = await signedIn(fixture, 'mediator', password)
  const there = await signedIn(fixture, 'mediator', password)
  const change = (ask: typeof here.ask, oldPassword?: string) =>
    ask('POST /v1/me/password', { ...(oldPassword ? { oldPassword } : {}), newPassword: own })
  t.match(await change(here.ask), { status: 409, body: { reason: 'wrong-password' } }, 'without it')
  t.match(await change(here.ask, 'guessed'), { status: 409, body: { reason: 'wrong-password' } })
  t.equal((await change(here.ask, password)).status, 204)
  t.equal((await here.ask('GET /v1/me')).status, 200)
  t.equal((await there.ask('GET /v1/me')).status, 401)
  t.equal((await signedIn(fixture, 'mediator', password)).status, 401)
  const thief = await signedIn(fixture, 'mediator', own)
  const tries = await Promise.all(Array.from({ length: 12 }, () => change(thief.ask, 'guessed')))
  t.equal(tries.filter(({ status }) => status === 409).length, 5, 'five tries, and the session is over')
  t.equal((await thief.ask('GET /v1/me')).status, 401)
  t.equal((await here.ask('GET /v1/me')).status, 200, 'hers goes on')
  const found = await lines(fixture, 'account=mediator&outcome=refused')
  t.equal(found.filter(({ reason }) => reason === 'wrong-password').length, 7)
})

async function limited(t: Test): Promise<Fixture> {
  return consoleFixture(t, { limits: { requests: 8, cards: 2 } })
}
t.test('an account that asks too much is told to wait, alone, and is in the record once', async (t) => {
  const fixture = await limited(t)
  const { call, family } = fixture
  const { caseId } = await family()
  const card = () => call(`GET /v1/cases/${caseId}`, { as: 'mediator' })
  t.strictSame([(await card()).status, (await card()).status], [200, 200])
  const refused = await card()
  t.match(refused, { status: 429, body: { reason: 'too-many-requests', detail: /稍等/ } })
  t.ok(Number(refused.headers.get('retry-after')) > 0 && Number(refused.headers.get('retry-after')) <= 60)
  t.equal((await card()).status, 429)
  for (let i = 0; i < 8; i++)
    t.equal((await call('GET /v1/me', { as: 'mediator' })).status, 200, 'counted apart')
  t.equal((await call('GET /v1/work-orders', { as: 'mediator' })).status, 429)
  t.equal((await call('GET /v1/me', { as: 'colleague' })).status, 200, 'nobody else waits')
  const found = await lines(fixture, 'account=mediator&outcome=refused')
  t.match(found, [{ reason: 'too-many-requests', detail: { route: 'GET /v1/cases/:id' } }])
  t.equal(found.length, 1)
})

/**
 * Every route of the running console, read from its own document, asked by every role at every kind of federation and by
 * nobody. What each must answer follows from two small tables here and from what the route says of itself (`x-access`);
 * none of it is taken from the code that decides. A route that says nothing of itself fails.
 */
import { hashPassword, putAccount, type Role, roles } from '@jiahe/service-kit/accounts.ts'
import { createLogger } from '@jiahe/service-kit/logging.ts'
import { createServer } from '@jiahe/service-kit/server.ts'
import t, { type Test } from 'tap'
import { consoleApi } from './api.ts'
import { apiInfo } from './apiInfo.ts'
import {
  type Answer,
  city,
  consoleFixture,
  district,
  elsewhere,
  type Fixture,
  neighbour,
  password,
  township,
} from './fixture.ts'
import { type About, type Operation, operationsOf } from './fixtureRoutes.ts'

const M = 'mediator',
  O = 'district-officer',
  D = 'dispatcher',
  A = 'analyst',
  S = 'statistician',
  U = 'auditor',
  X = 'administrator'
const caseworkers: readonly Role[] = [M, O, D]
/** Which roles have which power. */
const powers: Readonly<Record<string, readonly Role[]>> = {
  'see-board': [...caseworkers, A, S],
  'see-orders': caseworkers,
  'work-orders': caseworkers,
  'see-callbacks': caseworkers,
  'attempt-callbacks': caseworkers,
  'see-answers': caseworkers,
  'answer-reports': caseworkers,
  'see-contacts': caseworkers,
  'see-cases': [...caseworkers, A],
  'record-measures': caseworkers,
  'decide-on-cases': caseworkers,
  'unmask-people': caseworkers,
  // What a supervisor decides: no township.
  'approve-overrides': [O, D],
  'direct-cases': [O, D],
  'see-supervision': [O, D],
  'erase-people': [O, D],
  // The past of the whole is for those who study it.
  'see-history': [D, A],
  'see-models': [...caseworkers, A],
  'try-models': [D, A],
  'see-policies': [...caseworkers, A, U, X],
  'set-policies': [D, X],
  'see-organisations': [...caseworkers, X],
  'reach-organisations': caseworkers,
  'edit-organisations': [D, X],
  'edit-rosters': [...caseworkers, X],
  'see-audit': [U],
  'administer-accounts': [X],
}

/** Where accounts are, and whether the family's matter – with the township, its district above it – is theirs there. */
const places = {
  [city]: true,
  [district]: true,
  [elsewhere]: false,
  [township]: true,
  [neighbour]: false,
} as Readonly<Record<string, boolean>>

type Expected = 'done' | 'not-signed-in' | 'not-allowed' | 'outside-region' | 'hidden'
/** What a route must answer, by the kind of thing that it is about. */
function expected({ name, access, takesRegion }: Operation, role: Role | null, place: string): Expected {
  if (role === null) return 'not-signed-in'
  const { action, subject } = access!
  if (action !== null && !powers[action]!.includes(role)) return 'not-allowed'
  const own = places[place]!
  // The full number is for the federation that has to call, for nobody above it.
  if (action === 'see-contacts' && own && place !== township) return 'outside-region'
  switch (subject) {
    case 'nothing':
    case 'own':
    case 'rows':
      return 'done'
    case 'order':
    case 'case':
    case 'person':
    case 'account':
      return own ? 'done' : 'hidden'
    case 'federation':
      return own ? 'done' : 'outside-region'
    case 'region':
      return own || !takesRegion ? 'done' : 'outside-region'
    case 'city':
      return place === city ? 'done' : 'outside-region'
    case 'directory':
      return ofTheDirectory(name, action!, place) ? 'done' : 'outside-region'
    default:
      throw new Error(`${name} is about ${subject}, for which there is no rule`)
  }
}

/** The shelter is the district's, the roster the township's. What lies above serves those below. */
function ofTheDirectory(name: string, action: string, place: string): boolean {
  if (name.includes('{federation}')) return places[place]!
  const above = [city, district]
  return (action === 'reach-organisations' ? [...above, township, neighbour] : above).includes(place)
}

/** Whoever signs in by them is not signed in yet. */
const open = [
  'POST /v1/session',
  'GET /v1/session/methods',
  'GET /v1/session/oidc',
  'GET /v1/session/oidc/callback',
]
/** An id that never was. */
const nowhere = '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a69'

const shelter = {
  ...{ code: 'BH320402001', kind: 'shelter', regionCode: district, name: '天宁区反家暴庇护中心' },
  ...{ address: '天宁区一号', phone: '10000001111' },
}
const federation = { code: township, kind: 'federation', regionCode: township, name: '茶山街道妇联' }

/** A family of the township, and an account of every role at every place. */
async function settled(fixture: Fixture): Promise<About> {
  // All of them sign in, and again whenever a route has ended their session: cheaply.
  const password_hash = await hashPassword(password, { memoryCost: 1024, timeCost: 1 })
  for (const role of roles)
    for (const federation of Object.keys(places))
      await putAccount(fixture.api.accounts, {
        ...{ username: `${role}-${federation}`, role, federation, password_hash },
      })
  const worker = { username: 'chashan-01', role: M, federation: township, password_hash } as const
  await putAccount(fixture.api.accounts, worker)
  const { caseId, orderId } = await fixture.family()
  for (const body of [shelter, federation])
    t.equal((await fixture.call('POST /v1/organisations', { as: 'dispatcher', body })).status, 200)
  await fixture.project()
  const { body } = await fixture.call(`GET /v1/cases/${caseId}`, { as: 'mediator' })
  const personId = body.people[0].personId as string
  const known = { model: 'violence', version: 1 }
  const tried = await fixture.call('POST /v1/what-if', { as: 'dispatcher', body: known })
  t.equal(tried.status, 202)
  const there = { organisation: shelter.code, federation: township, region: township }
  return { caseId, orderId, personId, ...there, account: worker.username, whatIf: tried.body.id }
}

const plain = ({ status, body }: Answer): string =>
  JSON.stringify({ status, body: { ...body, instance: null } })

function holds(t: Test, answer: Answer, wanted: Expected, who: string): void {
  const { status, body } = answer
  const said = `${status} ${body?.reason ?? ''}`.trim()
  if (wanted === 'done') {
    // A stale revision is told to whoever may, and changes nothing.
    const reached = (status >= 200 && status < 300) || status === 409 || body?.reason === 'stale-revision'
    t.ok(reached, `${who}: allowed, and got ${said}`)
  } else if (wanted === 'hidden') t.match(said, /^404 unknown-(order|case|person|username)$/, who)
  else t.equal(said, `${wanted === 'not-signed-in' ? 401 : 403} ${wanted}`, who)
}

t.test('every route answers every role everywhere as its rule says', async (t) => {
  const fixture = await consoleFixture(t)
  const about = await settled(fixture)
  const never = { ...about, caseId: nowhere, orderId: nowhere, personId: nowhere, account: 'nobody-01' }
  const operations = await operationsOf(fixture)
  const tally: Partial<Record<Expected, number>> = {}
  const send = (operation: Operation, of: About, as: string | null) => {
    const { line, body, type } = operation.ask(of)
    // Nobody has seen that revision: whoever may gets as far as hearing so.
    const headers = { 'if-match': '"99999"', ...(type ? { 'content-type': type } : {}) }
    return fixture.call(line, { ...(as ? { as } : {}), ...(body === undefined ? {} : { body }), headers })
  }
  for (const operation of operations) {
    if (operation.open) {
      t.ok(open.includes(operation.name), `${operation.name} is open to everybody`)
      continue
    }
    const { action = null } = operation.access ?? {}
    t.ok(operation.access && (action === null || powers[action]), `${operation.name} says what it asks for`)
    if (!operation.access) continue
    const nobody = await send(operation, about, null)
    holds(t, nobody, 'not-signed-in', `nobody: ${operation.name}`)
    t.equal(plain(nobody), plain(await send(operation, never, null)), `nobody learns from ${operation.name}`)
    for (const role of roles)
      for (const place of Object.keys(places)) {
        const as = `${role}-${place}`
        const wanted = expected(operation, role, place)
        tally[wanted] = (tally[wanted] ?? 0) + 1
        const answer = await send(operation, about, as)
        holds(t, answer, wanted, `${as}: ${operation.name}`)
        if (wanted === 'hidden' || wanted === 'not-allowed')
          t.equal(
            plain(answer),
            plain(await send(operation, never, as)),
            `${as}: as if it never was: ${operation.name}`,
          )
      }
  }
  t.ok(operations.length > 80, 'the document was read')
  for (const wanted of ['done', 'not-allowed', 'outside-region', 'hidden'] as const)
    t.ok(tally[wanted]! > 40, `${wanted}: ${tally[wanted]}`)

  t.test('lists hold what the account may see and nothing else', async (t) => {
    for (const [url, names] of [
      ['/v1/work-orders', about.orderId],
      ['/v1/cases', about.caseId],
      ['/v1/callbacks', about.caseId],
    ] as const)
      for (const role of [M, O, D] as const)
        for (const place of Object.keys(places)) {
          const { body } = await fixture.call(`GET ${url}`, { as: `${role}-${place}` })
          t.equal(JSON.stringify(body).includes(names), places[place], `${role}-${place}: ${url}`)
          t.equal(body.total > 0, places[place], `${role}-${place}: ${url} counts`)
        }
  })
})

t.test('every route that listens is in the document', async (t) => {
  const fixture = await consoleFixture(t)
  const documented = new Set((await operationsOf(fixture)).map(({ name }) => name))
  const server = createServer({ logger: createLogger('test', 'silent'), api: apiInfo, ready: async () => {} })
  const listening: string[] = []
  server.app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat())
      if (one !== 'HEAD') listening.push(`${one} ${url.replace(/:([a-zA-Z]+)/g, '{$1}')}`)
  })
  await consoleApi(server, fixture.api)
  await server.app.ready()
  t.teardown(() => server.app.close())
  t.strictSame([...listening].sort(), [...documented].sort())
})

/** Announced for later, or never: nobody finds them, signed in or not. */
const notThere = [
  ...['GET /v1', 'GET /v1/', 'GET /v1/nothing', 'PUT /v1/me', 'POST /v1/board', 'GET /v1/%00', 'GET /v1/%zz'],
]
t.test('what is not there is not found, before anything else is looked at', async (t) => {
  const { call } = await consoleFixture(t)
  for (const route of notThere) {
    for (const as of [{}, { as: 'dispatcher' }]) {
      const { status, body } = await call(route, as)
      t.match({ status, body }, { status: 404, body: { reason: 'not-found' } }, route)
    }
  }
})

t.test('an extreme case is its district’s, and the township that helps sees it', async (t) => {
  const { call, family } = await consoleFixture(t)
  const { orderId, caseId } = await family({ facts: { F01: 'yes', F02: 'yes' } })
  for (const as of ['mediator', 'officer', 'dispatcher']) {
    const order = await call(`GET /v1/work-orders/${orderId}`, { as })
    t.match(order, { status: 200, body: { level: 'extreme', assignee: '320402', assisting: '320402003' } })
    t.equal((await call(`GET /v1/cases/${caseId}`, { as })).status, 200)
  }
  const headers = { 'if-match': '"0"' }
  const accept = (as: string) => call(`POST /v1/work-orders/${orderId}/accept`, { as, headers })
  t.match(await accept('mediator'), { status: 403, body: { reason: 'not-assignee' } })
  t.equal((await accept('officer')).status, 200)
})

t.test('a measure can only be recorded by those who have to do with the case', async (t) => {
  const { call, family } = await consoleFixture(t)
  const { caseId } = await family()
  const record = (as: string) =>
    call(`POST /v1/cases/${caseId}/measures`, {
      as,
      body: { type: 'issue-letter', issuedOn: '2026-11-23' },
      headers: { 'if-match': '"2"' },
    })
  t.match(await record('neighbour'), { status: 404, body: { reason: 'unknown-case' } })
  t.match(await record('elsewhere'), { status: 404, body: { reason: 'unknown-case' } })
  t.match(await record('analyst'), { status: 403, body: { reason: 'not-allowed' } })
  t.equal((await record('mediator')).status, 200)
})

t.test('a callback can only be told by those who owe it or are above them', async (t) => {
  const { call, family } = await consoleFixture(t)
  const { caseId } = await family()
  const attempt = (as: string) =>
    call(`POST /v1/cases/${caseId}/callback-attempts`, {
      as,
      body: { outcome: 'no-answer' },
      headers: { 'if-match': '"2"' },
    })
  t.match(await attempt('neighbour'), { status: 404, body: { reason: 'unknown-case' } })
  t.match(await attempt('elsewhere'), { status: 404, body: { reason: 'unknown-case' } })
  t.equal((await attempt('officer')).status, 200)
})

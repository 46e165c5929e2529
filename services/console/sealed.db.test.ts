/** A sealed case is not there for whoever is not named: not on any route, and not as a difference to what never was. */
import t from 'tap'
import { type Answer, consoleFixture, type Fixture, township } from './fixture.ts'

const nowhere = '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a69'

interface Sealed {
  readonly caseId: string
  readonly orderId: string
}
/** Two families of one township, one of them sealed for its mediator and her district. */
async function sealedFamily(fixture: Fixture): Promise<Sealed> {
  const { call, family, project } = fixture
  const { caseId, orderId } = await family({ kind: 'alert' })
  const named = [(await call('GET /v1/me', { as: 'mediator' })).body.id]
  const { revision } = (await call(`GET /v1/cases/${caseId}`, { as: 'officer' })).body
  const sealed = await call(`POST /v1/cases/${caseId}/seal`, {
    ...{ as: 'officer', body: { named, reason: 'staff-related' } },
    headers: { 'if-match': `"${revision}"` },
  })
  t.equal(sealed.status, 200)
  await project()
  return { caseId, orderId }
}

/** Every route of the document with what it needs to be asked, about this case and order. */
function routes(document: Answer['body'], method: 'get' | 'post', { caseId, orderId }: Sealed): string[] {
  const needs: Readonly<Record<string, string>> = {
    '/v1/cases/{id}/contacts': '?reason=callback',
    '/v1/history': '?limit=200',
  }
  return Object.entries(document.paths as Record<string, object>)
    .filter(([url, methods]) => method in methods && url !== '/v1/session')
    .map(([url]) =>
      (url + (needs[url] ?? ''))
        .replace('{id}', url.includes('/cases/') ? caseId : orderId)
        .replace('{code}', 'none')
        .replace('{version}', '1')
        .replace('{federation}', township),
    )
}

/** The answer without what says only which address was asked. */
const plain = ({ status, body }: Answer, { caseId, orderId }: Sealed): string =>
  JSON.stringify({ status, body }).replaceAll(caseId, nowhere).replaceAll(orderId, nowhere)

t.test('no route tells whoever is not named that a sealed case is there', async (t) => {
  const fixture = await consoleFixture(t)
  const sealed = await sealedFamily(fixture)
  const never = { caseId: nowhere, orderId: nowhere }
  const { body: document } = await fixture.call('GET /openapi.json')
  const gets = routes(document, 'get', sealed)
  t.ok(gets.length > 15)
  for (const as of ['colleague', 'dispatcher', 'analyst', 'neighbour']) {
    for (const [i, route] of gets.entries()) {
      const answer = await fixture.call(`GET ${route}`, { as })
      const names = JSON.stringify(answer.body)
      if (!route.includes(sealed.caseId) && !route.includes(sealed.orderId)) {
        t.notOk(names.includes(sealed.caseId) || names.includes(sealed.orderId), `${as}: GET ${route}`)
        continue
      }
      const other = await fixture.call(`GET ${routes(document, 'get', never)[i]}`, { as })
      t.equal(plain(answer, sealed), plain(other, never), `${as}: as if it never was: GET ${route}`)
    }
    const posts = routes(document, 'post', sealed)
    for (const [i, route] of posts.entries()) {
      if (!route.includes(sealed.caseId) && !route.includes(sealed.orderId)) continue
      for (const headers of [{}, { 'if-match': '"3"' }] as Record<string, string>[])
        for (const body of [
          {},
          { outcome: 'no-answer' },
          { level: 'low', reason: 'other' },
          { to: township },
        ]) {
          const answer = await fixture.call(`POST ${route}`, { as, body, headers })
          const other = await fixture.call(`POST ${routes(document, 'post', never)[i]}`, {
            as,
            body,
            headers,
          })
          t.equal(plain(answer, sealed), plain(other, never), `${as}: POST ${route} ${JSON.stringify(body)}`)
        }
    }
  }
})

t.test('for the named it is all there, and every count goes on counting it', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId, orderId } = await sealedFamily(fixture)
  for (const as of ['mediator', 'officer']) {
    t.equal((await fixture.call(`GET /v1/cases/${caseId}`, { as })).status, 200)
    t.equal((await fixture.call(`GET /v1/work-orders/${orderId}`, { as })).status, 200)
    for (const list of ['/v1/cases', '/v1/work-orders', '/v1/callbacks'])
      t.equal((await fixture.call(`GET ${list}`, { as })).body.total, 1, `${as}: ${list}`)
  }
  for (const list of ['/v1/cases', '/v1/work-orders', '/v1/callbacks'])
    t.match((await fixture.call(`GET ${list}`, { as: 'colleague' })).body, { total: 0, items: [] })
  const { body: board } = await fixture.call('GET /v1/board', { as: 'colleague' })
  t.match(board.totals, { alerts: 1, cases: 1, ordersDispatched: 1 })
  t.match((await fixture.call('GET /v1/coverage', { as: 'dispatcher' })).body, { alerts: 1, missing: 0 })
  const accept = await fixture.call(`POST /v1/work-orders/${orderId}/accept`, {
    ...{ as: 'mediator', headers: { 'if-match': '"0"' } },
  })
  t.equal(accept.status, 200, 'and is worked on')
})

t.test('unsealed, it is there for all again', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId } = await sealedFamily(fixture)
  const { revision } = (await fixture.call(`GET /v1/cases/${caseId}`, { as: 'officer' })).body
  await fixture.call(`POST /v1/cases/${caseId}/unseal`, {
    ...{ as: 'officer', body: { reason: 'sealed-by-mistake' }, headers: { 'if-match': `"${revision}"` } },
  })
  await fixture.project()
  t.equal((await fixture.call(`GET /v1/cases/${caseId}`, { as: 'colleague' })).status, 200)
  t.equal((await fixture.call('GET /v1/cases', { as: 'dispatcher' })).body.total, 1)
})

import t from 'tap'
import { city, consoleFixture, elsewhere, neighbour, township } from './fixture.ts'
import { commandNames } from './orderCommands.ts'

t.test('nothing malformed becomes a fault of the server', async (t) => {
  const { call, family } = await consoleFixture(t)
  const { orderId, caseId } = await family()
  const paths = commandNames.map((name) => `/v1/work-orders/${orderId}/${name}`)
  const headers = { 'if-match': '"0"' }
  const malformed: [string, unknown][] = [
    ['no JSON', '{"a":'],
    ['an array', []],
    ['a text', '"x"'],
    ['a number', '1'],
    ['null', 'null'],
    ['an unknown field', { surprise: true }],
    ['a prototype', '{"__proto__": {"a": 1}}'],
    ['a null character', '{"note": "a\\u0000b"}'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['nested without end', `${'['.repeat(5000)}${']'.repeat(5000)}`],
    [
      'wrong types',
      { reason: 1, to: [], with: {}, note: 7, outcome: null, result: false, facts: 'x', joint: 'y' },
    ],
    ['a note without end', { note: 'x'.repeat(5000) }],
    ['an empty note', { note: '' }],
    ['a factor that is counted', { facts: { F11: 'yes' }, outcome: 'reached' }],
  ]
  const onCase = ['callback-attempts', 'measures'].map((name) => `/v1/cases/${caseId}/${name}`)
  for (const path of [...paths, ...onCase]) {
    for (const [what, body] of malformed) {
      const { status, body: problem } = await call(`POST ${path}`, { as: 'mediator', body, headers })
      t.equal(status, 400, `${path.split('/').at(-1)} with ${what}`)
      t.match(problem, { reason: /^invalid-/, instance: path })
    }
  }
  const wrong = await call(`POST /v1/work-orders/${orderId}/return`, {
    as: 'mediator',
    body: { reson: 'other' },
    headers,
  })
  t.strictSame(wrong.body.errors.map((e: { pointer: string }) => e.pointer).sort(), ['/reason', '/reson'])
  const text = { 'content-type': 'text/plain', ...headers }
  t.equal((await call(`POST ${paths[0]}`, { as: 'mediator', body: 'x', headers: text })).status, 415)
  const key = { ...headers, 'idempotency-key': 'k'.repeat(200) }
  t.equal((await call(`POST ${paths[0]}`, { as: 'mediator', body: {}, headers: key })).status, 400)
})

t.test('queries name the parameter that is wrong', async (t) => {
  const { call } = await consoleFixture(t)
  const made = Buffer.from(JSON.stringify(['2026-99-99 infinity', '0'.repeat(36)])).toString('base64url')
  const wrong = {
    '/v1/board': [
      'by=colour',
      'by=region,region',
      'level=village',
      'from=yesterday',
      'asOf=2026-11-23T10:00:00',
      'region=abc',
      'region=999999',
      'from=2026-02-30',
      'colour=red',
      'by=region&by=day',
    ],
    '/v1/coverage': ['from=2026-13-01', 'surprise=1', 'region=%00'],
    '/v1/measure-duties': ['kind=tea', 'state=lost', 'limit=0', 'cursor=x', `cursor=${made}`, 'page=2'],
    '/v1/work-orders': [
      'state=lost',
      'grade=worst',
      'late=maybe',
      'supervised=maybe',
      'bounces=x',
      'bounces=-1',
      'assignee=x',
      'limit=0',
      'limit=201',
      'limit=x',
      'cursor=x',
      `cursor=${made}`,
      'q=%00',
      'page=2',
    ],
    '/v1/callbacks': ['state=never', 'assignee=1', 'cursor=%F0', 'limit=-1', 'x=1'],
    '/v1/cases': ['limit=x', 'cursor=zzz', `cursor=${made}`, 'q=%00', 'name=x'],
    '/v1/history': ['after=x', 'type=Unknown', 'stream=%00', 'limit=1000', 'x=1'],
    '/v1/risk-models': ['x=1'],
  }
  for (const [path, queries] of Object.entries(wrong)) {
    for (const query of queries) {
      const { status, body } = await call(`GET ${path}?${query}`, { as: 'dispatcher' })
      t.equal(status, 400, `${path}?${query}`)
      t.match(body, { reason: 'invalid-query', instance: path })
      t.equal(body.errors[0].pointer, `?${query.split('=')[0]}`)
    }
  }
  for (const url of [
    '/v1/board?by=&region=&from=&to=&asOf=',
    '/v1/work-orders?assignee=&state=&grade=&late=&q=',
    '/v1/callbacks?state=&assignee=',
    '/v1/history?after=&type=&stream=',
  ])
    t.equal(
      (await call(`GET ${url}`, { as: 'dispatcher' })).status,
      200,
      'an empty parameter asks for nothing',
    )
  const days = await call('GET /v1/board?from=2026-11-23&to=2026-11-22', { as: 'dispatcher' })
  t.match(days, { status: 400, body: { errors: [{ pointer: '?to', reason: 'before-from' }] } })
  t.equal((await call('GET /v1/board?asOf=2026-11-23T10:00:00+08:00', { as: 'dispatcher' })).status, 200)
})

t.test('the region of an answer is within the account’s own', async (t) => {
  const { call } = await consoleFixture(t)
  for (const path of ['/v1/board', '/v1/coverage']) {
    t.equal((await call(`GET ${path}`, { as: 'mediator' })).status, 200)
    t.equal((await call(`GET ${path}?region=${township}`, { as: 'officer' })).status, 200)
    t.match(await call(`GET ${path}?region=${city}`, { as: 'officer' }), {
      status: 403,
      body: { reason: 'outside-region' },
    })
    t.equal((await call(`GET ${path}?region=${elsewhere}`, { as: 'officer' })).status, 403)
    t.equal((await call(`GET ${path}?region=${neighbour}`, { as: 'mediator' })).status, 403)
  }
})

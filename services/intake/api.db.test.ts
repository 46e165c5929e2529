import { request as httpRequest } from 'node:http'
import t from 'tap'
import { alert, intakeService, key, otherKey, otherSource, source } from './fixture.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

t.test('an alert is accepted once, repeated as a duplicate, and amended by other content', async (t) => {
  const { call, log } = await intakeService(t)
  const first = await call('POST /v1/police-alerts', { body: alert() })
  t.equal(first.status, 202)
  t.match(first.body, { caseId: uuid, eventId: uuid, duplicate: false, amended: false })
  t.strictSame(Object.keys(first.body).sort(), [
    'amended',
    'caseId',
    'duplicate',
    'eventId',
    'position',
    'warnings',
  ])
  t.strictSame(first.body.warnings, [])
  t.equal(await log.head(), first.body.position, 'it is durable when it is answered')
  const again = await call('POST /v1/police-alerts', { body: alert() })
  t.equal(again.status, 200)
  t.strictSame(again.body, { ...first.body, duplicate: true })
  t.equal(await log.head(), first.body.position)
  const amended = await call('POST /v1/police-alerts', { body: alert({ facts: { F01: 'yes' } }) })
  t.equal(amended.status, 202)
  t.match(amended.body, { caseId: first.body.caseId, amended: true, duplicate: false })
  t.not(amended.body.eventId, first.body.eventId)
})

t.test('a report comes in by its own door, and from its own source', async (t) => {
  const { call, log } = await intakeService(t)
  const body = alert({
    source: otherSource,
    channel: 'hotline-12338',
    disputeType: 'divorce',
    facts: { D03: 'yes', F01: 'no' },
  })
  t.equal((await call('POST /v1/dispute-reports', { key: otherKey, body })).status, 202)
  const { events } = await log.readAll({ after: '', limit: 10 })
  t.strictSame(
    events.map((event) => event.type),
    ['ReportReceived'],
  )
})

t.test('what is doubtful is warned about, with a pointer, and accepted', async (t) => {
  const { call } = await intakeService(t)
  const [victim, respondent] = alert().parties
  const parties = [
    { ...victim, idNumber: '999000199003072421', phone: '12' },
    { ...respondent, idNumber: '9.99E+17', phone: '1.00000E+10' },
  ]
  const { status, body } = await call('POST /v1/police-alerts', {
    body: alert({ parties, regionCode: '320402999' }),
  })
  t.equal(status, 202)
  t.strictSame(body.warnings, [
    { pointer: '/parties/0/idNumber', reason: 'id-number-check-digit' },
    { pointer: '/parties/0/phone', reason: 'phone-format' },
    { pointer: '/parties/1/idNumber', reason: 'id-number-digits-lost' },
    { pointer: '/parties/1/phone', reason: 'phone-digits-lost' },
    { pointer: '/regionCode', reason: 'unknown-township' },
  ])
  const elsewhere = await call('POST /v1/police-alerts', {
    body: alert({ sourceRef: 'elsewhere', regionCode: '990101' }),
  })
  t.strictSame(elsewhere.body.warnings, [{ pointer: '/regionCode', reason: 'unknown-region' }])
})

t.test('a key speaks for its own source and no other', async (t) => {
  const { call } = await intakeService(t)
  for (const key of [null, 'no-such-key']) {
    const { status, headers } = await call('POST /v1/police-alerts', { key, body: '{"broken' })
    t.equal(status, 401)
    t.match(headers.get('content-type'), 'application/problem+json')
  }
  const wrong = await call('POST /v1/police-alerts', { key: otherKey, body: alert() })
  t.equal(wrong.status, 403)
  t.equal(wrong.body.reason, 'wrong-source')
  t.equal((await call('POST /v1/police-alerts', { body: alert() })).status, 202)
  const path = `GET /v1/receipts/${source}/${alert().sourceRef}`
  t.equal((await call(path, { key: null })).status, 401)
  t.equal((await call(path, { key: otherKey })).status, 403)
  t.equal((await call('GET /v1/nowhere', { key: null })).status, 404)
})

t.test('a receipt tells what became of it, also while nothing has', async (t) => {
  const { call, clock } = await intakeService(t)
  const sourceRef = `编号/${'长'.repeat(120)}`
  const { body } = await call('POST /v1/police-alerts', { body: alert({ sourceRef }) })
  const receipt = await call(`GET /v1/receipts/${source}/${encodeURIComponent(sourceRef)}`)
  t.equal(receipt.status, 200)
  t.strictSame(receipt.body, {
    source,
    sourceRef,
    caseId: body.caseId,
    eventId: body.eventId,
    receivedAt: clock.now.toISOString(),
    grade: null,
    order: null,
    callback: null,
  })
  t.equal((await call(`GET /v1/receipts/${source}/unknown`)).status, 404)
  t.equal((await call(`GET /v1/receipts/${source}/a%00b`)).status, 404)
})

t.test('lines are answered one by one in their order, the bad ones among the good', async (t) => {
  const { call } = await intakeService(t)
  const lines = [
    JSON.stringify(alert()),
    '{"broken',
    JSON.stringify(alert()),
    '',
    JSON.stringify(alert({ sourceRef: 'second', surprise: 1 })),
    JSON.stringify(alert({ source: otherSource })),
    JSON.stringify(alert({ sourceRef: 'third', address: 'x'.repeat(300 * 1024) })),
    JSON.stringify(alert({ sourceRef: 'fourth', maritalStatus: '40' })),
  ]
  const answer = await call('POST /v1/police-alerts', {
    type: 'application/x-ndjson',
    body: lines.join('\n'),
  })
  t.equal(answer.status, 200)
  t.match(answer.headers.get('content-type'), 'application/x-ndjson')
  const told = answer.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.strictSame(
    told.map(({ line, status, reason }) => [line, status, reason]),
    [
      [1, 202, undefined],
      [2, 400, 'invalid-json'],
      [3, 200, undefined],
      [5, 400, 'invalid-body'],
      [6, 403, 'wrong-source'],
      [7, 413, 'body-too-large'],
      [8, 202, undefined],
    ],
  )
  t.match(told[0], { duplicate: false, warnings: [] })
  t.match(told[2], { duplicate: true, eventId: told[0].eventId })
  t.match(told[3], {
    instance: '/v1/police-alerts',
    errors: [{ pointer: '/surprise', reason: 'unknown-field' }],
  })
})

t.test('a line is answered before the next one is sent', async (t) => {
  const { url } = await intakeService(t)
  const request = httpRequest(`${url}/v1/police-alerts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
  })
  const send = (sourceRef: string) => request.write(`${JSON.stringify(alert({ sourceRef }))}\n`)
  send('first')
  const response = await new Promise<import('node:http').IncomingMessage>((resolve) =>
    request.once('response', resolve),
  )
  const chunks = response.setEncoding('utf8')[Symbol.asyncIterator]()
  t.match(JSON.parse((await chunks.next()).value), { line: 1, status: 202 })
  send('second')
  t.match(JSON.parse((await chunks.next()).value), { line: 2, status: 202 })
  request.end()
  t.equal((await chunks.next()).done, true)
})

t.test('who comes when too much is in hand is told to come back', async (t) => {
  const { call, log, db } = await intakeService(t, { capacity: 2 })
  const sent = Array.from({ length: 12 }, (_, i) =>
    call('POST /v1/police-alerts', { body: alert({ sourceRef: `r${i}` }) }),
  )
  const answers = await Promise.all(sent)
  const refused = answers.filter(({ status }) => status === 503)
  t.ok(refused.length > 0)
  t.ok(
    refused.every(({ headers, body }) => headers.get('retry-after') === '1' && body.reason === 'overloaded'),
  )
  const accepted = answers.length - refused.length
  t.ok(answers.every(({ status }) => status === 202 || status === 503))
  t.equal((await log.readAll({ after: '', limit: 100 })).events.length, accepted)
  t.equal((await db.selectFrom('intake.receipt').select('n').execute()).length, accepted)
  const all = Array.from({ length: 12 }, (_, i) => JSON.stringify(alert({ sourceRef: `s${i}` }))).join('\n')
  const lines = await call('POST /v1/police-alerts', { type: 'application/x-ndjson', body: all })
  const statuses = lines.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).status)
  t.equal(statuses[0], 202)
  t.ok(statuses.includes(503), 'lines that come back are told so one by one')
})

t.test('the interface documents the body that it checks', async (t) => {
  const { call } = await intakeService(t)
  const { body } = await call('GET /openapi.json', { key: null })
  const post = body.paths['/v1/police-alerts'].post.requestBody.content
  t.strictSame(Object.keys(post), ['application/json', 'application/x-ndjson'])
  t.match(post['application/json'].schema, { type: 'object', additionalProperties: false })
  t.strictSame(post['application/json'].schema.required.sort(), [
    'channel',
    'disputeType',
    'occurredAt',
    'parties',
    'source',
    'sourceRef',
  ])
})

t.test('a key that asks without end is told to wait, and another is not', async (t) => {
  const { call } = await intakeService(t, { limit: { max: 5, timeWindow: 3_600_000 } })
  for (let n = 1; n <= 5; n++) t.equal((await call('GET /v1/receipts/psb-changzhou/none')).status, 404)
  const refused = await call('POST /v1/police-alerts', { body: alert() })
  t.match(refused, { status: 429, body: { reason: 'too-many-requests' } })
  t.equal(refused.headers.get('retry-after'), '3600')
  t.equal((await call('GET /v1/receipts/hotline-12338/none', { key: otherKey })).status, 404)
})

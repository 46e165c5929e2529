import t from 'tap'
import { consoleFixture, district, elsewhere, neighbour, township } from './fixture.ts'
import { adviceOn } from './refusals.ts'

const medium = { F07: 'yes', F12: 'yes' } as const
const extreme = { F01: 'yes', F02: 'yes' } as const

t.test('every refusal names its reason and says what to do', async (t) => {
  const fixture = await consoleFixture(t)
  const high = await fixture.family()
  const low = await fixture.family({ facts: medium })
  const grave = await fixture.family({ facts: extreme })
  const lost = await fixture.family({ regionCode: null })
  const revisions = new Map<string, number>()

  const send = async (as: string, orderId: string, command: string, body: object = {}) => {
    const headers = { 'if-match': `"${revisions.get(orderId) ?? 0}"` }
    const answer = await fixture.call(`POST /v1/work-orders/${orderId}/${command}`, { as, body, headers })
    if (answer.status === 200) revisions.set(orderId, answer.body.revision)
    return answer
  }
  const does = async (as: string, orderId: string, command: string, body: object = {}) => {
    const { status, body: answer } = await send(as, orderId, command, body)
    t.equal(status, 200, `${as} may ${command} (${answer.reason ?? 'done'})`)
  }
  const refuses = async (
    status: number,
    reason: string,
    as: string,
    orderId: string,
    command: string,
    body: object = {},
  ) => {
    const answer = await send(as, orderId, command, body)
    t.match(
      answer,
      { status, body: { status, reason, type: `urn:jiahe:problem:${reason}` } },
      `${as} ${command}: ${reason}`,
    )
    t.match(answer.body.title, /[\u4e00-\u9fff]/)
    t.equal(answer.body.detail, adviceOn(reason))
    t.match(answer.headers.get('content-type'), /^application\/problem\+json/)
    return answer
  }

  // Nobody's, and another's.
  await refuses(404, 'unknown-order', 'mediator', '019d3f6a-7c10-8f21-8c77-51d0a9e2b3c4', 'accept')
  await refuses(404, 'unknown-order', 'mediator', 'no-id-at-all', 'accept')
  await refuses(404, 'unknown-order', 'neighbour', high.orderId, 'accept')
  await refuses(404, 'unknown-order', 'elsewhere', high.orderId, 'approve-closure')
  await refuses(403, 'not-assignee', 'officer', high.orderId, 'accept')
  await refuses(403, 'not-assignee', 'mediator', grave.orderId, 'accept')
  await refuses(403, 'not-allowed', 'analyst', high.orderId, 'accept')
  await refuses(403, 'not-allowed', 'auditor', high.orderId, 'accept')

  // Before it is accepted.
  await refuses(409, 'not-accepted', 'mediator', high.orderId, 'contact')
  await refuses(409, 'not-unroutable', 'dispatcher', high.orderId, 'dispatch', { to: neighbour })
  await refuses(403, 'not-supervisor', 'mediator', high.orderId, 'transfer', { to: neighbour })
  await refuses(403, 'outside-district', 'officer', high.orderId, 'transfer', { to: elsewhere })
  await refuses(409, 'same-federation', 'officer', high.orderId, 'transfer', { to: township })
  await refuses(409, 'unknown-federation', 'officer', high.orderId, 'transfer', { to: '320402999' })

  // While it is worked on.
  await does('mediator', high.orderId, 'accept')
  await refuses(409, 'already-accepted', 'mediator', high.orderId, 'accept')
  await refuses(409, 'joint-mediation-forbidden', 'mediator', high.orderId, 'mediation', {
    joint: true,
    consent: true,
    outcome: 'agreed',
  })
  await refuses(409, 'no-disposal', 'mediator', high.orderId, 'request-closure')
  await refuses(409, 'closure-not-requested', 'officer', high.orderId, 'approve-closure')
  await does('mediator', high.orderId, 'disposal', { result: 'safety-plan' })
  await does('mediator', high.orderId, 'request-closure')
  await refuses(409, 'closure-already-requested', 'mediator', high.orderId, 'contact')
  await refuses(403, 'not-supervisor', 'mediator', high.orderId, 'approve-closure')
  await refuses(409, 'return-too-late', 'mediator', high.orderId, 'return', { reason: 'wrong-region' })
  await does('officer', high.orderId, 'approve-closure')
  const closed = await refuses(409, 'order-closed', 'mediator', high.orderId, 'contact')
  t.match(closed.body.current, { id: high.orderId, state: 'closed' }, 'a conflict shows how the order stands')

  // Violence at medium: together only with her consent.
  await does('mediator', low.orderId, 'accept')
  await refuses(409, 'consent-required', 'mediator', low.orderId, 'mediation', {
    joint: true,
    outcome: 'agreed',
  })
  await does('mediator', low.orderId, 'mediation', { joint: true, consent: true, outcome: 'agreed' })

  // Returned, unroutable, transferred.
  await does('officer', grave.orderId, 'return', { reason: 'needs-higher-level', note: '需市级协调。' })
  await refuses(409, 'not-dispatched', 'dispatcher', grave.orderId, 'accept')
  await does('dispatcher', grave.orderId, 'transfer', { to: district })
  await refuses(409, 'not-dispatched', 'dispatcher', lost.orderId, 'transfer', { to: township })
  await refuses(404, 'unknown-order', 'officer', lost.orderId, 'dispatch', { to: township })
  await does('dispatcher', lost.orderId, 'dispatch', { to: neighbour })
  await does('neighbour', lost.orderId, 'accept')
})

t.test('a command says which revision it saw', async (t) => {
  const { call, family } = await consoleFixture(t)
  const { orderId, caseId } = await family()
  const accept = (headers: Record<string, string>) =>
    call(`POST /v1/work-orders/${orderId}/accept`, { as: 'mediator', body: {}, headers })

  t.match(await accept({}), { status: 428, body: { reason: 'missing-if-match' } })
  for (const malformed of [
    '0',
    'abc',
    '"x"',
    '"-1"',
    '"1.5"',
    '"01"',
    '*',
    '"0", "1"',
    '""',
    '"99999999999"',
  ]) {
    t.match(
      await accept({ 'if-match': malformed }),
      { status: 400, body: { reason: 'invalid-if-match' } },
      malformed,
    )
  }
  const stale = await accept({ 'if-match': '"7"' })
  t.match(stale, { status: 412, body: { reason: 'stale-revision' } })
  t.match(stale.body.current, { id: orderId, state: 'dispatched', revision: 0, assignee: township })
  t.equal(
    (await call(`POST /v1/work-orders/${orderId}/accept`, { as: 'mediator', headers: { 'if-match': '"0"' } }))
      .status,
    200,
    'no body at all is an empty one',
  )
  t.match(await accept({ 'if-match': '"0"' }), { status: 412 }, 'a repeat without its key is stale')
  t.match(await accept({ 'if-match': '"1"' }), { status: 409 }, 'or a conflict')

  const attempt = (headers: Record<string, string>) =>
    call(`POST /v1/cases/${caseId}/callback-attempts`, {
      as: 'mediator',
      body: { outcome: 'no-answer' },
      headers,
    })
  t.match(await attempt({}), { status: 428 })
  const outdated = await attempt({ 'if-match': '"0"' })
  t.match(outdated, { status: 412, body: { current: { id: caseId, revision: 2 } } })
  t.equal((await attempt({ 'if-match': '"2"' })).status, 200)
})

t.test('two at the same moment: one is done, the other is told what became of it', async (t) => {
  const { call, family } = await consoleFixture(t)
  const { orderId } = await family()
  const contact = { as: 'mediator', body: {}, headers: { 'if-match': '"1"' } }
  await call(`POST /v1/work-orders/${orderId}/accept`, { ...contact, headers: { 'if-match': '"0"' } })
  const answers = await Promise.all(
    [1, 2, 3].map(() => call(`POST /v1/work-orders/${orderId}/contact`, contact)),
  )
  t.strictSame(answers.map((a) => a.status).sort(), [200, 412, 412])
})

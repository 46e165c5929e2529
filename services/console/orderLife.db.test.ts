/** What goes on around an order over HTTP: whom it engages, how it is pushed on, extended, judged and reopened. */
import { workOrderStream } from '@jiahe/domain/catalogue.ts'
import { dispatchedAs } from '@jiahe/domain/exampleEvents.ts'
import { orderIdOf, uuidv7 } from '@jiahe/domain/ids.ts'
import t, { type Test } from 'tap'
import { consoleFixture, district, type Fixture, neighbour, township } from './fixture.ts'
import { adviceOn } from './refusals.ts'

const medium = { F07: 'yes', F12: 'yes' } as const
const day_ms = 86_400_000

/** Gives each command the revision that the one before it left; says what was refused. */
function stepper(t: Test, { call, clock }: Fixture, orderId: string) {
  let revision = 0
  const send = (as: string, command: string, body: object) =>
    call(`POST /v1/work-orders/${orderId}/${command}`, {
      ...{ as, body },
      headers: { 'if-match': `"${revision}"` },
    })
  return {
    async does(as: string, command: string, body: object = {}) {
      clock.now = new Date(clock.now.getTime() + 1_000)
      const answer = await send(as, command, body)
      t.equal(answer.status, 200, `${as} may ${command} (${answer.body.reason ?? 'done'})`)
      revision = answer.body.revision
      return answer.body
    },
    async refuses(status: number, reason: string, as: string, command: string, body: object = {}) {
      const answer = await send(as, command, body)
      t.match(answer, { status, body: { status, reason } }, `${as} ${command}: ${reason}`)
      t.match(answer.body.title, /[\u4e00-\u9fff]/)
      t.equal(answer.body.detail, adviceOn(reason))
      t.ok(answer.body.detail, 'it says what to do')
    },
    async one(as: string) {
      return (await call(`GET /v1/work-orders/${orderId}`, { as })).body
    },
  }
}

t.test('who is called in is accounted for before the order is closed', async (t) => {
  const fixture = await consoleFixture(t)
  const { orderId } = await fixture.family()
  const { does, refuses, one } = stepper(t, fixture, orderId)
  await does('mediator', 'accept')
  const shelter = { kind: 'shelter', purpose: 'sheltering', note: '请接收母子二人。' }
  await refuses(404, 'unknown-organisation', 'mediator', 'resource', { ...shelter, organisation: 'BH2' })
  const registered = { code: 'BH2', name: '市庇护中心', kind: 'shelter', regionCode: '3204' }
  const made = await fixture.call('POST /v1/organisations', { as: 'administrator', body: registered })
  t.equal(made.status, 200, JSON.stringify(made.body))
  t.match(await does('mediator', 'resource', { ...shelter, organisation: 'BH2' }), { shelter: 'asked' })
  await does('mediator', 'resource', { kind: 'lawyer', purpose: 'legal-advice' })
  await does('mediator', 'disposal', { result: 'sheltered' })
  await refuses(409, 'engagement-open', 'mediator', 'request-closure')

  const { engagements, history } = await one('officer')
  t.match(engagements, [
    { kind: 'shelter', organisation: 'BH2', state: 'asked' },
    { kind: 'lawyer', organisation: null, state: 'asked' },
  ])
  t.match(
    history.find((e: { type: string }) => e.type === 'ResourceEngaged').texts,
    { note: '请接收母子二人。' },
    'the words are for those who work on it',
  )
  const [{ engagementId }, { engagementId: lawyer }] = engagements
  await refuses(409, 'engagement-not-accepted', 'mediator', 'report-resource', {
    ...{ engagementId, outcome: 'taken-in' },
  })
  await refuses(409, 'unknown-engagement', 'mediator', 'accept-resource', {
    engagementId: uuidv7(new Date()),
  })
  t.match(await does('mediator', 'accept-resource', { engagementId }), { shelter: 'accepted' })
  await refuses(409, 'engagement-not-asked', 'mediator', 'decline-resource', {
    ...{ engagementId, reason: 'no-capacity' },
  })
  t.match(await does('mediator', 'report-resource', { engagementId, outcome: 'taken-in' }), { shelter: null })
  await does('mediator', 'withdraw-resource', { engagementId: lawyer, reason: 'not-needed' })
  await refuses(409, 'engagement-ended', 'mediator', 'withdraw-resource', {
    ...{ engagementId, reason: 'replaced' },
  })
  await does('mediator', 'request-closure')
})

t.test('what is pushed on is answered by its assignee, and found on the desk until then', async (t) => {
  const fixture = await consoleFixture(t)
  const { orderId } = await fixture.family()
  await fixture.family({ facts: medium })
  const { does, refuses, one } = stepper(t, fixture, orderId)
  await does('mediator', 'accept')
  await refuses(403, 'not-supervisor', 'mediator', 'supervise', { reason: 'late' })
  await refuses(404, 'unknown-order', 'elsewhere', 'supervise', { reason: 'late' })
  const pushed = await does('officer', 'supervise', { reason: 'weak-handling', note: '请补充走访。' })
  const dueAt = new Date(fixture.clock.now.getTime() + day_ms).toISOString()
  t.match(pushed, { supervised: 1, answerBy: dueAt })

  const desk = async (query: string) => {
    await fixture.project()
    return (await fixture.call(`GET /v1/work-orders?${query}`, { as: 'officer' })).body
  }
  t.match(await desk('supervised=true'), {
    total: 1,
    items: [{ id: orderId, supervised: 1, answerBy: dueAt }],
  })
  t.match(await desk('supervised=false'), { total: 1, items: [{ supervised: 0, answerBy: null }] })

  const { supervisions } = await one('mediator')
  const [{ supervisionId, state, by }] = supervisions
  t.match({ state, by }, { state: 'standing', by: district })
  await refuses(403, 'not-assignee', 'officer', 'answer-supervision', { supervisionId })
  await refuses(409, 'unknown-supervision', 'mediator', 'answer-supervision', {
    supervisionId: uuidv7(new Date()),
  })
  const answered = { supervisionId, note: '今日已走访，附记录。' }
  t.match(await does('mediator', 'answer-supervision', answered), { supervised: 0, answerBy: null })
  await refuses(409, 'supervision-answered', 'mediator', 'answer-supervision', { supervisionId })
  t.equal((await desk('supervised=true')).total, 0)
})

t.test('a medium order is extended once, a high one is not', async (t) => {
  const fixture = await consoleFixture(t)
  const high = stepper(t, fixture, (await fixture.family()).orderId)
  await high.does('mediator', 'accept')
  await high.refuses(409, 'no-extension-at-level', 'mediator', 'request-extension', { reason: 'other' })
  t.equal((await high.one('mediator')).extendable, false)

  const { does, refuses, one } = stepper(t, fixture, (await fixture.family({ facts: medium })).orderId)
  await does('mediator', 'accept')
  await refuses(409, 'extension-not-asked', 'officer', 'approve-extension')
  const before = await one('mediator')
  t.equal(before.extendable, true)
  const asked = await does('mediator', 'request-extension', { reason: 'awaiting-court', note: '已立案。' })
  t.equal(asked.extensionAskedAt, fixture.clock.now.toISOString())
  const waiting = async () => {
    await fixture.project()
    return (await fixture.call('GET /v1/work-orders?awaiting=approval', { as: 'officer' })).body.total
  }
  t.equal(await waiting(), 1)
  await refuses(409, 'extension-already-asked', 'mediator', 'request-extension', { reason: 'other' })
  await refuses(403, 'not-supervisor', 'mediator', 'approve-extension')
  await does('officer', 'reject-extension', { note: '理由不充分。' })
  t.equal(await waiting(), 0)
  await does('mediator', 'request-extension', { reason: 'party-away' })
  const after = await does('officer', 'approve-extension')
  t.ok(after.closeBy > before.closeBy, `${before.closeBy} became ${after.closeBy}`)
  t.match(await one('mediator'), { extendable: false, extendedAt: fixture.clock.now.toISOString() })
  await refuses(409, 'already-extended', 'mediator', 'request-extension', { reason: 'other' })
})

t.test('satisfaction is told once a closing, and what was closed is reopened by those above', async (t) => {
  const fixture = await consoleFixture(t)
  const { orderId, caseId } = await fixture.family({ facts: medium })
  const { does, refuses, one } = stepper(t, fixture, orderId)
  const told = { score: 2, note: '当事人认为问题没有解决。' }
  await does('mediator', 'accept')
  await does('mediator', 'disposal', { result: 'mediated' })
  await refuses(409, 'closure-not-requested', 'mediator', 'satisfaction', told)
  await refuses(409, 'not-closed', 'officer', 'reopen', { reason: 'unresolved' })
  await does('mediator', 'request-closure')
  await does('officer', 'approve-closure')
  await does('officer', 'satisfaction', told)
  await refuses(409, 'satisfaction-recorded', 'mediator', 'satisfaction', { score: 5 })
  t.match(await one('mediator'), { state: 'closed', satisfaction: { score: 2, of: 'victim' } })
  await refuses(403, 'not-supervisor', 'mediator', 'reopen', { reason: 'unresolved' })
  const reopened = await does('officer', 'reopen', { reason: 'unresolved', note: '请重新走访。' })
  t.match(reopened, { state: 'dispatched', assignee: township, supervisor: district, supervised: 0 })
  t.ok(Date.parse(reopened.acceptBy) > fixture.clock.now.getTime(), 'with fresh clocks')
  await does('mediator', 'accept')
  await does('mediator', 'disposal', { result: 'referred' })
  await does('mediator', 'request-closure')
  await does('officer', 'approve-closure')

  // Another matter became another order of the case: this one has had its time.
  const second = orderIdOf(caseId, 2)
  const metadata = { actor: 'policy:dispatch', correlationId: caseId, causationId: null }
  const dispatched = {
    ...{
      id: uuidv7(fixture.clock.now),
      type: 'WorkOrderDispatched',
      data: dispatchedAs('medium', { caseId }),
    },
    metadata: { ...metadata, schemaVersion: 1, occurredAt: fixture.clock.now.toISOString() },
  }
  await fixture.api.log.append(workOrderStream(second), -1, [dispatched])
  await refuses(409, 'newer-order', 'officer', 'reopen', { reason: 'person-asks' })
})

t.test('how often an order was returned is found on the desk', async (t) => {
  const fixture = await consoleFixture(t)
  const { orderId } = await fixture.family({ facts: medium })
  await fixture.family()
  const { does } = stepper(t, fixture, orderId)
  const returned = await does('mediator', 'return', { reason: 'wrong-region' })
  t.match(returned, { state: 'returned', bounces: 1, nextDeadline: returned.dispatchBy })
  t.ok(returned.dispatchBy, 'it has a clock for being sent on')
  await does('dispatcher', 'transfer', { to: neighbour })
  await does('neighbour', 'return', { reason: 'moved-away' })
  await fixture.project()
  const found = async (n: number) =>
    (await fixture.call(`GET /v1/work-orders?bounces=${n}`, { as: 'dispatcher' })).body
  t.match(await found(2), { total: 1, items: [{ id: orderId, bounces: 2 }] })
  t.equal((await found(3)).total, 0)
  t.equal((await found(0)).total, 2)
})

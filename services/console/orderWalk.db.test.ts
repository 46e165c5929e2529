import t from 'tap'
import { type Answer, consoleFixture, district, type Fixture, township } from './fixture.ts'

t.test('an order goes from its dispatch to its closure by township and district accounts', async (t) => {
  const fixture = await consoleFixture(t)
  const { call, clock } = fixture
  const { orderId, caseId } = await fixture.family()
  await fixture.project()

  const list = await call('GET /v1/work-orders', { as: 'mediator' })
  t.equal(list.status, 200)
  t.equal(list.body.total, 1)
  t.equal(list.body.nextCursor, null)
  t.match(list.body.items[0], {
    ...{ id: orderId, caseId, state: 'dispatched', level: 'high', assignee: township, supervisor: district },
    ...{ regionCode: township, disputeType: 'domestic-violence', late: false, bounces: 0, revision: 0 },
  })

  const step = stepper(fixture, orderId)
  const minutes = (n: number) => {
    clock.now = new Date(clock.now.getTime() + n * 60_000)
  }
  minutes(20)
  t.match(await step('mediator', 'accept', {}), { state: 'accepted', revision: 1, assignee: township })
  minutes(10)
  t.match(await step('mediator', 'contact', { note: '已电话联系。' }), { state: 'in-progress', revision: 2 })
  minutes(60)
  await step('mediator', 'visit', { withPolice: true, facts: { F07: 'yes' }, note: '社区民警同行。' })
  await step('mediator', 'mediation', { outcome: 'adjourned' })
  await step('mediator', 'disposal', { result: 'safety-plan', note: '已制定安全计划。' })
  t.match(await step('mediator', 'request-closure', {}), { state: 'closure-requested' })
  t.match(await step('officer', 'reject-closure', { note: '请补充走访记录。' }), { state: 'in-progress' })
  await step('mediator', 'visit', {})
  await step('mediator', 'request-closure', {})
  const closed = await step('officer', 'approve-closure', {})
  t.match(closed, { id: orderId, state: 'closed', level: 'high', late: false, revision: 10 })

  const one = await call(`GET /v1/work-orders/${orderId}`, { as: 'mediator' })
  t.equal(one.headers.get('etag'), '"10"')
  t.strictSame(
    one.body.history.map((e: { type: string }) => e.type),
    [
      ...['WorkOrderDispatched', 'WorkOrderAccepted', 'ContactMade', 'VisitRecorded', 'MediationHeld'],
      ...['DisposalReported', 'ClosureRequested', 'ClosureRejected', 'VisitRecorded'],
      ...['ClosureRequested', 'ClosureApproved'],
    ],
  )
  const contact = one.body.history[2]
  t.strictSame(contact.texts, { note: '已电话联系。' })
  t.match(contact.actor, /^account:[0-9a-f-]{36}$/)
  t.equal(contact.data.by, township)
  t.notMatch(JSON.stringify(contact.data), /电话/)

  await fixture.project()
  const none = await call('GET /v1/work-orders?state=dispatched', { as: 'mediator' })
  t.equal(none.body.total, 0)
  const done = await call('GET /v1/work-orders?state=closed&grade=high', { as: 'officer' })
  t.equal(done.body.total, 1)

  const timeline = await call(`GET /v1/cases/${caseId}/timeline`, { as: 'officer' })
  const types = timeline.body.items.map((e: { type: string }) => e.type)
  t.strictSame(types.slice(0, 4), ['AlertReceived', 'RiskGraded', 'CallbackScheduled', 'WorkOrderDispatched'])
  t.equal(types.at(-1), 'ClosureApproved')
  for (const item of timeline.body.items) {
    t.ok(Date.parse(item.occurredAt), `${item.type} says when it happened`)
    t.ok(Date.parse(item.recordedAt), `${item.type} says when we learned it`)
  }
  const then = await call(`GET /v1/cases/${caseId}/timeline?asOf=2026-11-23T21:20:00+08:00`, {
    as: 'officer',
  })
  t.equal(then.body.total, 4, 'six minutes after the alert nobody had accepted')
})

/** Gives each command the revision that the one before it left. */
function stepper({ call }: Fixture, orderId: string) {
  let revision = 0
  return async (as: string, command: string, body: object): Promise<Answer['body']> => {
    const line = `POST /v1/work-orders/${orderId}/${command}`
    const answer = await call(line, { as, body, headers: { 'if-match': `"${revision}"` } })
    if (answer.status !== 200) throw new Error(`${command}: ${answer.status} ${answer.body.reason}`)
    revision = answer.body.revision
    if (answer.headers.get('etag') !== `"${revision}"`) throw new Error(`${command}: the ETag is another`)
    return answer.body
  }
}

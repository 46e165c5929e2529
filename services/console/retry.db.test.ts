import t from 'tap'
import { consoleFixture } from './fixture.ts'

t.test('a retry under its key gets the same answer, whatever has happened since', async (t) => {
  const fixture = await consoleFixture(t)
  const { call, clock, api } = fixture
  const { orderId } = await fixture.family()
  const send = (command: string, revision: number, key: string, body: object = {}, as = 'mediator') =>
    call(`POST /v1/work-orders/${orderId}/${command}`, {
      as,
      body,
      headers: { 'if-match': `"${revision}"`, 'idempotency-key': key },
    })

  const first = await send('accept', 0, 'a1')
  t.equal(first.status, 200)
  const note = { note: '已电话联系，约定明日走访。' }
  const contact = await send('contact', 1, 'c1', note)
  clock.now = new Date(clock.now.getTime() + 5 * 3_600_000)
  await send('disposal', 2, 'd1', { result: 'safety-plan' })

  for (const [again, before] of [
    [await send('accept', 0, 'a1'), first],
    [await send('contact', 1, 'c1', note), contact],
    [await send('contact', 3, 'c1', note), contact],
  ] as const) {
    t.equal(again.status, 200)
    t.strictSame(again.body, before.body)
    t.equal(again.headers.get('etag'), before.headers.get('etag'))
  }
  t.equal((await api.log.readStream(`workOrder-${orderId}`)).length, 4, 'nothing was done twice')

  t.match(await send('accept', 0, 'a2'), { status: 412 }, 'another key is another command')
  t.match(await send('accept', 3, 'a2'), { status: 409, body: { reason: 'already-accepted' } })
  t.match(await send('contact', 1, 'c1', { note: '别的内容' }), { status: 412 }, 'and so are other words')
  t.match(await send('contact', 1, 'a1'), { status: 412 }, 'and so is another route')
})

t.test('who gave an order away still gets the answer to the command that did it', async (t) => {
  const { call, family } = await consoleFixture(t)
  const { orderId } = await family({ facts: { F07: 'yes', F12: 'yes' } })
  const giveBack = () =>
    call(`POST /v1/work-orders/${orderId}/return`, {
      as: 'mediator',
      body: { reason: 'moved-away' },
      headers: { 'if-match': '"0"', 'idempotency-key': 'r1' },
    })
  const first = await giveBack()
  t.match(first, { status: 200, body: { state: 'returned', assignee: '3204', bounces: 1 } })
  t.equal((await call(`GET /v1/work-orders/${orderId}`, { as: 'mediator' })).status, 404)
  t.strictSame((await giveBack()).body, first.body)
})

t.test('the same command sent at once several times is carried out once', async (t) => {
  const { call, family, api } = await consoleFixture(t)
  const { orderId, caseId } = await family()
  const accept = () =>
    call(`POST /v1/work-orders/${orderId}/accept`, {
      as: 'mediator',
      headers: { 'if-match': '"0"', 'idempotency-key': 'k' },
    })
  const answers = await Promise.all([accept(), accept(), accept(), accept()])
  t.strictSame(
    answers.map((a) => a.status),
    [200, 200, 200, 200],
  )
  t.strictSame(new Set(answers.map((a) => JSON.stringify(a.body))).size, 1)
  t.equal((await api.log.readStream(`workOrder-${orderId}`)).length, 2)

  const attempt = () =>
    call(`POST /v1/cases/${caseId}/callback-attempts`, {
      as: 'mediator',
      body: { outcome: 'reached', note: '本人接听，目前安全。' },
      headers: { 'if-match': '"2"', 'idempotency-key': 'k' },
    })
  const [one, two] = await Promise.all([attempt(), attempt()])
  t.equal(one?.status, 200)
  t.strictSame(one?.body, two?.body)
  const types = (await api.log.readStream(`familyCase-${caseId}`)).map((event) => event.type)
  t.strictSame(types.slice(3), ['CallbackAttempted', 'CallbackCompleted'])
  t.strictSame((await attempt()).body, one?.body)
})

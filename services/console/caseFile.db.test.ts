import { sql } from 'kysely'
import t from 'tap'
import { consoleFixture, type Fixture, township } from './fixture.ts'

t.test('a family’s card shows it all, and nobody in the clear', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId, orderId, phone } = await fixture.family({ idNumber: '999000199003072420' })
  await fixture.project()
  const card = await fixture.call(`GET /v1/cases/${caseId}`, { as: 'mediator' })
  t.equal(card.status, 200)
  t.equal(card.headers.get('etag'), '"2"')
  t.match(card.body, {
    ...{ id: caseId, revision: 2, level: 'high', violence: true, regionCode: township },
    callback: { state: 'due' },
    orders: [{ id: orderId, state: 'dispatched' }],
    intakes: [{ kind: 'alert', channel: 'police-110' }],
  })
  t.match(card.body.people, [
    { role: 'victim', name: '王**', phone: /^100\*{4}\d{4}$/, idNumber: '9990**********2420' },
    { role: 'respondent', name: '李*', idNumber: null },
  ])
  t.equal(card.body.duties.length, 5, 'the callbacks of a high grade')

  const list = await fixture.call('GET /v1/cases', { as: 'officer' })
  t.equal(list.body.total, 1)
  const analyst = await fixture.call(`GET /v1/cases/${caseId}/timeline`, { as: 'analyst' })
  const history = await fixture.call('GET /v1/history', { as: 'analyst' })
  for (const answer of [card, list, analyst, history]) {
    const text = JSON.stringify(answer.body)
    for (const secret of ['王小红', '李某', phone, '999000199003072420', '邻居报警'])
      t.notOk(text.includes(secret), `${secret} is not shown`)
  }
  const working = await fixture.call(`GET /v1/cases/${caseId}/timeline`, { as: 'mediator' })
  t.match(working.body.items[0].texts, { narrative: /邻居报警/ }, 'who works the case reads what was said')
})

t.test('the number to call is given to whoever has to call, and that is recorded first', async (t) => {
  const { call, family, api, clock } = await consoleFixture(t)
  const { caseId, phone } = await family()
  const contacts = `GET /v1/cases/${caseId}/contacts`
  for (const query of ['', '?reason=curiosity', '?reason=callback&x=1'])
    t.equal((await call(contacts + query, { as: 'mediator' })).status, 400)
  t.equal((await call(`${contacts}?reason=callback`, { as: 'officer' })).status, 403)
  t.strictSame(await looks(api), [], 'who is refused has not looked')

  const given = await call(`${contacts}?reason=callback`, { as: 'mediator' })
  t.match(given.body, { reason: 'callback', items: [{ role: 'victim', name: '王**', phone }] })
  t.equal(given.body.items.length, 1, 'the victim’s only')
  const { body: me } = await call('GET /v1/me', { as: 'mediator' })
  t.match(await looks(api), [
    {
      account_id: me.id,
      case_id: caseId,
      person_id: given.body.items[0].personId,
      reason: 'callback',
      at: clock.now,
    },
  ])
  await t.rejects(sql`DELETE FROM account.access_log`.execute(api.access), /append-only/)
  await t.rejects(sql`UPDATE account.access_log SET reason = ''`.execute(api.access), /append-only/)

  const headers = { 'if-match': '"2"' }
  await call(`POST /v1/cases/${caseId}/callback-attempts`, {
    as: 'mediator',
    body: { outcome: 'refused' },
    headers,
  })
  t.equal((await call(`${contacts}?reason=callback`, { as: 'mediator' })).status, 200)
})

const looks = async ({ access }: Fixture['api']) =>
  await access
    .selectFrom('account.access_log')
    .selectAll()
    .where('action', '=', 'contact')
    .orderBy('id')
    .execute()

t.test('calls are told, count towards a visit, and what she says changes the history', async (t) => {
  const { call, family, clock, api } = await consoleFixture(t)
  const { caseId } = await family()
  let revision = 2
  const attempt = async (body: object) => {
    const headers = { 'if-match': `"${revision}"` }
    const answer = await call(`POST /v1/cases/${caseId}/callback-attempts`, { as: 'mediator', body, headers })
    revision = answer.body.revision ?? revision
    return answer
  }
  t.match(await attempt({ outcome: 'no-answer', facts: { F07: 'yes' } }), {
    status: 409,
    body: { reason: 'facts-without-contact' },
  })
  t.match(await attempt({ outcome: 'no-answer' }), {
    status: 200,
    body: { id: caseId, outcome: 'no-answer', revision: 3, attempts: 1 },
  })
  await attempt({ outcome: 'wrong-number' })
  // After midnight in Shanghai.
  clock.now = new Date(clock.now.getTime() + 4 * 3_600_000)
  t.match(await attempt({ outcome: 'no-answer' }), {
    body: { homeVisitRequested: true, callback: { state: 'unreachable' } },
  })
  const reached = await attempt({ outcome: 'reached', facts: { F07: 'yes' }, note: '她说近来更频繁。' })
  t.match(reached.body, { outcome: 'reached', homeVisitRequested: false })
  const events = await api.log.readStream(`familyCase-${caseId}`)
  t.equal(events.at(-1)?.type, 'CallbackCompleted')
  t.notMatch(JSON.stringify(events), /频繁/)

  const { caseId: report } = await family({ kind: 'report', facts: {}, regionCode: township })
  const owed = await call(`POST /v1/cases/${report}/callback-attempts`, {
    as: 'officer',
    body: { outcome: 'reached' },
    headers: { 'if-match': '"2"' },
  })
  t.match(owed, { status: 409, body: { reason: 'no-callback-owed' } })
})

t.test('a grade shows each factor, its points, its source and the events that said so', async (t) => {
  const { call, family } = await consoleFixture(t)
  const { caseId } = await family()
  const { body } = await call(`GET /v1/cases/${caseId}/grades`, { as: 'mediator' })
  const [grade] = body.items
  t.match(grade, {
    level: 'high',
    score: 6,
    floors: ['F02'],
    littleKnown: false,
    model: { id: 'violence', version: 1 },
  })
  t.strictSame(
    grade.contributions.map((c: { factor: string; name: string; points: number }) => [
      c.factor,
      c.name,
      c.points,
    ]),
    [
      ['F02', '持械或械胁', 4],
      ['F06', '伤情', 2],
    ],
  )
  const timeline = await call(`GET /v1/cases/${caseId}/timeline`, { as: 'mediator' })
  t.strictSame(grade.contributions[0].events, [timeline.body.items[0].eventId])
  t.match(grade.contributions[0].source, /LAP/)
  t.match(grade.statement, /起始值/)
  const models = await call('GET /v1/risk-models', { as: 'mediator' })
  const violence = models.body.items.find((m: { id: string }) => m.id === 'violence')
  t.equal(violence.hash, grade.model.hash, 'the grade names the document')
  t.equal(violence.factors.length, 23)

  const { caseId: low } = await family({ facts: { F19: 'yes' } })
  const little = await call(`GET /v1/cases/${low}/grades`, { as: 'mediator' })
  t.match(little.body.items[0], { level: 'low', littleKnown: true })
})

t.test('the history is read on from where one was', async (t) => {
  const { call, family } = await consoleFixture(t)
  const { orderId } = await family()
  await family()
  const all = await call('GET /v1/history?limit=200', { as: 'analyst' })
  t.equal(all.body.items.length, 8)
  t.equal(all.body.nextCursor, null)
  const first = await call('GET /v1/history?limit=3', { as: 'analyst' })
  const rest = await call(`GET /v1/history?limit=200&after=${first.body.nextCursor}`, { as: 'analyst' })
  t.strictSame([...first.body.items, ...rest.body.items], all.body.items)
  const graded = await call('GET /v1/history?type=RiskGraded', { as: 'dispatcher' })
  t.equal(graded.body.items.length, 2)
  const one = await call(`GET /v1/history?stream=workOrder-${orderId}`, { as: 'dispatcher' })
  t.match(one.body.items, [{ type: 'WorkOrderDispatched', revision: 0, recordedAt: /Z$/, prevHash: null }])
  t.equal((await call('GET /v1/history?stream=nothing', { as: 'dispatcher' })).body.items.length, 0)
})

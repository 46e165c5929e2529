import t from 'tap'
import { type Answer, consoleFixture, district, type Fixture, township } from './fixture.ts'
import { adviceOn } from './refusals.ts'

/** Gives each command the revision that the case stands at. */
async function commander({ call }: Fixture, caseId: string) {
  const seen = async (as: string) => (await call(`GET /v1/cases/${caseId}`, { as })).body
  const send = async (as: string, name: string, body: object = {}): Promise<Answer> => {
    const { revision } = await seen('dispatcher')
    return call(`POST /v1/cases/${caseId}/${name}`, { as, body, headers: { 'if-match': `"${revision}"` } })
  }
  const done = async (as: string, name: string, body: object = {}): Promise<Answer['body']> => {
    const answer = await send(as, name, body)
    if (answer.status !== 200) throw new Error(`${as} ${name}: ${answer.status} ${answer.body.reason}`)
    return answer.body
  }
  const refused = async (reason: string, as: string, name: string, body: object = {}, status = 409) => {
    const answer = await send(as, name, body)
    t.match(answer, { status, body: { reason } }, `${as} ${name}: ${reason}`)
    t.match(answer.body.title, /[\u4e00-\u9fff]/)
    t.equal(answer.body.detail, adviceOn(reason))
  }
  return { seen, done, refused }
}
const idOf = async ({ call }: Fixture, as: string): Promise<string> =>
  (await call('GET /v1/me', { as })).body.id

t.test('a mediator raises a grade at once; lowering it takes another person above her', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId } = await fixture.family()
  const { seen, done, refused } = await commander(fixture, caseId)
  const raised = await done('mediator', 'override-grade', {
    ...{ level: 'extreme', reason: 'victim-fears', note: '受害人称对方扬言同归于尽。' },
  })
  t.match(raised, { level: 'extreme', overridden: { graded: 'high', floor: 'extreme', pending: null } })
  await refused('same-level', 'mediator', 'override-grade', { level: 'extreme', reason: 'other' })
  await refused('no-override-pending', 'officer', 'approve-override')

  await done('officer', 'override-grade', { level: 'medium', reason: 'protection-in-place' })
  t.match(await seen('mediator'), {
    level: 'extreme',
    overridden: { pending: { level: 'medium', askedBy: `account:${await idOf(fixture, 'officer')}` } },
    accounts: { [await idOf(fixture, 'officer')]: 'officer' },
  })
  const waiting = async () => {
    await fixture.project()
    return (await fixture.call('GET /v1/cases?awaiting=approval', { as: 'dispatcher' })).body
  }
  t.match(await waiting(), { total: 1, items: [{ id: caseId, awaiting: ['override'] }] })
  await refused('override-pending', 'mediator', 'override-grade', { level: 'low', reason: 'other' })
  await refused('same-person', 'officer', 'approve-override')
  await refused('not-supervisor', 'mediator', 'decline-override', {}, 403)
  const lowered = await done('dispatcher', 'approve-override')
  t.match(lowered, { level: 'medium', overridden: { floor: null, lowered: 'medium' } })
  t.match(await waiting(), { total: 0, items: [] })

  await fixture.project()
  const { items } = (await fixture.call('GET /v1/cases', { as: 'mediator' })).body
  t.match(items, [{ id: caseId, level: 'medium' }], 'the list says what the case stands at')
  const rate = await fixture.call('GET /v1/overrides', { as: 'officer' })
  t.match(rate.body, {
    rows: [{ region: township, gradings: 1, raised: 1, lowered: 1, rate: 1 }],
    reasons: { 'victim-fears': 1, 'protection-in-place': 1 },
  })
  const timeline = await fixture.call(`GET /v1/cases/${caseId}/timeline`, { as: 'mediator' })
  const said = timeline.body.items.find((e: { type: string }) => e.type === 'GradeOverridden')
  t.strictSame(said.texts, { note: '受害人称对方扬言同归于尽。' })
})

t.test('a leader of the case’s own federations takes charge of it', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId } = await fixture.family()
  const { done, refused } = await commander(fixture, caseId)
  const { items } = (await fixture.call(`GET /v1/cases/${caseId}/colleagues`, { as: 'officer' })).body
  t.strictSame(
    items.map((one: { username: string }) => one.username),
    ['colleague', 'dispatcher', 'mediator', 'officer'],
  )
  const leaderId = await idOf(fixture, 'officer')
  for (const other of ['mediator', 'elsewhere', 'analyst'])
    await refused('unknown-account', 'dispatcher', 'leader', { leaderId: await idOf(fixture, other) })
  const led = await done('dispatcher', 'leader', { leaderId })
  t.match(led, { leader: { leaderId, by: '3204' } })
  await refused('leader-in-charge', 'officer', 'leader', { leaderId })
  t.match(await done('officer', 'release-leader', { reason: 'resolved' }), { leader: null })
  await refused('no-leader', 'officer', 'release-leader', { reason: 'resolved' })
  const calm = await fixture.family({ facts: { F07: 'yes', F12: 'yes' } })
  const other = await commander(fixture, calm.caseId)
  await other.refused('charge-not-warranted', 'officer', 'leader', { leaderId })
})

t.test('a grave case is closed after ninety quiet days and reopened with a reason', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId, orderId } = await fixture.family()
  const { done, refused } = await commander(fixture, caseId)
  await refused('order-open', 'officer', 'close', { reason: 'quiet' })
  await refused('not-supervisor', 'mediator', 'close', { reason: 'quiet' }, 403)
  await workToTheEnd(fixture, orderId)
  await refused('not-quiet-long-enough', 'officer', 'close', { reason: 'quiet' })
  fixture.clock.now = new Date(fixture.clock.now.getTime() + 90 * 86_400_000)
  t.match(await done('officer', 'close', { reason: 'quiet', note: '九十天无新警情。' }), {
    closedAt: fixture.clock.now.toISOString(),
  })
  await refused('case-closed', 'mediator', 'override-grade', { level: 'extreme', reason: 'other' })
  t.match(await done('mediator', 'reopen', { reason: 'new-circumstances' }), { closedAt: null })
  await refused('case-not-closed', 'mediator', 'reopen', { reason: 'new-circumstances' })
})

async function workToTheEnd({ call }: Fixture, orderId: string): Promise<void> {
  const steps: [string, string, object][] = [
    ['mediator', 'accept', {}],
    ['mediator', 'contact', {}],
    ['mediator', 'disposal', { result: 'safety-plan' }],
    ['mediator', 'request-closure', {}],
    ['officer', 'approve-closure', {}],
  ]
  for (const [revision, [as, name, body]] of steps.entries()) {
    const headers = { 'if-match': `"${revision}"` }
    const { status } = await call(`POST /v1/work-orders/${orderId}/${name}`, { as, body, headers })
    t.equal(status, 200, name)
  }
}

t.test('a seal leaves nobody without the order that he has to work', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId, orderId } = await fixture.family()
  const { done, refused } = await commander(fixture, caseId)
  const mediator = await idOf(fixture, 'mediator')
  const dispatcher = await idOf(fixture, 'dispatcher')
  const reason = 'staff-related'
  await refused('worker-not-named', 'officer', 'seal', { named: [], reason })
  await refused('unknown-account', 'officer', 'seal', { named: [await idOf(fixture, 'elsewhere')], reason })
  const sealed = await done('officer', 'seal', { named: [mediator, dispatcher], reason })
  t.strictSame(sealed.sealedFor, [await idOf(fixture, 'officer'), mediator, dispatcher], 'who seals is named')
  await refused('same-people-named', 'officer', 'seal', { named: [dispatcher, mediator], reason })
  const transfer = (to: string) =>
    fixture.call(`POST /v1/work-orders/${orderId}/transfer`, {
      ...{ as: 'officer', body: { to }, headers: { 'if-match': '"0"' } },
    })
  t.match(await transfer('320402004'), { status: 409, body: { reason: 'assignee-not-named' } })
  t.equal((await transfer(district)).status, 200)
  t.match(await done('dispatcher', 'unseal', { reason: 'no-longer-needed' }), { sealedFor: null })
  await refused('not-sealed', 'dispatcher', 'unseal', { reason: 'no-longer-needed' })
})

t.test('two cases of one family are found by a shared telephone, merged, and parted again', async (t) => {
  const fixture = await consoleFixture(t)
  const first = await fixture.family({ phone: '10000009999', facts: { F07: 'yes', F12: 'yes' } })
  const second = await fixture.family({ phone: '10000009999', name: '王小兰' })
  const stranger = await fixture.family()
  await fixture.project()
  const suggestions = async (as: string, of = first) =>
    (await fixture.call(`GET /v1/cases/${of.caseId}/merge-suggestions`, { as })).body
  t.match((await suggestions('mediator')).items, [{ id: second.caseId, because: 'shared-contact' }])
  t.notMatch(JSON.stringify(await suggestions('mediator')), /1000000|王/)
  t.strictSame((await suggestions('officer', stranger)).items, [])

  const { done, refused, seen } = await commander(fixture, first.caseId)
  const merge = { caseId: second.caseId, reason: 'same-people' }
  await refused('same-case', 'officer', 'merge', { ...merge, caseId: first.caseId })
  await refused('unknown-case', 'officer', 'merge', { ...merge, caseId: stranger.orderId }, 404)
  const merged = await done('officer', 'merge', merge)
  t.match(merged, { mergedCases: [second.caseId], mergedInto: null })
  await refused('already-merged', 'officer', 'merge', merge)
  t.strictSame(
    (await seen('mediator')).orders.map((order: { id: string }) => order.id),
    [first.orderId, second.orderId],
    'the card shows the orders of both',
  )
  await refused('not-merged', 'officer', 'unmerge', { caseId: stranger.caseId, reason: 'other-people' })
  t.match(await done('officer', 'unmerge', { caseId: second.caseId, reason: 'other-people' }), {
    mergedCases: [],
  })
})

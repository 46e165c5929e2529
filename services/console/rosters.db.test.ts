import t, { type Test } from 'tap'
import { consoleFixture, district, type Fixture, neighbour, township } from './fixture.ts'

const name = (code: string) => ({ code, kind: 'federation', regionCode: code, name: `${code}妇联` })
const wang = { name: '王小红', phone: '10000001111' }
const li = { name: '李桂英', phone: '10000002222' }
/** From and until so many hours after 2026-11-23T13:00:00Z, a quarter before it is now. */
const shift = (officer: object, from: number, until: number, role = 'officer') => {
  const at = (n: number) => new Date(Date.parse('2026-11-23T13:00:00Z') + n * 3_600_000).toISOString()
  return { officer, role, from: at(from), until: at(until) }
}

async function federations(t: Test): Promise<Fixture> {
  const fixture = await consoleFixture(t)
  for (const code of [township, district, '3204'])
    t.equal(
      (await fixture.call('POST /v1/organisations', { as: 'dispatcher', body: name(code) })).status,
      200,
    )
  return fixture
}
const rosterOf =
  ({ call }: Fixture) =>
  (as: string, federation: string, revision: number, body: object, command = '') =>
    call(`POST /v1/rosters/${federation}${command}`, {
      ...{ as, body, headers: { 'if-match': `"${revision}"` } },
    })

t.test('a roster is made, shown masked, and taken back', async (t) => {
  const fixture = await federations(t)
  const { call, project } = fixture
  const roster = rosterOf(fixture)
  const shifts = [shift(li, 8, 16), shift(wang, 0, 8), shift(wang, 0, 24, 'lead')]
  t.match(await roster('mediator', township, 0, { shifts }), {
    status: 200,
    body: { shifts: 3, revision: 1 },
  })
  const one = await call(`GET /v1/rosters/${township}`, { as: 'neighbour' })
  t.equal(one.headers.get('etag'), '"1"')
  t.match(one.body.shifts, [
    { role: 'officer', label: '王**', phone: '100****1111' },
    { role: 'lead', label: '王**', phone: '100****1111' },
    { role: 'officer', label: '李**', phone: '100****2222' },
  ])
  t.equal(one.body.onDuty.length, 2)
  t.match(await roster('officer', township, 1, { shifts: [shift(li, 8, 16)] }), {
    ...{ status: 409, body: { reason: 'shift-rostered' } },
  })
  const shiftIds = [one.body.shifts[2].shiftId]
  t.match(await roster('officer', township, 1, { shiftIds }, '/withdraw'), {
    status: 200,
    body: { shifts: 2 },
  })
  await project()
  const list = await call(`GET /v1/rosters?federation=${district}&below=true`, { as: 'mediator' })
  t.match(list.body, { total: 2, nextCursor: null })
  t.match(list.body.items[0], { federation: township, label: '王**' })
  const own = await call('GET /v1/rosters', { as: 'neighbour' })
  t.equal(own.body.total, 0, 'without a federation it is one’s own')
})

t.test('an officer is kept once, whoever writes her down again', async (t) => {
  const fixture = await federations(t)
  const roster = rosterOf(fixture)
  await roster('mediator', township, 0, { shifts: [shift(wang, 0, 8), shift(wang, 24, 32)] })
  await roster('mediator', township, 1, { shifts: [shift({ ...wang, phone: '100 0000 1111' }, 48, 56)] })
  const people = await fixture.api.vault.selectFrom('vault.person').selectAll().execute()
  t.equal(people.length, 1)
  const events = (await fixture.api.log.readAll({ after: '', limit: 100 })).events
  t.notMatch(JSON.stringify(events), /\p{Script=Han}|1000000/u)
})

t.test('an account can be on duty where it belongs', async (t) => {
  const fixture = await federations(t)
  const roster = rosterOf(fixture)
  const shifts = (username: string) => ({ shifts: [shift({ username }, 0, 8)] })
  t.match(await roster('mediator', township, 0, shifts('neighbour')), { body: { reason: 'unknown-officer' } })
  t.equal((await roster('mediator', township, 0, shifts('mediator'))).status, 200)
  const one = await fixture.call(`GET /v1/rosters/${township}`, { as: 'officer' })
  t.match(one.body.shifts, [{ label: 'mediator', phone: null }])
})

t.test('a refused shift leaves nobody behind', async (t) => {
  const fixture = await federations(t)
  const roster = rosterOf(fixture)
  for (const [reason, from, until] of [
    ['shift-ends-before-it-begins', 8, 8],
    ['shift-over', -9, 0],
    ['shift-too-long', 0, 200],
  ] as const)
    t.match(await roster('mediator', township, 0, { shifts: [shift(wang, from, until)] }), {
      ...{ status: 409, body: { reason } },
    })
  t.match(await roster('neighbour', neighbour, 0, { shifts: [shift(wang, 0, 8)] }), {
    ...{ status: 404, body: { reason: 'unknown-organisation' } },
  })
  t.strictSame(await fixture.api.vault.selectFrom('vault.person').selectAll().execute(), [])
})

t.test(
  'an order says whom to call now: the number is given to who works it, and each look recorded',
  async (t) => {
    const fixture = await federations(t)
    const { call, api, clock, project } = fixture
    const roster = rosterOf(fixture)
    const { orderId, caseId } = await fixture.family()
    const dutyFor = async (as: string) => (await call(`GET /v1/work-orders/${orderId}`, { as })).body.duty
    const looks = () =>
      api.access
        .selectFrom('account.access_log')
        .selectAll()
        .where('reason', '=', 'duty-call')
        .where('case_id', '=', caseId)
        .execute()
    await project()
    t.strictSame(
      await dutyFor('officer'),
      { federation: township, onDuty: [], until: null },
      'nobody is on duty',
    )

    await roster('officer', district, 0, { shifts: [shift(li, 0, 24)] })
    await project()
    t.strictSame(await dutyFor('mediator'), {
      federation: district,
      onDuty: [{ role: 'officer', label: li.name, phone: li.phone }],
      until: shift(li, 0, 24).until,
    })
    await roster('mediator', township, 0, { shifts: [shift(wang, 0, 8, 'lead')] })
    await project()
    const duty = await dutyFor('officer')
    t.match(duty, { federation: township, onDuty: [{ role: 'lead', label: wang.name, phone: wang.phone }] })
    t.equal(duty.until, shift(wang, 0, 8).until)
    t.equal((await looks()).length, 2)
    await dutyFor('officer')
    t.equal((await looks()).length, 2, 'a screen that reads itself anew is one look')
    clock.now = new Date(clock.now.getTime() + 2 * 3_600_000)
    await dutyFor('officer')
    t.equal((await looks()).length, 3)
    t.equal(await call(`GET /v1/work-orders/${orderId}`, { as: 'elsewhere' }).then((a) => a.status), 404)
    t.equal((await looks()).length, 3)
  },
)

t.test('of a closed order the numbers are masked, and nothing is recorded', async (t) => {
  const fixture = await federations(t)
  const { call, api, project } = fixture
  await rosterOf(fixture)('mediator', township, 0, { shifts: [shift(wang, 0, 100)] })
  const { orderId } = await fixture.family()
  let revision = 0
  const does = async (as: string, command: string, body: object = {}) => {
    const headers = { 'if-match': `"${revision}"` }
    const answer = await call(`POST /v1/work-orders/${orderId}/${command}`, { as, body, headers })
    t.equal(answer.status, 200, command)
    revision = answer.body.revision
  }
  await does('mediator', 'accept')
  await does('mediator', 'disposal', { result: 'safety-plan' })
  await does('mediator', 'request-closure')
  await does('officer', 'approve-closure')
  await project()
  const { body } = await call(`GET /v1/work-orders/${orderId}`, { as: 'officer' })
  t.match(body.duty, { federation: township, onDuty: [{ label: '王**', phone: '100****1111' }] })
  t.strictSame(await callsIn(api), [])
})

const callsIn = ({ access }: Fixture['api']) =>
  access.selectFrom('account.access_log').selectAll().where('action', '=', 'contact').execute()

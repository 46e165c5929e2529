/** Who looked at whom is recorded before it is given, also who tried; and the auditor finds it, and whom to ask. */
import { sql } from 'kysely'
import t from 'tap'
import { brokenChains } from './accessQuery.ts'
import { consoleFixture, type Fixture, neighbour, township } from './fixture.ts'

const hers = { name: '王小红', idNumber: '999000199003072420', phone: '10000005501' }

/** The victim of the family, and what its case needs to be asked about. */
async function victimOf({ call }: Fixture, caseId: string): Promise<string> {
  const { body } = await call(`GET /v1/cases/${caseId}`, { as: 'dispatcher' })
  return body.people.find((person: { role: string }) => person.role === 'victim').personId
}
const listed = async ({ call }: Fixture, query = '') =>
  (await call(`GET /v1/audit${query}`, { as: 'auditor' })).body

t.test(
  'a person is shown in full to those who work her case, for a reason, and recorded first',
  async (t) => {
    const fixture = await consoleFixture(t)
    const { call, family, api } = fixture
    const { caseId } = await family(hers)
    const personId = await victimOf(fixture, caseId)
    const unmask = (as: string, id = personId, body: object = { caseId, reason: 'home-visit' }) =>
      call(`POST /v1/people/${id}/unmask`, { as, body })
    t.match(await unmask('mediator'), {
      status: 200,
      body: { ...hers, role: 'victim', reason: 'home-visit' },
    })
    t.equal((await unmask('officer')).status, 200)
    for (const body of [{ caseId }, { caseId, reason: 'curiosity' }, { caseId, reason: 'contact', x: 1 }])
      t.equal((await unmask('mediator', personId, body)).status, 400)
    for (const [as, status] of [
      ['neighbour', 404] as const,
      ['elsewhere', 404] as const,
      ['analyst', 403] as const,
    ])
      t.equal((await unmask(as)).status, status, as)
    const never = await unmask('neighbour', caseId)
    const { instance: _a, ...unknown } = never.body
    const { instance: _b, ...hidden } = (await unmask('neighbour')).body
    t.strictSame(hidden, unknown, 'who may not is answered as if there were no such person')

    const log = await listed(fixture, `?person=${personId}&action=unmask`)
    t.match(log.items, [
      { username: 'officer', action: 'unmask', outcome: 'given', reason: 'home-visit', personId, caseId },
      { username: 'mediator', federation: township },
    ])
    t.equal(log.total, 2)

    // The vault is looked into only after the record stands.
    const broken = api as { access: unknown }
    const { access } = api
    broken.access = { transaction: () => ({ execute: () => Promise.reject(new Error('no room')) }) }
    const failed = await unmask('mediator')
    broken.access = access
    t.equal(failed.status, 500)
    t.notMatch(JSON.stringify(failed.body), /王小红|10000005501/)
  },
)

t.test('every look, and every try that was refused, is there for the auditor and nobody else', async (t) => {
  const fixture = await consoleFixture(t)
  const { call, family, clock } = fixture
  const { caseId, orderId } = await family(hers)
  await call(`GET /v1/cases/${caseId}`, { as: 'mediator' })
  await call(`GET /v1/cases/${caseId}`, { as: 'mediator' })
  await call(`GET /v1/cases/${caseId}/timeline`, { as: 'mediator' })
  await call(`GET /v1/work-orders/${orderId}`, { as: 'mediator' })
  await call(`GET /v1/cases/${caseId}/contacts?reason=callback`, { as: 'mediator' })
  const mine = await listed(fixture, '?account=mediator')
  const counted = (action: string) => mine.items.filter((i: { action: string }) => i.action === action).length
  t.strictSame(['card', 'words', 'contact', 'unmask'].map(counted), [2, 2, 1, 0], 'two people, each once')
  clock.now = new Date(clock.now.getTime() + 11 * 60_000)
  await call(`GET /v1/cases/${caseId}`, { as: 'mediator' })
  t.equal((await listed(fixture, '?account=mediator&action=card')).total, 4, 'later it is another look')

  await call(`GET /v1/cases/${caseId}`, { as: 'neighbour' })
  await call(`GET /v1/work-orders/${orderId}`, { as: 'neighbour' })
  await call('GET /v1/cases/张小红的电话10000001111', { as: 'neighbour' })
  await call('GET /v1/work-orders', { as: 'analyst' })
  await call(`GET /v1/cases/${caseId}`)
  const tries = await listed(fixture, '?outcome=refused')
  const route = (path: string) => ({ route: path })
  t.match(tries.items, [
    { username: 'analyst', reason: 'not-allowed', detail: route('GET /v1/work-orders') },
    { username: 'neighbour', reason: 'unknown-case', caseId: null, detail: route('GET /v1/cases/:id') },
    { username: 'neighbour', reason: 'unknown-order', orderId },
    { username: 'neighbour', reason: 'unknown-case', caseId, personId: null, federation: neighbour },
  ])
  t.equal(tries.total, 4)
  const everything = JSON.stringify([await listed(fixture, '?limit=200'), tries])
  for (const secret of ['王小红', '张小红', '999000199003072420', '10000005501', '10000001111', '李某'])
    t.notOk(everything.includes(secret), secret)

  t.test('page by page, and by what is asked', async (t) => {
    const all = (await listed(fixture, '?limit=200')).items
    const first = await listed(fixture, '?limit=3')
    const rest = await listed(fixture, `?limit=200&cursor=${first.nextCursor}`)
    t.strictSame([...first.items, ...rest.items], all)
    t.equal(rest.nextCursor, null)
    t.equal((await listed(fixture, '?from=2026-11-24')).total, 0)
    t.equal((await listed(fixture, '?from=2026-11-23&to=2026-11-23')).total, all.length)
    t.equal((await listed(fixture, `?case=${caseId}&account=neighbour`)).total, 1)
    for (const query of ['?from=2026-11-24&to=2026-11-23', '?person=x', '?action=stare', '?cursor=WyJ4Il0'])
      t.equal((await call(`GET /v1/audit${query}`, { as: 'auditor' })).status, 400, query)
  })

  t.test('an export holds what is listed, and is recorded itself', async (t) => {
    const { items } = await listed(fixture, '?account=neighbour')
    const answer = await call('GET /v1/audit/export?account=neighbour', { as: 'auditor' })
    t.match(answer.headers.get('content-type'), /text\/csv/)
    const lines = String(answer.body).trim().split('\r\n')
    t.equal(lines.length, items.length + 1)
    t.match(lines[1], new RegExp(`"${items[0].id}"`))
    t.match((await listed(fixture, '?action=export')).items, [
      { username: 'auditor', reason: 'audit', detail: { what: 'audit', rows: items.length } },
    ])
  })
})

t.test('a row that was changed or taken out shows, and the database refuses both', async (t) => {
  const fixture = await consoleFixture(t)
  const { call, family, api, project } = fixture
  await project()
  const { caseId } = await family(hers)
  for (const as of ['mediator', 'officer', 'dispatcher']) await call(`GET /v1/cases/${caseId}`, { as })
  await call(`GET /v1/cases/${caseId}/timeline`, { as: 'officer' })
  const day = '2026-11-23'
  t.strictSame(await brokenChains(api.access, day, day), [])
  for (const statement of ["UPDATE account.access_log SET reason = 'x'", 'DELETE FROM account.access_log'])
    await t.rejects(sql.raw(statement).execute(api.access), /append-only/)

  const accountIds = Object.fromEntries(
    (await listed(fixture)).items.map((i: { username: string; accountId: string }) => [
      i.username,
      i.accountId,
    ]),
  )
  await sql`ALTER TABLE account.access_log DISABLE TRIGGER ALL`.execute(api.access)
  await sql`UPDATE account.access_log SET person_id = case_id
    WHERE account_id = ${accountIds.mediator}::uuid AND number = 0`.execute(api.access)
  await sql`DELETE FROM account.access_log WHERE account_id = ${accountIds.officer}::uuid AND number = 1`.execute(
    api.access,
  )
  await sql`ALTER TABLE account.access_log ENABLE TRIGGER ALL`.execute(api.access)
  const broken = await brokenChains(api.access, day, day)
  t.strictSame(
    broken.map(({ accountId }) => accountId).sort(),
    [accountIds.mediator, accountIds.officer].sort(),
  )
  const week = await call('GET /v1/audit/unusual', { as: 'auditor' })
  t.match(week.body.items.map((i: { username: string }) => i.username).sort(), ['mediator', 'officer'])
  t.match(week.body.items[0].reasons, [{ reason: 'record-broken', count: 1 }])
})

t.test('the week’s list names who looked at night, elsewhere and at many, with the numbers', async (t) => {
  const fixture = await consoleFixture(t)
  const { call, family, project, clock } = fixture
  await project()
  const unusual = async (week = '2026-11-26') =>
    (await call(`GET /v1/audit/unusual?week=${week}`, { as: 'auditor' })).body
  t.match(await unusual(), { from: '2026-11-23', to: '2026-11-29', items: [], total: 0 })
  t.match(await unusual('2026-11-29'), { from: '2026-11-23', to: '2026-11-29' })
  t.match(await unusual('2026-11-30'), { from: '2026-11-30' })

  const cases: string[] = []
  for (let n = 0; n < 10; n++) cases.push((await family({ name: `王小${'甲乙丙丁戊己庚辛壬癸'[n]}` })).caseId)
  await project()
  for (const caseId of cases) {
    const personId = await victimOf(fixture, caseId)
    await call(`POST /v1/people/${personId}/unmask`, { as: 'officer', body: { caseId, reason: 'contact' } })
  }
  for (const caseId of cases.slice(0, 5)) await call(`GET /v1/cases/${caseId}`, { as: 'neighbour' })
  // A quarter past two in the night, Shanghai.
  clock.now = new Date('2026-11-24T18:15:00Z')
  for (const caseId of cases.slice(0, 2)) await call(`GET /v1/cases/${caseId}`, { as: 'mediator' })

  const { items } = await unusual()
  const of = (username: string) =>
    items.find((item: { username: string }) => item.username === username)?.reasons
  t.match(of('officer'), [{ reason: 'many-unmasked', count: 10, limit: 10 }])
  t.match(of('neighbour'), [{ reason: 'tried-elsewhere', count: 5 }])
  t.match(of('mediator'), [{ reason: 'out-of-hours', count: 4 }], 'two cases of two people')
  t.equal(of('colleague'), undefined)
  t.strictSame((await unusual('2026-12-01')).items, [], 'another week is another list')
})

import { readEvent } from '@jiahe/domain/upcast.ts'
import t, { type Test } from 'tap'
import { consoleFixture, type Fixture } from './fixture.ts'

const shelter = {
  ...{ code: 'BH320402001', kind: 'shelter', regionCode: '320402', name: '天宁区反家暴庇护中心' },
  ...{ address: '天宁区某路一号', phone: '051910000012', contactName: '王小红', contactPhone: '10000001111' },
  ...{ capabilities: ['round-the-clock', 'sheltering'], capacity: 12 },
}
const lawyer = {
  ...{ code: 'LS3204001', kind: 'lawyer', regionCode: '3204', name: '李律师（明理律所）' },
  ...{ address: '某小区二号', phone: '10000002222' },
}
const station = {
  ...{ code: 'PCS320402003', kind: 'police-station', regionCode: '320402003', name: '茶山派出所' },
  ...{ address: '茶山路三号', phone: '051910000013', contactName: '赵所长', contactPhone: '10000003333' },
}
const everything = [shelter, lawyer, station]

async function directory(t: Test): Promise<Fixture> {
  const fixture = await consoleFixture(t)
  for (const body of everything)
    t.equal((await fixture.call('POST /v1/organisations', { as: 'administrator', body })).status, 200)
  await fixture.project()
  return fixture
}

t.test('offices are shown as they show themselves; people and shelters are hidden', async (t) => {
  const { call } = await directory(t)
  const one = async (code: string) => (await call(`GET /v1/organisations/${code}`, { as: 'mediator' })).body
  t.match(await one(station.code), {
    ...{ name: station.name, address: station.address, phone: station.phone, hidden: true },
    ...{ contactName: '赵**', contactPhone: '100****3333', revision: 0 },
  })
  t.match(await one(lawyer.code), { name: lawyer.name, address: null, phone: '100****2222', hidden: true })
  t.match(await one(shelter.code), {
    ...{ name: shelter.name, address: null, phone: '051****0012', contactName: '王**', hidden: true },
    ...{ capabilities: ['sheltering', 'round-the-clock'], capacity: 12, regionCode: '320402' },
  })
  const list = await call('GET /v1/organisations', { as: 'mediator' })
  t.equal(list.body.total, 3)
  for (const secret of [shelter.address, '10000001111', '10000002222', '10000003333', '王小红', '赵所长'])
    t.notMatch(JSON.stringify(list.body), secret)
  t.match(await call('GET /v1/organisations/NONE1', { as: 'mediator' }), {
    ...{ status: 404, body: { reason: 'unknown-organisation' } },
  })
})

t.test('what is hidden is told to whom it serves, after the look was recorded', async (t) => {
  const { call, api, clock } = await directory(t)
  const reach = (as: string, code: string) =>
    call(`GET /v1/organisations/${code}/contacts?reason=referral`, { as })
  t.match(await reach('mediator', shelter.code), {
    ...{ status: 200, body: { address: shelter.address, phone: shelter.phone, contactName: '王小红' } },
  })
  t.match(await reach('elsewhere', shelter.code), { status: 403, body: { reason: 'outside-region' } })
  t.equal((await reach('elsewhere', lawyer.code)).status, 200, 'what lies with the city serves all')
  t.match(await reach('administrator', shelter.code), { status: 403, body: { reason: 'not-allowed' } })
  t.equal((await call(`GET /v1/organisations/${shelter.code}/contacts`, { as: 'mediator' })).status, 400)
  const looks = await api.access.selectFrom('account.access_log').selectAll().orderBy('id').execute()
  const given = looks.filter(({ outcome }) => outcome === 'given')
  t.equal(given.length, 2, 'refused looks saw nothing')
  t.equal(looks.length, 4, 'and stand there as tries')
  t.match(looks[0], { at: clock.now, reason: 'referral' })
})

t.test('they are found by name and code, kind and region, page by page', async (t) => {
  const { call } = await directory(t)
  const found = async (query: string) => {
    const { body } = await call(`GET /v1/organisations?${query}`, { as: 'officer' })
    t.equal(body.total, body.items.length)
    return body.items.map((item: { code: string }) => item.code)
  }
  t.strictSame(await found(`q=${encodeURIComponent('庇护')}`), [shelter.code])
  t.strictSame(await found(`q=${encodeURIComponent(' 律 所')}`), [lawyer.code])
  t.strictSame(await found('q=pcs3204'), [station.code])
  t.strictSame(await found(`q=${encodeURIComponent('王小红')}`), [], 'by no contact')
  t.strictSame(await found('kind=lawyer'), [lawyer.code])
  t.strictSame(await found('region=320402'), [shelter.code, station.code])
  t.strictSame(await found('region=320402003000&above=true'), [lawyer.code, shelter.code, station.code])
  t.strictSame(await found('region=320404&above=true'), [lawyer.code])
  t.equal((await call('GET /v1/organisations?cursor=abc', { as: 'officer' })).status, 400)
  const codes = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const next = cursor ? `&cursor=${cursor}` : ''
    const { body } = await call(`GET /v1/organisations?limit=1${next}`, { as: 'officer' })
    t.equal(body.total, 3)
    codes.push(...body.items.map((item: { code: string }) => item.code))
    cursor = body.nextCursor
  }
  t.strictSame(codes, [lawyer.code, shelter.code, station.code])
})

t.test('nothing personal and no words are in the history', async (t) => {
  const { api } = await directory(t)
  const events = (await api.log.readAll({ after: '', limit: 100 })).events
  t.strictSame(
    events.map(({ stream, type }) => `${stream} ${type}`),
    everything.map(({ code }) => `organisation-${code} OrganisationRegistered`),
  )
  const text = JSON.stringify(events)
  t.notMatch(text, /\p{Script=Han}|1000000|0519/u)
  for (const event of events) t.doesNotThrow(() => readEvent(event))
})

t.test('an amendment changes what it names, and a name that is new is found', async (t) => {
  const { call, project } = await directory(t)
  const amend = (body: object, revision: number) =>
    call(`POST /v1/organisations/${shelter.code}/amend`, {
      ...{ as: 'dispatcher', body, headers: { 'if-match': `"${revision}"` } },
    })
  const amended = await amend({ name: '天宁庇护驿站', capacity: null, contactName: null }, 0)
  t.match(amended, { status: 200, body: { revision: 1, capacity: null, kind: 'shelter' } })
  t.equal(amended.headers.get('etag'), '"1"')
  t.equal((await amend({ capacity: 3 }, 0)).status, 412)
  t.equal((await amend({ regionCode: '320402999' }, 1)).body.reason, 'unknown-region')
  t.match(await amend({ regionCode: '320500' }, 1), { status: 403, body: { reason: 'outside-region' } })
  await project()
  const reached = await call(`GET /v1/organisations/${shelter.code}/contacts?reason=verification`, {
    as: 'dispatcher',
  })
  t.match(reached.body, { name: '天宁庇护驿站', address: shelter.address, contactName: null })
  const found = await call(`GET /v1/organisations?q=${encodeURIComponent('驿站')}`, { as: 'mediator' })
  t.equal(found.body.total, 1)
  const former = await call(`GET /v1/organisations?q=${encodeURIComponent('反家暴')}`, { as: 'mediator' })
  t.equal(former.body.total, 0)
})

t.test('it is closed for a reason and reopened; refusals say what to do', async (t) => {
  const { call } = await directory(t)
  const does = (name: string, revision: number, body: object = {}) =>
    call(`POST /v1/organisations/${lawyer.code}/${name}`, {
      ...{ as: 'dispatcher', body, headers: { 'if-match': `"${revision}"` } },
    })
  t.match(await does('reopen', 0), { status: 409, body: { reason: 'organisation-not-closed' } })
  t.match(await does('close', 0, { reason: 'dissolved' }), { status: 200, body: { status: 'closed' } })
  t.match(await does('close', 1, { reason: 'dissolved' }), {
    ...{ status: 409, body: { reason: 'organisation-closed', detail: /\p{Script=Han}/u } },
  })
  t.match(await does('reopen', 1), { status: 200, body: { status: 'active', revision: 2 } })
  const register = (body: object) => call('POST /v1/organisations', { as: 'dispatcher', body })
  t.match(await register(lawyer), {
    status: 409,
    body: { reason: 'already-registered', current: { revision: 2 } },
  })
  t.match(await register({ ...lawyer, code: '320402' }), { body: { reason: 'code-of-a-region' } })
  t.match(await register({ ...lawyer, code: 'FL1', kind: 'federation' }), {
    body: { reason: 'federation-code' },
  })
  t.match(await register({ ...lawyer, code: '999000199003072420' }), {
    ...{ status: 400, body: { errors: [{ pointer: '/code' }] } },
  })
  t.notMatch(JSON.stringify((await register({ ...lawyer, code: '999000199003072420' })).body), '199003072420')
})

t.test('a registration that is sent again under its key is the same one', async (t) => {
  const { call, api } = await consoleFixture(t)
  const send = () =>
    call('POST /v1/organisations', {
      ...{ as: 'administrator', body: shelter, headers: { 'idempotency-key': 'once' } },
    })
  const [first, second] = [await send(), await send()]
  t.equal(first.status, 200)
  t.strictSame([second.status, second.body], [200, first.body])
  t.equal((await api.log.readAll({ after: '', limit: 10 })).events.length, 1)
})

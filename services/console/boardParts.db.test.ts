/** What stands behind the board's numbers over HTTP, and what is taken away of it. */
import excel from 'exceljs'
import t from 'tap'
import { city, consoleFixture, district, elsewhere, township } from './fixture.ts'

const { call, family, project, clock, url } = await consoleFixture(t)
const one = await family()
const extreme = await family({ facts: { F01: 'yes', F02: 'yes' } })
await project()

t.test('a slice has what its values say, and its list has as many', async (t) => {
  const board = (query: string) => call(`GET /v1/board?${query}`, { as: 'dispatcher' })
  const all = await board('by=grade')
  t.equal(all.body.totals.alerts, 2)
  const only = await board('by=grade&grade=extreme&channel=police-110')
  t.match(only.body.rows, [{ grade: 'extreme', alerts: 1 }])
  t.equal(only.body.rows.length, 1)
  t.equal(
    (await board('maritalStatus=none')).body.totals.alerts +
      (await board('maritalStatus=20,40')).body.totals.alerts,
    2,
  )
  t.match(await board('grade=worst'), { status: 400, body: { errors: [{ pointer: '?grade' }] } })
  const items = await call('GET /v1/board/items?measure=alerts&grade=extreme', { as: 'dispatcher' })
  t.match(items.body, {
    total: 1,
    nextCursor: null,
    items: [{ caseId: extreme.caseId, grade: 'extreme', orderId: null }],
  })
  const orders = await call(`GET /v1/board/items?measure=ordersDispatched&level=township&place=${township}`, {
    as: 'dispatcher',
  })
  t.strictSame(
    new Set(orders.body.items.map((i: { orderId: string }) => i.orderId)),
    new Set([one.orderId, extreme.orderId]),
  )
})

t.test('nobody lists or takes away what lies elsewhere', async (t) => {
  for (const path of ['/v1/board/items?measure=alerts&', '/v1/board/export?'])
    t.match(await call(`GET ${path}region=${district}`, { as: 'elsewhere' }), {
      status: 403,
      body: { reason: 'outside-region' },
    })
  t.match(await call('GET /v1/board/items?measure=alerts', { as: 'elsewhere' }), { body: { total: 0 } })
  t.match(await call('GET /v1/board/items?measure=alerts&place=none', { as: 'officer' }), {
    body: { total: 0 },
  })
  t.match(await call(`GET /v1/board/items?measure=alerts&place=${elsewhere}`, { as: 'officer' }), {
    body: { total: 0 },
  })
})

t.test('a file has the rows of the board in its order, and what was in it is on record', async (t) => {
  const cookie = (
    await call('POST /v1/session', { body: { username: 'dispatcher', password: 'correct-horse' } })
  ).headers
    .get('set-cookie')!
    .split(';')[0]!
  const query = 'by=region,grade&level=district&group=intake&measure=alerts'
  const response = await fetch(`${url}/v1/board/export?${query}`, { headers: { cookie } })
  t.equal(response.status, 200)
  t.match(response.headers.get('content-disposition'), /^attachment; filename="board-2026-11-23.xlsx"$/)
  const book = new excel.Workbook()
  await book.xlsx.load((await response.arrayBuffer()) as never)
  const page = book.worksheets[0]!
  t.match(page.getCell('A2').value, '区划：常州市；发生日期：全部；指标：来件')
  t.match(page.getCell('A3').value, '数据截至 2026-11-23 21:14:00；导出人 dispatcher（常州市妇联）')
  const lines = [4, 5, 6, 7].map((n) => (page.getRow(n).values as unknown[]).slice(1))
  t.strictSame(lines[0], ['区划', '分级', '警情', '纠纷线索', '新增个案'])
  t.strictSame(lines[3], ['合计', '', 2, 0, 2])
  for (const line of lines.slice(1, 3)) t.match(line, ['天宁区', /高$/, 1, 0, 1])
  t.equal(page.rowCount, 7)
  const csv = await call(`GET /v1/board/export?${query}&format=csv`, { as: 'dispatcher' })
  t.match(csv.body, '"合计","",2,0,2')
  const record = await call('GET /v1/audit?action=export', { as: 'auditor' })
  t.equal(record.body.total, 2)
  t.match(record.body.items[1], {
    ...{ action: 'export', outcome: 'given', reason: 'figures' },
    detail: { what: 'board', format: 'xlsx', rows: 2, by: 'region,grade', region: city, group: 'intake' },
  })
})

t.test('an account takes away so much in a minute, however many it asks for at once', async (t) => {
  clock.now = new Date(clock.now.getTime() + 120_000)
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => call('GET /v1/board/export?format=ndjson', { as: 'mediator' })),
  )
  const given = answers.filter(({ status }) => status === 200)
  t.equal(given.length, 12)
  const refused = answers.filter(({ status }) => status !== 200)
  t.ok(refused.every(({ status, body }) => status === 429 && body.reason === 'too-many-requests'))
  t.equal((await call('GET /v1/audit?action=export', { as: 'auditor' })).body.total, 14)
  clock.now = new Date(clock.now.getTime() + 61_000)
  t.equal((await call('GET /v1/board/export?format=ndjson', { as: 'mediator' })).status, 200)
})

t.test('days are answered up to their limit, in their order', async (t) => {
  const days = (first: string, last: string) =>
    call(`GET /v1/board/days?first=${first}&last=${last}`, { as: 'analyst' })
  const { body } = await days('2026-11-22', '2026-11-23')
  t.strictSame(body.totals.alerts, [0, 2])
  t.match(body.rows, [{ region: district, alerts: [0, 2] }])
  t.match(await days('2026-11-23', '2026-11-22'), {
    status: 400,
    body: { errors: [{ reason: 'before-first' }] },
  })
  t.match(await days('2024-11-23', '2026-11-22'), {
    status: 400,
    body: { errors: [{ reason: 'too-many-days' }] },
  })
})

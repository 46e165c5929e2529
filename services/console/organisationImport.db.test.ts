import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import t from 'tap'
import { consoleFixture, type Fixture } from './fixture.ts'

const titles = [
  '机构代码',
  '机构名称',
  '机构类型',
  '区划代码',
  '地址',
  '电话',
  '联系人',
  '联系人电话',
  '状态',
]
type Cells = readonly string[]
const good: Cells = [
  ...['TJ320402001', '天宁婚姻家庭纠纷调解委员会', '人民调解委员会', '320402003', '某路一号', '051910000012'],
  ...['王小红', '10000001111', '在用'],
]
const changed = (change: Readonly<Record<string, string>>): Cells =>
  titles.map((title, i) => change[title] ?? good[i]!)
const csv = (rows: readonly Cells[], header: readonly string[] = titles) =>
  [header, ...rows].map((cells) => cells.join(',')).join('\r\n')

async function send({ call }: Fixture, file: string | Buffer, as = 'dispatcher', type = 'text/csv') {
  return call('POST /v1/organisations/imports', { as, body: file, headers: { 'content-type': type } })
}

t.test('rows are taken or told of by row, column and reason, and nothing they say is repeated', async (t) => {
  const fixture = await consoleFixture(t)
  const rows = [
    good,
    changed({ 机构代码: 'LS1', 机构名称: '李律师', 机构类型: '执业律师', 联系人: '', 联系人电话: '' }),
    changed({ 机构代码: '' }),
    changed({ 机构代码: '999000199003072420' }),
    changed({ 机构代码: '10000001234' }),
    changed({ 机构代码: '3.2E+17' }),
    changed({ 机构代码: 'TJ9', 机构名称: ' ' }),
    changed({ 机构代码: 'TJ10', 区划代码: '' }),
    changed({ 机构代码: 'TJ11', 区划代码: '320500' }),
    changed({ 机构代码: 'TJ12', 区划代码: '320402999' }),
    changed({ 机构代码: 'TJ13', 机构类型: '居委会', 电话: '不详', 状态: '筹建' }),
    changed({
      机构代码: '320402003000',
      机构名称: '茶山街道妇联',
      机构类型: '妇联',
      区划代码: '320402003000',
    }),
    changed({ 机构代码: '320402', 机构名称: '天宁区妇联', 机构类型: '妇联', 区划代码: '' }),
    changed({ 机构代码: 'FL1', 机构类型: '妇联' }),
    changed({ 机构代码: '320404', 机构类型: '庇护所' }),
    changed({ 机构代码: 'TJ17', 状态: '注销' }),
  ]
  const answer = await send(fixture, csv(rows))
  t.equal(answer.status, 200)
  t.match(answer.body, { rows: 16, accepted: 7, amended: 0, duplicates: 0 })
  const told = (remarks: readonly { row: number; column: string; reason: string }[]) =>
    remarks.map(({ row, column, reason }) => `${row} ${column} ${reason}`)
  t.strictSame(told(answer.body.rejected), [
    '4 机构代码 missing-code',
    '5 机构代码 code-of-a-person',
    '6 机构代码 code-of-a-person',
    '7 机构代码 code-digits-lost',
    '8 机构名称 missing-name',
    '9 区划代码 missing-region',
    '10 区划代码 outside-city',
    '15 机构代码 federation-code',
    '16 机构代码 code-of-a-region',
  ])
  t.strictSame(told(answer.body.warnings), [
    '11 区划代码 unknown-township-of-organisation',
    '12 机构类型 unknown-kind',
    '12 状态 unknown-status',
    '12 电话 organisation-phone-format',
  ])
  t.notMatch(JSON.stringify(answer.body), /王小红|1000000|999000|某路/)
  await fixture.project()
  const { body } = await fixture.call('GET /v1/organisations', { as: 'mediator' })
  const byCode = (code: string) => body.items.find((item: { code: string }) => item.code === code)
  t.equal(body.total, 7)
  t.match(byCode('TJ12'), { regionCode: '320402' })
  t.match(byCode('TJ13'), { kind: 'other', status: 'active' })
  t.match(byCode('320402003'), { kind: 'federation', name: '茶山街道妇联' })
  t.match(byCode('320402'), { regionCode: '320402' })
  t.match(byCode('TJ17'), { status: 'closed' })
})

t.test('the same file twice changes nothing; another one amends, closes and reopens', async (t) => {
  const fixture = await consoleFixture(t)
  const { log, vault } = fixture.api
  const rows = [good, changed({ 机构代码: 'TJ2' }), changed({ 机构代码: 'TJ3', 状态: '停用' })]
  t.match((await send(fixture, csv(rows))).body, { rows: 3, accepted: 3 })
  const head = await log.head()
  const kept = async () => (await vault.selectFrom('vault.text').select('text_id').execute()).length
  const cards = await kept()
  t.match((await send(fixture, csv(rows))).body, { rows: 3, accepted: 0, amended: 0, duplicates: 3 })
  t.equal(await log.head(), head)
  t.equal(await kept(), cards, 'no card was kept for nothing')
  const other = [
    changed({ 电话: '051910000099' }),
    changed({ 机构代码: 'TJ2', 状态: '注销' }),
    changed({ 机构代码: 'TJ3', 状态: '正常' }),
  ]
  t.match((await send(fixture, csv(other))).body, { accepted: 0, amended: 3, duplicates: 0 })
  const one = async (code: string) =>
    (await fixture.call(`GET /v1/organisations/${code}`, { as: 'officer' })).body
  t.match(await one(good[0]!), { phone: '051910000099', name: good[1]!, revision: 1 })
  t.match(await one('TJ2'), { status: 'closed' })
  t.match(await one('TJ3'), { status: 'active' })
})

t.test('a code that stands twice holds what stands last, and that is said', async (t) => {
  const fixture = await consoleFixture(t)
  const rows = [good, changed({ 机构名称: '中间' }), changed({ 机构名称: '最后' })]
  const { body } = await send(fixture, csv(rows))
  t.match(body, { rows: 3, accepted: 1, amended: 2 })
  t.match(body.warnings, [
    { row: 3, column: '机构代码', reason: 'code-stands-twice' },
    { row: 4, column: '机构代码', reason: 'code-stands-twice' },
  ])
  t.match((await fixture.call(`GET /v1/organisations/${good[0]}`, { as: 'officer' })).body, { name: '最后' })
})

t.test('files come as spreadsheets write them', async (t) => {
  const fixture = await consoleFixture(t)
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('名录')
  sheet.addRow(['某市组织名录'])
  sheet.addRow([...titles, '床位数', '服务内容', '备注栏'])
  sheet.addRow([
    ...good.slice(0, 3),
    320402003,
    ...good.slice(4),
    '12张',
    '庇护、心理咨询，24小时；跳舞',
    'x',
  ])
  const xlsx = Buffer.from(await workbook.xlsx.writeBuffer())
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const first = await send(fixture, xlsx, 'administrator', type)
  t.match(first.body, { rows: 1, accepted: 1, rejected: [] })
  t.strictSame(
    first.body.warnings.map(
      ({ column, reason }: { column: string; reason: string }) => `${column} ${reason}`,
    ),
    ['备注栏 unknown-column', '服务内容 unknown-capability'],
  )
  const { body } = await fixture.call(`GET /v1/organisations/${good[0]}`, { as: 'officer' })
  t.match(body, { capacity: 12, capabilities: ['counselling', 'sheltering', 'round-the-clock'] })
  const gb = iconv.encode(csv([changed({ 机构代码: 'TJ2' })]), 'gb18030')
  t.match((await send(fixture, gb)).body, { accepted: 1, warnings: [] })
})

t.test('a file without what no row can do without is refused, and said why', async (t) => {
  const fixture = await consoleFixture(t)
  const files: [string, object][] = [
    ['今天天气好', { reason: 'invalid-file', detail: /机构代码/ }],
    ['', { reason: 'invalid-file' }],
    [
      csv(
        [good],
        titles.map((title) => (title === '区划代码' ? '区划' : title)),
      ),
      {
        errors: [{ pointer: '区划代码', reason: 'missing-column' }],
      },
    ],
    [
      csv(
        [good],
        titles.map((title) => (title === '地址' ? '办公电话' : title)),
      ),
      {
        errors: [{ pointer: '电话', reason: 'duplicate-column' }],
      },
    ],
  ]
  for (const [file, body] of files) t.match(await send(fixture, file), { status: 400, body })
  t.equal((await send(fixture, csv([good]), 'officer')).status, 403)
})

t.test('it is told as it goes to who asks for it', async (t) => {
  const fixture = await consoleFixture(t)
  const rows = Array.from({ length: 600 }, (_, n) => changed({ 机构代码: `TJ${1000 + n}` }))
  const answer = await fixture.call('POST /v1/organisations/imports', {
    ...{ as: 'dispatcher', body: csv(rows) },
    headers: { 'content-type': 'text/csv', accept: 'application/x-ndjson' },
  })
  const lines = String(answer.body)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.strictSame(
    lines.slice(0, -1).map(({ progress }) => progress.done),
    [256, 512, 600],
  )
  t.match(lines.at(-1), { rows: 600, accepted: 600 })
})

t.test('a province’s directory of 8,946 loads', async (t) => {
  const fixture = await consoleFixture(t)
  const rows = Array.from({ length: 8946 }, (_, n) =>
    changed({
      机构代码: `TJ${100_000 + n}`,
      机构名称: `第${n}婚姻家庭纠纷调解室`,
      电话: `051${10_000_000 + n}`,
    }),
  )
  const file = csv(rows)
  const timed = async (what: string) => {
    const began = performance.now()
    const { body } = await send(fixture, file)
    const seconds = (performance.now() - began) / 1000
    console.error(
      `${what}: ${body.rows} rows in ${seconds.toFixed(1)} s, ${Math.round(body.rows / seconds)} rows/s`,
    )
    return body
  }
  t.match(await timed('first'), { rows: 8946, accepted: 8946, rejected: [], warnings: [] })
  t.match(await timed('again'), { rows: 8946, accepted: 0, amended: 0, duplicates: 8946 })
  await fixture.project()
  const search = `q=${encodeURIComponent('第8945婚')}`
  for (const what of ['first search', 'next search']) {
    const began = performance.now()
    const { body } = await fixture.call(`GET /v1/organisations?${search}`, { as: 'mediator' })
    console.error(`${what}: ${Math.round(performance.now() - began)} ms`)
    t.match(body, { total: 1, items: [{ code: 'TJ108945' }] })
  }
})

import { readFileSync } from 'node:fs'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import t from 'tap'
import { intakeService, otherKey, type Served } from './fixture.ts'

const sample = new URL('fixtures/police-alerts-sample.gb18030.csv', import.meta.url)
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const alerts = 'POST /v1/imports?kind=police-alerts'

t.test('the sample of a bureau is taken whole, and the second time changes nothing', async (t) => {
  const { call, log } = await intakeService(t)
  const body = readFileSync(sample)
  const first = await call(alerts, { type: 'text/csv', body })
  t.equal(first.status, 200)
  t.match(first.body, { rows: 600, accepted: 600, amended: 0, duplicates: 0 })
  t.strictSame(first.body.rejected, [])
  const head = await log.head()
  const again = await call(alerts, { type: 'application/octet-stream', body })
  t.match(again.body, { rows: 600, accepted: 0, amended: 0, duplicates: 600 })
  t.equal(await log.head(), head)
})

const titles = [
  '接警编号',
  '报警时间',
  '接警单位',
  '区划代码',
  '事发地址',
  '受害人姓名',
  '受害人证件号',
  '受害人电话',
]
const header = [
  ...titles,
  '受害人性别',
  '加害人姓名',
  '双方关系',
  '婚姻状况',
  '纠纷类型',
  '伤情',
  '扼颈窒息',
  '备注',
]
type Cells = readonly (string | number | Date | null)[]
const good = (change: Readonly<Record<string, string | number | Date | null>>): Cells => {
  const row: Record<string, string | number | Date | null> = {
    接警编号: 'A1',
    报警时间: '2026-05-01 02:09:00',
    区划代码: '320402003',
    受害人姓名: '王某',
    受害人证件号: '999000199003072420',
    受害人电话: '10000001111',
    受害人性别: '女',
    加害人姓名: '李某',
    双方关系: '夫妻',
    婚姻状况: '已婚',
    纠纷类型: '家庭暴力',
    伤情: '轻',
    扼颈窒息: '是',
    ...change,
  }
  return header.map((title) => row[title] ?? null)
}

const rows: readonly Cells[] = [
  good({}),
  good({ 接警编号: 'A2', 报警时间: '昨天晚上' }),
  good({ 接警编号: null }),
  [],
  good({ 接警编号: 'A3', 受害人姓名: null, 受害人证件号: null, 受害人电话: null, 加害人姓名: ' ' }),
  good({ 接警编号: 'A4', 区划代码: '999999999' }),
  good({ 接警编号: 'A5', 受害人证件号: '999000199003072421' }),
  good({ 接警编号: 'A6', 受害人证件号: '9.99E+17', 受害人电话: '1.00E+10', 区划代码: '3.20402E+11' }),
  good({
    接警编号: ' Ａ７\t',
    报警时间: '２０２６年５月１日 ２时９分',
    区划代码: '３２０４０２００３',
    婚姻状况: '20',
  }),
  good({
    接警编号: 'A8',
    报警时间: '46143.5',
    婚姻状况: '分居',
    双方关系: '邻居',
    伤情: '就医',
    扼颈窒息: '也许',
  }),
  good({ 接警编号: 'A9', 报警时间: '2027-05-01 02:09', 伤情: '很重' }),
  good({ 接警编号: '2.02605E+17' }),
]
const rejected = [
  { row: 3, column: '报警时间', reason: 'unreadable-time' },
  { row: 4, column: '接警编号', reason: 'missing-reference' },
  { row: 6, column: '受害人姓名', reason: 'no-person' },
  { row: 12, column: '报警时间', reason: 'more-than-a-day-ahead' },
  { row: 13, column: '接警编号', reason: 'reference-digits-lost' },
]
const warnings = [
  { row: 1, column: '备注', reason: 'unknown-column' },
  { row: 7, column: '区划代码', reason: 'unknown-region' },
  { row: 8, column: '受害人证件号', reason: 'id-number-check-digit' },
  { row: 9, column: '受害人证件号', reason: 'id-number-digits-lost' },
  { row: 9, column: '受害人电话', reason: 'phone-digits-lost' },
  { row: 9, column: '区划代码', reason: 'region-digits-lost' },
  { row: 11, column: '双方关系', reason: 'unknown-relationship' },
  { row: 11, column: '扼颈窒息', reason: 'unknown-answer' },
]
const csv = (lines: readonly Cells[], bom = '') =>
  bom + [header, ...lines].map((cells) => cells.map((cell) => cell ?? '').join(',')).join('\r\n')

const files: readonly (readonly [name: string, type: string, body: Buffer])[] = [
  ['UTF-8 with BOM', 'text/csv', Buffer.from(csv(rows, '\ufeff'))],
  ['GB18030', 'text/csv', iconv.encode(csv(rows), 'gb18030')],
  ['GB18030 as it is called', 'text/csv; charset=gbk', iconv.encode(csv(rows), 'gb18030')],
  ['UTF-16', 'text/csv', Buffer.from(csv(rows, '\ufeff'), 'utf16le')],
  ['XLSX', xlsxType, await xlsx(rows)],
]

for (const [name, type, body] of files) {
  t.test(`good rows of a file in ${name} go in, broken ones are named`, async (t) => {
    const service = await intakeService(t)
    const { status, body: result, text } = await service.call(alerts, { type, body })
    t.equal(status, 200)
    t.strictSame(result, { rows: 11, accepted: 6, amended: 0, duplicates: 0, rejected, warnings })
    t.notMatch(text, /王某|李某|99900|昨天晚上|邻居|也许/, 'values are not echoed')
    const received = await dataOf(service)
    const common = { regionCode: '320402003', maritalStatus: '20', relationship: 'spouse' }
    t.match(received.A1, { ...common, facts: { F01: 'yes', F06: 'slight' } })
    t.match(received.A4, { ...common, regionCode: '999999999' })
    t.match(received.A6, { ...common, regionCode: null })
    t.match(received.A7, { ...common, occurredAt: '2026-04-30T18:09:00.000Z' })
    t.match(received.A8, {
      occurredAt: '2026-05-01T04:00:00.000Z',
      maritalStatus: 'separated',
      relationship: 'other',
      facts: { F01: 'unknown', F06: 'treated' },
    })
  })
}

t.test('what Excel keeps as numbers and dates is read as what it shows', async (t) => {
  const service = await intakeService(t)
  const body = await xlsx([
    good({
      接警编号: 20260501,
      报警时间: new Date('2026-05-01T02:09:00Z'),
      区划代码: 320402003,
      婚姻状况: 40,
    }),
    good({ 接警编号: 'B2', 受害人证件号: Number('999000199003072420'), 受害人电话: 10000001111 }),
  ])
  const { body: result } = await service.call(alerts, { type: 'application/octet-stream', body })
  t.match(result, { rows: 2, accepted: 2, rejected: [] })
  t.strictSame(result.warnings.slice(1), [
    { row: 3, column: '受害人证件号', reason: 'id-number-digits-lost' },
  ])
  const { 20260501: dated } = await dataOf(service)
  t.match(dated, { occurredAt: '2026-04-30T18:09:00.000Z', regionCode: '320402003', maritalStatus: '40' })
})

t.test('a form brings a file as well, in its field and no other', async (t) => {
  const { call } = await intakeService(t)
  const form = (field: string, body: Buffer, name: string) => {
    const data = new FormData()
    data.set('remark', 'of no use')
    data.set(field, new Blob([new Uint8Array(body)]), name)
    return data
  }
  const sent = await call(alerts, { body: form('file', Buffer.from(csv(rows)), 'alerts.csv') })
  t.match(sent, { status: 200, body: { rows: 11, accepted: 6 } })
  const sheet = await call(alerts, { body: form('file', await xlsx(rows), 'alerts.xlsx') })
  t.match(sheet, { status: 200, body: { rows: 11, duplicates: 6 } })
  const other = await call(alerts, { body: form('upload', Buffer.from(csv(rows)), 'alerts.csv') })
  t.match(other, { status: 400, body: { reason: 'invalid-file' } })
})

t.test('reports have columns of their own', async (t) => {
  const service = await intakeService(t)
  const body = [
    '某某热线登记表,,,,,',
    '登记编号,登记时间,来源,申请人姓名,申请人电话,被申请人姓名,纠纷类型,诉求,录入人,审核人',
    'R1,2026/5/1 8:05,12338热线,王某,10000001111,李某,离婚,"分开\n住",甲,乙',
    'R2,2026-05-02,路过,王某,10000001111,李某,什么,,,',
  ].join('\n')
  const { body: result } = await service.call('POST /v1/imports?kind=dispute-reports', {
    key: otherKey,
    type: 'text/csv',
    body,
  })
  t.strictSame(result, {
    rows: 2,
    accepted: 2,
    amended: 0,
    duplicates: 0,
    rejected: [],
    warnings: [
      { row: 2, column: '录入人、审核人', reason: 'unknown-column' },
      { row: 2, column: '区划代码', reason: 'missing-column' },
      { row: 4, column: '来源', reason: 'unknown-channel' },
      { row: 4, column: '纠纷类型', reason: 'unknown-dispute-type' },
      { row: 4, column: '诉求', reason: 'expected-of-channel' },
    ],
  })
  t.match(await dataOf(service), {
    R1: { channel: 'hotline-12338', disputeType: 'divorce' },
    R2: { channel: 'internal-referral', disputeType: 'other', occurredAt: '2026-05-01T16:00:00.000Z' },
  })
})

t.test('rows about one pair of people are appended in the order of the file', async (t) => {
  const { call, log } = await intakeService(t)
  const day = (i: number) => `2026-05-${String((i % 28) + 1).padStart(2, '0')} 02:09`
  const lines = Array.from({ length: 300 }, (_, i) => good({ 接警编号: `C${i}`, 报警时间: day(i) }))
  const { body } = await call(alerts, { type: 'text/csv', body: csv(lines) })
  t.match(body, { accepted: 300 })
  const { events } = await log.readAll({ after: '', limit: 1000 })
  t.equal(new Set(events.map(({ stream }) => stream)).size, 1)
  t.strictSame(
    events.map(({ metadata }) => metadata.occurredAt),
    lines.map((_, i) => `${new Date(`${day(i).replace(' ', 'T')}+08:00`).toISOString()}`),
  )
})

t.test('rows that an unclosed quote has swallowed do not go missing in silence', async (t) => {
  const { call } = await intakeService(t)
  const body = csv([
    good({ 接警编号: 'D1' }),
    good({ 接警编号: 'D2', 事发地址: '"门牌' }),
    good({ 接警编号: 'D3' }),
  ])
  const { body: result } = await call(alerts, { type: 'text/csv', body })
  t.match(result, { accepted: 1, rejected: [{ row: 3, column: '接警编号', reason: 'unclosed-quote' }] })
})

t.test('a file that comes when too much is in hand is to come again', async (t) => {
  const { call } = await intakeService(t, { capacity: 2 })
  const body = csv([1, 2, 3].map((i) => good({ 接警编号: `E${i}` })))
  const { status, headers } = await call(alerts, { type: 'text/csv', body })
  t.equal(status, 503)
  t.equal(headers.get('retry-after'), '1')
  const again = () => call(alerts, { type: 'text/csv', body: csv([good({ 接警编号: 'E1' })]) })
  let fewer = await again()
  while (fewer.status === 503) fewer = await again()
  t.match(fewer.body, { rows: 1, duplicates: 1 }, 'what was taken stays')
})

/** What was received by the sender's reference. */
async function dataOf({ db, log }: Served) {
  const receipts = await db.selectFrom('intake.receipt').select(['source_ref', 'intake_id']).execute()
  const { events } = await log.readAll({ after: '', limit: 1000 })
  return Object.fromEntries(
    receipts.map(({ source_ref, intake_id }) => {
      const { data, metadata } = events.find(({ id }) => id === intake_id)!
      return [source_ref, { ...(data as object), occurredAt: metadata.occurredAt }]
    }),
  )
}

async function xlsx(lines: readonly Cells[]): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('警情')
  for (const cells of [header, ...lines]) sheet.addRow(cells)
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import t from 'tap'
import { intakeService, key } from './fixture.ts'

const header = '接警编号,报警时间,区划代码,受害人姓名,受害人证件号,受害人电话'
const good = 'B1,2026-05-01 02:09,320402003,王某,999000199003072420,10000001111'
const unreadable = 'B2,"昨天,夜里",320402003,"王""某""",999000199003072420,10000001111'

async function importing(url: string, body: Buffer): Promise<unknown[]> {
  const response = await fetch(`${url}/v1/imports?kind=police-alerts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, accept: 'application/x-ndjson', 'content-type': 'text/csv' },
    body: new Uint8Array(body),
  })
  const text = await response.text()
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

t.test(
  'an import told by the line hands back the rows it could not take, as they stand in the file',
  async (t) => {
    const { url } = await intakeService(t)
    const body = iconv.encode([header, good, '', unreadable, ''].join('\r\n'), 'gb18030')
    t.strictSame(await importing(url, body), [
      { table: { encoding: 'gb18030', header } },
      { rejectedRow: { row: 4, text: unreadable } },
      { progress: { rows: 2, done: 2 } },
      {
        ...{ rows: 2, accepted: 1, amended: 0, duplicates: 0 },
        rejected: [{ row: 4, column: '报警时间', reason: 'unreadable-time' }],
        warnings: [],
      },
    ])
  },
)

t.test('rows of a workbook are handed back so that a spreadsheet leaves their numbers whole', async (t) => {
  const { url } = await intakeService(t)
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet()
  sheet.addRow(header.split(','))
  sheet.addRow(['B2', '昨天,夜里', '320402003', '王某', '999000199003072420', '0519'])
  const lines = await importing(url, Buffer.from(await workbook.xlsx.writeBuffer()))
  t.strictSame(lines.slice(0, 2), [
    { table: { encoding: 'utf-8', header } },
    {
      rejectedRow: {
        row: 2,
        text: 'B2,"昨天,夜里",320402003,王某,"=""999000199003072420""","=""0519"""',
      },
    },
  ])
})

t.test('a file that is no table is refused before the first line', async (t) => {
  const { url } = await intakeService(t)
  t.match(await importing(url, Buffer.from('今天天气好')), [{ status: 400, reason: 'invalid-file' }])
})

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
  'an import told by the line says how far it is and the result, and nothing that the file says',
  async (t) => {
    const { url } = await intakeService(t)
    const rows = Array.from({ length: 256 }, (_, i) => good.replace('B1', `C${i}`))
    const body = iconv.encode([header, good, '', unreadable, ...rows, ''].join('\r\n'), 'gb18030')
    t.strictSame(await importing(url, body), [
      { progress: { done: 256 } },
      { progress: { done: 258 } },
      {
        ...{ rows: 258, accepted: 257, amended: 0, duplicates: 0 },
        rejected: [{ row: 4, column: '报警时间', reason: 'unreadable-time' }],
        warnings: [],
      },
    ])
  },
)

t.test('what is broken in its middle ends with a problem', async (t) => {
  const { url } = await intakeService(t)
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet()
  sheet.addRow(header.split(','))
  for (let i = 0; i < 5000; i++) sheet.addRow([`D${i}`, i, ...good.split(',').slice(2)])
  const broken = Buffer.from(await workbook.xlsx.writeBuffer())
  broken.fill(0xff, broken.length >> 1, (broken.length >> 1) + 100)
  const lines = await importing(url, broken)
  t.match(lines.at(-1), { problem: { status: 400, reason: 'invalid-file' } })
  t.notMatch(JSON.stringify(lines), /王某|99900/)
})

t.test('a file that is no table is refused before the first line', async (t) => {
  const { url } = await intakeService(t)
  t.match(await importing(url, Buffer.from('今天天气好')), [{ status: 400, reason: 'invalid-file' }])
})

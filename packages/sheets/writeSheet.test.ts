import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import excel from 'exceljs'
import t from 'tap'
import { type Sheet, type SheetFormat, type Value, writeSheet } from './writeSheet.ts'

const hostile = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', 'a"b,c', '多\n行', '\u0007bell']
const rows: Value[][] = [['茶山街道', 12, null], ...hostile.map((text): Value[] => [text, -3.5, text])]
const sheet: Sheet = {
  name: '动态数据库',
  heading: ['截至 2026年11月23日', '导出人 city'],
  columns: [
    { key: 'region', title: '区划' },
    { key: 'alerts', title: '警情' },
    { key: 'note', title: '备注' },
  ],
  rows,
}
async function written(format: SheetFormat, one = sheet): Promise<Buffer> {
  const out = new PassThrough()
  const [bytes] = await Promise.all([buffer(out), writeSheet(format, one, out)])
  return bytes
}
async function read(bytes: Buffer) {
  const book = new excel.Workbook()
  await book.xlsx.load(bytes as never)
  return book.worksheets
}

t.test('a workbook has its lines, numbers as numbers and every text as a text', async (t) => {
  const [page] = await read(await written('xlsx'))
  t.equal(page!.name, '动态数据库')
  t.equal(page!.getCell('A1').value, '截至 2026年11月23日')
  t.strictSame((page!.getRow(3).values as unknown[]).slice(1), ['区划', '警情', '备注'])
  t.equal(page!.getCell('B4').value, 12)
  hostile.forEach((text, i) => {
    const cell = page!.getRow(5 + i).getCell(1)
    t.equal(cell.type, excel.ValueType.String, JSON.stringify(text))
    t.equal(cell.formula, undefined)
    t.equal(page!.getRow(5 + i).getCell(2).value, -3.5)
  })
  t.equal(page!.getRow(5).getCell(1).value, '=1+1')
})

t.test('no cell of a CSV begins a formula, and spreadsheets are told the encoding', async (t) => {
  const text = (await written('csv')).toString()
  t.ok(text.startsWith('\uFEFF"截至'))
  t.match(text, '\r\n"茶山街道",12,""\r\n')
  for (const cell of text.split(/,|\r\n/)) t.notMatch(cell, /^"?[=+@\t\r]/)
  t.match(text, `"'=1+1",-3.5,"'=1+1"`)
  t.match(text, '"a""b,c"')
})

t.test('NDJSON has an object a row and nothing besides', async (t) => {
  const lines = (await written('ndjson')).toString().trimEnd().split('\n')
  t.equal(lines.length, rows.length)
  t.strictSame(JSON.parse(lines[0]!), { region: '茶山街道', alerts: 12, note: null })
  t.equal(JSON.parse(lines[1]!).region, '=1+1')
})

t.test('rows come as they are read', async (t) => {
  async function* many() {
    for (let i = 0; i < 20_000; i++) yield [`行${i}`, i, null]
  }
  const [page] = await read(await written('xlsx', { ...sheet, heading: [], rows: many() }))
  t.equal(page!.rowCount, 20_001)
  t.equal(page!.getCell('B20001').value, 19_999)
})

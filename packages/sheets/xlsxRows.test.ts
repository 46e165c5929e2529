import { deflateRawSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import t from 'tap'
import type { TableRow } from './table.ts'
import { UnreadableFile } from './unreadable.ts'
import { xlsxSheets } from './xlsxRows.ts'

async function read(bytes: Buffer): Promise<TableRow[][]> {
  const sheets: TableRow[][] = []
  for await (const sheet of xlsxSheets(bytes)) {
    const rows: TableRow[] = []
    for await (const row of sheet) rows.push(row)
    sheets.push(rows)
  }
  return sheets
}

async function saved(fill: (workbook: ExcelJS.Workbook) => void): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook()
  fill(workbook)
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

t.test('cells are told as they show, with the numbers of their rows', async (t) => {
  const bytes = await saved((workbook) => {
    workbook.addWorksheet('藏').state = 'hidden'
    const sheet = workbook.addWorksheet('警情')
    sheet.getCell('B2').value = { richText: [{ text: '茶山' }, { text: '街道' }] }
    sheet.getCell('C2').value = { formula: 'A1+1', result: 7 }
    sheet.getCell('D2').value = { error: '#N/A' }
    sheet.getCell('E2').value = true
    sheet.getCell('AB5').value = new Date('2026-05-01T02:09:00Z')
    sheet.getCell('AC5').value = 46143.5
    sheet.getCell('AC5').numFmt = 'yyyy"年"m"月"d"日" hh:mm'
    sheet.getCell('AD5').value = 46143.5
    sheet.getCell('AD5').numFmt = '#,##0.00"元"'
    sheet.getCell('AE5').value = Number('999000199003072420')
  })
  const [rows, ...more] = await read(bytes)
  t.strictSame(more, [], 'a hidden sheet is nothing that anyone means to send')
  t.strictSame(rows?.[0], { row: 2, cells: ['', '茶山街道', '7', '', 'TRUE'] })
  t.equal(rows?.[1]?.row, 5)
  t.strictSame(rows?.[1]?.cells.slice(27), [
    '2026-05-01 02:09:00',
    '2026-05-01 12:00:00',
    '46143.5',
    '9.990001990030724e+17',
  ])
})

t.test('no character is lost where the parts of a large file meet', async (t) => {
  const names = Array.from({ length: 20_000 }, (_, i) => `${i}王小明𠮷的家`)
  const rowsOfNames = names.map((name) => `<row><c t="inlineStr"><is><t>${name}</t></is></c></row>`)
  const bytes = zip({
    ...oneSheet,
    'xl/worksheets/sheet1.xml': `<worksheet>${rowsOfNames.join('')}</worksheet>`,
  })
  const [rows] = await read(bytes)
  t.strictSame(
    rows?.map(({ cells }) => cells[0]),
    names,
  )
})

t.test('other writers choose other prefixes, inline strings and no references', async (t) => {
  const bytes = zip({
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r1" Target="/xl/worksheets/one.xml"/></Relationships>',
    'xl/workbook.xml':
      '<x:workbook xmlns:x="x" xmlns:k="k"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="a" k:id="r1"/></x:sheets></x:workbook>',
    'xl/styles.xml':
      '<styleSheet><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': '<sst><si><t>东京</t><rPh><t>とうきょう</t></rPh></si></sst>',
    'xl/worksheets/one.xml':
      '<x:worksheet xmlns:x="x"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>甲&amp;乙</x:t></x:is></x:c><x:c t="s"><x:v>0</x:v></x:c></x:row><x:row><x:c s="1"><x:v>44681</x:v></x:c><x:c t="str"><x:f>A1</x:f><x:v>丙</x:v></x:c></x:row></x:sheetData></x:worksheet>',
  })
  t.strictSame(await read(bytes), [
    [
      { row: 1, cells: ['甲&乙', '东京'] },
      { row: 2, cells: ['2026-05-01 00:00:00', '丙'] },
    ],
  ])
})

t.test('a damaged file is refused, wherever the damage is', async (t) => {
  const bytes = await saved((workbook) => {
    const sheet = workbook.addWorksheet('警情')
    for (let i = 0; i < 50; i++) sheet.addRow([`编号${i}`, i])
  })
  const refused = async (damaged: Buffer, what: string) => {
    const fault = await read(damaged).then(
      () => null,
      (error: unknown) => error,
    )
    t.ok(fault === null || fault instanceof UnreadableFile, what)
    return fault !== null
  }
  for (let at = 0; at < bytes.length; at += 97) {
    t.ok(await refused(bytes.subarray(0, at), `cut at ${at}`))
    const flipped = Buffer.from(bytes)
    flipped[at] = flipped[at]! ^ 0xff
    await refused(flipped, `flipped at ${at}`)
  }
  t.ok(await refused(zip({ 'word/document.xml': '<a/>' }), 'another kind of document'))
  const bomb = { ...zipped('xl/workbook.xml', ' '.repeat(10_000_000)), size: 10 }
  t.ok(await refused(packed([bomb]), 'a part that is more than it says'))
})

const oneSheet = {
  'xl/_rels/workbook.xml.rels': '<a><Relationship Id="r1" Target="worksheets/sheet1.xml"/></a>',
  'xl/workbook.xml': '<a xmlns:r="r"><sheet name="a" r:id="r1"/></a>',
}

interface Part {
  readonly name: string
  readonly data: Buffer
  readonly size: number
}
const zipped = (name: string, text: string): Part => ({
  name,
  data: deflateRawSync(text),
  size: Buffer.byteLength(text),
})
const zip = (parts: Readonly<Record<string, string>>): Buffer =>
  packed(Object.entries(parts).map(([name, text]) => zipped(name, text)))

function packed(parts: readonly Part[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, data, size } of parts) {
    const local = Buffer.alloc(30)
    local.writeUInt32BE(0x504b0304)
    local.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32BE(0x504b0102)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(data.length, 20)
    entry.writeUInt32LE(size, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    files.push(local, Buffer.from(name), data)
    directory.push(entry, Buffer.from(name))
    offset += 30 + name.length + data.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32BE(0x504b0506)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, ...directory, end])
}

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { columnsOf } from '@jiahe/domain/fileColumns.ts'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import t from 'tap'
import { readLocal } from './localFile.ts'
import { rejectedRows, writeRejected } from './rejectedFile.ts'

const folder = t.testdir()
const rejected = {
  header: '接警编号,报警时间',
  rows: [
    { row: 3, text: 'B2,昨夜' },
    { row: 5, text: null },
  ],
}
const rows = ['接警编号,报警时间', 'B2,昨夜', '']
const written = (name: string, bytes: Buffer, encoding = 'utf-8') =>
  readFileSync(writeRejected({ path: join(folder, name), bytes }, { ...rejected, encoding })!)

/** As the intake names them. */
const named = (...numbers: number[]) => ({
  rejected: numbers.map((row) => ({ row, column: '报警时间', reason: 'unreadable-time' })),
})

t.test('rejected rows are found by their numbers, and stand as they stood', async (t) => {
  const lines = [
    '某某分局警情登记表,,',
    '接警编号,报警时间,受害人姓名',
    'B1,2026-05-01 02:09,王某',
    '',
    'B2,"昨天,夜里","王""某"""',
    'B3,"前天',
    '夜里",李某',
    'B4,2026-05-01 02:09,王某',
  ]
  const bytes = iconv.encode(lines.join('\r\n'), 'gb18030')
  const file = await readLocal(join(folder, 'alerts.csv'), bytes, columnsOf('police-alerts'))
  t.equal(file.rows, 4)
  const target = writeRejected(file, await rejectedRows(file, named(5, 6, 6)))
  const handedBack = [lines[1], lines[4], lines[5], lines[6], '']
  t.equal(iconv.decode(readFileSync(target!), 'gb18030'), handedBack.join('\r\n'))
})

t.test('of a workbook the rows of the sheet that was read are taken', async (t) => {
  const workbook = new ExcelJS.Workbook()
  workbook.addWorksheet('说明').addRow(['填表说明'])
  const sheet = workbook.addWorksheet('警情')
  sheet.addRow(['接警编号', '报警时间', '受害人证件号'])
  sheet.addRow(['B1', '2026-05-01', '999000199003072420'])
  sheet.addRow(['B2', '昨天,夜里', '999000199003072420'])
  const bytes = Buffer.from(await workbook.xlsx.writeBuffer())
  const file = await readLocal(join(folder, 'alerts.xlsx'), bytes, columnsOf('police-alerts'))
  t.strictSame(await rejectedRows(file, named(3)), {
    encoding: 'utf-8',
    header: '接警编号,报警时间,受害人证件号',
    rows: [{ row: 3, text: 'B2,"昨天,夜里","=""999000199003072420"""' }],
  })
})

t.test('where nothing was rejected, nothing is read again', async (t) => {
  const read = () => Promise.reject(new Error('read again'))
  t.strictSame((await rejectedRows({ read }, named())).rows, [])
})

t.test(
  'rejected rows of a text file have its line ends, and its byte order mark if it had one',
  async (t) => {
    t.equal(written('plain.csv', Buffer.from('a\nb\n')).toString(), rows.join('\n'))
    t.equal(written('marked.csv', Buffer.from('\ufeffa\r\nb\r\n')).toString(), `\ufeff${rows.join('\r\n')}`)
    const utf16 = written('wide.csv', Buffer.from('\ufeffa\r\n', 'utf16le'), 'utf-16le')
    t.equal(utf16.toString('utf16le'), `\ufeff${rows.join('\n')}`)
  },
)

t.test('rejected rows of a workbook are CSV that a spreadsheet opens as UTF-8', async (t) => {
  t.equal(written('book.xlsx', Buffer.from('PK\u0003\u0004')).toString(), `\ufeff${rows.join('\r\n')}`)
})

t.test('nothing is written where no row can be handed back', async (t) => {
  const path = join(folder, 'none.csv')
  const none = { ...rejected, encoding: 'utf-8', rows: [rejected.rows[1]!] }
  t.equal(writeRejected({ path, bytes: Buffer.from('a') }, none), null)
})

t.test('what lies there already is kept, unless it is the same', async (t) => {
  const target = join(folder, 'kept.csv.rejected.csv')
  writeFileSync(target, 'corrected')
  written('kept.csv', Buffer.from('a\n'))
  written('kept.csv', Buffer.from('a\n'))
  t.equal(readFileSync(`${target}.old`, 'utf8'), 'corrected')
})

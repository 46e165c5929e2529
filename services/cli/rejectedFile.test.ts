import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { writeRejected } from './rejectedFile.ts'

const folder = t.testdir()
const rejectedRows = [
  { row: 3, text: 'B2,昨夜' },
  { row: 5, text: null },
]
const answer = { encoding: 'utf-8', header: '接警编号,报警时间', rejectedRows }
const rows = ['接警编号,报警时间', 'B2,昨夜', '']
const written = (name: string, source: Buffer, encoding = 'utf-8') =>
  readFileSync(writeRejected(join(folder, name), source, { ...answer, encoding })!)

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
  t.equal(writeRejected(path, Buffer.from('a'), { ...answer, rejectedRows: [rejectedRows[1]!] }), null)
})

t.test('what lies there already is kept, unless it is the same', async (t) => {
  const target = join(folder, 'kept.csv.rejected.csv')
  writeFileSync(target, 'corrected')
  written('kept.csv', Buffer.from('a\n'))
  written('kept.csv', Buffer.from('a\n'))
  t.equal(readFileSync(`${target}.old`, 'utf8'), 'corrected')
})

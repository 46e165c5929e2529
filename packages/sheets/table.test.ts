import iconv from 'iconv-lite'
import t from 'tap'
import { readTable } from './table.ts'

const titles = new Map([
  ['接警编号', 1],
  ['报警时间', 2],
  ['受害人姓名', 3],
])
async function read(text: string | Buffer, contentType = 'text/csv') {
  const table = await readTable(Buffer.from(text as string), contentType, titles)
  const rows: [number, readonly string[]][] = []
  for await (const { row, cells } of table.rows) rows.push([row, cells])
  return { encoding: table.encoding, header: table.header.row, rows }
}

t.test(
  'the header is found under a title, however its titles are typed, and empty rows are left out',
  async (t) => {
    const text = '登记表,,\n接警编号＊,报 警 时 间,备注\nB1,昨天,甲\n , ,\nB2,"今\n天",乙\n'
    t.strictSame(await read(text), {
      encoding: 'utf-8',
      header: 2,
      rows: [
        [3, ['B1', '昨天', '甲']],
        [5, ['B2', '今\n天', '乙']],
      ],
    })
  },
)

t.test('the delimiter is the one that finds the titles', async (t) => {
  for (const delimiter of [',', '\t', ';', '，', '|']) {
    const { rows } = await read(`接警编号${delimiter}报警时间\nB1${delimiter}1`)
    t.strictSame(rows, [[2, ['B1', '1']]], delimiter)
  }
})

t.test('the encoding is what is said, else what the bytes are', async (t) => {
  const text = '接警编号,报警时间\nB1,昨天\n'
  const files: [string, Buffer, string][] = [
    ['utf-8', Buffer.from(text), 'text/csv'],
    ['utf-8', Buffer.from(`\ufeff${text}`), 'text/csv'],
    ['gb18030', iconv.encode(text, 'gb18030'), 'text/csv'],
    ['gb18030', iconv.encode(text, 'gb18030'), 'text/csv; charset=GBK'],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le'), 'text/csv'],
    ['utf-16be', iconv.encode(text, 'utf-16be', { addBOM: true }), 'text/csv'],
  ]
  for (const [encoding, bytes, contentType] of files)
    t.strictSame(await read(bytes, contentType), { encoding, header: 1, rows: [[2, ['B1', '昨天']]] })
})

t.test('what is no table is refused, and it is said why', async (t) => {
  const files: [string, string | Buffer, string, RegExp?][] = [
    ['empty-file', '', 'text/csv'],
    ['old-excel', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0]), 'application/vnd.ms-excel'],
    ['broken-workbook', 'PK\u0003\u0004', 'text/csv'],
    ['unknown-charset', 'a', 'text/csv; charset=klingon'],
    ['no-header', '今天天气好', 'text/csv', /接警编号、报警时间、受害人姓名/],
  ]
  for (const [reason, body, contentType, message = /\p{Script=Han}/u] of files)
    await t.rejects(read(body, contentType), { name: 'UnreadableFile', reason, message })
})

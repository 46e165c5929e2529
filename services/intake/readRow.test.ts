import { columnsOf } from '@jiahe/domain/fileColumns.ts'
import t from 'tap'
import type { Header } from './importTable.ts'
import { readRow } from './readRow.ts'

const now = new Date('2026-11-23T13:30:00Z')
const columns = columnsOf('police-alerts')
const wellSaid = { 接警编号: 'J1', 报警时间: '2026-05-01 02:09', 受害人姓名: '王某' }

function read(said: Readonly<Record<string, string>>) {
  const cells = { ...wellSaid, ...said }
  const headers = Object.keys(cells).map((title): Header => ({ title, column: columns.get(title)! }))
  const tableRow = { row: 2, cells: Object.values(cells) }
  return readRow(tableRow, { kind: 'police-alerts', source: 'psb-changzhou', headers, now })
}
/** The part of the body that a cell becomes, and the reasons of the warnings. */
function understood(title: string, cell: string, take: (body: Record<string, unknown>) => unknown) {
  const row = read({ [title]: cell })
  if ('rejected' in row) return [undefined, row.rejected.map(({ reason }) => reason).join()]
  return [take(row.body), row.warnings.map(({ reason }) => reason).join()]
}
const fact = (id: string) => (body: Record<string, unknown>) => (body.facts as Record<string, unknown>)[id]
const field = (name: string) => (body: Record<string, unknown>) => body[name]
const victims = (name: string) => (body: Record<string, unknown>) =>
  (body.parties as Record<string, unknown>[])[0]![name]

t.test('words and codes of the bureaus are understood', (t) => {
  const table: [string, (body: Record<string, unknown>) => unknown, Record<string, string | undefined>][] = [
    [
      '伤情',
      fact('F06'),
      {
        无: 'none',
        轻: 'slight',
        轻微伤: 'slight',
        就医: 'treated',
        重: 'serious',
        重伤: 'serious',
        未知: 'unknown',
        treated: 'treated',
        '': undefined,
      },
    ],
    [
      '婚姻状况',
      field('maritalStatus'),
      {
        未婚: '10',
        已婚: '20',
        初婚: '21',
        再婚: '22',
        复婚: '23',
        丧偶: '30',
        离婚: '40',
        未说明: '90',
        分居: 'separated',
        同居: 'cohabiting',
        '２１': '21',
        '40.0': '40',
        ' 已 婚 ': '20',
      },
    ],
    [
      '双方关系',
      field('relationship'),
      {
        夫妻: 'spouse',
        前配偶: 'former-spouse',
        同居: 'cohabitant',
        恋人: 'partner',
        父母子女: 'parent-child',
        婆媳: 'in-law',
      },
    ],
    [
      '纠纷类型',
      field('disputeType'),
      { 家庭暴力: 'domestic-violence', divorce: 'divorce', 赡养: 'elder-support' },
    ],
    [
      '扼颈窒息',
      fact('F01'),
      { 是: 'yes', 否: 'no', 未知: 'unknown', ' 是\u3000': 'yes', Y: 'yes', 不详: 'unknown' },
    ],
    ['受害人性别', victims('sex'), { 女: '2', 男: '1', '2': '2', 女性: '2' }],
    ['受害人姓名', victims('name'), { '\ufeff王\u3000芳 ': '王芳', 'Anna Li': 'Anna Li' }],
    [
      '受害人证件号',
      victims('idNumber'),
      {
        '９９９０００199003072420': '999000199003072420',
        "'999000199003072420": '999000199003072420',
        无: undefined,
      },
    ],
    ['受害人电话', victims('phone'), { '1000 000 1111': '10000001111', '="10000001111"': '10000001111' }],
    [
      '受害人出生日期',
      victims('birthDate'),
      { '19900307': '1990-03-07', '1990年3月7日': '1990-03-07', '32939': '1990-03-07' },
    ],
    ['区划代码', field('regionCode'), { '３２０４０２００３': '320402003', '320402003.0': '320402003' }],
    ['接警编号', field('sourceRef'), { ' ＪＪ０１\t': 'JJ01', '-': undefined }],
  ]
  for (const [title, take, cells] of table)
    for (const [cell, expected] of Object.entries(cells)) {
      const reasons = title === '接警编号' && expected === undefined ? 'missing-reference' : ''
      t.strictSame(understood(title, cell, take), [expected, reasons], `${title} ${cell}`)
    }
  t.end()
})

t.test('words that nobody agreed on are warned about, and no row is lost by them', (t) => {
  const table: [string, string, (body: Record<string, unknown>) => unknown, unknown, string][] = [
    ['伤情', '很重', fact('F06'), 'unknown', 'unknown-injury'],
    ['扼颈窒息', '也许', fact('F01'), 'unknown', 'unknown-answer'],
    ['婚姻状况', '99', field('maritalStatus'), undefined, 'unknown-marital-status'],
    ['双方关系', '邻居', field('relationship'), 'other', 'unknown-relationship'],
    ['纠纷类型', '打架', field('disputeType'), 'domestic-violence', 'unknown-dispute-type'],
    ['受害人性别', 'x', victims('sex'), undefined, 'unknown-sex'],
    ['受害人出生日期', '那年', victims('birthDate'), undefined, 'unreadable-date'],
    ['事发地址', '路'.repeat(501), field('address'), '路'.repeat(500), 'cut-off'],
  ]
  for (const [title, cell, take, expected, reason] of table)
    t.strictSame(understood(title, cell, take), [expected, reason], `${title} ${cell.slice(0, 4)}`)
  t.end()
})

t.test('times are read as the bureaus write them, in Shanghai unless they say otherwise', (t) => {
  const moments: Record<string, string> = {
    '2026-05-01 02:09:00': '2026-04-30T18:09:00.000Z',
    '2026/5/1 2:09': '2026-04-30T18:09:00.000Z',
    '2026.05.01': '2026-04-30T16:00:00.000Z',
    '2026年5月1日 下午2点9分': '2026-05-01T06:09:00.000Z',
    '２０２６年５月１日２时９分': '2026-04-30T18:09:00.000Z',
    '20260501020900': '2026-04-30T18:09:00.000Z',
    '2026-05-01T02:09:00+08:00': '2026-04-30T18:09:00.000Z',
    '2026-05-01T02:09:00Z': '2026-05-01T02:09:00.000Z',
    '46143.5': '2026-05-01T04:00:00.000Z',
    '46143': '2026-04-30T16:00:00.000Z',
  }
  for (const [cell, expected] of Object.entries(moments))
    t.strictSame(understood('报警时间', cell, field('occurredAt')), [expected, ''], cell)
  const faults: Record<string, string> = {
    昨天: 'unreadable-time',
    '2026-02-30': 'unreadable-time',
    '2026-05-01 25:00': 'unreadable-time',
    '': 'missing-time',
    '2026-11-25 22:00': 'more-than-a-day-ahead',
    '1926-05-01': 'before-1990',
  }
  for (const [cell, reason] of Object.entries(faults))
    t.strictSame(understood('报警时间', cell, field('occurredAt')), [undefined, reason], cell)
  t.end()
})

t.test('every fault that makes a row impossible is named by its column', (t) => {
  t.strictSame(read({ 接警编号: '', 报警时间: '', 受害人姓名: '　' }), {
    rejected: [
      { row: 2, column: '接警编号', reason: 'missing-reference' },
      { row: 2, column: '报警时间', reason: 'missing-time' },
      { row: 2, column: '受害人姓名', reason: 'no-person' },
    ],
  })
  t.match(read({ 接警编号: 'x'.repeat(129) }), { rejected: [{ reason: 'reference-too-long' }] })
  t.match(read({ 接警编号: '2026E12' }), { body: { sourceRef: '2026E12' } }, 'which only looks like a number')
  t.end()
})

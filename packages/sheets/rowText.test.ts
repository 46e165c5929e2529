import t from 'tap'
import { textOfRow } from './rowText.ts'

t.test('a row of a text file is as it stood', async (t) => {
  const text = 'B2,"昨天,夜里",0519'
  t.equal(textOfRow({ cells: ['B2', '昨天,夜里', '0519'], text }), text)
})

t.test('a row of a workbook is written so that a spreadsheet leaves its numbers whole', async (t) => {
  const cells = ['B2', '昨天,夜里', '王"某"', '999000199003072420', '0519', '320402003']
  t.equal(textOfRow({ cells }), 'B2,"昨天,夜里","王""某""","=""999000199003072420""","=""0519""",320402003')
})

t.test('a row that runs into those after it has no text', async (t) => {
  t.equal(textOfRow({ cells: [] }), null)
})

import t from 'tap'
import { normaliseRegion, parentRegion, within } from './regions.ts'

t.test('a code is cut to the level that it knows', async (t) => {
  const table: [string | null, string | null][] = [
    ['99', '99'],
    ['9901', '9901'],
    ['990101', '990101'],
    ['990101001', '990101001'],
    ['990101001207', '990101001'],
    ['990101000000', '990101'],
    ['990101000', '990101'],
    ['990100', '9901'],
    ['9900', '99'],
    ['990000', '99'],
    ['990000000000', '99'],
  ]
  for (const [sent, code] of table) t.equal(normaliseRegion(sent), code, String(sent))
})

t.test('what lost digits or never was a code is none', async (t) => {
  for (const sent of [null, '', '9', '990', '99010', '9901010', '99010100', '9901010010', '99010100120'])
    t.equal(normaliseRegion(sent), null, String(sent))
  for (const sent of ['00', '000000', '99010a', ' 990101', '９９０１０１', '9.901E+5', '-990101'])
    t.equal(normaliseRegion(sent), null, sent)
})

t.test('each region lies in its parent', async (t) => {
  const chain = ['990101001', '990101', '9901', '99']
  chain.forEach((code, i) => {
    t.equal(parentRegion(code), chain[i + 1] ?? null)
    t.ok(within(code, parentRegion(code) ?? code))
  })
  t.ok(within('9901', '9901'))
  t.notOk(within('9901', '990101'))
  t.notOk(within('990201', '9901'))
})

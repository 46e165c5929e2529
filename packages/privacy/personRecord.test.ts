import t from 'tap'
import { faultyNumberOf, numberOf } from './exampleVault.ts'
import { type PersonDetails, type PersonRecord, takeIn } from './personRecord.ts'

const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T01:00:00.000Z`
const told = (...mentions: readonly [PersonDetails, number][]): PersonRecord =>
  mentions.reduce<PersonRecord>((record, [said, n]) => takeIn(record, said, day(n)), {})

t.test('what was said last holds, and what it displaced is kept', async (t) => {
  const older = { name: '张红', phone: '10000001234' }
  const newer = { phone: '10000005678', sex: '2' }
  const expected = {
    name: '张红',
    phone: '10000005678',
    sex: '2',
    saidAt: day(5),
    former: { phone: ['10000001234'] },
  }
  t.strictSame(told([older, 1], [newer, 5]), expected)
  t.strictSame(told([newer, 5], [older, 1]), expected, 'in whatever order it is told')
})

t.test(
  'a number or phone that cannot be right never displaces one that can, and gives way to it',
  async (t) => {
    const [sound, faulty] = [numberOf(1), faultyNumberOf(1)]
    for (const order of [
      [sound, faulty],
      [faulty, sound],
    ] as const)
      t.match(told([{ idNumber: order[0] }, 1], [{ idNumber: order[1] }, 5]), {
        idNumber: sound,
        former: { idNumber: [faulty] },
      })
    t.match(told([{ phone: '10000001234' }, 1], [{ phone: '0000000' }, 5]), { phone: '10000001234' })
    t.match(told([{ phone: '0000000' }, 5], [{ phone: '10000001234' }, 1]), { phone: '10000001234' })
  },
)

t.test('numbers and phones are kept in one form, so writing them otherwise displaces nothing', async (t) => {
  const record = told(
    [{ idNumber: numberOf(1), phone: '10000001234' }, 1],
    [{ idNumber: `${numberOf(1)} `, phone: '+86 100-0000-1234' }, 5],
  )
  t.strictSame(record, { idNumber: numberOf(1), phone: '10000001234', saidAt: day(5) })
})

t.test('nothing said, or an empty word, takes nothing away', async (t) => {
  t.strictSame(told([{ name: '张红' }, 1], [{ name: '' }, 5], [{}, 6]), { name: '张红', saidAt: day(6) })
})

t.test('of what was said before, each value is kept once, and no more than twenty', async (t) => {
  const back = told([{ name: '张红' }, 1], [{ name: '张虹' }, 2], [{ name: '张红' }, 3])
  t.strictSame(back, { name: '张红', saidAt: day(3), former: { name: ['张虹'] } })
  const many = Array.from({ length: 27 }, (_, i): [PersonDetails, number] => [{ name: `张${i}` }, i + 1])
  const former = told(...many).former?.name
  t.equal(former?.length, 20)
  t.equal(former?.at(-1), '张25')
})

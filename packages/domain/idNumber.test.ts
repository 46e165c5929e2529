import fc from 'fast-check'
import t from 'tap'
import { checkDigit, plainDigits, readIdNumber, readPhone } from './idNumber.ts'

// All of them made up, in the area 999000.
const valid = '999000199003072420'
const withX = '99900019900307002X'

t.test('the check digit is that of GB 11643: its seventeen weights and its row of eleven', async (t) => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const row = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2']
  weights.forEach((weight, place) => {
    for (let digit = 0; digit <= 9; digit++) {
      const number = '0'.repeat(place) + digit + '0'.repeat(16 - place)
      t.equal(checkDigit(number), row[(weight * digit) % 11], number)
    }
  })
  t.equal(checkDigit('9'.repeat(17)), row[(9 * weights.reduce((a, b) => a + b)) % 11])
})

t.test('a number is read as people and spreadsheets write it', async (t) => {
  const written = [
    valid,
    ` ${valid} `,
    `${valid.slice(0, 6)} ${valid.slice(6, 14)} ${valid.slice(14)}`,
    `${valid.slice(0, 6)}-${valid.slice(6, 14)}-${valid.slice(14)}`,
    `${valid.slice(0, 6)}－${valid.slice(6)}`,
    `'${valid}`,
    `\ufeff${valid}\u200b`,
    [...valid].map((d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)).join(''),
  ]
  for (const text of written) t.strictSame(readIdNumber(text), { number: valid, fault: null }, text)
})

t.test('the X is one letter, small, capital or full-width', async (t) => {
  t.ok(checkDigit(withX.slice(0, 17)) === 'X', 'the example ends in X')
  for (const x of ['X', 'x', 'Ｘ', 'ｘ'])
    t.strictSame(readIdNumber(withX.slice(0, 17) + x), { number: withX, fault: null })
  t.equal(readIdNumber(`X${valid.slice(1)}`).fault, 'id-number-format', 'only at the end')
})

t.test('any one digit that is wrong is found', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (place, off) => {
        const wrong = String((Number(valid[place]) + off) % 10)
        return readIdNumber(valid.slice(0, place) + wrong + valid.slice(place + 1)).fault !== null
      }),
    ),
  )
  const last = (Number(valid.at(-1)) + 1) % 10
  t.equal(readIdNumber(valid.slice(0, 17) + last).fault, 'id-number-check-digit')
})

t.test('what a spreadsheet took away is told from what was mistyped', async (t) => {
  t.equal(readIdNumber(`${valid.slice(0, 15)}000`).fault, 'id-number-digits-lost')
  for (const text of ['9.99E+17', '9.99000199003072e+17', '9E17'])
    t.equal(readIdNumber(text).fault, 'id-number-digits-lost', text)
})

t.test('what is no number of eighteen places with a day in it has no such form', async (t) => {
  const first = (date: string) => `999000${date}242`
  const dated = (date: string) => first(date) + checkDigit(first(date))
  for (const text of [
    '',
    '不详',
    valid.slice(1),
    `${valid}1`,
    '999000900307242',
    dated('19901307'),
    dated('19900230'),
  ])
    t.equal(readIdNumber(text).fault, 'id-number-format', text)
  t.equal(readIdNumber(dated('20000229')).fault, null, 'a leap day is a day')
})

t.test('a phone is read without its country and its decoration', async (t) => {
  for (const text of [
    '10000001234',
    '100 0000 1234',
    '100-0000-1234',
    '+86 100 0000 1234',
    '008610000001234',
    '8610000001234',
    '（100）00001234',
    '１００００００１２３４',
  ])
    t.strictSame(readPhone(text), { phone: '10000001234', usable: true, digitsLost: false }, text)
  t.strictSame(readPhone('0519-8000 1234'), { phone: '051980001234', usable: true, digitsLost: false })
})

t.test('what nobody can be called by is kept but not usable', async (t) => {
  for (const text of ['', '110', '00000000000', '11111111', '10000001234/10000005678', '无', '1.0E+10'])
    t.notOk(readPhone(text).usable, text)
  t.ok(readPhone('1.0E+10').digitsLost)
})

t.test('plain digits are plain already', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(fc.property(fc.string(), (text) => plainDigits(plainDigits(text)) === plainDigits(text))),
  )
})

import t from 'tap'
import { maskIdNumber, maskName, maskPhone } from './masking.ts'

t.test('of a name the surname is left', async (t) => {
  const table: [string, string][] = [
    ['张红', '张*'],
    ['张小红', '张**'],
    ['欧阳春', '欧阳*'],
    ['欧阳小春', '欧阳**'],
    ['欧阳', '欧*'],
    ['张', '张*'],
    ['𠮷小红', '𠮷**'],
    ['', '*'],
  ]
  for (const [name, masked] of table) t.equal(maskName(name), masked, name)
})

t.test('of a mobile phone seven digits are left, of a shorter number never more than four', async (t) => {
  const table: [string, string][] = [
    ['10000001234', '100****1234'],
    ['051980001234', '051****1234'],
    ['80001234', '****1234'],
    ['8000123', '*******'],
    ['110', '***'],
    ['', ''],
  ]
  for (const [phone, masked] of table) t.equal(maskPhone(phone), masked, phone)
})

t.test(
  'of an identity number the first and last four digits are left; what is shorter is hidden',
  async (t) => {
    const table: [string, string][] = [
      ['999000199003072429', '9990**********2429'],
      ['99900019900307100X', '9990**********100X'],
      ['999000900307242', '9990*******7242'],
      ['E12345678', '*********'],
      ['9990001990', '**********'],
      ['9.99E+17', '********'],
      ['', ''],
    ]
    for (const [number, masked] of table) t.equal(maskIdNumber(number), masked, number)
  },
)

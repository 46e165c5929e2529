import { readIdNumber, readPhone } from '@jiahe/domain/idNumber.ts'
import t from 'tap'
import { seeded } from './chance.ts'
import { register, surnameOf } from './people.ts'

t.test('made-up people have numbers that check, that nobody has, and that tell them apart', async (t) => {
  const person = register(seeded(1))
  const people = Array.from({ length: 5000 }, (_, i) => person(i % 2 ? '1' : '2', 1990, 1991))
  t.equal(new Set(people.map(({ idNumber }) => idNumber)).size, people.length)
  for (const { idNumber, phone, sex, birthDate } of people) {
    const sound =
      readIdNumber(idNumber).fault === null &&
      idNumber.startsWith('999000') &&
      idNumber.slice(6, 14) === birthDate.replaceAll('-', '') &&
      Number(idNumber[16]) % 2 === Number(sex) % 2 &&
      /^1000000\d{4}$/.test(phone!) &&
      readPhone(phone!).usable
    if (!sound) t.fail(`${idNumber} ${phone}`)
  }
})

t.test('names are those of their years, and a child bears the surname it is given', async (t) => {
  const person = register(seeded(2))
  const people = Array.from({ length: 300 }, () => person('2', 1950, 2015))
  for (const { name } of people) t.match(name, /^\p{Script=Han}{2,4}$/u)
  const father = person('1', 1980, 1980)
  const child = person('2', 2016, 2016, surnameOf(father))
  t.equal(surnameOf(child), surnameOf(father))
  t.equal(child.phone, undefined, 'a small child has no phone')
})

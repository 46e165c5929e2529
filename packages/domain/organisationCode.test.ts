import t from 'tap'
import { creditCheck, isCreditCode, isOrganisationCode, readOrganisationCode } from './organisationCode.ts'

const withCheck = (first17: string): string => first17 + creditCheck(first17)

t.test('codes of federations, of the city and of the state are codes', async (t) => {
  const codes = ['3204', '320402003', 'LS320402001', 'TJ0519', '91320400MA1NXXXX2', '3204020030017']
  for (const code of [...codes, withCheck('51320400MJ6012345'), withCheck('12320400466896567')])
    t.equal(readOrganisationCode(code).fault, null, code)
})

t.test('a code is read as people and spreadsheets write it', async (t) => {
  t.strictSame(readOrganisationCode(' ｌｓ－３２０４０２００１ '), { code: 'LS320402001', fault: null })
  t.equal(readOrganisationCode('3.204E+17').fault, 'code-digits-lost')
  t.equal(readOrganisationCode(' ').fault, 'missing-code')
  for (const sent of ['法律援助', 'LS_1', 'A'.repeat(33), 'NONE'])
    t.equal(readOrganisationCode(sent).fault, 'code-format')
})

t.test('a person’s number or phone is no code, nor is one with letters around it', async (t) => {
  const numbers = ['999000199003072420', '99900019900307242X', '999000900307242', '10000001234']
  for (const number of [...numbers, '051910000012', '0519-1000012', 'LS10000001234', 'A999000199003072429'])
    t.equal(readOrganisationCode(number).fault, 'code-of-a-person', number)
})

t.test('an identity number is a person’s even if its end fits a credit code', async (t) => {
  for (const first of ['99900019900307242', '99900020011231001', '99900019851020018']) {
    const number = withCheck(first)
    t.notOk(isCreditCode(number))
    t.notOk(isOrganisationCode(number), number)
  }
})

t.test('a credit code that was copied with a slip is none', async (t) => {
  const code = withCheck('12320400466896567')
  t.ok(isCreditCode(code))
  t.equal(readOrganisationCode(code.replace('4668', '4688')).fault, 'code-of-a-person')
})

import fc from 'fast-check'
import t from 'tap'
import { caseIdOfPair, derivedId, orderIdOf, timeOfId, uuidv7 } from './ids.ts'
import { monday } from './spec.ts'

const now = new Date(monday)
const uuid = (version: number) =>
  new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

t.test(
  'what comes from outside has a UUIDv7, what is derived a UUIDv8, each beginning with its time',
  async (t) => {
    t.match(uuidv7(now), uuid(7))
    t.match(derivedId(now, 'cause'), uuid(8))
    t.strictSame(timeOfId(uuidv7(now)), now)
    t.strictSame(timeOfId(derivedId(monday, 'cause')), now)
    t.equal(
      uuidv7(now, (n) => new Uint8Array(n)),
      '019cac0f-2680-7000-8000-000000000000',
    )
    t.not(uuidv7(now), uuidv7(now))
  },
)

t.test('a derived id never changes', async (t) => {
  t.equal(derivedId(monday, 'RiskGraded', 'case', 'cause'), '019cac0f-2680-8f4e-b71c-e7c9e6a9704f')
})

t.test('the same cause gives the same id, any other time or cause another', async (t) => {
  t.equal(derivedId(now, 'a', 'b'), derivedId(monday, 'a', 'b'))
  const others = [
    derivedId(now, 'b', 'a'),
    derivedId(now, 'ab'),
    derivedId(now, 'a', 'b', ''),
    derivedId(now, 'a,b'),
    derivedId(new Date(now.getTime() + 1), 'a', 'b'),
  ]
  t.equal(new Set([derivedId(now, 'a', 'b'), ...others]).size, others.length + 1)
})

t.test('ids sort by their time', async (t) => {
  const time = fc.date({ min: new Date('1980-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(time, time, fc.string(), fc.string(), (a, b, x, y) => {
        if (a.getTime() === b.getTime()) return true
        return derivedId(a, x) < derivedId(b, y) === a < b && uuidv7(a) < uuidv7(b) === a < b
      }),
    ),
  )
})

t.test('the same two people have the same case, whoever is named first', async (t) => {
  const met = (day: number) => uuidv7(new Date(now.getTime() + day * 86_400_000))
  const [she, he, another] = [met(0), met(3), met(1)]
  t.equal(caseIdOfPair(she, he), caseIdOfPair(he, she))
  t.not(caseIdOfPair(she, he), caseIdOfPair(she, another))
  t.strictSame(timeOfId(caseIdOfPair(she, he)), timeOfId(he), 'no older than the later of the two')
  t.match(caseIdOfPair(she, he), uuid(8))
})

t.test('the n-th order of a case has one id', async (t) => {
  const caseId = caseIdOfPair(uuidv7(now), uuidv7(now))
  t.equal(orderIdOf(caseId, 1), orderIdOf(caseId, 1))
  t.not(orderIdOf(caseId, 1), orderIdOf(caseId, 2))
  t.strictSame(timeOfId(orderIdOf(caseId, 2)), now)
})

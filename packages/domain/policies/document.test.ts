import t from 'tap'
import { canonicalJson } from '../canonicalJson.ts'
import { hashOfPolicy, type Policy, policyDocument } from './document.ts'
import { policy1 } from './policy1.ts'

t.test('the first version is a policy document and says what it always said', async (t) => {
  t.strictSame(policyDocument.parse(policy1), policy1)
  const { extreme, high, medium, low } = policy1.levels
  t.strictSame(
    [extreme, high, medium, low].map((level) => level.gradeAgain),
    [{ hours: 72 }, { days: 7 }, { days: 30 }, { days: 60 }],
  )
  t.strictSame(
    [extreme, high, medium, low].map((level) => level.extension),
    [null, null, { workingDays: 30 }, null],
  )
  t.strictSame(policy1.answer, { take: { days: 15 }, conclude: { days: 60 }, extension: { days: 30 } })
  t.equal(
    hashOfPolicy(policy1),
    '1f123cb3679650f9011c0aff80ac45fcc1bcc006e72d486e404b657949a81fbe',
    'whoever changes a value makes another version',
  )
})

t.test('the hash is that of the content, in whatever order its fields were stored', async (t) => {
  const stored = JSON.parse(canonicalJson(policy1)) as Policy
  t.notSame(Object.keys(stored), Object.keys(policy1))
  t.equal(hashOfPolicy(stored), hashOfPolicy(policy1))
  t.not(hashOfPolicy({ ...policy1, littleKnownCallback_days: 2 }), hashOfPolicy(policy1))
})

t.test('a document with a field too many, one too few, or a time that is none is no policy', async (t) => {
  const { returnWithin: _without, ...rest } = policy1
  const wrong: unknown[] = [
    rest,
    { ...policy1, note: 'x' },
    { ...policy1, returnWithin: { hours: 0 } },
    { ...policy1, returnWithin: { hours: 4, days: 1 } },
    { ...policy1, returnWithin: { workingDays: 1.5 } },
    { ...policy1, levels: { ...policy1.levels, low: undefined } },
    { ...policy1, version: 0 },
  ]
  for (const document of wrong)
    t.notOk(policyDocument.safeParse(document).success, JSON.stringify(document).slice(0, 40))
})

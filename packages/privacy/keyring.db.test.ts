import t from 'tap'
import { exampleVault, masterKeyOf, numberOf } from './exampleVault.ts'
import { openKeyring, rewrapKeys } from './keyring.ts'
import { lockPeople, readPeople, resolvePeople } from './people.ts'
import { putTexts, readTexts } from './texts.ts'

const now = new Date('2026-03-02T01:00:00.000Z')
const caseId = '019cac0f-2680-8000-8000-0000000000ca'
const textId = '019cac0f-2680-7000-8000-0000000000a1'
const she = { name: '张小红', idNumber: numberOf(1), side: 'victim' }
const notTheKey = { message: 'MASTER_KEY is not the key that this database was made with' }

t.test('the index key is made once, however many open the vault at once', async (t) => {
  const { db, keyring } = await exampleVault(t)
  await db.deleteFrom('keys.index_key').execute()
  const opened = await Promise.all(Array.from({ length: 4 }, () => openKeyring(db, masterKeyOf(1))))
  const keys = new Set(opened.map((k) => k.indexKey.toString('hex')))
  t.equal(keys.size, 1)
  t.notOk(keys.has(keyring.indexKey.toString('hex')), 'chance made it, not the master key')
})

t.test('a second master key does not open, and one that is no key makes nothing', async (t) => {
  const { db, keyring } = await exampleVault(t)
  await t.rejects(openKeyring(db, masterKeyOf(2)), notTheKey)
  await t.rejects(openKeyring(db, Buffer.alloc(16, 1).toString('base64')))
  t.ok((await openKeyring(db, masterKeyOf(1))).indexKey.equals(keyring.indexKey))
})

t.test('rotating the master key leaves the index key and everything sealed as they are', async (t) => {
  const { db, keyring } = await exampleVault(t)
  const [person] = await db.transaction().execute(async (trx) => {
    await lockPeople(trx)
    return resolvePeople(trx, keyring, [she], now)
  })
  await putTexts(db, keyring, [{ textId, caseId, text: '一句话' }])
  await keyring.keepSecret(db, caseId, 'https://psb.example.cn/ whsec_a')
  const wrappedBefore = await wrapped(db)
  await rewrapKeys(db, masterKeyOf(1), masterKeyOf(2))

  await t.rejects(openKeyring(db, masterKeyOf(1)), notTheKey)
  const rotated = await openKeyring(db, masterKeyOf(2))
  t.ok(rotated.indexKey.equals(keyring.indexKey))
  t.match((await readPeople(db, rotated, [person!.personId])).get(person!.personId), { name: '张小红' })
  t.equal((await readTexts(db, rotated, [textId])).get(textId), '一句话')
  const [again] = await db.transaction().execute((trx) => resolvePeople(trx, rotated, [she], now))
  t.match(again, { personId: person!.personId, isNew: false })
  const wrappedAfter = await wrapped(db)
  t.equal(await rotated.openSecret(db, caseId), 'https://psb.example.cn/ whsec_a')
  t.equal(await rotated.openSecret(db, textId), null)
  t.equal(wrappedBefore.length, 3)
  t.notOk(
    wrappedBefore.some((key) => wrappedAfter.includes(key)),
    'no key is left that the old master key opens',
  )
})

t.test('a rotation from a key that is not the one changes nothing', async (t) => {
  const { db } = await exampleVault(t)
  const before = await wrapped(db)
  await t.rejects(rewrapKeys(db, masterKeyOf(3), masterKeyOf(2)))
  t.strictSame(await wrapped(db), before)
})

async function wrapped(db: Awaited<ReturnType<typeof exampleVault>>['db']): Promise<string[]> {
  const rows = await Promise.all([
    db.selectFrom('keys.index_key').select('wrapped').execute(),
    db.selectFrom('keys.person_key').select('wrapped').execute(),
    db.selectFrom('keys.case_key').select('wrapped').execute(),
  ])
  return rows.flat().map((row) => row.wrapped.toString('hex'))
}

t.test('a case has one key, however many make it at once', async (t) => {
  const { db, keyring } = await exampleVault(t)
  const other = '019cac0f-2680-8000-8000-0000000000cb'
  const made = await Promise.all([
    keyring.caseKeysToWrite(db, [caseId, other]),
    keyring.caseKeysToWrite(db, [other, caseId, caseId]),
    keyring.caseKeysToWrite(db, [caseId]),
  ])
  t.equal(new Set(made.map((keys) => keys.get(caseId)!.toString('hex'))).size, 1)
  t.notOk(made[0].get(caseId)!.equals(made[0].get(other)!))
  t.ok((await keyring.caseKeys(db, [caseId])).get(caseId)!.equals(made[0].get(caseId)!))
})

t.test('a key that was moved to another case does not open there', async (t) => {
  const { db, keyring } = await exampleVault(t)
  await keyring.caseKeysToWrite(db, [caseId])
  const stolen = '019cac0f-2680-8000-8000-0000000000cc'
  await db.updateTable('keys.case_key').set({ case_id: stolen }).execute()
  await t.rejects(keyring.caseKeys(db, [stolen]))
})

t.test('nobody asked for, nothing answered', async (t) => {
  const { db, keyring } = await exampleVault(t)
  t.equal((await keyring.personKeys(db, [])).size, 0)
  t.equal((await keyring.newPersonKeys(db, [])).size, 0)
  t.equal((await keyring.caseKeysToWrite(db, [])).size, 0)
  t.equal((await keyring.personKeys(db, [caseId])).size, 0, 'nobody of that id')
})

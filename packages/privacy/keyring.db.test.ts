import t from 'tap'
import { exampleVault, localKeysOf } from './exampleVault.ts'
import { openKeyring } from './keyring.ts'
import { localKeys } from './localKeys.ts'

const caseId = '019cac0f-2680-8000-8000-0000000000ca'
const notTheKey = { name: 'KeyServiceFault', fault: 'cannot-open' }

t.test('the index key is made once, however many open the vault at once', async (t) => {
  const { db, keyring } = await exampleVault(t)
  await db.deleteFrom('keys.index_key').execute()
  const opened = await Promise.all(Array.from({ length: 4 }, () => openKeyring(db, localKeysOf(1))))
  const keys = new Set(opened.map((k) => k.indexKey.toString('hex')))
  t.equal(keys.size, 1)
  t.notOk(keys.has(keyring.indexKey.toString('hex')), 'chance made it, not the master key')
})

t.test('a second master key does not open, and one that is no key makes nothing', async (t) => {
  const { db, keyring } = await exampleVault(t)
  await t.rejects(openKeyring(db, localKeysOf(2)), notTheKey)
  await t.rejects(
    openKeyring(
      db,
      localKeys(() => Buffer.alloc(16, 1).toString('base64')),
    ),
    { name: 'KeyServiceFault', fault: 'misread' },
  )
  t.equal((await db.selectFrom('keys.wrapping_key').selectAll().execute()).length, 1)
  t.ok((await openKeyring(db, localKeysOf(1))).indexKey.equals(keyring.indexKey))
})

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

import t from 'tap'
import { exampleVault } from './exampleVault.ts'
import { findOfficers, putOfficers } from './officers.ts'
import { readPeople, resolvePeople } from './people.ts'

const now = new Date('2026-03-02T01:00:00Z')
const personId = '019cac0f-2680-8000-8000-0000000000b1'
const wang = { name: '王主任', phone: '10000001111' }

t.test('an officer is found again at her federation, however her phone is written', async (t) => {
  const { db, keyring } = await exampleVault(t)
  t.strictSame(await findOfficers(db, keyring, '990101', [wang]), [null])
  await db.transaction().execute((trx) => putOfficers(trx, keyring, '990101', [{ ...wang, personId }], now))
  const found = await findOfficers(db, keyring, '990101', [
    { ...wang, phone: '100 0000 1111' },
    { ...wang, name: '李主任' },
    { ...wang, phone: '10000001112' },
  ])
  t.strictSame(found, [personId, null, null])
  t.strictSame(await findOfficers(db, keyring, '990102', [wang]), [null], 'elsewhere she is somebody else')
  t.match((await readPeople(db, keyring, [personId])).get(personId), wang)
})

t.test('kept twice, she is there once', async (t) => {
  const { db, keyring } = await exampleVault(t)
  const officers = [
    { ...wang, personId },
    { ...wang, personId },
  ]
  for (const _ of [1, 2])
    await db.transaction().execute((trx) => putOfficers(trx, keyring, '990101', officers, now))
  t.equal((await db.selectFrom('vault.person').selectAll().execute()).length, 1)
  t.equal((await db.selectFrom('vault.blind_index').selectAll().execute()).length, 1)
})

t.test('she is not found as a person of a case, nor one of a case as her', async (t) => {
  const { db, keyring } = await exampleVault(t)
  await db.transaction().execute((trx) => putOfficers(trx, keyring, '990101', [{ ...wang, personId }], now))
  const [victim] = await db
    .transaction()
    .execute((trx) => resolvePeople(trx, keyring, [{ ...wang, side: 'victim' }], now))
  t.equal(victim!.isNew, true)
  t.strictSame(await findOfficers(db, keyring, '990101', [wang]), [personId])
})

t.test('who was erased is not found, and nothing says who she was', async (t) => {
  const { db, keyring } = await exampleVault(t)
  await db.transaction().execute((trx) => putOfficers(trx, keyring, '990101', [{ ...wang, personId }], now))
  await db.deleteFrom('keys.person_key').where('person_id', '=', personId).execute()
  await db.deleteFrom('vault.blind_index').where('person_id', '=', personId).execute()
  t.strictSame(await findOfficers(db, keyring, '990101', [wang]), [null])
  t.equal((await readPeople(db, keyring, [personId])).size, 0)
})

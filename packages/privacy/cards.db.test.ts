import { organisationIdOf } from '@jiahe/domain/organisation.ts'
import t from 'tap'
import { type Card, putCards, readCards, sameCard } from './cards.ts'
import { exampleVault } from './exampleVault.ts'

const cardId = (n: number) => `019cac0f-2680-7000-8000-0000000000${10 + n}`
const shelter: Card = { name: '东区庇护所', address: '东区一号', phone: '10000001111' }
const lawyer: Card = { name: '李律师', contactName: '李某', contactPhone: '10000002222' }
const kept = [
  { cardId: cardId(1), organisationId: organisationIdOf('BH1'), card: shelter },
  { cardId: cardId(2), organisationId: organisationIdOf('LS1'), card: lawyer },
]

t.test('cards are read back, and nothing of them stands in the database', async (t) => {
  const { db, keyring } = await exampleVault(t)
  await putCards(db, keyring, kept)
  const cards = await readCards(db, keyring, [cardId(2), cardId(1), cardId(3)])
  t.strictSame(cards.get(cardId(1)), shelter)
  t.strictSame(cards.get(cardId(2)), lawyer)
  t.equal(cards.size, 2)
  const rows = await db.selectFrom('vault.text').selectAll().execute()
  for (const { sealed } of rows) t.notMatch(sealed.toString(), /东区|1000000/)
})

t.test('an organisation whose key was destroyed says nothing any more; the others do', async (t) => {
  const { db, keyring } = await exampleVault(t)
  await putCards(db, keyring, kept)
  await db.deleteFrom('keys.case_key').where('case_id', '=', organisationIdOf('LS1')).execute()
  t.strictSame([...(await readCards(db, keyring, [cardId(1), cardId(2)])).keys()], [cardId(1)])
})

t.test('cards are the same when they say the same, in whatever order', async (t) => {
  t.ok(sameCard(shelter, { phone: '10000001111', address: '东区一号', name: '东区庇护所' }))
  t.notOk(sameCard(shelter, { ...shelter, address: '东区二号' }))
  t.notOk(sameCard(shelter, { name: shelter.name, address: shelter.address }))
})

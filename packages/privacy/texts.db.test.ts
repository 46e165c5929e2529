import t from 'tap'
import { exampleVault } from './exampleVault.ts'
import { putTexts, readTexts } from './texts.ts'

const [caseA, caseB] = [
  '019cac0f-2680-8000-8000-0000000000ca',
  '019cac0f-2680-8000-8000-0000000000cb',
] as const
const [one, two, three] = [1, 2, 3].map((n) => `019cac0f-2680-7000-8000-00000000000${n}`) as [
  string,
  string,
  string,
]
const texts = [
  { textId: one, caseId: caseA, text: '昨晚又动手了' },
  { textId: two, caseId: caseA, text: '东区一号三〇二室' },
  { textId: three, caseId: caseB, text: '' },
]

t.test('texts are read back by their ids, and an id that is none is not in the answer', async (t) => {
  const { db, keyring } = await exampleVault(t)
  await putTexts(db, keyring, texts)
  t.strictSame([...(await readTexts(db, keyring, [three, one, caseA]))].sort(), [
    [one, '昨晚又动手了'],
    [three, ''],
  ])
  t.equal((await readTexts(db, keyring, [])).size, 0)
  await putTexts(db, keyring, [])
})

t.test('a text is never replaced', async (t) => {
  const { db, keyring } = await exampleVault(t)
  await putTexts(db, keyring, texts)
  await t.rejects(putTexts(db, keyring, [{ textId: one, caseId: caseA, text: '别的话' }]), { code: '23505' })
  t.equal((await readTexts(db, keyring, [one])).get(one), '昨晚又动手了')
})

t.test('a case whose key was destroyed says nothing any more; the others do', async (t) => {
  const { db, keyring } = await exampleVault(t)
  await putTexts(db, keyring, texts)
  await db.deleteFrom('keys.case_key').where('case_id', '=', caseA).execute()
  t.strictSame([...(await readTexts(db, keyring, [one, two, three])).keys()], [three])
})

t.test('texts that were exchanged behind our back do not open', async (t) => {
  const { db, keyring } = await exampleVault(t)
  await putTexts(db, keyring, texts)
  const { sealed } = await db
    .selectFrom('vault.text')
    .select('sealed')
    .where('text_id', '=', two)
    .executeTakeFirstOrThrow()
  await db.updateTable('vault.text').set({ sealed }).where('text_id', '=', one).execute()
  await t.rejects(readTexts(db, keyring, [one]))
})

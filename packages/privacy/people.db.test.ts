/** Who is taken for whom. Mentions are told one after the other; the letters say who each of them is. */
import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import t from 'tap'
import { type ExampleVault, exampleVault, faultyNumberOf, numberOf } from './exampleVault.ts'
import type { VaultTransaction } from './keyring.ts'
import { lockPeople, type Mention, type ResolvedPerson, readPeople, resolvePeople } from './people.ts'
import { putTexts } from './texts.ts'

const now = new Date('2026-03-02T01:00:00.000Z')
const P = '10000001234'
const Q = '10000005678'
const house = '示例市东区一号三〇二室'
const she = (own: Partial<Mention> = {}): Mention => ({ name: '张小红', side: 'victim', ...own })
const he = (own: Partial<Mention> = {}): Mention => ({ name: '李大明', side: 'respondent', ...own })
const someone = (own: Partial<Mention> = {}): Mention => ({ side: 'victim', ...own })
const number = (n: number) => ({ idNumber: numberOf(n) })
const faulty = (n: number) => ({ idNumber: faultyNumberOf(n) })

const scenarios: Readonly<Record<string, readonly [readonly Mention[], string]>> = {
  'the same valid number is the same person, whatever else is said': [
    [
      she({ ...number(1), phone: P }),
      she({ idNumber: ` ${numberOf(1)}`, name: '张红', phone: Q }),
      someone({ ...number(1), side: 'child', address: house }),
    ],
    'AAA',
  ],
  'different valid numbers are never joined, though all else is the same': [
    [she({ ...number(1), phone: P, address: house }), she({ ...number(2), phone: P, address: house })],
    'AB',
  ],
  'a bad check digit matches nothing, not even itself': [
    [she(faulty(1)), she(faulty(1)), she(number(1)), she(faulty(1))],
    'ABCD',
  ],
  'with a bad check digit the phone stands in': [
    [she({ ...faulty(1), phone: P }), she({ ...faulty(2), phone: P }), she({ ...number(1), phone: P })],
    'AAA',
  ],
  'the phone stands in for the number': [
    [she({ phone: P }), she({ phone: `+86 ${P}` }), she({ phone: Q })],
    'AAB',
  ],
  'a household’s phone does not join its people': [
    [she({ phone: P }), he({ phone: P }), she({ phone: P })],
    'ABA',
  ],
  'a phone without a name joins those of the same side only': [
    [someone({ phone: P }), someone({ phone: P, name: '不详' }), someone({ phone: P, side: 'respondent' })],
    'AAB',
  ],
  'who was known by a phone alone gets her name, and the next name is another person': [
    [someone({ phone: P }), she({ phone: P }), someone({ phone: P, name: '王芳' })],
    'AAB',
  ],
  'who was known by a phone keeps her id when her number becomes known': [
    [she({ phone: P }), she({ ...number(1), phone: P }), someone(number(1))],
    'AAA',
  ],
  'who has a number is found by her phone and name': [
    [she({ ...number(1), phone: P }), she({ phone: P }), he({ phone: P })],
    'AAB',
  ],
  'a phone that nobody can be called by joins nobody': [
    [she({ phone: '00000000000' }), she({ phone: '00000000000' }), she({ phone: '110' })],
    'ABC',
  ],
  'without a phone the address of a house stands in': [
    [
      she({ address: house }),
      she({ address: `${house.slice(0, 5)} ${house.slice(5)}。` }),
      he({ address: house }),
    ],
    'AAB',
  ],
  'a street is no address that tells people apart': [
    [she({ address: '示例市东区中山路' }), she({ address: '示例市东区中山路' })],
    'AB',
  ],
  'where there is a phone the address is not asked': [
    [she({ phone: P, address: house }), she({ phone: Q, address: house }), she({ address: house })],
    'ABC',
  ],
  'a name alone is nobody in particular': [[she(), she()], 'AB'],
  'nothing said is somebody new each time': [[someone(), someone()], 'AB'],
  'what fits two people is a new one each time': [
    [
      she({ ...number(1), phone: P }),
      she({ ...number(2), phone: P }),
      she({ phone: P }),
      she({ phone: P }),
      someone({ phone: P }),
    ],
    'ABCDE',
  ],
}

const letters = (people: readonly ResolvedPerson[]): string => {
  const ids = [...new Set(people.map((p) => p.personId))]
  return people.map((p) => String.fromCharCode(65 + ids.indexOf(p.personId))).join('')
}
const rollBack = new Error('rolled back')
/** Runs on the vault and leaves it as it was. */
async function trying<T>({ db }: ExampleVault, run: (trx: VaultTransaction) => Promise<T>): Promise<T> {
  let result: T | undefined
  await db
    .transaction()
    .execute(async (trx) => {
      result = await run(trx)
      throw rollBack
    })
    .catch((error) => {
      if (error !== rollBack) throw error
    })
  return result as T
}
async function oneByOne(
  trx: VaultTransaction,
  { keyring }: ExampleVault,
  mentions: readonly Mention[],
): Promise<ResolvedPerson[]> {
  const people: ResolvedPerson[] = []
  for (const mention of mentions) people.push(...(await resolvePeople(trx, keyring, [mention], now)))
  return people
}

t.test('who is taken for whom, told one by one or all at once', async (t) => {
  const vault = await exampleVault(t)
  for (const [title, [mentions, expected]] of Object.entries(scenarios)) {
    t.equal(letters(await trying(vault, (trx) => oneByOne(trx, vault, mentions))), expected, title)
    const atOnce = await trying(vault, (trx) => resolvePeople(trx, vault.keyring, mentions, now))
    t.equal(letters(atOnce), expected, `${title}, at once`)
  }
})

t.test('whatever is told in whatever order: a number is one person, and no person has two', async (t) => {
  const vault = await exampleVault(t)
  const pool = [
    she({ ...number(1), phone: P }),
    she({ ...number(2), phone: P }),
    she({ ...faulty(1), phone: P }),
    someone({ phone: P }),
    he({ ...number(1), address: house }),
    someone({ ...number(2), name: '李大明', address: house }),
  ]
  const valid = (m: Mention) => (m.idNumber === numberOf(1) || m.idNumber === numberOf(2) ? m.idNumber : null)
  for (const a of pool)
    for (const b of pool)
      for (const c of pool) {
        const told = [a, b, c]
        const people = await trying(vault, (trx) => oneByOne(trx, vault, told))
        const atOnce = await trying(vault, (trx) => resolvePeople(trx, vault.keyring, told, now))
        const wrong = told.some((m, i) =>
          told.some((n, j) => {
            const [x, y] = [valid(m), valid(n)]
            return x !== null && y !== null && (x === y) !== (people[i]!.personId === people[j]!.personId)
          }),
        )
        const order = told.map((m) => pool.indexOf(m)).join()
        if (wrong) t.fail(`${order} became ${letters(people)}`)
        if (letters(people) !== letters(atOnce)) t.fail(`${order}: ${letters(people)} or ${letters(atOnce)}`)
      }
  t.pass(`${pool.length ** 3} orders`)
})

t.test('the answer says who is new and who could be found again', async (t) => {
  const vault = await exampleVault(t)
  const mentions = [she({ phone: P }), she({ phone: P }), she(), she(faulty(1)), someone(number(3))]
  const people = await trying(vault, (trx) => resolvePeople(trx, vault.keyring, mentions, now))
  t.strictSame(
    people.map(({ isNew, identified }) => ({ isNew, identified })),
    [
      { isNew: true, identified: true },
      { isNew: false, identified: true },
      { isNew: true, identified: false },
      { isNew: true, identified: false },
      { isNew: true, identified: true },
    ],
  )
  t.strictSame(await trying(vault, (trx) => resolvePeople(trx, vault.keyring, [], now)), [])
})

t.test('two who tell of the same new person at once end with one person', async (t) => {
  const { db, keyring } = await exampleVault(t)
  const tell = () =>
    db.transaction().execute(async (trx) => {
      await lockPeople(trx)
      return resolvePeople(trx, keyring, [she({ ...number(1), phone: P }), he({ phone: P })], now)
    })
  const told = await Promise.all([tell(), tell(), tell(), tell()])
  t.equal(new Set(told.flat().map((p) => p.personId)).size, 2)
  t.equal(told.flat().filter((p) => p.isNew).length, 2)
})

t.test(
  'people are read back with what was said last; an erased one is gone, and met again as somebody new',
  async (t) => {
    const { db, keyring } = await exampleVault(t)
    const tell = (...mentions: Mention[]) =>
      db.transaction().execute((trx) => resolvePeople(trx, keyring, mentions, now))
    const [first] = await tell(she({ ...number(1), phone: P, saidAt: '2026-03-01T09:00:00+08:00' }))
    const [other] = await tell(he({ phone: Q }))
    await tell(she({ ...number(1), phone: Q, sex: '2', saidAt: '2026-02-01T09:00:00+08:00' }))
    const ids = [first!.personId, other!.personId]
    t.strictSame((await readPeople(db, keyring, ids)).get(ids[0]!), {
      name: '张小红',
      idNumber: numberOf(1),
      phone: P,
      sex: '2',
      saidAt: '2026-03-01T01:00:00.000Z',
      former: { phone: [Q] },
    })

    for (const table of ['keys.person_key', 'vault.person', 'vault.blind_index'] as const)
      await db.deleteFrom(table).where('person_id', '=', ids[0]!).execute()
    t.strictSame([...(await readPeople(db, keyring, ids)).keys()], [ids[1]])
    const [again] = await tell(she({ ...number(1), phone: P }))
    t.ok(again!.isNew)
    t.not(again!.personId, ids[0])
  },
)

t.test('a record that was moved to another person does not open', async (t) => {
  const { db, keyring } = await exampleVault(t)
  const people = await db
    .transaction()
    .execute((trx) => resolvePeople(trx, keyring, [she({ phone: P }), he({ phone: P })], now))
  const [a, b] = people.map((p) => p.personId) as [string, string]
  const { sealed } = await db
    .selectFrom('vault.person')
    .select('sealed')
    .where('person_id', '=', a)
    .executeTakeFirstOrThrow()
  await db.updateTable('vault.person').set({ sealed }).where('person_id', '=', b).execute()
  await t.rejects(readPeople(db, keyring, [b]))
})

t.test(
  'no table of the vault has anything in the clear, nor a hash that could be tried without the key',
  async (t) => {
    const { db, keyring } = await exampleVault(t)
    const caseId = '019cac0f-2680-8000-8000-0000000000ca'
    const narrative = '昨晚又动手了'
    await db.transaction().execute(async (trx) => {
      const known = { ...number(1), phone: P, birthDate: '1990-03-07' }
      await resolvePeople(trx, keyring, [she(known), she({ ...faulty(2), address: house })], now)
      await resolvePeople(trx, keyring, [she({ ...known, phone: Q }), he({ phone: P })], now)
      await putTexts(trx, keyring, [
        { textId: '019cac0f-2680-7000-8000-0000000000a1', caseId, text: narrative },
      ])
    })
    const secrets = ['张小红', '李大明', numberOf(1), faultyNumberOf(2), P, Q, house, narrative, '1990-03-07']
    const forms = secrets.flatMap((secret) => [
      Buffer.from(secret),
      Buffer.from(secret, 'utf16le'),
      Buffer.from(Buffer.from(secret).toString('base64')),
      ...['md5', 'sha1', 'sha256'].map((name) => createHash(name).update(secret).digest()),
    ])
    const stored = await everyValue((query) => query.execute(db))
    t.ok(stored.length > 30, 'the tables are not empty')
    for (const { place, bytes } of stored)
      for (const form of forms) if (bytes.includes(form)) t.fail(`${place} holds a secret`)
  },
)

/** Every value of every table of the two schemas, as bytes. */
async function everyValue(
  run: (query: RawBuilder<Record<string, unknown>>) => Promise<{ rows: Record<string, unknown>[] }>,
): Promise<{ place: string; bytes: Buffer }[]> {
  const tables = await run(
    sql`SELECT table_schema AS s, table_name AS t FROM information_schema.tables WHERE table_schema IN ('vault', 'keys')`,
  )
  const found: { place: string; bytes: Buffer }[] = []
  for (const { s, t } of tables.rows) {
    const { rows } = await run(sql`SELECT * FROM ${sql.id(String(s), String(t))}`)
    for (const row of rows)
      for (const [column, value] of Object.entries(row))
        found.push({
          place: `${s}.${t}.${column}`,
          bytes: Buffer.isBuffer(value) ? value : Buffer.from(String(value)),
        })
  }
  return found
}

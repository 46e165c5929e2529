import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { seal } from './cipher.ts'
import { exampleKmsServer } from './exampleKmsServer.ts'
import { exampleVault, localKeysOf, masterKeyOf, numberOf } from './exampleVault.ts'
import { exampleVaultServer } from './exampleVaultServer.ts'
import { type Keyring, openKeyring } from './keyring.ts'
import type { KeyService } from './keyService.ts'
import { lockPeople, readPeople, resolvePeople } from './people.ts'
import { admitMaster, mastersInUse, rotate } from './rotation.ts'
import type { VaultDb } from './schema.ts'
import { tencentKms } from './tencentKms.ts'
import { putTexts, readTexts } from './texts.ts'
import { vaultTransit } from './vaultTransit.ts'
import { sayInUse } from './wrappingKeys.ts'

const now = new Date('2026-03-02T01:00:00.000Z')
const caseId = '019cac0f-2680-8000-8000-0000000000ca'
const textId = '019cac0f-2680-7000-8000-0000000000a1'
const she = (n: number) => ({ name: `张小红${n}`, idNumber: numberOf(n), side: 'victim' })
const anotherMaster = { name: 'KeyServiceFault', fault: 'cannot-open' }

async function admit(db: VaultDb, keyring: Keyring, ...who: readonly number[]): Promise<string[]> {
  const people = await db.transaction().execute(async (trx) => {
    await lockPeople(trx)
    return resolvePeople(trx, keyring, who.map(she), now)
  })
  return people.map(({ personId }) => personId)
}

/** Every row of the schema `keys`, as text. */
async function wrapped(db: VaultDb): Promise<string[]> {
  const tables = ['person_key', 'case_key', 'index_key', 'secret', 'wrapping_key', 'wrapping_copy']
  const rows = await Promise.all(
    tables.map((table) =>
      sql<{ row: string }>`SELECT k::text AS row FROM ${sql.table(`keys.${table}`)} k`.execute(db),
    ),
  )
  return rows.flatMap(({ rows }) => rows.map(({ row }) => row))
}

async function filled(db: VaultDb, keyring: Keyring): Promise<string> {
  const [person] = await admit(db, keyring, 1, 2, 3)
  await putTexts(db, keyring, [{ textId, caseId, text: '一句话' }])
  await keyring.keepSecret(db, caseId, 'https://psb.example.cn/ whsec_a')
  return person!
}

const services: Readonly<Record<string, (t: Test) => Promise<KeyService>>> = {
  'a key of one’s own': async () => localKeysOf(2),
  Vault: async (t) => {
    const { address, token } = await exampleVaultServer(t)
    return vaultTransit({ address, token: () => token, mount: 'transit', key: 'jiahe' })
  },
  'Tencent’s KMS': async (t) => tencentKms({ ...(await exampleKmsServer(t)), region: 'ap-nanjing' }),
}

for (const [name, make] of Object.entries(services))
  t.test(`moved to ${name} and back, everything opens, and what was before is of no use`, async (t) => {
    const { db, keyring } = await exampleVault(t)
    const [old, next] = [localKeysOf(1), await make(t)]
    const person = await filled(db, keyring)
    let before = await wrapped(db)
    for (const [from, to] of [
      [old, next],
      [next, old],
    ] as const) {
      await admitMaster(db, from, to)
      t.equal(
        (await openKeyring(db, from)).indexKey.equals(keyring.indexKey),
        true,
        'either will do meanwhile',
      )
      const running = await openKeyring(db, to)
      t.strictSame(await rotate(db, to), { keys: 6, master: to.master() })
      await t.rejects(openKeyring(db, from), anotherMaster)
      for (const opened of [running, await openKeyring(db, to)]) {
        t.ok(opened.indexKey.equals(keyring.indexKey), 'no entry of the index has to change')
        t.match((await readPeople(db, opened, [person])).get(person), { name: '张小红1' })
        t.equal((await readTexts(db, opened, [textId])).get(textId), '一句话')
        t.equal(await opened.openSecret(db, caseId), 'https://psb.example.cn/ whsec_a')
        t.strictSame(await admit(db, opened, 1), [person])
      }
      const after = await wrapped(db)
      t.equal(after.length, before.length)
      t.strictSame(
        after.filter((row) => before.includes(row)),
        [],
        'no row is as it was',
      )
      t.strictSame(
        (await db.selectFrom('keys.wrapping_copy').select('master').execute()).map(({ master }) => master),
        [to.master()],
      )
      before = after
    }
  })

t.test('a rotation that is broken off anywhere is gone on with, and both kinds open meanwhile', async (t) => {
  const { db, keyring } = await exampleVault(t)
  const people = await admit(db, keyring, ...Array.from({ length: 9 }, (_, i) => i + 1))
  const [old, next] = [localKeysOf(1), localKeysOf(2)]
  await admitMaster(db, old, next)
  const running = await openKeyring(db, next)
  const seen: number[] = []
  for (let at = 1; at <= 10; at += 3) {
    const breakOff = (done: number) => {
      if (done >= at) throw new Error('killed')
    }
    await t.rejects(rotate(db, next, { atOnce: 2, onProgress: breakOff }), { message: 'killed' })
    seen.push(await wrappingKeysThere(db))
    t.equal((await readPeople(db, running, people)).size, 9)
    people.push(...(await admit(db, running, 20 + at)))
    people.splice(0, 1)
  }
  t.strictSame(seen, [2, 2, 2, 2], 'it makes no third key')
  t.equal((await rotate(db, next, { atOnce: 2 })).keys, 14)
  t.equal(await wrappingKeysThere(db), 1)
  t.equal((await readPeople(db, running, people)).size, people.length)
})

const wrappingKeysThere = async (db: VaultDb) =>
  (await db.selectFrom('keys.wrapping_key').selectAll().execute()).length

t.test('people who are admitted and erased while it goes on are neither lost nor brought back', async (t) => {
  const { db, keyring } = await exampleVault(t)
  const people = await admit(db, keyring, 1, 2, 3, 4, 5, 6)
  const next = localKeysOf(2)
  await admitMaster(db, localKeysOf(1), next)
  const running = await openKeyring(db, next)
  const erased = people[5]!
  let came: Promise<string[]> | undefined
  const gone: Promise<unknown>[] = []
  await rotate(db, next, {
    atOnce: 1,
    onProgress(done) {
      if (done !== 3) return
      came = admit(db, running, 7, 8, 9)
      gone.push(db.deleteFrom('keys.person_key').where('person_id', '=', erased).execute())
    },
  })
  const admitted = await came!
  await Promise.all(gone)
  await rotate(db, next)
  t.equal((await readPeople(db, running, admitted)).size, 3)
  t.equal((await readPeople(db, running, people)).size, 5)
  t.notOk((await running.personKeys(db, [erased])).has(erased))
})

t.test(
  'nobody can throw away a wrapping key that something is under, nor wrap by one that is gone',
  async (t) => {
    const { db, keyring } = await exampleVault(t)
    await admit(db, keyring, 1)
    await t.rejects(db.deleteFrom('keys.wrapping_key').execute(), { code: '23503' })
    const stale = { case_id: caseId, wrapped: Buffer.alloc(60), wrapped_by: 99 }
    await t.rejects(db.insertInto('keys.case_key').values(stale).execute(), { code: '23503' })
  },
)

t.test('a database from before there were wrapping keys opens, and is rotated like any other', async (t) => {
  const { db, keyring } = await exampleVault(t)
  const [person] = await admit(db, keyring, 1)
  const key = (await keyring.personKeys(db, [person!])).get(person!)!
  const master = Buffer.from(masterKeyOf(1), 'base64')
  const index = seal(master, 'blind index', keyring.indexKey)
  await db.updateTable('keys.index_key').set({ wrapped: index, wrapped_by: null }).execute()
  await db
    .updateTable('keys.person_key')
    .set({ wrapped: seal(master, person!, key), wrapped_by: null })
    .execute()
  await db.deleteFrom('keys.wrapping_key').execute()

  await t.rejects(openKeyring(db, localKeysOf(2)), anotherMaster)
  t.equal(await wrappingKeysThere(db), 0, 'a wrong key makes nothing')
  const opened = await openKeyring(db, localKeysOf(1))
  t.match((await readPeople(db, opened, [person!])).get(person!), { name: '张小红1' })
  const next = localKeysOf(2)
  await admitMaster(db, localKeysOf(1), next)
  t.equal((await rotate(db, next)).keys, 2)
  const rotated = await openKeyring(db, next)
  t.ok(rotated.indexKey.equals(keyring.indexKey))
  t.match((await readPeople(db, rotated, [person!])).get(person!), { name: '张小红1' })
})

t.test('it is known which master keys running services lean on', async (t) => {
  const { db } = await exampleVault(t)
  const [old, next] = [localKeysOf(1), localKeysOf(2)]
  await admitMaster(db, old, next)
  t.strictSame(await mastersInUse(db, next.master()), [])
  await sayInUse(db, old)
  t.strictSame(await mastersInUse(db, next.master()), [old.master()])
  t.strictSame(await mastersInUse(db, old.master()), [])
  await sql`UPDATE keys.wrapping_copy SET used_at = now() - interval '31 seconds'`.execute(db)
  t.strictSame(await mastersInUse(db, next.master()), [], 'a minute later it is not')
})

t.test(
  'a key service that goes away is not noticed for a while, then nothing opens, then all does again',
  async (t) => {
    const { db } = await exampleVault(t)
    const server = await exampleVaultServer(t)
    const timing = { try_ms: 5000, tries: 1, pause_ms: 1 }
    const { address, token } = server
    const vault = vaultTransit({ address, token: () => token, mount: 'transit', key: 'jiahe', timing })
    await admitMaster(db, localKeysOf(1), vault)
    let clock = 0
    const keyring = await openKeyring(db, vault, { fresh_ms: 10_000, held_ms: 60_000, now: () => clock })
    const [person] = await admit(db, keyring, 1)
    const asked = server.asked.length
    t.equal((await readPeople(db, keyring, [person!])).size, 1)
    t.equal(server.asked.length, asked, 'what is held asks nobody')

    server.sealed = true
    clock = 59_000
    await keyring.ready()
    t.equal((await readPeople(db, keyring, [person!])).size, 1)
    clock = 60_001
    await t.rejects(keyring.ready(), { name: 'KeyServiceFault', fault: 'sealed' })
    await t.rejects(readPeople(db, keyring, [person!]), { name: 'KeyServiceFault', fault: 'sealed' })
    await t.rejects(admit(db, keyring, 2), { name: 'KeyServiceFault', fault: 'sealed' })
    t.equal((await db.selectFrom('vault.person').selectAll().execute()).length, 1, 'nothing half stored')
    server.sealed = false
    clock = 60_002
    // A second of rest, so that a service that is away is not asked by every request.
    await t.rejects(keyring.ready(), { name: 'KeyServiceFault', fault: 'sealed' })
    clock = 61_001
    await keyring.ready()
    t.equal((await readPeople(db, keyring, [person!])).size, 1)
  },
)

t.test('no more wrapping keys are held than a few, however many there are', async (t) => {
  const { db } = await exampleVault(t)
  const server = await exampleVaultServer(t)
  const { address, token } = server
  const vault = vaultTransit({ address, token: () => token, mount: 'transit', key: 'jiahe' })
  await admitMaster(db, localKeysOf(1), vault)
  const sealed = await vault.wrap(createHash('sha256').digest(), 'jiahe wrapping key 1')
  for (let n = 0; n < 30; n++) {
    const made = await db
      .insertInto('keys.wrapping_key')
      .defaultValues()
      .returning('id')
      .executeTakeFirstOrThrow()
    const copy = { wrapping_key: made.id, master: vault.master(), used_at: null }
    const own = await vault.wrap(
      createHash('sha256').update(sealed).digest(),
      `jiahe wrapping key ${made.id}`,
    )
    await db
      .insertInto('keys.wrapping_copy')
      .values({ ...copy, sealed: own })
      .execute()
  }
  const keyring = await openKeyring(db, vault)
  server.asked.length = 0
  await keyring.refresh()
  t.equal(server.asked.length, 16, 'the newest')
})

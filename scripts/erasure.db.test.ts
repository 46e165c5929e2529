/**
 * Erasing a person from end to end: alerts that come in over the intake, two accounts of the console, and what is then
 * left of her in the database, in its files and in the read models; and the same when the process dies in between.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { finishErasures } from '@jiahe/console/erasure.ts'
import { consoleFixture, type Fixture } from '@jiahe/console/fixture.ts'
import { makeReadModels, readModelsFor } from '@jiahe/console/fixtureReadModels.ts'
import { alertExample, type IntakeBody } from '@jiahe/intake/body.ts'
import { createIntake, type Intake } from '@jiahe/intake/intake.ts'
import { type IntakeDb, migrateIntake } from '@jiahe/intake/receiptTable.ts'
import { readPeople } from '@jiahe/privacy/people.ts'
import { sql } from 'kysely'
import t, { type Test } from 'tap'

/** Low enough for no order: nothing keeps her. */
const calm = { facts: { F19: 'no' }, disputeType: 'property' }
const victim = {
  ...{ role: 'victim', name: '司徒静澜', idNumber: '999000199003072420', phone: '10000007311' },
}
const respondent = { role: 'respondent', name: '公孙衡岳', phone: '10000008422' }
const second = { role: 'respondent', name: '东方屹川', phone: '10000009533' }
const narrative = '司徒静澜称公孙衡岳摔坏家具。'
const hers = [victim.name, victim.idNumber, victim.phone]

const alert = (sourceRef: string, parties: object[], own: object = {}): IntakeBody =>
  ({ ...alertExample, sourceRef, parties, narrative, ...calm, ...own }) as IntakeBody

interface Scene extends Fixture {
  readonly intake: Intake
  readonly people: { readonly victim: string; readonly respondent: string }
  /** With his alone, with both of them twice, with her and somebody else. */
  readonly cases: { readonly both: string; readonly other: string }
  readonly bodies: readonly IntakeBody[]
  again(): Promise<void>
  erase(as: string, personId: string, body: object): ReturnType<Fixture['call']>
}

async function scene(t: Test): Promise<Scene> {
  const fixture = await consoleFixture(t)
  const db = fixture.api.vault as unknown as IntakeDb
  await migrateIntake(db)
  const { log, keyring, now } = fixture.api
  const intake = createIntake({ db, log, keyring, now })
  t.teardown(() => intake.close())
  const bodies = [
    alert('A1', [victim, respondent]),
    alert('A2', [victim, respondent], { occurredAt: '2026-11-23T22:14:00+08:00' }),
    alert('A3', [victim, second]),
  ]
  const [first, , third] = await Promise.all(
    bodies.map((body) => intake.submit({ kind: 'police-alerts', body })),
  )
  await fixture.project()
  const card = await fixture.call(`GET /v1/cases/${first!.caseId}`, { as: 'officer' })
  const idOf = (role: string) =>
    card.body.people.find((person: { role: string }) => person.role === role).personId
  const erase: Scene['erase'] = async (as, personId, body) => {
    const { caseId } = body as { caseId: string }
    const { revision } = (await fixture.call(`GET /v1/cases/${caseId}`, { as })).body
    const headers = { 'if-match': `"${revision}"` }
    return fixture.call(`POST /v1/people/${personId}/erase`, { as, body, headers })
  }
  return {
    ...fixture,
    ...{ intake, bodies, erase, people: { victim: idOf('victim'), respondent: idOf('respondent') } },
    cases: { both: first!.caseId, other: third!.caseId },
    async again() {
      for (const body of bodies) await intake.submit({ kind: 'police-alerts', body })
    },
  }
}

/** Everything that a dump would show, table by table. */
async function dump({ api }: Fixture): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string }>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`.execute(api.vault)
  const tables = new Map<string, string>()
  for (const { name } of rows) {
    const found = await sql<{
      row: string
    }>`SELECT t::text AS row FROM ${sql.raw(name)} t ORDER BY 1`.execute(api.vault)
    tables.set(name, found.rows.map(({ row }) => row).join('\n'))
  }
  return tables
}
const readModelsIn = (tables: ReadonlyMap<string, string>) =>
  [...tables].filter(([name]) => name.startsWith('read.'))

/** The bytes of every file of the database. */
async function files({ api }: Fixture): Promise<Buffer[]> {
  const { rows } = await sql<{ folder: string }>`
    SELECT current_setting('data_directory') || '/base/' || oid AS folder FROM pg_database
    WHERE datname = current_database()`.execute(api.vault)
  const { folder } = rows[0]!
  const paths = readdirSync(folder).map((name) => join(folder, name))
  return paths.filter((path) => statSync(path).isFile()).map((path) => readFileSync(path))
}

const ROUNDS = 50

/** The files once nobody can see any more what was deleted: a transaction that is still open, in whichever database of the
 *  server, has VACUUM FULL copy it along. */
async function filesWithout(all: Fixture, deleted: Buffer): Promise<Buffer[]> {
  for (let round = 1; ; round++) {
    await sql`VACUUM FULL`.execute(all.api.vault)
    await sql`CHECKPOINT`.execute(all.api.vault)
    const bytes = await files(all)
    if (round === ROUNDS || !bytes.some((file) => file.includes(deleted))) return bytes
  }
}

t.test('of whoever is erased nothing is left, and every figure stands', async (t) => {
  const all = await scene(t)
  const { api, call, erase, people, cases, project } = all
  const figures = async () => {
    const urls = ['/v1/board?by=region,disputeType,grade', '/v1/coverage', '/v1/cases']
    return Promise.all(urls.map(async (url) => (await call(`GET ${url}`, { as: 'dispatcher' })).body))
  }
  const before = await figures()
  const key = await api.vault
    .selectFrom('keys.person_key')
    .select('wrapped')
    .where('person_id', '=', people.victim)
    .executeTakeFirstOrThrow()
  await sql`CHECKPOINT`.execute(api.vault)
  t.ok(
    (await files(all)).some((file) => file.includes(key.wrapped)),
    'her key is in the files',
  )
  const opened = await readPeople(api.vault, api.keyring, [people.victim])
  t.match(opened.get(people.victim), { name: victim.name, phone: victim.phone })

  const caseId = cases.both
  const ground = 'retention-over'
  t.match(await erase('officer', people.victim, { step: 'request', caseId, ground }), {
    status: 200,
    body: { state: 'requested', ground },
  })
  const approve = (as: string) => erase(as, people.victim, { step: 'approve', caseId })
  t.match(await approve('officer'), { status: 403, body: { reason: 'not-allowed' } })
  t.match(await approve('dispatcher'), { status: 200, body: { state: 'erased' } })
  await project()

  for (const table of ['keys.person_key', 'vault.person', 'vault.blind_index'] as const) {
    const left = await api.vault
      .selectFrom(table)
      .select('person_id')
      .where('person_id', '=', people.victim)
      .execute()
    t.strictSame(left, [], table)
  }
  const texts = await sql`SELECT 1 FROM vault.text`.execute(api.vault)
  t.strictSame(texts.rows, [], 'the words about her are gone, in each of her cases')
  for (const one of [cases.both, cases.other]) {
    const stream = await api.log.readStream(`familyCase-${one}`)
    t.equal(stream.filter(({ type }) => type === 'PersonErased').length, 1)
    const { body } = await call(`GET /v1/cases/${one}`, { as: 'dispatcher' })
    t.match(body.people, [
      { role: 'victim', name: null, phone: null, idNumber: null, erased: true },
      { role: 'respondent', erased: false, name: /\*/ },
    ])
  }
  t.strictSame(await figures(), before)

  t.test('no table and no file says her name, number or phone', async (t) => {
    for (const [name, rows] of await dump(all))
      for (const secret of [...hers, Buffer.from(victim.name).toString('hex')])
        t.notOk(rows.includes(secret), `${name} does not say ${secret}`)
    const bytes = await filesWithout(all, key.wrapped)
    t.ok(bytes.length > 100)
    for (const secret of hers) t.notOk(bytes.some((file) => file.includes(secret)))
    t.notOk(
      bytes.some((file) => file.includes(key.wrapped)),
      'nor is what opened her record',
    )
  })

  t.test('the same file again, as it was or otherwise, brings nothing back', async (t) => {
    const rows = await dump(all)
    await all.again()
    const amended = { ...all.bodies[0]!, narrative: '补充：当事人再次来电。' }
    const answer = await all.intake.submit({ kind: 'police-alerts', body: amended })
    t.match(answer, { duplicate: true, amended: false, caseId })
    const after = await dump(all)
    for (const name of ['vault.person', 'vault.blind_index', 'vault.text', 'log.event', 'keys.person_key'])
      t.equal(after.get(name), rows.get(name), name)
  })

  t.test('read models made anew from the log are those that stand', async (t) => {
    await project()
    const live = readModelsIn(await dump(all))
    await sql`DROP SCHEMA read CASCADE`.execute(api.read)
    await makeReadModels(api.read)
    await readModelsFor(api.read, api.log, api.desk.territory.regions).project()
    t.strictSame(readModelsIn(await dump(all)), live)
    t.ok(live.length > 10)
  })
})

t.test('erasing him leaves her, and every word about her', async (t) => {
  const { api, call, erase, people, cases, project } = await scene(t)
  const caseId = cases.both
  const personId = people.respondent
  await erase('dispatcher', personId, { step: 'request', caseId, ground: 'purpose-over' })
  t.match(await erase('dispatcher', personId, { step: 'approve', caseId }), {
    status: 409,
    body: { reason: 'same-person' },
  })
  t.match(await erase('officer', personId, { step: 'decline', caseId, reason: 'needed-as-evidence' }), {
    status: 200,
    body: { state: 'none' },
  })
  await erase('officer', personId, { step: 'request', caseId, ground: 'purpose-over' })
  t.equal((await erase('dispatcher', personId, { step: 'approve', caseId })).status, 200)
  await project()
  const { body } = await call(`GET /v1/cases/${caseId}/timeline`, { as: 'officer' })
  t.match(body.items[0].texts, { narrative })
  const card = await call(`GET /v1/cases/${caseId}`, { as: 'officer' })
  t.match(card.body.people, [
    { role: 'victim', name: '司徒**', erased: false },
    { role: 'respondent', name: null, erased: true },
  ])
  const known = await readPeople(api.vault, api.keyring, [people.victim, personId])
  t.strictSame([...known.keys()], [people.victim])
})

t.test('nobody is erased while something of any of her cases is open, or by who may not', async (t) => {
  const { api, erase, people, cases, family, project, call } = await scene(t)
  const open = await family({ idNumber: victim.idNumber, name: victim.name, phone: victim.phone })
  await project()
  const ask = (as: string, caseId: string) =>
    erase(as, people.victim, { step: 'request', caseId, ground: 'retention-over' })
  for (const caseId of [open.caseId, cases.both])
    t.match(await ask('officer', caseId), { status: 409, body: { reason: 'order-open' } }, 'in either case')
  const headers = { 'if-match': '"0"' }
  const body = { step: 'request', caseId: cases.both, ground: 'retention-over' }
  for (const [as, id, sent] of [
    ['elsewhere', people.victim, body],
    ['officer', cases.both, body],
    ['officer', 'nobody', body],
    ['officer', people.victim, { ...body, caseId: people.victim }],
  ] as const)
    t.match(
      (await call(`POST /v1/people/${id}/erase`, { as, body: sent, headers })).body,
      { status: id === cases.both ? 412 : 404 },
      'who is not there, or not theirs, is not there',
    )
  t.equal((await readPeople(api.vault, api.keyring, [people.victim])).size, 1)
})

/** The vault or the log, as it is when it goes away before a change arrives. */
const away = () => {
  throw Object.assign(new Error('gone'), { code: 'ECONNRESET' })
}

t.test('a process that dies between the log and the vault leaves nothing half done', async (t) => {
  const all = await scene(t)
  const { api, erase, people, cases, project } = all
  const caseId = cases.both
  await erase('officer', people.victim, { step: 'request', caseId, ground: 'retention-over' })
  const { vault, log } = api
  const tamper = api as { vault: unknown; log: unknown }
  const approve = () => erase('dispatcher', people.victim, { step: 'approve', caseId })
  const erasedIn = async (id: string) =>
    (await log.readStream(`familyCase-${id}`)).filter(({ type }) => type === 'PersonErased').length

  // It is decided, and the vault is gone.
  tamper.vault = new Proxy(vault, {
    get(to, name) {
      const own: unknown = Reflect.get(to, name)
      if (name === 'transaction') return away
      return typeof own === 'function' ? own.bind(to) : own
    },
  })
  t.equal((await approve()).status, 503)
  tamper.vault = vault
  t.equal(await erasedIn(caseId), 1)
  t.equal((await readPeople(vault, api.keyring, [people.victim])).size, 1, 'and she is still there')
  await project()

  // The vault has forgotten her, and the log is gone before her other case is told.
  const told = `familyCase-${cases.other}`
  tamper.log = {
    ...log,
    append: (...asked: Parameters<typeof log.append>) => (asked[0] === told ? away() : log.append(...asked)),
  }
  await t.rejects(finishErasures(api), /gone/)
  tamper.log = log
  t.equal((await readPeople(vault, api.keyring, [people.victim])).size, 0)
  t.equal(await erasedIn(cases.other), 0)

  t.equal(await finishErasures(api), 1)
  await project()
  t.strictSame(await Promise.all([erasedIn(caseId), erasedIn(cases.other)]), [1, 1])
  t.equal(await finishErasures(api), 0, 'then there is nothing left to do')

  // A backup of the keys from before is put back.
  await sql`INSERT INTO keys.person_key VALUES (${people.victim}::uuid, '\\x00')`.execute(vault)
  t.equal(await finishErasures(api), 1)
  const kept = await vault
    .selectFrom('keys.person_key')
    .select('person_id')
    .where('person_id', '=', people.victim)
    .execute()
  t.strictSame(kept, [])
})

/** What the services' login can do to history when it is made to: add to it, and nothing else. */
import { randomBytes } from 'node:crypto'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import { openLog } from '@jiahe/event-log/openLog.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import { rebuildModels } from '@jiahe/read-models/rebuild.ts'
import { migrateReadModels } from '@jiahe/read-models/schema.ts'
import type { ReadDb, ReadTransaction } from '@jiahe/read-models/tables.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { lockProgress } from '@jiahe/service-kit/workSharing.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { type Kysely, sql } from 'kysely'
import t, { type Test } from 'tap'
import { migrate } from './migrate.ts'
import { grantServices } from './serviceLogin.ts'

async function granted(t: Test) {
  const ownerUrl = await testDatabase(t)
  const owner = openDatabase<unknown>(ownerUrl, 2)
  await migrate(ownerUrl, owner)
  const login = new URL(ownerUrl)
  login.username = `services_${randomBytes(4).toString('hex')}`
  login.password = randomBytes(8).toString('hex')
  await grantServices(owner, login.href)
  const services = openDatabase<unknown>(login.href, 2)
  t.teardown(async () => {
    await services.destroy()
    await sql`DROP OWNED BY ${sql.id(login.username)} CASCADE`.execute(owner)
    await sql`DROP ROLE ${sql.id(login.username)}`.execute(owner)
    await owner.destroy()
  })
  return { url: login.href, owner, services }
}

const event = {
  ...{ id: '01900000-0000-7000-8000-000000000001', type: 'CaseNoted', data: {} },
  metadata: {
    ...{ schemaVersion: 1, actor: 'policy:test', correlationId: 'x', causationId: null },
    occurredAt: '2026-11-26T00:00:00.000Z',
  },
}
const refusedBy = (db: Kysely<unknown>, statement: string) =>
  sql
    .raw(statement)
    .execute(db)
    .then(
      () => 'was done',
      (error: Error & { code?: string }) => error.code,
    )
const NOT_ALLOWED = '42501'
const RAISED = 'P0001'

t.test('services add events and can neither change nor delete what is only ever added to', async (t) => {
  const { url, services, owner } = await granted(t)
  const log = await openLog({ databaseUrl: url, eventStoreUrl: undefined, connections: 1 })
  t.match(await log.append('familyCase-1', -1, [event]), { status: 'appended' })
  t.equal((await log.readStream('familyCase-1')).length, 1)
  await log.close()
  for (const table of ['log.event', 'log.signed_head', 'log.identity', 'account.access_log'])
    for (const statement of [
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
      `DROP TABLE ${table}`,
    ])
      t.equal(await refusedBy(services, statement), NOT_ALLOWED, statement)
  t.equal(await refusedBy(services, `UPDATE log.event SET type = 'Other'`), NOT_ALLOWED)
  t.equal(await refusedBy(services, `UPDATE account.access_log SET reason = ''`), NOT_ALLOWED)
  t.equal(await refusedBy(services, 'SET session_replication_role = replica'), NOT_ALLOWED)
  t.equal(
    await refusedBy(services, `CREATE FUNCTION log.f() RETURNS int LANGUAGE sql AS 'SELECT 1'`),
    NOT_ALLOWED,
  )
  t.equal(
    await refusedBy(owner, `UPDATE log.event SET type = 'Other'`),
    RAISED,
    'nor does the owner by mistake',
  )
  t.equal(await refusedBy(owner, 'TRUNCATE log.event'), RAISED)
})

t.test('services make read models anew, also what the owner made, and the other way round', async (t) => {
  const { services, owner } = await granted(t)
  const lock = (trx: ReadTransaction) => lockProgress(trx, 'projector')
  const empty = memoryLog({ now: () => new Date() })
  const [model] = readModels
  for (const db of [services, owner, services] as unknown as ReadDb[]) {
    await migrateReadModels(db, readModels, lock)
    const regions = loadRegions('3204')
    const read = (after: string, types: readonly string[]) => empty.readAll({ after, types, limit: 10 })
    t.match(await rebuildModels([model!], { db, lock, regions, read } as never), [{ model: model!.name }])
  }
})

t.test('a grant may be given again, with another password', async (t) => {
  const { url, owner } = await granted(t)
  const again = new URL(url)
  again.password = 'another'
  await grantServices(owner, again.href)
  const db = openDatabase<unknown>(again.href, 1)
  t.teardown(() => db.destroy())
  t.match((await sql`SELECT count(*)::int AS n FROM log.event`.execute(db)).rows, [{ n: 0 }])
})

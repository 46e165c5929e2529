import type { RestorableLog } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import { openLog } from '@jiahe/event-log/openLog.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { changeLog, followLog, lockLog, markFilling } from '@jiahe/service-kit/followedLog.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { type Kysely, sql } from 'kysely'
import t, { type Test } from 'tap'
import { migrate } from './migrate.ts'
import { settleLog } from './settledLog.ts'

interface Started {
  readonly databaseUrl: string
  readonly db: Kysely<unknown>
  readonly own: RestorableLog
}

async function started(t: Test): Promise<Started> {
  const databaseUrl = await testDatabase(t)
  const db = openDatabase<unknown>(databaseUrl, 4)
  await migrate(databaseUrl, db)
  const own = await openLog({ databaseUrl, eventStoreUrl: undefined, connections: 1 })
  t.teardown(async () => {
    await own.close()
    await db.destroy()
  })
  return { databaseUrl, db, own }
}

async function withHistory(log: RestorableLog): Promise<RestorableLog> {
  const metadata = { schemaVersion: 1, actor: 'policy:test', correlationId: 'c', causationId: null }
  const occurredAt = '2026-03-02T01:00:00.000Z'
  const id = '019d0000-0000-7000-8000-000000000001'
  await log.append('a-1', -1, [{ id, type: 'Noted', data: {}, metadata: { ...metadata, occurredAt } }])
  return log
}
const copyOf = async (log: RestorableLog): Promise<RestorableLog> => {
  const copy = memoryLog()
  await copy.restore((await log.readAll({ after: '', limit: 10 })).events)
  return copy
}

t.test('a database follows the log it was first started on, and no other', async (t) => {
  const { db, own } = await started(t)
  t.equal(await settleLog(db, own), true, 'it is empty')
  await withHistory(own)
  t.equal(await settleLog(db, own), false)
  const refusal =
    /^This database follows the log in postgres, and EVENT_STORE_URL names memory.+jiahe log switch/
  await t.rejects(settleLog(db, memoryLog()), refusal, 'an empty one')
  await t.rejects(settleLog(db, await copyOf(own)), refusal, 'nor a copy that nobody switched to')
  t.equal(await settleLog(db, own), false)
})

t.test('a database with a history that never said so follows its own', async (t) => {
  const { databaseUrl, db, own } = await started(t)
  await withHistory(own)
  await sql`DELETE FROM work.log`.execute(db)
  await migrate(databaseUrl, db)
  await t.rejects(settleLog(db, memoryLog()), /This database follows/)
})

t.test('another log can be followed when no service works, and only that one then', async (t) => {
  const { db, own } = await started(t)
  await withHistory(own)
  const copy = await copyOf(own)
  const serving = new AbortController()
  await followLog(db, own, serving.signal)
  const change = () =>
    db.transaction().execute(async (trx) => {
      if (!(await lockLog(trx))) return false
      await changeLog(trx, copy)
      return true
    })
  t.equal(await change(), false, 'a service lives')
  serving.abort()
  t.equal(await change(), true)
  t.equal(await settleLog(db, copy), false)
  await t.rejects(followLog(db, own, serving.signal), /follows the log in memory, and .+ names postgres/)
})

t.test('who begins to serve while the log is changed, waits and is told', async (t) => {
  const { db, own } = await started(t)
  await withHistory(own)
  await settleLog(db, own)
  const copy = await copyOf(own)
  const serving = new AbortController()
  t.teardown(() => serving.abort())
  let refused: Promise<unknown> | null = null
  await db.transaction().execute(async (trx) => {
    t.equal(await lockLog(trx), true)
    refused = followLog(db, own, serving.signal).catch((error: unknown) => error)
    await changeLog(trx, copy)
  })
  t.match(await refused, { name: 'WrongSetting' })
})

t.test('what a filling left in pieces is not worked on; another log is taken in its place', async (t) => {
  const { db } = await started(t)
  const store = memoryLog()
  await settleLog(db, store)
  await markFilling(db, true)
  await withHistory(store)
  await t.rejects(settleLog(db, store), /^A start was ended while it filled.+EVENT_STORE_PREFIX=/)
  t.equal(await settleLog(db, memoryLog()), true)
  await t.rejects(settleLog(db, store), /This database follows/)
})

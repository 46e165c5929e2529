/** A history through all logs and back, broken off on the way, and tampered with at the end. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventStoreDouble } from '@jiahe/event-log/eventstoredb/double/eventStoreDouble.ts'
import { eventStoreLog } from '@jiahe/event-log/eventstoredb.ts'
import type { RestorableLog } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import { postgresLog } from '@jiahe/event-log/postgres/postgresLog.ts'
import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import pg from 'pg'
import t, { type Test } from 'tap'
import { type Copied, continuation, copyLog, NOTHING_COPIED } from './copyLog.ts'
import { jiahe } from './fixture.ts'
import { verifyCopy } from './verifyCopy.ts'

const PAGE = 50
let serial = 0

/** Cases of two streams each, side by side. */
async function write(log: RestorableLog, cases: number, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++)
    for (let n = 0; n < cases; n++)
      for (const kind of ['familyCase', 'workOrder']) {
        const stream = `${kind}-${n}`
        const id = `019d0000-0000-7000-8000-${(++serial).toString(16).padStart(12, '0')}`
        const occurredAt = '2026-03-01T00:00:00Z'
        const about = { schemaVersion: 1, actor: 'policy:test', causationId: null, occurredAt }
        const metadata = { ...about, correlationId: `case-${n}` }
        const end = (await log.readStream(stream)).at(-1)?.revision ?? -1
        await log.append(stream, end, [{ id, type: 'Noted', data: { round, words: '家和' }, metadata }])
      }
}

async function filled(cases: number, rounds: number): Promise<RestorableLog> {
  const log = memoryLog({ now: () => new Date('2026-03-01T00:00:00Z') })
  await write(log, cases, rounds)
  return log
}

async function inPostgres(t: Test): Promise<{ url: string; log: RestorableLog }> {
  const url = await testDatabase(t)
  await migrateEventLog(url)
  const log = postgresLog({ connectionString: url, connections: 2 })
  t.teardown(() => log.close())
  return { url, log }
}

async function inEventStore(t: Test): Promise<{ url: string; log: RestorableLog }> {
  const store = await eventStoreDouble()
  const log = eventStoreLog({ connectionString: store.connectionString })
  t.teardown(async () => {
    await log.close()
    store.stop()
  })
  return { url: store.connectionString, log }
}

const copy = (source: RestorableLog, target: RestorableLog, from = NOTHING_COPIED): Promise<Copied> =>
  copyLog({ source, target, from, page: PAGE, keep: () => {} })
const verify = (source: RestorableLog, target: RestorableLog, upTo: string) =>
  verifyCopy({ source, target, upTo, page: PAGE, onProgress: () => {} })

t.test('a history through EventStoreDB into PostgreSQL is the same history', async (t) => {
  const source = await filled(20, 8)
  const { log: store } = await inEventStore(t)
  const { log: database } = await inPostgres(t)
  const there = await copy(source, store)
  const back = await copy(store, database)
  t.equal(there.events, 320)
  t.equal(back.events, 320)
  const first = await verify(source, store, there.position)
  const second = await verify(store, database, back.position)
  t.match(first, { events: 320, streams: 40, findings: [] })
  t.strictSame(second, first)
  const ended = await verify(source, database, there.position)
  t.strictSame(ended.findings, [])
})

t.test(
  'what comes into the source meanwhile is not missed in the target, and a later copy takes it',
  async (t) => {
    const source = await filled(3, 2)
    const { log: target } = await inEventStore(t)
    const copied = await copy(source, target)
    await write(source, 4, 1)
    t.strictSame((await verify(source, target, copied.position)).findings, [])
    const more = await copy(source, target, copied)
    t.equal(more.events, 20)
    t.match(await verify(source, target, more.position), { events: 20, findings: [] })
  },
)

t.test('a copy that was broken off in the middle of a page goes on from the page before', async (t) => {
  const source = await filled(20, 8)
  const { log: target } = await inEventStore(t)
  let kept = NOTHING_COPIED
  let pages = 0
  const breaking: RestorableLog = {
    ...target,
    async restore(events) {
      if (++pages < 3) return target.restore(events)
      await target.restore(events.filter(({ metadata }) => metadata.correlationId < 'case-15'))
      throw new Error('broken off')
    },
  }
  const keep = (copied: Copied) => {
    kept = copied
  }
  const options = { source, page: PAGE, keep }
  await t.rejects(copyLog({ ...options, target: breaking, from: kept }), /broken off/)
  t.equal(kept.events, 2 * PAGE)
  const from = await continuation(source, target, kept)
  t.strictSame(from, kept)
  const copied = await copyLog({ ...options, target, from: from! })
  t.match(await verify(source, target, copied.position), { events: 320, findings: [] })
})

t.test('a target is gone on with only where it begins as the source does', async (t) => {
  const source = await filled(2, 2)
  const kept = { position: await source.head(), events: 8 }
  t.strictSame(await continuation(source, memoryLog(), kept), NOTHING_COPIED, 'emptied since')
  t.equal(await continuation(source, await filled(2, 2), kept), null, 'another history')
  const target = memoryLog()
  await copy(source, target)
  t.equal(await continuation(source, target, null), null, 'no copy was begun')
  t.strictSame(await continuation(source, target, kept), kept)
})

t.test('a target that was tampered with is found, also at the end of a stream', async (t) => {
  const source = await filled(5, 3)
  const { url, log } = await inPostgres(t)
  const { position } = await copy(source, log)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const run = (sql: string) => client.query(sql)
  await run('ALTER TABLE log.event DISABLE TRIGGER append_only')
  await run(`UPDATE log.event SET data = '{"round":9}' WHERE stream = 'familyCase-1' AND revision = 0`)
  await run(`UPDATE log.event SET data = '{"round":9}' WHERE stream = 'workOrder-2' AND revision = 2`)
  await run(`DELETE FROM log.event WHERE stream = 'workOrder-3' AND revision = 2`)
  await client.end()
  const { findings } = await verify(source, log, position)
  t.match(findings, [
    { check: 'chain', reason: 'wrong-hash', at: 'familyCase-1@1' },
    { check: 'events', at: '30 ≠ 29' },
    { check: 'digest' },
    { check: 'stream', at: 'familyCase-1' },
    { check: 'stream', at: 'workOrder-2' },
    { check: 'stream', at: 'workOrder-3' },
  ])
  t.equal(findings.length, 6)
})

t.test('the command copies, goes on, proves, and refuses what is no copy', async (t) => {
  const dataDir = t.testdir()
  const one = await inPostgres(t)
  const store = await inEventStore(t)
  const other = { url: await testDatabase(t) }
  const run = (from: { url: string }, to: { url: string }, ...more: string[]) =>
    jiahe(dataDir, ['log', 'copy', '--from', from.url, '--to', to.url, ...more])
  await write(one.log, 6, 3)

  const there = await run(one, store, '--json')
  t.equal(there.code, 0)
  t.match(there.json, { events: 36, streams: 12, findings: [] })
  const back = await run(store, other)
  t.equal(back.code, 0)
  t.match(back.stdout, '目标日志有 36 个事件，12 条流，与来源完全一致')
  t.match(back.stdout, there.json.digest)

  await write(one.log, 7, 1)
  t.match((await run(one, store, '--json')).json, { events: 50, findings: [] })

  const refused = await run(one, other)
  t.equal(refused.code, 2)
  t.equal(refused.stderr, '目标日志不是空的，也不是由此开始的副本\n')

  const itself = await run(one, one)
  t.equal(itself.code, 2)
  t.equal(itself.stderr, '--from 与 --to 是同一个日志\n')

  const client = new pg.Client({ connectionString: other.url })
  await client.connect()
  await client.query('ALTER TABLE log.event DISABLE TRIGGER append_only')
  await client.query(`UPDATE log.event SET type = 'Other' WHERE stream = 'familyCase-4' AND revision = 2`)
  await client.end()
  const tampered = await run(store, other)
  t.equal(tampered.code, 1)
  t.match(tampered.stdout, /familyCase-4/)

  const kept = readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name), 'utf8'))
  t.equal(kept.length, 2)
  t.notMatch(kept.join(), new URL(one.url).password)
})

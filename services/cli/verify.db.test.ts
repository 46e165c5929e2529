/** The proof on each log: what was recorded and folded is proved, and whatever was changed behind its back is found. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DataOf } from '@jiahe/domain/catalogue.ts'
import { derivedId } from '@jiahe/domain/ids.ts'
import {
  type EventStoreDouble,
  eventStoreDouble,
} from '@jiahe/event-log/eventstoredb/double/eventStoreDouble.ts'
import { headsOfDatabase, writeHeads } from '@jiahe/event-log/keptHeads.ts'
import { type EventLog, type RecordedEvent, type RestorableLog, START } from '@jiahe/event-log/log.ts'
import { openLog } from '@jiahe/event-log/openLog.ts'
import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { publicText, signingKeyOf } from '@jiahe/event-log/signedHead.ts'
import { signHead } from '@jiahe/projector/signHeads.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import { exampleHistory } from '@jiahe/read-models/exampleHistory.ts'
import { type Advance, projectionOf } from '@jiahe/read-models/projection.ts'
import { migrateReadModels } from '@jiahe/read-models/schema.ts'
import type { ReadDb } from '@jiahe/read-models/tables.ts'
import { hashOf } from '@jiahe/service-kit/accessChain.ts'
import { type AccessDb, migrateAccessLog } from '@jiahe/service-kit/accessTable.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { lockProgress } from '@jiahe/service-kit/workSharing.ts'
import { migrateWork } from '@jiahe/service-kit/workTable.ts'
import { type Beginning, testDatabase } from '@jiahe/testing/database.ts'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { livedHistory } from '../../scripts/demo/livedHistory.ts'
import { recordAccess } from '../console/accessLog.ts'
import { jiahe, type Run } from './fixture.ts'

interface Stage {
  readonly db: ReadDb
  readonly log: RestorableLog
  /** As a start in the data directory writes it down. */
  runningOn(eventStoreUrl: string | undefined): void
  run(...args: string[]): Promise<Run>
}

const city = { families: 60, days: 90, leftEvery: 6 }
const lived = livedHistory('3204', city, new Date(Date.now() + 30 * 60_000))

/** Made once and copied: what a test changes behind the log's back, it changes in its own. The history ends at a moment
 *  of this run, and is of no use to another. */
const recordedAndFolded: Beginning = {
  name: `recorded_and_folded_${process.pid}`,
  async make(url) {
    const db: ReadDb = openDatabase(url, 2)
    await migrateSchemas(url, db)
    const log = await openLog({ databaseUrl: url, eventStoreUrl: undefined, connections: 2 })
    await recordAndFold(db, log)
    await log.close()
    await db.destroy()
  },
}

async function migrateSchemas(databaseUrl: string, db: ReadDb): Promise<void> {
  await migrateEventLog(databaseUrl)
  await migrateWork(db)
  await migrateAccessLog(db as unknown as AccessDb)
  await migrateReadModels(db, readModels, (trx) => lockProgress(trx, 'projector'))
}

/** A history that was recorded and folded, as the command line finds it in a data directory. */
async function folded(t: Test, eventStoreUrl?: string): Promise<Stage> {
  const databaseUrl = await (eventStoreUrl ? testDatabase(t) : testDatabase(t, recordedAndFolded))
  const db: ReadDb = openDatabase(databaseUrl, 2)
  if (eventStoreUrl) await migrateSchemas(databaseUrl, db)
  const log = await openLog({ databaseUrl, eventStoreUrl, connections: 2 })
  t.teardown(async () => {
    await log.close()
    await db.destroy()
  })
  if (eventStoreUrl) await recordAndFold(db, log)
  const dataDir = t.testdir()
  const runningOn = (eventStoreUrl: string | undefined) => {
    const running = { databaseUrl, intakeUrl: '', intakeKey: '', city: '3204', eventStoreUrl }
    writeFileSync(join(dataDir, 'running.json'), JSON.stringify(running))
  }
  runningOn(eventStoreUrl)
  return { db, log, runningOn, run: (...args) => jiahe(dataDir, args) }
}

/** Organisations that nobody leads, and families whose cases are led until a little later than the proof's moment, so
 *  that nothing falls due while it is proved. */
async function recordAndFold(db: ReadDb, log: RestorableLog): Promise<void> {
  for (const event of exampleHistory(5, 0) as readonly unknown[] as readonly RecordedEvent[]) {
    const { status } = await log.append(event.stream, event.revision - 1, [event])
    if (status !== 'appended') throw new Error(status)
  }
  await log.restore(await lived)
  await fold(db, log)
}

const advance: Advance = async (trx, to) =>
  void (await sql`UPDATE work.partition SET position = ${to} WHERE processor = 'projector'`.execute(trx))

async function fold(db: ReadDb, log: EventLog): Promise<void> {
  const projection = projectionOf({
    ...{ db, models: readModels, regions: loadRegions('3204') },
    now: () => new Date('2026-03-02T01:00:00Z'),
    isTransient: () => false,
    onParked: (model, { type }, error) => t.fail(`${model} stopped at ${type}`, { error }),
  })
  for (let after = START, atEnd = false; !atEnd; ) {
    const page = await log.readAll({ after, limit: 100 })
    await projection.apply(page.events as never, page.position, advance)
    after = page.position
    atEnd = page.atEnd
  }
}

/** Gives what the last proof said. */
async function provesAndRebuilds(t: Test, { db, run }: Stage): Promise<string> {
  const sound = await run('verify', '--json')
  t.equal(sound.code, 0, sound.stdout + sound.stderr)
  t.match(sound.json, { streams: Number, tables: Number, findings: [] })
  t.ok(sound.json.events > 300 && sound.json.alerts > 20, `${sound.json.events} events`)
  const rebuilt = await run('rebuild', '--json')
  t.equal(rebuilt.code, 0, rebuilt.stdout + rebuilt.stderr)
  t.strictSame(
    rebuilt.json.map(({ model, equal }: Record<string, unknown>) => [model, equal]),
    readModels.map(({ name }) => [name, true]),
  )
  await sql`DELETE FROM read.duty WHERE duty_id = (SELECT duty_id FROM read.duty LIMIT 1)`.execute(db)
  const found = await run('verify', '--json')
  t.equal(found.code, 1)
  t.match(found.json.findings, [{ reason: 'differs-from-history', at: 'callbackCoverage.duty' }])
  t.equal((await run('rebuild', 'callbackCoverage')).code, 1, 'it was not equal')
  const mended = await run('verify')
  t.equal(mended.code, 0)
  return mended.stdout
}

t.test('in PostgreSQL a position that is missing shows, in the middle and at the end', async (t) => {
  const stage = await folded(t)
  t.match((await stage.run('verify')).stdout, '全部核对无误：位置连续，哈希链完整')
  const last = await stage.log.head()
  await sql`ALTER TABLE log.event DISABLE TRIGGER append_only`.execute(stage.db)
  await sql`DELETE FROM log.event WHERE position IN (7, ${Number(last)})`.execute(stage.db)
  const { findings } = (await stage.run('verify', '--json')).json
  t.match(findings[0], { check: 'positions', reason: 'gap', at: '0000000000000008' })
  t.match(
    findings.find(({ reason }: { reason: string }) => reason === 'cut-off'),
    { check: 'positions', at: last },
  )
})

t.test('in PostgreSQL an event that was changed shows by the hash in the next one', async (t) => {
  const { db, run } = await folded(t)
  const { rows } = await sql<{
    stream: string
  }>`SELECT stream FROM log.event WHERE revision > 0 LIMIT 1`.execute(db)
  const { stream } = rows[0]!
  await sql`ALTER TABLE log.event DISABLE TRIGGER append_only`.execute(db)
  await sql`UPDATE log.event SET metadata = jsonb_set(metadata::jsonb, '{actor}', '"source:another"')::json
    WHERE stream = ${stream} AND revision = 0`.execute(db)
  const found = await run('verify', '--json')
  t.equal(found.code, 1)
  t.match(found.json.findings, [{ check: 'chain', reason: 'wrong-hash', at: `${stream}@1` }])
  t.match((await run('verify')).stdout, `前一事件已被改动  ${stream}@1`)
})

t.test(
  'a deadline that was moved, a miss that was taken away and one that never was are named',
  async (t) => {
    const { db, log, run } = await folded(t)
    const { rows } = await sql<{ stream: string; revision: number }>`
    SELECT stream, revision::int AS revision FROM log.event
    WHERE type = 'DeadlineMissed' AND data::jsonb ->> 'deadline' = 'accept' ORDER BY position`.execute(db)
    const [taken] = rows as [(typeof rows)[0]]
    const kept = await sql<{ stream: string; revision: number }>`
    SELECT stream, max(revision)::int AS revision FROM log.event WHERE category = 'workOrder' GROUP BY stream
    HAVING bool_and(type <> 'DeadlineMissed') AND bool_or(type = 'ClosureApproved')
      AND bool_or(type = 'WorkOrderDispatched' AND revision = 0)
      AND count(*) FILTER (WHERE type = 'WorkOrderDispatched') = 1 ORDER BY stream LIMIT 2`.execute(db)
    const [moved, blamed] = kept.rows as [(typeof kept.rows)[0], (typeof kept.rows)[0]]
    await sql`ALTER TABLE log.event DISABLE TRIGGER append_only`.execute(db)
    await sql`UPDATE log.event SET data = jsonb_set(data::jsonb, '{deadlines,closeBy}', '"2031-01-01T00:00:00.000Z"')::json
    WHERE stream = ${moved.stream} AND type = 'WorkOrderDispatched'`.execute(db)
    await sql`DELETE FROM log.event WHERE stream = ${taken.stream} AND revision = ${taken.revision}`.execute(
      db,
    )
    // The chain holds: it is put there as the log itself would.
    const first = (await log.readStream(blamed.stream))[0]!
    const { deadlines, assignee: by } = first.data as never as DataOf<'WorkOrderDispatched'>
    const data = { deadline: 'accept', dueAt: deadlines.acceptBy, by }
    const metadata = { ...first.metadata, actor: 'policy:clocks', occurredAt: deadlines.acceptBy }
    const id = derivedId(deadlines.acceptBy, 'made up', first.id)
    await log.append(blamed.stream, blamed.revision, [{ id, type: 'DeadlineMissed', data, metadata }])

    const { findings } = (await run('verify', '--json')).json
    const named = findings
      .filter(({ check }: { check: string }) => check === 'deadlines')
      .map(({ reason, at }: { reason: string; at: string }) => `${reason} ${at}`)
    const namedOf = (stream: string) => named.filter((found: string) => found.includes(stream))
    t.ok(namedOf(moved.stream).includes(`other-deadline ${moved.stream}@0 WorkOrderDispatched`), named)
    t.match(namedOf(taken.stream)[0], /^not-recorded .+ DeadlineMissed$/)
    t.strictSame(namedOf(blamed.stream), [
      `not-missed ${blamed.stream}@${blamed.revision + 1} DeadlineMissed`,
    ])
    const tampered = [moved, taken, blamed].flatMap(({ stream }) => namedOf(stream))
    t.equal(tampered.length, named.length, 'and nothing else')
    const told = (await run('verify')).stdout
    t.match(told, `时限与历史推算不符  ${moved.stream}@0 WorkOrderDispatched`)
    t.match(told, `登记了逾期，但历史中并未逾期  ${blamed.stream}@`)
  },
)

t.test('what was taken away or changed before the last signed head is named', async (t) => {
  const { db, log, run } = await folded(t)
  t.match((await run('verify')).stdout, '尚无日终签名')
  const folder = join(t.testdirName, 'heads')
  const key = signingKeyOf(Buffer.alloc(32, 5).toString('base64'))
  const now = () => new Date('2026-03-03T01:00:00Z')
  const head = await signHead({ db, log, key, now })
  t.match(head, { n: 0, day: '2026-03-02' })
  t.equal(await signHead({ db, log, key, now }), null, 'once a day')
  writeHeads(folder, await headsOfDatabase(db))
  const proving = ['--heads', folder, '--key', publicText(key.publicKey), '--json']
  t.match((await run('verify', ...proving)).json, { heads: 1, signatures: true, findings: [] })

  const { rows } = await sql<{
    stream: string
    revision: number
  }>`SELECT stream, max(revision)::int AS revision
    FROM log.event WHERE category = 'familyCase' GROUP BY stream HAVING max(revision) > 2 LIMIT 3`.execute(db)
  const [changed, cut, removed] = rows as [(typeof rows)[0], (typeof rows)[0], (typeof rows)[0]]
  for (const statement of [
    sql`ALTER TABLE log.event DISABLE TRIGGER append_only`,
    sql`UPDATE log.event SET type = 'Other' WHERE stream = ${changed.stream} AND revision = ${changed.revision}`,
    sql`DELETE FROM log.event WHERE stream = ${cut.stream} AND revision = ${cut.revision}`,
    sql`DELETE FROM log.event WHERE stream = ${removed.stream}`,
  ])
    await statement.execute(db)
  const ofHeads = async (...options: string[]) =>
    (await run('verify', ...options)).json.findings.filter(({ check }: { check: string }) => check === 'head')
  t.strictSame(await ofHeads(...proving), [
    { check: 'head', reason: 'changed', at: `${changed.stream}@${changed.revision}` },
    { check: 'head', reason: 'cut-off', at: `${cut.stream}@${cut.revision - 1}` },
    { check: 'head', reason: 'removed', at: removed.stream },
  ])
  await sql`ALTER TABLE log.signed_head DISABLE TRIGGER append_only`.execute(db)
  await sql`DELETE FROM log.signed_head`.execute(db)
  const reasonsOf = async (...options: string[]) =>
    (await ofHeads('--heads', folder, '--json', ...options)).map(({ reason }: { reason: string }) => reason)
  const changes = ['changed', 'cut-off', 'removed']
  t.strictSame(await reasonsOf('--key', publicText(key.publicKey)), [...changes, 'head-missing'])
  const another = publicText(signingKeyOf(Buffer.alloc(32, 6).toString('base64')).publicKey)
  t.strictSame(await reasonsOf('--key', another), [...changes, 'head-missing', 'head-forged'])
})

t.test('a line of the record of looks that was changed or taken out is named', async (t) => {
  const { db, log, run } = await folded(t)
  const access = db as unknown as AccessDb
  const look = (n: number) =>
    ({ action: 'card', outcome: 'given', reason: 'casework', caseId: accountOf(n) }) as const
  const accountOf = (n: number) => `019cac0f-2680-7000-8000-0000000000${String(n).padStart(2, '0')}`
  const looks = (n: number, count: number, at: string) =>
    recordAccess(
      access,
      accountOf(n),
      new Date(at),
      Array.from({ length: count }, (_, i) => look(i % 9)),
    )
  for (const n of [1, 2, 3, 4, 5]) await looks(n, 3, '2026-03-02T01:00:00Z')
  // More than are read at a time.
  await looks(6, 4100, '2026-03-02T02:00:00Z')
  const key = signingKeyOf(Buffer.alloc(32, 5).toString('base64'))
  const signing = (now: string) => signHead({ db, log, key, now: () => new Date(now) })
  const head = await signing('2026-03-03T01:00:00Z')
  t.equal(head?.looks?.length, 6)
  await looks(1, 2, '2026-03-03T02:00:00Z')
  await looks(5, 2, '2026-03-03T02:00:00Z')
  const proving = ['--key', publicText(key.publicKey), '--json']
  t.strictSame((await run('verify', ...proving)).json.findings, [])

  await sql`ALTER TABLE account.access_log DISABLE TRIGGER append_only`.execute(db)
  const line = (n: number, number: number) =>
    sql`account_id = ${accountOf(n)} AND day = '2026-03-02' AND number = ${number}`
  await sql`UPDATE account.access_log SET person_id = case_id WHERE ${line(1, 1)}`.execute(db)
  await sql`DELETE FROM account.access_log WHERE ${line(2, 2)}`.execute(db)
  await sql`DELETE FROM account.access_log WHERE account_id = ${accountOf(3)}`.execute(db)
  // As who knows how the chain is made would do it: only the signature tells.
  const {
    id: _id,
    hash: _hash,
    ...row
  } = await access
    .selectFrom('account.access_log')
    .selectAll()
    .where('account_id', '=', accountOf(4))
    .where('number', '=', 2)
    .executeTakeFirstOrThrow()
  const forged = { ...row, reason: 'audit' }
  await sql`UPDATE account.access_log SET reason = ${forged.reason}, hash = ${hashOf(forged)} WHERE ${line(4, 2)}`.execute(
    db,
  )
  await sql`DELETE FROM account.access_log WHERE account_id = ${accountOf(5)} AND day = '2026-03-03' AND number = 1`.execute(
    db,
  )
  await sql`DELETE FROM account.access_log WHERE ${line(6, 4050)}`.execute(db)
  const findingsOf = async () =>
    (await run('verify', ...proving)).json.findings.map(({ check, reason, at }: Record<string, string>) => [
      check,
      reason,
      at,
    ])
  const named = [
    ['looks', 'look-changed', `${accountOf(1)} 2026-03-02 #1`],
    ['looks', 'look-cut-off', `${accountOf(2)} 2026-03-02 #2`],
    ['looks', 'look-changed', `${accountOf(4)} 2026-03-02 #2`],
    ['looks', 'look-cut-off', `${accountOf(6)} 2026-03-02 #4050`],
    ['looks', 'look-removed', `${accountOf(3)} 2026-03-02 #0`],
  ]
  t.strictSame(await findingsOf(), named, 'and not what was cut off since the last head')
  t.match((await run('verify')).stdout, `查看记录缺失  ${accountOf(2)} 2026-03-02 #2`)
  await signing('2026-03-04T01:00:00Z')
  t.strictSame(await findingsOf(), named, 'a later head makes none of it good')
})

t.test('in EventStoreDB: chain and read models, also when others have written behind the log', async (t) => {
  const store = await eventStoreDouble()
  t.teardown(() => store.stop())
  const stage = await folded(t, store.connectionString)
  await checkpointBehindTheLog(stage.db, store)
  t.match(await provesAndRebuilds(t, stage), '全部核对无误：哈希链完整')
  const record = store.records.all.find(({ type, revision }) => type === 'AlertReceived' && revision === 0)!
  Object.assign(record, {
    metadata: Buffer.from(
      Buffer.from(record.metadata)
        .toString()
        .replace(/"actor":"[^"]*"/, '"actor":"x"'),
    ),
  })
  const { findings } = (await stage.run('verify', '--json')).json
  t.match(findings, [{ check: 'chain', reason: 'wrong-hash', at: `${record.stream}@1` }])
  stage.runningOn(undefined)
  const refused = await stage.run('rebuild')
  t.equal(refused.code, 2, 'from another log nothing is rebuilt')
  t.match(refused.stderr, /^This database follows the log in esdb:.+names postgres/)
})

/** As the server tells a subscription that it has looked past foreign events. */
async function checkpointBehindTheLog(db: ReadDb, { records }: EventStoreDouble): Promise<void> {
  const data = Buffer.from('{}')
  const foreign = { id: crypto.randomUUID(), type: 'Other', contentType: 'application/json', data }
  records.append('other', 'no_stream', [{ ...foreign, metadata: data }])
  const position = records.last.toString(16).padStart(16, '0').repeat(2)
  await db.transaction().execute((trx) => advance(trx, position))
}

import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { testDatabase } from '@jiahe/testing/database.ts'
import { eventually } from '@jiahe/testing/jiahe.ts'
import { type Kysely, sql } from 'kysely'
import t, { type Test } from 'tap'
import { openDatabase } from './database.ts'
import { lockProgress, partitionOf, type ShareOfWork, shareWork, TakenOver } from './workSharing.ts'
import { advanceTo, LEASE_MS, migrateWork, PARTITIONS, type Seat, takeShare } from './workTable.ts'

type Db = Kysely<unknown>
const all = Array.from({ length: PARTITIONS }, (_, n) => n)
const seat = (): Seat => ({ processor: 'policies', owner: randomUUID() })

async function migrated(t: Test): Promise<Db> {
  const db = openDatabase<unknown>(await testDatabase(t), 16)
  t.teardown(() => db.destroy())
  await migrateWork(db)
  return db
}

/** A process that works until it is stopped; `has` is what it works on at the moment. */
function processOn(t: Test, db: Db, work: ShareOfWork = (_share, signal) => once(signal, 'abort').then()) {
  const stopping = new AbortController()
  let has: readonly number[] = []
  const ended = shareWork(
    {
      ...seat(),
      db,
      signal: stopping.signal,
      isTransient: (error) => (error as { code?: string }).code === '40P01',
      onFault: () => {},
    },
    async (share, signal) => {
      has = share.partitions
      if (!signal.aborted) await work(share, signal)
      has = []
    },
  )
  ended.catch(() => {})
  const stop = async () => {
    stopping.abort()
    await ended
  }
  t.teardown(() => stop().catch(() => {}))
  return { has: () => has, stop, ended }
}

const inOrder = (...shares: (readonly number[])[]) => shares.flat().sort((a, b) => a - b)
/** The leases end as if their time were over. */
const expire = (db: Db, { owner }: Seat) =>
  sql`UPDATE work.partition SET held_until = now() - interval '1 s' WHERE owner = ${owner}`.execute(db)
const positions = async (db: Db) =>
  (
    await sql<{ position: string }>`SELECT position FROM work.partition
      WHERE processor = 'policies' ORDER BY partition`.execute(db)
  ).rows.map((row) => row.position)

t.test('one process has everything; those who come get their fair share, and give it back', async (t) => {
  const db = await migrated(t)
  const first = processOn(t, db)
  await eventually(async () => first.has().length === PARTITIONS)
  const second = processOn(t, db)
  await eventually(async () => first.has().length === 4 && second.has().length === 4)
  t.same(inOrder(first.has(), second.has()), all)
  const third = processOn(t, db)
  const sizes = () => [first, second, third].map(({ has }) => has().length)
  await eventually(async () => sizes().sort().join() === '2,3,3')
  t.same(inOrder(first.has(), second.has(), third.has()), all)
  await third.stop()
  await second.stop()
  const left = await sql`SELECT FROM work.partition
    WHERE owner IS NOT NULL AND owner NOT IN (SELECT owner FROM work.member)`.execute(db)
  t.same(left.rows, [], 'who ends of its own will leaves nothing that is waited for')
  await eventually(async () => first.has().length === PARTITIONS)
  await first.stop()
  t.same((await sql`SELECT FROM work.member`.execute(db)).rows, [])
})

t.test('what one held that died is taken over within seconds', async (t) => {
  const db = await migrated(t)
  const dead = seat()
  t.equal((await takeShare(db, dead)).length, PARTITIONS)
  const died = Date.now()
  const other = processOn(t, db)
  await eventually(async () => other.has().length === PARTITIONS)
  t.ok(Date.now() - died < LEASE_MS + 10_000, `after ${Date.now() - died} ms`)
  await other.stop()
})

t.test('who was taken over moves nothing any more, also after it has claimed again', async (t) => {
  const db = await migrated(t)
  const [slow, other] = [seat(), seat()]
  const before = await takeShare(db, slow)
  t.equal(await advanceTo(db, slow, before, '5'), PARTITIONS)
  await expire(db, slow)
  const taken = await takeShare(db, other)
  t.equal(taken.length, 4, 'the slow one still counts')
  t.ok(taken.every(({ position, epoch }) => position === '5' && epoch === 2))
  t.equal(await advanceTo(db, slow, before, '6'), 4, 'what nobody took is still its own')
  await expire(db, other)
  await sql`DELETE FROM work.member WHERE owner = ${other.owner}`.execute(db)
  const again = await takeShare(db, slow)
  t.equal(again.length, PARTITIONS)
  t.equal(await advanceTo(db, slow, before, '7'), 4, 'an older epoch is not the newer one')
  t.equal(await advanceTo(db, slow, again, '8'), PARTITIONS)
  await advanceTo(db, slow, again, '3')
  t.same(
    await positions(db),
    all.map(() => '8'),
    'and nothing moves back',
  )
})

t.test('work that is taken over is begun again on what is left', async (t) => {
  const db = await migrated(t)
  const other = seat()
  const found: string[] = []
  const running = processOn(t, db, async (share, signal) => {
    found.push(share.partitions.join())
    if (found.length > 1) return once(signal, 'abort').then()
    // Overtaken where it believes that all is well.
    await sql`UPDATE work.partition SET owner = ${other.owner}, epoch = epoch + 1 WHERE partition < 2`.execute(
      db,
    )
    await t.rejects(share.advance(db, '1'), TakenOver)
    await share.advance(db, '1')
  })
  await eventually(async () => found.length === 2)
  t.same(found, [all.join(), all.slice(2).join()])
  await running.stop()
})

t.test('a fault that does not pass ends it, and gives back what it held', async (t) => {
  const db = await migrated(t)
  const running = processOn(t, db, async () => {
    throw new Error('broken')
  })
  await t.rejects(running.ended, { message: 'broken' })
  t.equal((await takeShare(db, seat())).length, PARTITIONS)
})

t.test('progress says of each event whether it was done', async (t) => {
  const db = await migrated(t)
  const ids = Array.from({ length: 100 }, () => randomUUID())
  const only = (await takeShare(db, { ...seat(), processor: 'projector' })).filter((h) => h.partition !== 3)
  const { owner } = (await sql<{ owner: string }>`SELECT owner FROM work.member`.execute(db)).rows[0]!
  await advanceTo(db, { processor: 'projector', owner }, only, '0007')
  const { least, most, covers } = await db.transaction().execute((trx) => lockProgress(trx, 'projector'))
  t.same({ least, most }, { least: '', most: '0007' })
  for (const correlationId of ids) {
    t.equal(covers({ position: '0007', metadata: { correlationId } }), partitionOf(correlationId) !== 3)
    t.notOk(covers({ position: '0008', metadata: { correlationId } }))
  }
})

t.test('a case stays in its partition for ever, and cases spread evenly', async (t) => {
  t.equal(partitionOf('019b2c3d-0000-8000-8000-000000000001'), 2)
  t.equal(partitionOf('019b2c3d-0000-8000-8000-000000000002'), 7)
  const counts = all.map(() => 0)
  for (let n = 0; n < 8000; n++) counts[partitionOf(randomUUID())]!++
  t.ok(counts.every((count) => count > 800 && count < 1200))
})

t.test('however processes come, hang, die and go, every event is done, and none twice', async (t) => {
  const db = await migrated(t)
  await sql`CREATE TABLE done (position text PRIMARY KEY)`.execute(db)
  const events = Array.from({ length: 6000 }, (_, i) => ({
    position: String(i + 1).padStart(6, '0'),
    metadata: { correlationId: randomUUID() },
  }))
  let mayRead = 0
  const reading = setInterval(() => {
    mayRead = Math.min(events.length, mayRead + 20)
  }, 20)
  t.teardown(() => clearInterval(reading))
  const hung: ((signal: AbortSignal) => Promise<void>)[] = []
  const work: ShareOfWork = async (share, signal) => {
    for (let at = share.from; !signal.aborted; ) {
      const from = at === '' ? 0 : Number(at)
      const page = events.slice(from, Math.min(mayRead, from + 50))
      if (page.length === 0) {
        await pause(5)
        continue
      }
      const to = page.at(-1)!.position
      await hung.pop()?.(signal)
      // A row that is there already is refused, and fails the test.
      await db.transaction().execute(async (trx) => {
        await share.advance(trx, to)
        for (const { position } of share.mine(page))
          await sql`INSERT INTO done VALUES (${position})`.execute(trx)
      })
      at = to
    }
  }
  const processes = [processOn(t, db, work), processOn(t, db, work)]
  for (let round = 0; round < 4; round++) {
    const before = mayRead
    await eventually(async () => mayRead >= Math.min(events.length, before + 900))
    if (round % 2 === 0) processes.push(processOn(t, db, work))
    else await processes.shift()!.stop()
    // The next that reads finds that another one has claimed what it held.
    hung.push(async () => {
      const thief = seat()
      await sql`UPDATE work.partition SET held_until = now() - interval '1 s'`.execute(db)
      await takeShare(db, thief)
      await expire(db, thief)
    })
  }
  const done = async () =>
    (await sql<{ n: number }>`SELECT count(*)::int AS n FROM done`.execute(db)).rows[0]!.n
  await eventually(async () => {
    for (const { ended } of processes) await Promise.race([ended, pause(1)])
    return (await done()) === events.length
  })
  await Promise.all(processes.map(({ stop }) => stop()))
  t.equal(await done(), events.length)
  t.same(
    await positions(db),
    all.map(() => events.at(-1)!.position),
  )
})

/** Whoever counts at once with whom, and whenever somebody reads: no change is passed over. */
import { setTimeout as pause } from 'node:timers/promises'
import { alertAbout } from '@jiahe/testing/alerts.ts'
import fc from 'fast-check'
import t from 'tap'
import type { IntakeBody } from './body.ts'
import { changeOf } from './feedToken.ts'
import { intakeOn, intakeStore, otherSource, type Store, source } from './fixture.ts'
import { handlingOn } from './fixtureDesk.ts'
import { followed, followerOn } from './fixtureFollower.ts'
import { feedOf, markChanged, readFeed, type Touched } from './receiptFeed.ts'
import { readReceipt } from './receipts.ts'

interface Writing {
  /** Receipts that change together, by a number. */
  readonly receipts: readonly number[]
  readonly source: string
  readonly before_ms: number
  /** How long the transaction stays open after it has counted. */
  readonly open_ms: number
  readonly fails: boolean
}
const briefly = fc.integer({ min: 0, max: 6 })
/** Each writer has receipts of its own, as each follower has cases of its own. */
const writer = (n: number): fc.Arbitrary<Writing[]> =>
  fc.array(
    fc.record({
      receipts: fc
        .uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 })
        .map((own) => own.map((r) => n * 10 + r)),
      source: fc.constantFrom(source, source, otherSource),
      before_ms: briefly,
      open_ms: briefly,
      fails: fc.integer({ min: 0, max: 4 }).map((k) => k === 0),
    }),
    { minLength: 1, maxLength: 6 },
  )

const touched = ({ receipts, source }: Writing): Touched[] =>
  receipts.map((n) => ({
    // A receipt is of one source for ever.
    receipt: String(n + (source === otherSource ? 1000 : 0)),
    source,
    changedAt: '2026-11-23T13:30:00Z',
    digest: null,
  }))

async function write({ db }: Store, writings: readonly Writing[]): Promise<void> {
  for (const writing of writings) {
    await pause(writing.before_ms)
    const counting = db.transaction().execute(async (trx) => {
      await markChanged(trx, touched(writing))
      await pause(writing.open_ms)
      if (writing.fails) throw new Error('rolled back')
    })
    await counting.catch((error) => {
      if (error.message !== 'rolled back') throw error
    })
  }
}

t.test('who reads on and on, while several count, has seen the newest change of every receipt', async (t) => {
  const store = await intakeStore(t)
  const { db } = store
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(writer(0), writer(1), writer(2)),
      fc.integer({ min: 1, max: 3 }),
      async (writers, limit) => {
        await db.deleteFrom('intake.receipt_change').execute()
        await db.deleteFrom('intake.feed').execute()
        const seen = new Map<string, string>()
        let at = 0
        /** As a page is read, without the receipts themselves. */
        const read = async () => {
          const rows = await db
            .selectFrom('intake.receipt_change')
            .select(['receipt', 'change'])
            .where('source', '=', source)
            .where('change', '>', String(at))
            .orderBy('change')
            .limit(limit)
            .execute()
          for (const { receipt, change } of rows) seen.set(receipt, change)
          at = Number(rows.at(-1)?.change ?? at)
          return rows.length > 0
        }
        let writing = true
        const written = Promise.all(writers.map((one) => write(store, one))).finally(() => {
          writing = false
        })
        while (writing) await read()
        await written
        while (await read());
        const standing = await db
          .selectFrom('intake.receipt_change')
          .select(['receipt', 'change'])
          .where('source', '=', source)
          .execute()
        t.strictSame(
          Object.fromEntries(seen),
          Object.fromEntries(standing.map(({ receipt, change }) => [receipt, change])),
        )
        t.equal((await feedOf(db, source)).last, Math.max(0, ...standing.map(({ change }) => Number(change))))
      },
    ),
    { numRuns: 60 },
  )
})

t.test('several that follow and stop in the middle leave nothing out', async (t) => {
  const store = await intakeStore(t)
  const { db, log, clock } = store
  const intake = intakeOn(t, store)
  const { settle, does } = handlingOn(store)
  const read = new Map<string, unknown>()
  let after: string | undefined
  const readOn = async () => {
    for (let atEnd = false; !atEnd; ) {
      const page = await readFeed(db, log, { source, after, limit: 5, now: clock.now })
      for (const { data } of page.items) read.set(data.sourceRef, data)
      after = page.nextAfter
      atEnd = page.atEnd
    }
  }
  const families = 24
  let stopped = 0
  for (let round = 0; round < 6; round++) {
    const followers = [followerOn(t, store), followerOn(t, store)]
    const sent = await Promise.all(
      Array.from({ length: families }, (_, n) => {
        const body = alertAbout(100 + n, `S-${round}-${n}`) as unknown as IntakeBody
        return intake.submit({ kind: 'police-alerts', body })
      }),
    )
    await readOn()
    await settle()
    await readOn()
    if (round === 1) for (const { caseId } of sent) await does(caseId, '320402003', { type: 'accept' })
    // Half-way through, for whoever has not come so far.
    await Promise.all(followers.map((follower) => follower.stop().then(() => stopped++)))
    await readOn()
  }
  t.equal(stopped, 12)
  followerOn(t, store)
  await followed(store)
  await readOn()
  t.equal(read.size, families * 6)
  for (const [sourceRef, receipt] of read)
    t.strictSame(receipt, await readReceipt(db, log, source, sourceRef, clock.now), sourceRef)
  const { length } = await db.selectFrom('intake.receipt_change').select('receipt').execute()
  t.equal(changeOf(await feedOf(db, source), after), (await feedOf(db, source)).last)
  t.equal(length, families * 6)
})

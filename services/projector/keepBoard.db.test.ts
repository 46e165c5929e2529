import { countBoard, queryBoard } from '@jiahe/read-models/board.ts'
import { exampleHistory } from '@jiahe/read-models/exampleHistory.ts'
import { applyIn, lockStanding, projectionOn, readDatabase } from '@jiahe/read-models/fixture.ts'
import { keptOf } from '@jiahe/read-models/keptSums.ts'
import { eventually } from '@jiahe/testing/jiahe.ts'
import t from 'tap'
import { keepBoard } from './keepBoard.ts'

const MINUTE_MS = 60_000

t.test('the sums are moved on up to a minute ago, not beyond what waits, and after a fault', async (t) => {
  const db = await readDatabase(t)
  const history = exampleHistory(1, 20)
  await applyIn(projectionOn(db), history, [])
  const last = Date.parse(history.at(-1)!.metadata.recordedAt)
  const clock = { now: new Date(last + 10 * MINUTE_MS), waiting: null as string | null, isAway: true }
  const faults: unknown[] = []
  const ending = new AbortController()
  const keeping = keepBoard({
    ...{ db, signal: ending.signal, every_ms: 1 },
    async lock(trx) {
      if (clock.isAway) throw new Error('away')
      return lockStanding(trx)
    },
    now: () => clock.now,
    waitingSince: () => clock.waiting,
    logger: { warn: (fault: unknown) => void faults.push(fault) },
  })
  const keptUntil = (time: number) => eventually(async () => (await keptOf(db))?.until.getTime() === time)
  await eventually(async () => faults.length > 1)
  t.equal(await keptOf(db), null, 'what was not taken is not there')

  clock.isAway = false
  await keptUntil(last + 9 * MINUTE_MS)
  const asOf = clock.now
  const question = {
    region: null,
    level: 'township',
    from: null,
    to: null,
    by: ['region', 'grade'],
    asOf,
  } as const
  t.strictSame(await queryBoard(db, question), await countBoard(db, question))

  clock.waiting = new Date(last + 12 * MINUTE_MS).toISOString()
  clock.now = new Date(last + 30 * MINUTE_MS)
  await keptUntil(last + 12 * MINUTE_MS - 1)
  clock.waiting = null
  await keptUntil(last + 29 * MINUTE_MS)
  ending.abort()
  await keeping
})

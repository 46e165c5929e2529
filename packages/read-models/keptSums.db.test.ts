/** The board from sums that are kept against the board that is counted, over histories and questions of chance. */
import { idOfStream } from '@jiahe/domain/catalogue.ts'
import {
  city,
  district,
  exampleRegions,
  nextTownship,
  otherTownship,
  township,
} from '@jiahe/domain/exampleCity.ts'
import { dispatchedAs } from '@jiahe/domain/exampleEvents.ts'
import { orderIdOf } from '@jiahe/domain/ids.ts'
import { channels, disputeTypes, levels, maritalStatuses } from '@jiahe/domain/vocabulary.ts'
import { seeded } from '@jiahe/testing/chance.ts'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { type BoardQuery, countBoard, queryBoard } from './board.ts'
import { NONE } from './boardSlice.ts'
import { readModels } from './catalogue.ts'
import { dimensions } from './dimensions.ts'
import { exampleHistory, start, Writer } from './exampleHistory.ts'
import {
  advanceOf,
  applyIn,
  type Half,
  lockStanding,
  pagesOf,
  projectionOn,
  readDatabase,
  type TestProjection,
} from './fixture.ts'
import { checkSums, keepSums } from './keepSums.ts'
import { groupingOf } from './keptCounts.ts'
import { groupings, keptOf } from './keptSums.ts'
import type { Placed } from './projection.ts'
import { rebuildModels } from './rebuild.ts'
import type { ReadDb } from './tables.ts'

const day_ms = 86_400_000
const recordedAt = (event: Placed) => Date.parse(event.metadata.recordedAt)
const everything = { region: null, level: 'township', from: null, to: null } as const
const keep = (db: ReadDb, until: Date) => keepSums({ db, lock: lockStanding, until })
const values = {
  maritalStatus: [...Object.keys(maritalStatuses), NONE],
  disputeType: Object.keys(disputeTypes),
  grade: [...Object.keys(levels), 'ungraded'],
  channel: Object.keys(channels),
}

function questionOf(chance: () => number, asOf: Date): BoardQuery {
  const oneOf = <T>(items: readonly T[]): T => items[Math.floor(chance() * items.length)]!
  const some = <T>(items: readonly T[], share: number): T[] => items.filter(() => chance() < share)
  const day = () => new Date(start + (chance() * 80 - 5) * day_ms).toISOString().slice(0, 10)
  const only = Object.fromEntries(
    some(Object.entries(values), 0.2).map(([name, all]) => [name, some(all, 0.6)]),
  )
  return {
    region: oneOf([null, null, city, district, township, nextTownship]),
    level: oneOf(['city', 'district', 'township'] as const),
    only,
    from: chance() < 0.25 ? day() : null,
    to: chance() < 0.25 ? day() : null,
    by: some(dimensions, 0.3),
    asOf,
  }
}

/** Orders become about something else when much of them has been counted: sent elsewhere, or open again and graver. */
function changingHistory(seed: number): Placed[] {
  const chance = seeded(seed * 7)
  const writer = new Writer()
  const events = exampleHistory(seed, 60)
  writer.events.push(...events)
  for (const event of events) {
    const later = { caseId: event.metadata.correlationId, orderId: idOfStream(event.stream) }
    const at = recordedAt(event) + Math.ceil(chance() * 25 * day_ms)
    const level = chance() < 0.5 ? 'high' : 'extreme'
    const own = dispatchedAs(level, { regionCode: chance() < 0.5 ? township : otherTownship })
    if (event.type === 'WorkOrderDispatched' && chance() < 0.4)
      writer.add('WorkOrderDispatched', own, { ...later, at })
    if (event.type !== 'WatchStarted' && event.type !== 'DisposalReported') continue
    if (chance() < 0.5) continue
    const { assignee, supervisor, assisting, deadlines, policyVersion, calendarVersion } = own
    const place = { ...later, orderId: orderIdOf(later.caseId, 1), at }
    const graver = { level, violence: true, policyVersion, calendarVersion } as const
    if (chance() < 0.5)
      writer.add(
        'WorkOrderRaised',
        { ...graver, gradingId: own.gradingId, assignment: null, deadlines: null, dispatchBy: null },
        place,
      )
    else
      writer.add(
        'WorkOrderReopened',
        {
          ...graver,
          ...{ gradingId: null, by: township, reason: 'new-matter', textId: null },
          ...{ assignee, supervisor, assisting, deadlines },
        },
        place,
      )
  }
  return writer.placed()
}

/** The first question on which they differ. */
async function sameBoards(t: Test, db: ReadDb, questions: readonly BoardQuery[]): Promise<void> {
  for (const question of questions)
    t.strictSame(await queryBoard(db, question), await countBoard(db, question), JSON.stringify(question))
}

t.test(
  'a board from kept sums is the board that is counted, whatever is asked and whatever is folded',
  async (t) => {
    const used = { kept: 0, counted: 0, moved: 0, dropped: 0 }
    const grouped = new Set<string>()
    for (const seed of [21, 22, 23]) {
      const db = await readDatabase(t)
      const chance = seeded(seed)
      const events = changingHistory(seed)
      const projection = projectionOn(db)
      for (let done = 0; done < events.length; ) {
        const before = await keptOf(db)
        done = Math.min(events.length, done + Math.ceil(chance() * 130))
        const half = chance() < 0.3 ? ((chance() < 0.5 ? 0 : 1) as Half) : null
        await applyIn(projection, events.slice(0, done), [30], half)
        if (before && !(await keptOf(db))) used.dropped++
        const reached = recordedAt(events[done - 1]!)
        const until = new Date(reached - (chance() < 0.3 ? 0 : Math.ceil(chance() * 3 * day_ms)))
        if (chance() < 0.8 && (await keep(db, until)) && before) used.moved++
        const kept = await keptOf(db)
        if (kept) t.strictSame(await checkSums(db), [], 'each sum is what is counted')
        const moments = [
          reached,
          reached + chance() * 9 * day_ms,
          reached + 200 * day_ms,
          start + chance() * 60 * day_ms,
        ]
        const questions = moments.flatMap((at) =>
          [1, 2].map(() => questionOf(chance, new Date(Math.round(at)))),
        )
        for (const question of questions) {
          const fromSums = kept && kept.until <= question.asOf
          if (fromSums) grouped.add(groupingOf(question).join())
          used[fromSums ? 'kept' : 'counted']++
        }
        await sameBoards(t, db, questions)
      }
    }
    t.ok(Math.min(...Object.values(used)) > 5, `each way was gone: ${JSON.stringify(used)}`)
    t.equal(grouped.size, groupings.length, 'and every kind of sum was asked for')
  },
)

t.test('what an order is about counts as it is now, whether it was counted before or not', async (t) => {
  const db = await readDatabase(t)
  const events = changingHistory(24)
  const projection = projectionOn(db)
  let became = 0
  for (const [i, event] of events.entries()) {
    if (event.type !== 'WorkOrderRaised' && event.type !== 'WorkOrderReopened') continue
    const at = recordedAt(event)
    await applyIn(projection, events.slice(0, i), [])
    t.equal(await keep(db, new Date(at - 1)), true)
    await applyIn(projection, events.slice(0, i + 1), [])
    t.same((await keptOf(db))?.until, new Date(at - 1))
    const question = { ...everything, by: ['region', 'grade'], asOf: new Date(at) } as const
    await sameBoards(t, db, [question])
    became++
  }
  t.ok(became > 10)
})

t.test('what was recorded up to the moment of the sums drops them, what came later does not', async (t) => {
  const { db, projection, events, middle } = await halfFolded(t)
  const next = recordedAt(events[middle]!)
  t.equal(await keep(db, new Date(next - 1)), true)
  await applyIn(projection, events.slice(0, middle + 1), [])
  t.same((await keptOf(db))?.until, new Date(next - 1), 'they stand')
  t.equal(await keep(db, new Date(recordedAt(events[middle + 1]!))), true)
  await applyIn(projection, events.slice(0, middle + 2), [])
  t.equal(await keptOf(db), null, 'of the same moment is too early')
})

t.test('tables that a rebuild puts in place have no sums yet', async (t) => {
  const { db, events } = await halfFolded(t)
  t.equal(await keep(db, new Date(start + day_ms)), true)
  await rebuildModels(readModels, { db, read: pagesOf(events), lock: lockStanding, regions: exampleRegions })
  t.equal(await keptOf(db), null)
})

t.test('a sum that is not what is counted is found', async (t) => {
  const { db } = await halfFolded(t)
  await keep(db, new Date(start + 30 * day_ms))
  t.strictSame(await checkSums(db), [])
  await sql`UPDATE projector.board_sum SET n[1] = n[1] + 1 WHERE by = 'region,grade' AND grade = 'high'`.execute(
    db,
  )
  t.strictSame(await checkSums(db), ['board_sum region,grade'])
})

t.test('sums are not taken of a page that is only half folded', async (t) => {
  const { db, projection, events, middle } = await halfFolded(t)
  const page = events.slice(middle, middle + 40)
  const until = new Date(recordedAt(page.at(-1)!) + 1)
  let folded = Promise.resolve()
  const keeping = await new Promise<Promise<boolean>>((begun, failed) => {
    folded = projection.apply(page, page.at(-1)!.position, async (trx, to) => {
      await advanceOf()(trx, to)
      // From here on the page is being folded; it goes on when whoever keeps the sums waits for it.
      const own = keep(db, until)
      own.catch(failed)
      begun(own)
      await waitingFor(db)
    })
    folded.catch(failed)
  })
  await folded
  await keeping
  const asOf = new Date(until.getTime() + 1)
  await sameBoards(t, db, [{ ...everything, by: ['region', 'grade'], asOf }])
})

/** Until somebody waits for a lock. */
async function waitingFor(db: ReadDb): Promise<void> {
  for (;;) {
    const { rows } = await sql`SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(db)
    if (rows.length > 0) return
  }
}

interface HalfFolded {
  readonly db: ReadDb
  readonly projection: TestProjection
  readonly events: readonly Placed[]
  readonly middle: number
}
async function halfFolded(t: Test): Promise<HalfFolded> {
  const db = await readDatabase(t)
  const events = exampleHistory(31, 40)
  const projection = projectionOn(db)
  const middle = events.findIndex(
    (event, i) =>
      i > 200 &&
      recordedAt(event) > recordedAt(events[i - 1]!) &&
      recordedAt(events[i + 1]!) > recordedAt(event),
  )
  await applyIn(projection, events.slice(0, middle), [])
  return { db, projection, events, middle }
}

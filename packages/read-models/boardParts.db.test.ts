/** What stands behind the board's numbers, and its days, against the board itself. */
import { district } from '@jiahe/domain/exampleCity.ts'
import { sql } from 'kysely'
import t from 'tap'
import { queryBoard } from './board.ts'
import { daysBetween, queryBoardDays } from './boardDays.ts'
import { type ItemMeasure, listBoardItems } from './boardItems.ts'
import { measures, NONE, type Slice } from './boardSlice.ts'
import { queryCoverage } from './callbackCoverage.ts'
import { exampleHistory, start } from './exampleHistory.ts'
import { applyIn, projectionOn, readDatabase } from './fixture.ts'

const db = await readDatabase(t)
await applyIn(projectionOn(db), exampleHistory(11, 80), [50, 50])

const dayAt = (n: number) => new Date(start + n * 86_400_000).toISOString().slice(0, 10)
const endOf = (day: string) => new Date(`${day}T23:59:59.999+08:00`)
const everywhere: Slice = { region: null, level: 'township', from: null, to: null }
const nobody = '00000000-0000-4000-8000-000000000000'

async function all(query: Slice & { measure: ItemMeasure; asOf: Date; viewer?: string }, limit = 7) {
  const items = []
  for (let cursor: string | undefined; ; ) {
    const page = await listBoardItems(db, { viewer: nobody, ...query, cursor, limit })
    items.push(...page.items)
    if (page.nextCursor === null) return { items, total: page.total }
    cursor = page.nextCursor
  }
}

t.test('every day of a series is the board at the end of that day, in any slice', async (t) => {
  const [first, last] = [dayAt(3), dayAt(130)]
  const slices: readonly Slice[] = [
    everywhere,
    { ...everywhere, level: 'district' },
    { ...everywhere, region: district },
    { ...everywhere, only: { grade: ['high', 'ungraded'], maritalStatus: [NONE, '20'] } },
    { ...everywhere, from: dayAt(10), to: dayAt(40) },
  ]
  let seen = 0
  for (const slice of slices) {
    const series = await queryBoardDays(db, { ...slice, first, last })
    t.strictSame(series.days, daysBetween(first, last))
    for (const [i, day] of series.days.entries()) {
      const board = await queryBoard(db, { ...slice, by: ['region'], asOf: endOf(day) })
      for (const measure of measures) {
        if (series.totals[measure][i] !== board.totals[measure])
          t.equal(series.totals[measure][i], board.totals[measure], `${measure} on ${day}`)
        for (const row of series.rows) {
          const figure = board.rows.find((r) => r.region === row.region)?.[measure] ?? 0
          if (figure > 0) seen++
          if (row[measure][i] !== figure)
            t.equal(row[measure][i], figure, `${measure} of ${row.region} on ${day}`)
        }
      }
    }
  }
  t.ok(seen > 5000, 'there were figures to compare')
})

t.test('behind a number there are as many as it says, each once', async (t) => {
  const asOf = endOf(dayAt(61))
  for (const by of [['region'], ['grade'], ['maritalStatus'], ['disputeType']] as const) {
    const board = await queryBoard(db, { ...everywhere, by, asOf })
    for (const row of board.rows) {
      const [dimension] = by
      const value = row[dimension] ?? NONE
      const slice: Slice =
        dimension === 'region'
          ? { ...everywhere, place: value }
          : { ...everywhere, only: { [dimension]: [value] } }
      for (const measure of measures) {
        const { items, total } = await all({ ...slice, measure, asOf })
        const ids = items.map((i) => `${i.intakeId} ${i.orderId} ${i.at}`)
        t.equal(new Set(ids).size, items.length)
        t.equal(total, items.length)
        t.equal(items.length, row[measure], `${measure} of ${value}`)
      }
    }
  }
  const disposals = await all({ ...everywhere, measure: 'disposals', asOf })
  const { totals } = await queryBoard(db, { ...everywhere, by: [], asOf })
  t.ok(disposals.total > 0)
  t.equal(
    disposals.total,
    Object.values(totals.disposals).reduce((a, b) => a + b),
  )
})

t.test('a sealed case is counted, and listed to the named only', async (t) => {
  const asOf = endOf(dayAt(61))
  const listed = async (viewer: string) =>
    (await all({ ...everywhere, measure: 'cases', asOf, viewer }, 200)).items
  const before = await listed(nobody)
  const { caseId } = before[0]!
  const named = '11111111-0000-4000-8000-000000000000'
  await sql`INSERT INTO read.case_seal VALUES (${caseId}, ARRAY[${named}::uuid])
    ON CONFLICT (case_id) DO UPDATE SET named = excluded.named`.execute(db)
  t.equal((await listed(nobody)).length, before.length - 1)
  t.equal((await listed(named)).length, before.length)
  t.equal((await queryBoard(db, { ...everywhere, by: [], asOf })).totals.cases, before.length)
  await sql`UPDATE read.case_seal SET named = NULL`.execute(db)
})

t.test('the parts of coverage are listed alert by alert, the missing ones too', async (t) => {
  const asOf = endOf(dayAt(33))
  const late = await all({ ...everywhere, measure: 'callbacksLate', asOf })
  t.ok(late.items.length > 0)
  for (const item of late.items) t.ok(item.dueAt! < asOf.toISOString() && item.assignee)
  const { intakeId } = late.items[0]!
  await sql`DELETE FROM read.duty WHERE alert_id = ${intakeId}`.execute(db)
  const coverage = await queryCoverage(db, { region: null, from: null, to: null, at: asOf })
  t.equal(coverage.missing, 1)
  const missing = await all({ ...everywhere, measure: 'missing', asOf })
  t.match(missing, { total: 1, items: [{ intakeId, dueAt: null, assignee: null }] })
})

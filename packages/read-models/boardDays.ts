/**
 * The board at the end of each of many days, by region: what `queryBoard` gives for every one of them, in one
 * statement. Each line counts from one moment to another, so a day's figures are what began by its end and has not
 * ended; only the days on which something begins or ends are looked at.
 */
import { type RawBuilder, sql } from 'kysely'
import { withRoom } from './boardRoom.ts'
import { type Measure, measures, type Slice, within } from './boardSlice.ts'
import { standingAt, stateOfDuties } from './callbackCoverage.ts'
import { regionLevels } from './dimensions.ts'
import type { ReadDb } from './tables.ts'

export interface BoardDays {
  /** Each of them, in order. Figures are as known at its end in Asia/Shanghai. */
  readonly days: readonly string[]
  /** One figure a day. */
  readonly rows: readonly (Series & { readonly region: string | null })[]
  readonly totals: Series
}
export type Series = Readonly<Record<Measure, readonly number[]>>
export interface DaysQuery extends Slice {
  /** Days, inclusive, whose ends are asked about. */
  readonly first: string
  readonly last: string
}

const dayOfMoment = (moment: RawBuilder<unknown>) => sql`(${moment} AT TIME ZONE 'Asia/Shanghai')::date`
/** As a day stands for its end where a moment is asked for. */
const endOfDay = (day: RawBuilder<unknown>) =>
  sql`((${day} + time '23:59:59.999') AT TIME ZONE 'Asia/Shanghai')`
/** The first moment at which something due is late. */
const LATE = sql`interval '1 millisecond'`

/** The days on which an alert's callbacks may change their state, and the state at the end of each. */
const callbackStates = (last: string) => sql`
  SELECT alert_id, state, ${endOfDay(sql`day`)} AS from_at,
    lead(${endOfDay(sql`day`)}) OVER (PARTITION BY alert_id ORDER BY day) AS until_at
  FROM (
    SELECT p.alert_id, p.day, CASE WHEN count(d.duty_id) = 0 THEN 'due' ELSE ${stateOfDuties(endOfDay(sql`p.day`))} END AS state
    FROM (
      SELECT DISTINCT alert_id, ${dayOfMoment(sql`t`)} AS day
      FROM read.duty, LATERAL (VALUES (scheduled_at), (due_at + ${LATE}), (done_at), (unreachable_at), (cancelled_at)) v (t)
      WHERE ${dayOfMoment(sql`t`)} <= ${last}::date) p
    LEFT JOIN read.duty d ON d.alert_id = p.alert_id AND ${standingAt(endOfDay(sql`p.day`))}
    GROUP BY p.alert_id, p.day) s
  UNION ALL
  SELECT alert_id, 'due', '-infinity', ${endOfDay(sql`min(${dayOfMoment(sql`scheduled_at`)})`)} FROM read.duty GROUP BY alert_id`

const dimensions = (table: string) =>
  sql.join(
    ['region', 'marital_status', 'dispute_type', 'grade', 'channel', 'day'].map((c) =>
      sql.ref(`${table}.${c}`),
    ),
  )

/** Everything that ever counts, with the moments from which and until when. */
const spans = (last: string) => sql`
  SELECT ${dimensions('i')}, m.measure, i.from_at, i.until_at
  FROM read.intake_version i, LATERAL unnest(ARRAY[
    CASE i.kind WHEN 'alert' THEN 'alerts' ELSE 'reports' END, CASE WHEN i.opens_case THEN 'cases' END]) AS m (measure)
  WHERE m.measure IS NOT NULL
  UNION ALL
  SELECT ${dimensions('i')}, 'callbacks' || initcap(coalesce(s.state, 'due')),
    greatest(i.from_at, s.from_at), least(i.until_at, s.until_at)
  FROM read.intake_version i LEFT JOIN (${callbackStates(last)}) s ON s.alert_id = i.intake_id WHERE i.kind = 'alert'
  UNION ALL
  SELECT ${dimensions('f')}, f.measure, f.recorded_at, NULL::timestamptz FROM read.order_fact f WHERE f.result IS NULL
  UNION ALL
  SELECT o.region, o.marital_status, o.dispute_type, c.grade, o.channel, o.day, 'ordersLate',
    greatest(c.from_at, c.due_at + ${LATE}), c.until_at
  FROM read.order_clock c JOIN read.order_subject o USING (order_id)
  UNION ALL
  SELECT ${dimensions('o')}, 'tracked', greatest(w.from_at, f.first_at), w.until_at
  FROM read.watch w JOIN read.order_subject o USING (order_id) JOIN (
    SELECT order_id, min(recorded_at) AS first_at FROM read.order_fact WHERE measure = 'disposals' GROUP BY order_id) f
    USING (order_id)`

interface Change {
  readonly region: string | null
  readonly measure: Measure
  /** Counted from the first day. */
  readonly day: number
  readonly n: number
}

export async function queryBoardDays(db: ReadDb, query: DaysQuery): Promise<BoardDays> {
  const { first, last, level } = query
  const { rows: changes } = await withRoom(db, (trx) =>
    sql<Change>`
    SELECT left(region, ${regionLevels[level]}) AS region, measure,
      greatest(0, on_day - ${first}::date)::int AS day, sum(n)::int AS n
    FROM (${spans(last)}) s, LATERAL (VALUES
      (${dayOfMoment(sql`from_at`)}, 1), (${dayOfMoment(sql`until_at`)}, -1)) AS c (on_day, n)
    WHERE (until_at IS NULL OR from_at < until_at) AND on_day <= ${last}::date AND ${within(query)}
    GROUP BY 1, 2, 3 HAVING sum(n) <> 0`.execute(trx),
  )
  const days = daysBetween(first, last)
  const regions = [...new Set(changes.map((c) => c.region))].sort(lastIfUnknown)
  const series = (own: readonly Change[]) => seriesOf(own, days.length)
  return {
    days,
    rows: regions.map((region) => ({ region, ...series(changes.filter((c) => c.region === region)) })),
    totals: series(changes),
  }
}

function seriesOf(changes: readonly Change[], length: number): Series {
  const deltas = Object.fromEntries(measures.map((m) => [m, new Array<number>(length).fill(0)]))
  for (const { measure, day, n } of changes) deltas[measure]![day]! += n
  for (const values of Object.values(deltas)) for (let i = 1; i < length; i++) values[i]! += values[i - 1]!
  return deltas as unknown as Series
}

const lastIfUnknown = (a: string | null, b: string | null): number =>
  a === null || b === null ? (a === null ? 1 : -1) : a < b ? -1 : 1

const DAY_MS = 86_400_000
export function daysBetween(first: string, last: string): string[] {
  const count = Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1
  return Array.from({ length: Math.max(0, count) }, (_, i) =>
    new Date(Date.parse(first) + i * DAY_MS).toISOString().slice(0, 10),
  )
}

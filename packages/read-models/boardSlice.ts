/**
 * What the board, the list behind one of its numbers and its days have in common: what counts at a moment, line by
 * line, and which lines a slice has.
 */
import { type BoardMeasure, boardMeasures } from '@jiahe/domain/boardVocabulary.ts'
import { type RawBuilder, sql } from 'kysely'
import { alertStates } from './callbackCoverage.ts'
import { type Dimension, type RegionLevel, regionLevels } from './dimensions.ts'

export const measures = Object.keys(boardMeasures) as BoardMeasure[]
export type Measure = BoardMeasure

export const DISPOSAL = 'disposal:'

export const columns: Readonly<Record<Dimension, string>> = {
  region: 'region',
  maritalStatus: 'marital_status',
  disputeType: 'dispute_type',
  grade: 'grade',
  channel: 'channel',
  day: 'day',
}
/** Dimensions that can be narrowed to some of their values. */
export const filtered = ['maritalStatus', 'disputeType', 'grade', 'channel'] as const
export type Filtered = (typeof filtered)[number]
/** Stands for what has no value. */
export const NONE = 'none'

export interface Slice {
  /** Prefix of the region; null: everywhere, and what has no known region too. */
  readonly region: string | null
  readonly level: RegionLevel
  /** The region of one row at that level, exactly; `none`: what has no known region. */
  readonly place?: string | undefined
  readonly only?: { readonly [D in Filtered]?: readonly string[] | undefined }
  /** Days, inclusive, by when it happened. */
  readonly from: string | null
  readonly to: string | null
}

/** A condition on lines with the columns of the dimensions. */
export function within({ region, level, place, only = {}, from, to }: Slice): RawBuilder<boolean> {
  const conditions = [
    sql`(${region}::text IS NULL OR region LIKE ${`${region ?? ''}%`})`,
    sql`(${from}::text IS NULL OR day >= ${from})`,
    sql`(${to}::text IS NULL OR day <= ${to})`,
  ]
  if (place === NONE) conditions.push(sql`region IS NULL`)
  else if (place !== undefined) conditions.push(sql`left(region, ${regionLevels[level]}) = ${place}`)
  for (const dimension of filtered) {
    const values = only[dimension]
    if (values) conditions.push(sql`coalesce(${sql.ref(columns[dimension])}, ${NONE}) = ANY (${[...values]})`)
  }
  return sql<boolean>`${sql.join(conditions, sql` AND `)}`
}

const dimensionsOf = (table: string) => sql.join(Object.values(columns).map((c) => sql.ref(`${table}.${c}`)))

/** Everything that counts at that moment, one line per count, with its dimensions, its `measure`, what it is of and
 *  since when (`at`); `case_id` is null for lines of orders. What a line is worked out from, `boardChanges.ts` has to find
 *  when it changes. */
export const counted = (at: Date) => sql`
  ${intakeLines(sql`${at}`)} UNION ALL ${factLines(sql`recorded_at <= ${at}`)}
  UNION ALL ${lateLines(sql`${at}`)} UNION ALL ${trackedLines(sql`${at}`)}`

/** Alerts with the state of their callbacks, reports, cases; of few intakes, their ids are given. */
export const intakeLines = (at: RawBuilder<unknown>, among: RawBuilder<unknown> | null = null) => sql`
  SELECT ${dimensionsOf('i')}, m.measure,
    i.intake_id AS id, i.intake_id, NULL::uuid AS order_id, i.case_id, i.recorded_at AS at
  FROM read.intake_version i LEFT JOIN (${alertStates(at, among)}) s ON s.alert_id = i.intake_id,
  LATERAL unnest(ARRAY[
    CASE i.kind WHEN 'alert' THEN 'alerts' ELSE 'reports' END,
    CASE WHEN i.opens_case THEN 'cases' END,
    CASE WHEN i.kind = 'alert' THEN 'callbacks' || initcap(coalesce(s.state, 'due')) END]) AS m (measure)
  WHERE i.from_at <= ${at} AND (i.until_at IS NULL OR i.until_at > ${at}) AND m.measure IS NOT NULL
    ${among ? sql`AND i.intake_id IN (${among})` : sql``}`

export const factLines = (which: RawBuilder<unknown>) => sql`
  SELECT ${dimensionsOf('f')}, CASE WHEN result IS NULL THEN measure ELSE ${DISPOSAL} || result END AS measure,
    event_id, NULL::uuid, order_id, NULL::uuid, recorded_at
  FROM read.order_fact f WHERE ${which}`

/** Of few orders, their ids are given. */
export const lateLines = (at: RawBuilder<unknown>, among: RawBuilder<unknown> | null = null) => sql`
  SELECT o.region, o.marital_status, o.dispute_type, c.grade, o.channel, o.day, 'ordersLate' AS measure,
    c.order_id AS id, NULL::uuid AS intake_id, c.order_id, NULL::uuid AS case_id, c.due_at AS at
  FROM read.order_clock c JOIN read.order_subject o USING (order_id)
  WHERE c.from_at <= ${at} AND c.due_at < ${at} AND (c.until_at IS NULL OR c.until_at > ${at})
    ${among ? sql`AND c.order_id IN (${among})` : sql``}`

export const trackedLines = (at: RawBuilder<unknown>, among: RawBuilder<unknown> | null = null) => sql`
  SELECT ${dimensionsOf('o')}, 'tracked' AS measure,
    w.order_id AS id, NULL::uuid AS intake_id, w.order_id, NULL::uuid AS case_id, w.from_at AS at
  FROM read.watch w JOIN read.order_subject o USING (order_id)
  WHERE w.from_at <= ${at} AND w.until_at > ${at} ${among ? sql`AND w.order_id IN (${among})` : sql``} AND EXISTS (
    SELECT FROM read.order_fact f WHERE f.order_id = w.order_id AND f.measure = 'disposals' AND f.recorded_at <= ${at})`

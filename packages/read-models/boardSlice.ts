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

/** Everything that counts at that moment, one line per count, with its dimensions, its `measure`, what it is of and
 *  since when (`at`); `case_id` is null for lines of orders. */
export const counted = (at: Date) => sql`
  SELECT i.region, i.marital_status, i.dispute_type, i.grade, i.channel, i.day, m.measure,
    i.intake_id AS id, i.intake_id, NULL::uuid AS order_id, i.case_id, i.recorded_at AS at
  FROM read.intake_version i LEFT JOIN (${alertStates(at)}) s ON s.alert_id = i.intake_id,
  LATERAL unnest(ARRAY[
    CASE i.kind WHEN 'alert' THEN 'alerts' ELSE 'reports' END,
    CASE WHEN i.opens_case THEN 'cases' END,
    CASE WHEN i.kind = 'alert' THEN 'callbacks' || initcap(coalesce(s.state, 'due')) END]) AS m (measure)
  WHERE i.from_at <= ${at} AND (i.until_at IS NULL OR i.until_at > ${at}) AND m.measure IS NOT NULL
  UNION ALL
  SELECT region, marital_status, dispute_type, grade, channel, day,
    CASE WHEN result IS NULL THEN measure ELSE ${DISPOSAL} || result END,
    event_id, NULL::uuid, order_id, NULL::uuid, recorded_at
  FROM read.order_fact WHERE recorded_at <= ${at}
  UNION ALL
  SELECT o.region, o.marital_status, o.dispute_type, c.grade, o.channel, o.day, 'ordersLate',
    c.order_id, NULL::uuid, c.order_id, NULL::uuid, c.due_at
  FROM read.order_clock c JOIN read.order_subject o USING (order_id)
  WHERE c.from_at <= ${at} AND (c.until_at IS NULL OR c.until_at > ${at}) AND c.due_at < ${at}
  UNION ALL
  SELECT o.region, o.marital_status, o.dispute_type, o.grade, o.channel, o.day, 'tracked',
    w.order_id, NULL::uuid, w.order_id, NULL::uuid, w.from_at
  FROM read.watch w JOIN read.order_subject o USING (order_id)
  WHERE w.from_at <= ${at} AND w.until_at > ${at} AND EXISTS (
    SELECT FROM read.order_fact f WHERE f.order_id = w.order_id AND f.measure = 'disposals' AND f.recorded_at <= ${at})`

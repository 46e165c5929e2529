/**
 * What of the board changed since the moment of the kept sums, as lines that are added and lines that are taken away. Of
 * whatever may have changed, all that was counted goes and all that counts now comes: so it needs no more than the
 * definition of the board at a moment, and may look at too much, but not at too little.
 */
import { type RawBuilder, sql } from 'kysely'
import { columns, factLines, intakeLines, lateLines, trackedLines } from './boardSlice.ts'

const line = sql.join([...Object.values(columns), 'measure'].map((c) => sql.ref(c)))
const counts = (lines: RawBuilder<unknown>, n: 1 | -1): RawBuilder<unknown> =>
  sql`SELECT ${line}, ${sql.lit(n)} AS n FROM (${lines}) l`

/** Every intake whose lines may differ at the two moments. The expressions are those of indexes. */
const touchedIntakes = (from: Date, to: Date) => sql`
  SELECT intake_id FROM read.intake_version WHERE greatest(from_at, until_at) > ${from}
  UNION SELECT alert_id FROM read.duty WHERE greatest(scheduled_at, done_at, unreachable_at, cancelled_at) > ${from}
  UNION SELECT alert_id FROM read.duty WHERE due_at >= ${from} AND due_at < ${to}`

/** Every order whose late or tracked lines may differ from those that are kept: also where what it is about became another. */
export const touchedOrders = (from: Date, to: Date): RawBuilder<unknown> => sql`
  SELECT order_id FROM read.order_clock WHERE greatest(from_at, until_at) > ${from}
  UNION SELECT order_id FROM read.order_clock WHERE until_at IS NULL AND due_at >= ${from} AND due_at < ${to}
  UNION SELECT order_id FROM read.watch WHERE from_at > ${from} AND from_at <= ${to}
  UNION SELECT order_id FROM read.watch WHERE until_at > ${from} AND until_at <= ${to}
  UNION SELECT order_id FROM read.order_fact WHERE recorded_at > ${from} AND recorded_at <= ${to}
  UNION SELECT order_id FROM read.order_subject WHERE changed_at > ${from}`

/** Late and tracked orders at a moment; of few orders, their ids are given. */
export const standingOrders = (
  at: Date,
  among: RawBuilder<unknown> | null = null,
): RawBuilder<unknown> => sql`
  ${lateLines(sql`${at}`, among)} UNION ALL ${trackedLines(sql`${at}`, among)}`

/** All that counts: dimensions, measure and `n`. */
export const allUntil = (to: Date): RawBuilder<unknown> => sql`
  ${counts(intakeLines(sql`${to}`), 1)} UNION ALL ${counts(factLines(sql`recorded_at <= ${to}`), 1)}
  UNION ALL ${counts(sql`SELECT * FROM projector.board_order`, 1)}`

/** The same, of what changed. */
export function changesBetween(from: Date, to: Date): RawBuilder<unknown> {
  const intakes = sql`SELECT intake_id FROM touched_intake`
  const orders = sql`SELECT order_id FROM touched_order`
  return sql`
    WITH touched_intake AS MATERIALIZED (${touchedIntakes(from, to)}),
      touched_order AS MATERIALIZED (${touchedOrders(from, to)})
    ${counts(intakeLines(sql`${to}`, intakes), 1)}
    UNION ALL ${counts(intakeLines(sql`${from}`, intakes), -1)}
    UNION ALL ${counts(factLines(sql`recorded_at > ${from} AND recorded_at <= ${to}`), 1)}
    UNION ALL ${counts(standingOrders(to, orders), 1)}
    UNION ALL ${counts(sql`SELECT * FROM projector.board_order WHERE order_id IN (${orders})`, -1)}`
}

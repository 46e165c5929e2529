/**
 * The list behind a number of the board: each alert, report or order that it counts, newest first. Cases that are
 * sealed are counted by the board and listed to the named only. `missing` is no number of the board but coverage's
 * error: alerts that have no callback scheduled.
 */
import type { Channel, DisputeType, Level } from '@jiahe/domain/vocabulary.ts'
import { sql } from 'kysely'
import { withRoom } from './boardRoom.ts'
import { counted, DISPOSAL, type Measure, type Slice, within } from './boardSlice.ts'
import { alertStates, standingAt } from './callbackCoverage.ts'
import { type Viewer, visibleTo } from './caseSeal.ts'
import { decodeCursor, encodeCursor, type Page } from './paging.ts'
import type { ReadDb } from './tables.ts'

export type ItemMeasure = Measure | 'missing' | 'disposals' | `${typeof DISPOSAL}${string}`
export interface BoardItem {
  readonly caseId: string
  readonly intakeId: string | null
  readonly orderId: string | null
  /** Since when it counts: when it was recorded, was due, or is watched. */
  readonly at: string
  readonly regionCode: string | null
  readonly maritalStatus: string | null
  readonly disputeType: DisputeType
  readonly grade: Level | 'ungraded'
  readonly channel: Channel
  readonly day: string
  /** Of an alert: its earliest call that is owed, and who owes it. */
  readonly dueAt: string | null
  readonly assignee: string | null
}
export interface ItemQuery extends Slice {
  readonly viewer: Viewer
  readonly measure: ItemMeasure
  readonly asOf: Date
  readonly cursor?: string | undefined
  readonly limit: number
}
interface Row {
  readonly id: string
  readonly key: string
  readonly case_id: string
  readonly intake_id: string | null
  readonly order_id: string | null
  readonly at: Date
  readonly region: string | null
  readonly marital_status: string | null
  readonly dispute_type: DisputeType
  readonly grade: Level | 'ungraded'
  readonly channel: Channel
  readonly day: string
  readonly due_at: Date | null
  readonly assignee: string | null
  readonly total: number
}

export async function listBoardItems(db: ReadDb, query: ItemQuery): Promise<Page<BoardItem>> {
  const { viewer, asOf, limit, cursor } = query
  const [at, id] = decodeCursor(cursor) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const { rows } = await withRoom(db, (trx) =>
    sql<Row>`
    WITH line AS (
      SELECT c.*, coalesce(c.case_id, d.case_id) AS of_case FROM (${linesOf(query)}) c
        LEFT JOIN read.order_desk d ON d.order_id = c.order_id),
    visible AS (SELECT * FROM line WHERE ${visibleTo(viewer, 'line.of_case')}),
    page AS (
      SELECT * FROM visible WHERE (at, id) < (${at}::timestamptz, ${id}::uuid)
      ORDER BY at DESC, id DESC LIMIT ${limit + 1})
    SELECT page.*, page.at::text AS key, page.of_case AS case_id, owed.due_at, owed.assignee, t.total
    FROM (SELECT count(*)::int AS total FROM visible) t LEFT JOIN page ON true
    LEFT JOIN LATERAL (
      SELECT due_at, assignee FROM read.duty WHERE alert_id = page.intake_id AND ${standingAt(sql`${asOf}`)}
        AND NOT coalesce(done_at <= ${asOf}, false) AND NOT coalesce(unreachable_at <= ${asOf}, false)
      ORDER BY due_at LIMIT 1) owed ON true
    ORDER BY page.at DESC, page.id DESC`.execute(trx),
  )
  const found = rows.filter((row) => row.id !== null)
  const last = found.length > limit ? found[limit - 1] : undefined
  return {
    items: found.slice(0, limit).map(itemOf),
    nextCursor: last ? encodeCursor([last.key, last.id]) : null,
    total: rows[0]?.total ?? 0,
  }
}

function linesOf(query: ItemQuery) {
  const { measure, asOf } = query
  if (measure === 'missing')
    return sql`SELECT region, marital_status, dispute_type, grade, channel, day, 'missing' AS measure,
        intake_id AS id, intake_id, NULL::uuid AS order_id, case_id, recorded_at AS at
      FROM read.intake_version LEFT JOIN (${alertStates(sql`${asOf}`)}) s ON s.alert_id = intake_id
      WHERE kind = 'alert' AND from_at <= ${asOf} AND (until_at IS NULL OR until_at > ${asOf}) AND state IS NULL
        AND recorded_at < ${new Date(asOf.getTime() - 60_000)} AND ${within(query)}`
  const ofMeasure =
    measure === 'disposals' ? sql`starts_with(measure, ${DISPOSAL})` : sql`measure = ${measure}`
  return sql`SELECT * FROM (${counted(asOf)}) counted WHERE ${ofMeasure} AND ${within(query)}`
}

const itemOf = (row: Row): BoardItem => ({
  caseId: row.case_id,
  intakeId: row.intake_id,
  orderId: row.order_id,
  at: row.at.toISOString(),
  regionCode: row.region,
  maritalStatus: row.marital_status,
  disputeType: row.dispute_type,
  grade: row.grade,
  channel: row.channel,
  day: row.day,
  dueAt: row.due_at?.toISOString() ?? null,
  assignee: row.assignee,
})

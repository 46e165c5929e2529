/**
 * One page of the log in total order, with the head of the same snapshot. A filter looks through a bounded
 * number of positions, so that a page comes back soon even where little matches, and says how far it looked.
 */
import type { Pool } from 'pg'
import type { Page, ReadAllOptions } from '../log.ts'
import { checkLimit, numberOf, positionOf } from '../record.ts'
import { COLUMNS, type EventRow, eventOfRow } from './rows.ts'

const LOOK_THROUGH = 20_000

const PAGE = `SELECT head.position AS head, page.* FROM log.head LEFT JOIN LATERAL (
SELECT ${COLUMNS} FROM log.event WHERE position > $1 AND position <= $2
AND ($3::text[] IS NULL OR category = ANY($3)) AND ($4::text[] IS NULL OR type = ANY($4))
ORDER BY position LIMIT $5) page ON true ORDER BY page.position`

/** A page's row; when nothing matched, one row that has the head only. */
type PageRow = { readonly head: string } & (EventRow | { readonly position: null })

export async function readPage(
  pool: Pool,
  { after, limit, categories, types }: ReadAllOptions,
): Promise<Page> {
  checkLimit(limit)
  const from = numberOf(after)
  const upTo = from + Math.max(limit, LOOK_THROUGH)
  const { rows } = await pool.query<PageRow>(PAGE, [from, upTo, categories ?? null, types ?? null, limit])
  const events = rows.flatMap((row) => (row.position === null ? [] : [eventOfRow(row)]))
  const head = Number(rows[0]!.head)
  const reached = events.length === limit ? numberOf(events.at(-1)!.position) : Math.min(upTo, head)
  return {
    events,
    // A checkpoint never goes back.
    position: reached > from ? positionOf(reached) : after,
    atEnd: reached >= head,
  }
}

/** Which cases a federation has to do with: the one condition that every list of cases asks. */
import { type RawBuilder, sql } from 'kysely'
import { type Viewer, visibleTo } from './caseSeal.ts'
import type { ReadDb } from './tables.ts'

/** A federation sees the cases that it or one below it has an order, a callback or an answer of, or an order of one that
 *  was merged into it; while nobody has, its district those that happened there; a city sees all. The rows are of `c`,
 *  with `case_id` and `region`. */
export function withinScope(scope: string): RawBuilder<boolean> {
  const within = `${scope}%`
  const theirs = sql`(o.assignee LIKE ${within} OR o.supervisor LIKE ${within} OR o.assisting LIKE ${within})`
  return sql`(${scope.length <= 4}
    OR EXISTS (SELECT FROM read.order_desk o WHERE o.case_id = c.case_id AND ${theirs})
    OR EXISTS (SELECT FROM read.case_card m JOIN read.order_desk o USING (case_id)
        WHERE m.merged_into = c.case_id AND ${theirs})
    OR EXISTS (SELECT FROM read.duty d WHERE d.case_id = c.case_id AND d.cancelled_at IS NULL AND d.assignee LIKE ${within})
    OR EXISTS (SELECT FROM read.answer_desk a WHERE a.case_id = c.case_id AND a.state <> 'moved' AND a.assignee LIKE ${within})
    OR (left(c.region, 6) LIKE ${within}
      AND NOT EXISTS (SELECT FROM read.order_desk o WHERE o.case_id = c.case_id)
      AND NOT EXISTS (SELECT FROM read.duty d WHERE d.case_id = c.case_id AND d.cancelled_at IS NULL)
      AND NOT EXISTS (SELECT FROM read.answer_desk a WHERE a.case_id = c.case_id AND a.state <> 'moved')))`
}

/** Those of the cases that the federation has to do with and this account may see. */
export async function casesWithin(
  db: ReadDb,
  {
    caseIds,
    scope,
    viewer,
  }: { readonly caseIds: readonly string[]; readonly scope: string; readonly viewer: Viewer },
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ case_id: string }>`
    SELECT c.case_id FROM read.case_card c
    WHERE c.case_id = ANY(${caseIds}::uuid[]) AND ${withinScope(scope)} AND ${visibleTo(viewer, 'c.case_id')}`.execute(
    db,
  )
  return new Set(rows.map((row) => row.case_id))
}

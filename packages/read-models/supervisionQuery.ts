/** What is asked of the supervision list: a federation's cases, one kind of reason or all, page by page. */
import type { SupervisionListReason } from '@jiahe/domain/supervisionVocabulary.ts'
import type { Level } from '@jiahe/domain/vocabulary.ts'
import { sql } from 'kysely'
import { withinScope } from './caseScope.ts'
import { type Viewer, visibleTo } from './caseSeal.ts'
import { decodeCursor, type Page, pageOf } from './paging.ts'
import type { Reason } from './supervisionReasons.ts'
import type { ReadDb } from './tables.ts'

export interface SupervisionItem {
  readonly caseId: string
  /** The order that the oldest of its reasons is about, or else its first; null where it has none. */
  readonly orderId: string | null
  readonly level: Level | null
  readonly regionCode: string | null
  /** The oldest first. */
  readonly reasons: readonly Pick<Reason, 'reason' | 'since' | 'orderId'>[]
  readonly since: string
}
export interface SupervisionQuery {
  readonly viewer: Viewer
  /** Federation that asks. */
  readonly scope: string
  readonly reason?: SupervisionListReason | undefined
  /** Beginning of the code of the region that it happened in. */
  readonly region?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
  readonly now: Date
}
interface Row {
  readonly case_id: string
  readonly level: Level | null
  readonly level_rank: number
  readonly region: string | null
  readonly live: readonly Reason[]
  readonly first_order: string | null
  readonly key: string
}

export async function listSupervised(db: ReadDb, query: SupervisionQuery): Promise<Page<SupervisionItem>> {
  const { viewer, scope, reason, region, now, limit } = query
  const listed = sql`
    SELECT * FROM (SELECT c.case_id, c.level, c.level_rank, c.region,
        (SELECT jsonb_agg(r ORDER BY (r->>'since')::timestamptz) FROM jsonb_array_elements(c.reasons) r
          WHERE r->>'until' IS NULL OR (r->>'until')::timestamptz > ${now}) AS live,
        (SELECT o.order_id FROM read.order_desk o WHERE o.case_id = c.case_id
          ORDER BY o.state = 'closed', o.order_id LIMIT 1) AS first_order
      FROM read.supervision_list c
      WHERE c.reasons <> '[]' AND ${visibleTo(viewer, 'c.case_id')} AND ${withinScope(scope)}
        AND (${region ?? null}::text IS NULL OR c.region LIKE ${`${region ?? ''}%`})) l
    WHERE live IS NOT NULL
      AND (${reason ?? null}::text IS NULL OR live @> ${JSON.stringify([{ reason }])}::jsonb)`
  const [at, id] = decodeCursor(query.cursor) ?? ['-infinity', '00000000-0000-0000-0000-000000000000']
  const after = rankIn(query.cursor)
  const { rows } = await sql<Row>`
    SELECT *, (live->0->>'since') AS key FROM (${listed}) l
    WHERE (-level_rank, (live->0->>'since')::timestamptz, case_id) > (${-after}::int, ${at}::timestamptz, ${id}::uuid)
    ORDER BY -level_rank, (live->0->>'since')::timestamptz, case_id LIMIT ${limit + 1}`.execute(db)
  const counted = await sql<{ total: number }>`SELECT count(*)::int AS total FROM (${listed}) l`.execute(db)
  return pageOf(rows, {
    ...{ limit, total: counted.rows[0]!.total },
    item: itemOf,
    key: (row) => [row.key, row.case_id, String(row.level_rank)],
  })
}

/** The third part of a cursor; above every level where there is none. */
function rankIn(cursor: string | undefined): number {
  if (!decodeCursor(cursor)) return 99
  const key = JSON.parse(Buffer.from(cursor!, 'base64url').toString()) as readonly unknown[]
  const sent = Number(key[2])
  return Number.isInteger(sent) && Math.abs(sent) < 99 ? sent : 99
}

function itemOf({ case_id, level, region, live, first_order }: Row): SupervisionItem {
  const reasons = live.map(({ reason, since, orderId }) => ({ reason, since, orderId }))
  return {
    caseId: case_id,
    orderId: reasons.find((one) => one.orderId !== null)?.orderId ?? first_order,
    level,
    regionCode: region,
    reasons,
    since: reasons[0]!.since,
  }
}

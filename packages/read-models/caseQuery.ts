/** Which families a federation sees, newest matter first, and what waits at each for somebody to agree to. */
import type { Channel, DisputeType, Level, MaritalStatus } from '@jiahe/domain/vocabulary.ts'
import { sql } from 'kysely'
import { AWAITING, type CaseRow } from './caseCard.ts'
import { withinScope } from './caseScope.ts'
import { type Viewer, visibleTo } from './caseSeal.ts'
import { decodeCursor, type Page, pageOf } from './paging.ts'
import type { ReadDb } from './tables.ts'

export interface CaseItem {
  readonly id: string
  readonly level: Level | null
  readonly regionCode: string | null
  readonly disputeType: DisputeType | null
  readonly maritalStatus: MaritalStatus | null
  readonly channel: Channel | null
  readonly alerts: number
  readonly reports: number
  readonly toldAt: string
  readonly closed: boolean
  readonly leaderId: string | null
  readonly mergedInto: string | null
  readonly sealed: boolean
  /** What a second person has to agree to: that the grade is lowered, that somebody is erased. */
  readonly awaiting: readonly ('override' | 'erasure')[]
}
export interface CaseQuery {
  /** Account that asks: a sealed case is there for those named only. */
  readonly viewer: Viewer
  /** Federation that asks. It sees the cases that it or one below it has an order, a callback or an answer of, and while
   *  nobody has, its district those that happened there; a city sees all. */
  readonly scope: string
  /** Beginning of a case's id or of a region code. */
  readonly q?: string | undefined
  readonly state?: 'open' | 'closed' | undefined
  readonly awaiting?: 'approval' | undefined
  readonly cursor?: string | undefined
  readonly limit: number
  readonly now: Date
}

export async function listCases(db: ReadDb, query: CaseQuery): Promise<Page<CaseItem>> {
  const { scope, viewer, q, state, awaiting, limit } = query
  const like = q === undefined ? null : `${q.replace(/[%_\\]/g, '\\$&')}%`
  const filter = sql`intakes <> '{}' AND ${visibleTo(viewer, 'c.case_id')} AND ${withinScope(scope)}
    AND (${state ?? null}::text IS NULL OR closed = (${state ?? null}::text = 'closed'))
    AND (${awaiting === undefined} OR ${sql.raw(AWAITING)})
    AND (${like}::text IS NULL OR c.case_id::text LIKE ${like} OR region LIKE ${like})`
  const [at, id] = decodeCursor(query.cursor) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const { rows } = await sql<CaseRow & { key: string; sealed: boolean }>`
    SELECT *, told_at::text AS key, ${isSealed} AS sealed FROM read.case_card c
    WHERE ${filter} AND (told_at, case_id) < (${at}::timestamptz, ${id}::uuid)
    ORDER BY told_at DESC, case_id DESC LIMIT ${limit + 1}`.execute(db)
  const counted = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM read.case_card c WHERE ${filter}`.execute(db)
  return pageOf(rows, {
    ...{ limit, total: counted.rows[0]!.total },
    item: itemOf,
    key: (row) => [row.key, row.case_id],
  })
}

export const isSealed = sql<boolean>`
  EXISTS (SELECT FROM read.case_seal s WHERE s.case_id = c.case_id AND s.named IS NOT NULL)`

export function itemOf(row: CaseRow & { readonly sealed: boolean }): CaseItem {
  const kinds = Object.values(row.intakes).map((intake) => intake.kind)
  return {
    id: row.case_id,
    level: row.level,
    regionCode: row.region,
    disputeType: row.dispute_type,
    maritalStatus: row.marital_status,
    channel: row.channel,
    alerts: kinds.filter((kind) => kind === 'alert').length,
    reports: kinds.filter((kind) => kind === 'report').length,
    toldAt: new Date(row.told_at).toISOString(),
    closed: row.closed,
    leaderId: row.leader_id,
    mergedInto: row.merged_into,
    sealed: row.sealed,
    awaiting: [
      ...(row.overrides.pendingOverride ? (['override'] as const) : []),
      ...(row.erasure_asked.length > 0 ? (['erasure'] as const) : []),
    ],
  }
}

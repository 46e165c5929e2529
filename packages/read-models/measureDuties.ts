/**
 * What the law asks for about a case by a day: the report of harm to a child, the visits that follow up a warning letter,
 * the renewal of a protection order. Worked out when a case is folded into the supervision list, and asked for by whoever
 * works on it: the most urgent first.
 */
import { endOf } from '@jiahe/domain/days.ts'
import { openReports } from '@jiahe/domain/mandatoryReports.ts'
import type { Measures } from '@jiahe/domain/measures.ts'
import type { MeasureDutyKind } from '@jiahe/domain/measureVocabulary.ts'
import { renewalDueAt } from '@jiahe/domain/protectionOrders.ts'
import type { Level } from '@jiahe/domain/vocabulary.ts'
import { standingLetters } from '@jiahe/domain/warningLetters.ts'
import { sql } from 'kysely'
import { withinScope } from './caseScope.ts'
import { type Viewer, visibleTo } from './caseSeal.ts'
import { decodeCursor, type Page, pageOf } from './paging.ts'
import type { ReadDb } from './tables.ts'

/** One that is not seen to. */
export interface MeasureDuty {
  /** Of the duty to report, of the visit, or of the protection order. */
  readonly dutyId: string
  readonly kind: MeasureDutyKind
  /** ISO 8601. */
  readonly opensAt: string
  readonly dueAt: string
}

/** Of one letter the visit that is next: who makes it has made those that were missed. */
export function dutiesOf(measures: Measures): MeasureDuty[] {
  const reports = openReports(measures).map(
    ({ dutyId, requiredAt, reportBy }) =>
      ({ dutyId, kind: 'mandatory-report', opensAt: requiredAt, dueAt: reportBy }) as const,
  )
  const visits = standingLetters(measures).flatMap(({ followUps }) => {
    const next = followUps.find(({ doneAt }) => doneAt === null)
    if (!next) return []
    const { dutyId, opensAt, dueAt } = next
    return [{ dutyId, kind: 'letter-visit', opensAt, dueAt } as const]
  })
  const renewals = measures.protectionOrders
    .filter((p) => !p.renewed && !p.revoked && !p.expired)
    .map((p) => {
      const { protectionOrderId: dutyId, until } = p
      return { dutyId, kind: 'protection-renewal', opensAt: renewalDueAt(p), dueAt: endOf(until) } as const
    })
  return [...reports, ...visits, ...renewals].sort(
    (a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt) || (a.dutyId < b.dutyId ? -1 : 1),
  )
}

export interface MeasureDutyItem extends MeasureDuty {
  readonly caseId: string
  readonly state: 'due' | 'late'
  readonly level: Level | null
  readonly regionCode: string | null
}
export interface MeasureDutyQuery {
  /** Account that asks: a sealed case is there for those named only. */
  readonly viewer: Viewer
  /** Federation that asks. */
  readonly scope: string
  readonly kind?: MeasureDutyKind | undefined
  readonly state?: MeasureDutyItem['state'] | undefined
  /** Due before this moment. */
  readonly before?: Date | undefined
  readonly cursor?: string | undefined
  readonly limit: number
  readonly now: Date
}
interface Row {
  readonly case_id: string
  readonly level: Level | null
  readonly region: string | null
  readonly duty_id: string
  readonly kind: MeasureDutyKind
  readonly opens_at: Date
  readonly due_at: Date
  readonly key: string
}

export async function listMeasureDuties(db: ReadDb, query: MeasureDutyQuery): Promise<Page<MeasureDutyItem>> {
  const { viewer, scope, kind, state, before, now, limit } = query
  const listed = sql`
    SELECT c.case_id, c.level, c.region, (d->>'dutyId')::uuid AS duty_id, d->>'kind' AS kind,
      (d->>'opensAt')::timestamptz AS opens_at, (d->>'dueAt')::timestamptz AS due_at
    FROM read.supervision_list c, jsonb_array_elements(c.duties) d
    WHERE c.duties <> '[]' AND (d->>'opensAt')::timestamptz <= ${now}
      AND (${kind ?? null}::text IS NULL OR d->>'kind' = ${kind ?? null})
      AND (${state ?? null}::text IS NULL OR ((d->>'dueAt')::timestamptz < ${now}) = (${state ?? null}::text = 'late'))
      AND (d->>'dueAt')::timestamptz < ${before ?? 'infinity'}::timestamptz
      AND ${visibleTo(viewer, 'c.case_id')} AND ${withinScope(scope)}`
  const [at, id] = decodeCursor(query.cursor) ?? ['-infinity', '00000000-0000-0000-0000-000000000000']
  const { rows } = await sql<Row>`
    SELECT *, due_at::text AS key FROM (${listed}) l
    WHERE (due_at, duty_id) > (${at}::timestamptz, ${id}::uuid)
    ORDER BY due_at, duty_id LIMIT ${limit + 1}`.execute(db)
  const counted = await sql<{ total: number }>`SELECT count(*)::int AS total FROM (${listed}) l`.execute(db)
  return pageOf(rows, {
    ...{ limit, total: counted.rows[0]!.total },
    item: ({ case_id, level, region, duty_id, kind, opens_at, due_at }) => ({
      ...{ dutyId: duty_id, kind, opensAt: opens_at.toISOString(), dueAt: due_at.toISOString() },
      ...{ caseId: case_id, state: due_at < now ? 'late' : 'due', level, regionCode: region },
    }),
    key: (row) => [row.key, row.duty_id],
  })
}

/**
 * 并案线索: which other cases may be the same family, because they name the same person, or one who shares a telephone
 * or an address with one of them. It suggests and decides nothing, and says neither which person nor which number.
 */
import { sql } from 'kysely'
import type { CaseRow } from './caseCard.ts'
import { type CaseItem, type CaseQuery, isSealed, itemOf } from './caseQuery.ts'
import { withinScope } from './caseScope.ts'
import { visibleTo } from './caseSeal.ts'
import type { ReadDb } from './tables.ts'

export interface SuggestionQuery extends Pick<CaseQuery, 'scope' | 'viewer'> {
  readonly caseId: string
  /** Those whom the case names. */
  readonly people: readonly string[]
  /** Others who share a contact with one of them. */
  readonly sharing: readonly string[]
}
export interface Suggestion extends CaseItem {
  readonly because: 'same-person' | 'shared-contact'
}
const SUGGESTIONS_MAX = 20

/** Those with the same people first. A case that is merged already is none. */
export async function suggestMerges(db: ReadDb, query: SuggestionQuery): Promise<Suggestion[]> {
  const { caseId, people, sharing, scope, viewer } = query
  const anyone = [...people, ...sharing]
  if (anyone.length === 0) return []
  const { rows } = await sql<CaseRow & { sealed: boolean; same: boolean }>`
    SELECT *, people && ${people}::uuid[] AS same, ${isSealed} AS sealed FROM read.case_card c
    WHERE people && ${anyone}::uuid[] AND case_id <> ${caseId}::uuid AND merged_into IS NULL
      AND NOT EXISTS (SELECT FROM read.case_card m WHERE m.merged_into = c.case_id)
      AND ${withinScope(scope)} AND ${visibleTo(viewer, 'c.case_id')}
    ORDER BY same DESC, told_at DESC, case_id LIMIT ${SUGGESTIONS_MAX}`.execute(db)
  return rows.map((row) => ({ ...itemOf(row), because: row.same ? 'same-person' : 'shared-contact' }))
}

/**
 * 密案: which cases are sealed, and for whom. It is asked by every list of something that is of a case: what is
 * sealed is there for the named and for nobody else, not even as a number of hits.
 */
import { type RawBuilder, sql } from 'kysely'
import type { ReadModel } from './readModel.ts'
import type { ReadDb } from './tables.ts'

interface SealRow {
  readonly case_id: string
  /** Accounts that see it; null once it is unsealed. */
  readonly named: readonly string[] | null
}

const tables = `
CREATE TABLE case_seal (case_id uuid PRIMARY KEY, named uuid[]);
`

export const caseSeal: ReadModel = {
  name: 'caseSeal',
  version: 1,
  types: ['CaseSealed', 'CaseUnsealed'],
  tables,
  async fold(events, store) {
    const rows = new Map<string, SealRow>()
    for (const event of events) {
      const case_id = event.metadata.correlationId
      if (event.type === 'CaseSealed')
        rows.set(case_id, { case_id, named: event.data.named.map(({ accountId }) => accountId) })
      else if (event.type === 'CaseUnsealed') rows.set(case_id, { case_id, named: null })
    }
    await store.put('case_seal', ['case_id'], [...rows.values()])
  },
}

/** An account that asks; with who she is as a person, where that is known. */
export type Viewer = string | { readonly accountId: string; readonly personId: string | null }
const accountIn = (viewer: Viewer): string => (typeof viewer === 'string' ? viewer : viewer.accountId)
const personIn = (viewer: Viewer): string | null => (typeof viewer === 'string' ? null : viewer.personId)

/** A condition on rows of a case: it is not sealed, or this account is named; and whoever asks is no party to it, nor to
 *  one that it is merged with. `caseId`: the column, with its table. */
export function visibleTo(viewer: Viewer, caseId: string): RawBuilder<boolean> {
  const column = sql.ref(caseId)
  const personId = personIn(viewer)
  const notSealed = sql<boolean>`NOT EXISTS (SELECT FROM read.case_seal s
    WHERE s.case_id = ${column} AND NOT ${accountIn(viewer)}::uuid = ANY (s.named))`
  if (personId === null) return notSealed
  return sql<boolean>`(${notSealed} AND ${column} NOT IN (${casesWith(personId)}))`
}

/** Those that name the person, and those that are one with them. */
const casesWith = (personId: string): RawBuilder<unknown> => sql`
  SELECT p.case_id FROM read.case_card p WHERE p.people @> ARRAY[${personId}::uuid]
  UNION SELECT p.merged_into FROM read.case_card p
    WHERE p.people @> ARRAY[${personId}::uuid] AND p.merged_into IS NOT NULL
  UNION SELECT m.case_id FROM read.case_card p JOIN read.case_card m ON m.merged_into = p.case_id
    WHERE p.people @> ARRAY[${personId}::uuid]`

/** The cases that are not there for this account, for what is read from the log itself. */
export async function casesHiddenFrom(db: ReadDb, viewer: Viewer): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ case_id: string }>`
    SELECT case_id FROM read.case_seal s WHERE NOT ${accountIn(viewer)}::uuid = ANY (s.named)
    ${personIn(viewer) === null ? sql`` : sql`UNION ${casesWith(personIn(viewer)!)}`}`.execute(db)
  return new Set(rows.map((row) => row.case_id))
}

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

/** A condition on rows of a case: it is not sealed, or this account is named. `caseId`: the column, with its table. */
export const visibleTo = (viewer: string, caseId: string): RawBuilder<boolean> => sql`
  NOT EXISTS (SELECT FROM read.case_seal s
    WHERE s.case_id = ${sql.ref(caseId)} AND NOT ${viewer}::uuid = ANY (s.named))`

/** The cases that are not there for this account, for what is read from the log itself. */
export async function casesHiddenFrom(db: ReadDb, viewer: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ case_id: string }>`
    SELECT case_id FROM read.case_seal s WHERE NOT ${viewer}::uuid = ANY (s.named)`.execute(db)
  return new Set(rows.map((row) => row.case_id))
}

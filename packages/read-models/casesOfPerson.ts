/** Which cases a person is or was in, and which erasures were not carried to their end; from the rows of the case card. */
import { sql } from 'kysely'
import type { ReadDb } from './tables.ts'

export async function casesOfPerson(db: ReadDb, personId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ case_id: string }>`
    SELECT case_id FROM read.case_card WHERE ever_named @> ARRAY[${personId}::uuid] ORDER BY case_id`.execute(
    db,
  )
  return rows.map((row) => row.case_id)
}

/** Everyone who was erased, with whether one of her cases was not told of it. */
export async function erasedPeople(
  db: ReadDb,
): Promise<readonly { readonly personId: string; readonly untold: boolean }[]> {
  const { rows } = await sql<{ person_id: string; untold: boolean }>`
    SELECT person_id, EXISTS (SELECT FROM read.case_card o
      WHERE o.ever_named @> ARRAY[person_id] AND NOT o.erased @> ARRAY[person_id]) AS untold
    FROM (SELECT DISTINCT unnest(erased) AS person_id FROM read.case_card WHERE erased <> '{}') gone`.execute(
    db,
  )
  return rows.map(({ person_id: personId, untold }) => ({ personId, untold }))
}

/**
 * Forgets a person: what opens her record, the record, what finds her again, and the fingerprints of what was said of
 * her, in one transaction. Doing it again changes nothing, so whoever is not sure that it was done does it. The senders'
 * references stay, without a fingerprint: that is the tombstone by which the same file, imported again, tells nothing.
 */
import { sql } from 'kysely'
import { lockPeople } from './people.ts'
import type { VaultDb } from './schema.ts'

export interface Forgetting {
  readonly personId: string
  /** The intakes that name her. */
  readonly intakeIds: readonly string[]
  /** The cases whose words go with her. */
  readonly caseIds: readonly string[]
}

/** No admission runs meanwhile, so nothing that is admitted can find her any more. */
export async function forgetPerson(db: VaultDb, { personId, intakeIds, caseIds }: Forgetting): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockPeople(trx)
    await trx.deleteFrom('keys.person_key').where('person_id', '=', personId).execute()
    await trx.deleteFrom('vault.person').where('person_id', '=', personId).execute()
    await trx.deleteFrom('vault.blind_index').where('person_id', '=', personId).execute()
    if (caseIds.length > 0) {
      await trx
        .deleteFrom('keys.case_key')
        .where('case_id', 'in', [...caseIds])
        .execute()
      await trx
        .deleteFrom('vault.text')
        .where('case_id', 'in', [...caseIds])
        .execute()
    }
    // What was admitted and not appended yet names her in its steps only.
    await sql`UPDATE intake.receipt SET content_hash = NULL
      WHERE content_hash IS NOT NULL AND (intake_id = ANY (${[...intakeIds]}::uuid[])
        OR (pending IS NOT NULL AND pending::text LIKE ${`%${personId}%`}))`.execute(trx)
  })
}

/** Those of these people of whom something is kept all the same: a crash came between, or a backup was restored. */
export async function stillKept(db: VaultDb, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ person_id: string }>`
    SELECT person_id FROM keys.person_key WHERE person_id = ANY (${[...ids]}::uuid[])
    UNION SELECT person_id FROM vault.person WHERE person_id = ANY (${[...ids]}::uuid[])
    UNION SELECT person_id FROM vault.blind_index WHERE person_id = ANY (${[...ids]}::uuid[])`.execute(db)
  return rows.map((row) => row.person_id)
}

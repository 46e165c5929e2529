/**
 * Who shares a telephone or an address with whom, told by keyed hashes alone: nothing is opened, and no number is
 * told. A shared contact suggests that two files are of one family, and decides nothing.
 */
import { sql } from 'kysely'
import type { VaultReader } from './keyring.ts'

/** Other people who are entered under a hash of one of these, but for document numbers. */
export async function sharingContactsWith(
  db: VaultReader,
  personIds: readonly string[],
): Promise<readonly string[]> {
  if (personIds.length === 0) return []
  const rows = await db
    .selectFrom('vault.blind_index as mine')
    .innerJoin('vault.blind_index as theirs', 'theirs.hash', 'mine.hash')
    .select('theirs.person_id')
    .distinct()
    .where('mine.person_id', 'in', [...personIds])
    .where('mine.is_number', '=', false)
    .where(sql<boolean>`NOT theirs.person_id = ANY (${[...personIds]}::uuid[])`)
    .execute()
  return rows.map((row) => row.person_id)
}

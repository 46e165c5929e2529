/**
 * Whoever is on duty at a federation: a person of the vault with a key of her own, so that she can be erased like
 * any other. She is found again by a keyed hash of federation, name and phone, and never matched with the people of
 * cases: that an officer was once a victim is nobody's to find out from a roster.
 */
import { readPhone } from '@jiahe/domain/idNumber.ts'
import { keyedHash, seal } from './cipher.ts'
import type { Keyring, VaultReader, VaultTransaction } from './keyring.ts'

export interface Officer {
  readonly name: string
  readonly phone: string
}
export interface KeptOfficer extends Officer {
  readonly personId: string
}

const hashOf = (keyring: Keyring, federation: string, { name, phone }: Officer): Buffer =>
  keyedHash(keyring.indexKey, 'officer', federation, name.normalize('NFKC').trim(), readPhone(phone).phone)

/** The person that each of them is, in order; null for one who was not on duty there before. */
export async function findOfficers(
  db: VaultReader,
  keyring: Keyring,
  federation: string,
  officers: readonly Officer[],
): Promise<readonly (string | null)[]> {
  if (officers.length === 0) return []
  const hashes = officers.map((officer) => hashOf(keyring, federation, officer))
  const rows = await db
    .selectFrom('vault.blind_index')
    .select(['hash', 'person_id'])
    .where('hash', 'in', hashes)
    .orderBy('person_id')
    .execute()
  return hashes.map((hash) => rows.find((row) => row.hash.equals(hash))?.person_id ?? null)
}

/** Keeps those that are new. One whose id is there already is left as she is. */
export async function putOfficers(
  trx: VaultTransaction,
  keyring: Keyring,
  federation: string,
  officers: readonly KeptOfficer[],
  now: Date,
): Promise<void> {
  const ids = [...new Set(officers.map((officer) => officer.personId))]
  const known = await keyring.personKeys(trx, ids)
  const fresh = ids.filter((id) => !known.has(id)).map((id) => officers.find((o) => o.personId === id)!)
  if (fresh.length === 0) return
  const keys = await keyring.newPersonKeys(
    trx,
    fresh.map((officer) => officer.personId),
  )
  const saidAt = now.toISOString()
  const sealedOf = ({ personId, name, phone }: KeptOfficer) =>
    seal(keys.get(personId)!, personId, JSON.stringify({ name, phone: readPhone(phone).phone, saidAt }))
  await trx
    .insertInto('vault.person')
    .values(
      fresh.map((officer) => ({
        person_id: officer.personId,
        sealed: sealedOf(officer),
        has_number: false,
        has_name: true,
      })),
    )
    .execute()
  await trx
    .insertInto('vault.blind_index')
    .values(
      fresh.map((officer) => ({
        hash: hashOf(keyring, federation, officer),
        person_id: officer.personId,
        is_number: false,
      })),
    )
    .execute()
}

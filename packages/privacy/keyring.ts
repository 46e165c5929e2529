/**
 * The keys of people and cases, each wrapped by the master key. The blind index has a key of its own, made
 * once and wrapped like the others, so that a new master key leaves every index entry as it is.
 */
import type { Transaction } from 'kysely'
import { newKey, seal, unseal } from './cipher.ts'
import type { VaultDb, VaultTables } from './schema.ts'

export type VaultTransaction = Transaction<VaultTables>
type Reader = VaultDb | VaultTransaction

export interface Keyring {
  readonly indexKey: Buffer
  wrap(owner: string, key: Buffer): Buffer
  unwrap(owner: string, wrapped: Buffer): Buffer
  /** Keys of the people that have one; an erased person has none. */
  personKeys(db: Reader, ids: readonly string[]): Promise<Map<string, Buffer>>
  /** Keys of the cases, made where there are none yet. */
  caseKeys(db: Reader, ids: readonly string[]): Promise<Map<string, Buffer>>
}

/** `masterKey`: 32 bytes in base64. */
export async function openKeyring(db: VaultDb, masterKey: string): Promise<Keyring> {
  const master = Buffer.from(masterKey, 'base64')
  const wrap = (owner: string, key: Buffer) => seal(master, owner, key)
  const unwrap = (owner: string, wrapped: Buffer) => unseal(master, owner, wrapped)
  const made = { singleton: true, wrapped: wrap('blind index', newKey()) }
  await db
    .insertInto('keys.index_key')
    .values(made)
    .onConflict((c) => c.doNothing())
    .execute()
  const { wrapped } = await db.selectFrom('keys.index_key').select('wrapped').executeTakeFirstOrThrow()
  return {
    indexKey: unwrapOrExplain(() => unwrap('blind index', wrapped)),
    wrap,
    unwrap,
    async personKeys(reader, ids) {
      if (ids.length === 0) return new Map()
      const rows = await reader
        .selectFrom('keys.person_key')
        .selectAll()
        .where('person_id', 'in', [...ids])
        .execute()
      return new Map(rows.map((row) => [row.person_id, unwrap(row.person_id, row.wrapped)]))
    },
    async caseKeys(reader, ids) {
      const wanted = [...new Set(ids)].sort()
      if (wanted.length === 0) return new Map()
      const fresh = wanted.map((case_id) => ({ case_id, wrapped: wrap(case_id, newKey()) }))
      const find = () =>
        reader.selectFrom('keys.case_key').selectAll().where('case_id', 'in', wanted).execute()
      let rows = await find()
      if (rows.length < wanted.length) {
        await reader
          .insertInto('keys.case_key')
          .values(fresh)
          .onConflict((c) => c.doNothing())
          .execute()
        rows = await find()
      }
      return new Map(rows.map((row) => [row.case_id, unwrap(row.case_id, row.wrapped)]))
    },
  }
}

function unwrapOrExplain(open: () => Buffer): Buffer {
  try {
    return open()
  } catch (cause) {
    throw new Error('MASTER_KEY is not the key that this database was made with', { cause })
  }
}

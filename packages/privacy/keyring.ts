/**
 * The keys of people and cases, each wrapped by the master key. The blind index has a key of its own, made
 * once and wrapped like the others, so that a new master key leaves every index entry as it is.
 */
import { sql, type Transaction } from 'kysely'
import { newKey, seal, unseal } from './cipher.ts'
import type { VaultDb, VaultTables } from './schema.ts'

export type VaultTransaction = Transaction<VaultTables>
export type VaultReader = VaultDb | VaultTransaction

export interface Keyring {
  readonly indexKey: Buffer
  /** Keys of the people that have one; an erased person has none. */
  personKeys(db: VaultReader, ids: readonly string[]): Promise<Map<string, Buffer>>
  /** Makes and keeps a key for each of these new people. */
  newPersonKeys(db: VaultReader, ids: readonly string[]): Promise<Map<string, Buffer>>
  /** Keys of the cases that have one. */
  caseKeys(db: VaultReader, ids: readonly string[]): Promise<Map<string, Buffer>>
  /** Keys of the cases, made where there are none yet. */
  caseKeysToWrite(db: VaultReader, ids: readonly string[]): Promise<Map<string, Buffer>>
  /** Keeps what is shared with another system, by the id of a webhook or of a sender's key. */
  keepSecret(db: VaultReader, id: string, text: string): Promise<void>
  /** Null when nothing is kept of it. */
  openSecret(db: VaultReader, id: string): Promise<string | null>
}

const INDEX_OWNER = 'blind index'

/** `masterKey`: 32 bytes in base64. Throws when the database was made with another one. */
export async function openKeyring(db: VaultDb, masterKey: string): Promise<Keyring> {
  const master = Buffer.from(masterKey, 'base64')
  const wrap = (owner: string, key: Buffer) => seal(master, owner, key)
  const unwrap = (owner: string, wrapped: Buffer) => unseal(master, owner, wrapped)
  const indexKey = await openIndexKey(db, wrap, unwrap)

  async function caseKeys(reader: VaultReader, ids: readonly string[]): Promise<Map<string, Buffer>> {
    if (ids.length === 0) return new Map()
    const rows = await reader
      .selectFrom('keys.case_key')
      .selectAll()
      .where('case_id', 'in', [...new Set(ids)])
      .execute()
    return new Map(rows.map((row) => [row.case_id, unwrap(row.case_id, row.wrapped)]))
  }

  return {
    indexKey,
    async personKeys(reader, ids) {
      if (ids.length === 0) return new Map()
      const rows = await reader
        .selectFrom('keys.person_key')
        .selectAll()
        .where('person_id', 'in', [...new Set(ids)])
        .execute()
      return new Map(rows.map((row) => [row.person_id, unwrap(row.person_id, row.wrapped)]))
    },
    async newPersonKeys(writer, ids) {
      const made = new Map(ids.map((id) => [id, newKey()]))
      if (made.size === 0) return made
      const rows = [...made].map(([person_id, key]) => ({ person_id, wrapped: wrap(person_id, key) }))
      await writer.insertInto('keys.person_key').values(rows).execute()
      return made
    },
    async keepSecret(writer, id, text) {
      const row = { id, sealed: seal(master, id, text) }
      await writer.insertInto('keys.secret').values(row).execute()
    },
    async openSecret(reader, id) {
      const row = await reader
        .selectFrom('keys.secret')
        .select('sealed')
        .where('id', '=', id)
        .executeTakeFirst()
      return row ? unseal(master, id, row.sealed).toString() : null
    },
    caseKeys,
    async caseKeysToWrite(writer, ids) {
      const known = await caseKeys(writer, ids)
      // In one order, so that two who make keys for the same cases wait for each other in a line.
      const missing = [...new Set(ids)].filter((id) => !known.has(id)).sort()
      if (missing.length === 0) return known
      await writer
        .insertInto('keys.case_key')
        .values(missing.map((case_id) => ({ case_id, wrapped: wrap(case_id, newKey()) })))
        .onConflict((c) => c.doNothing())
        .execute()
      // Read back: another may have been first.
      return new Map([...known, ...(await caseKeys(writer, missing))])
    },
  }
}

type Wrap = (owner: string, key: Buffer) => Buffer

async function openIndexKey(db: VaultDb, wrap: Wrap, unwrap: Wrap): Promise<Buffer> {
  await db
    .insertInto('keys.index_key')
    .values({ singleton: true, wrapped: wrap(INDEX_OWNER, newKey()) })
    .onConflict((c) => c.doNothing())
    .execute()
  const { wrapped } = await db.selectFrom('keys.index_key').select('wrapped').executeTakeFirstOrThrow()
  try {
    return unwrap(INDEX_OWNER, wrapped)
  } catch (cause) {
    throw new Error('MASTER_KEY is not the key that this database was made with', { cause })
  }
}

/** Needs no master key: what nobody can read any more is forgotten as well. */
export const forgetSecret = async (db: VaultReader, id: string): Promise<void> =>
  void (await db.deleteFrom('keys.secret').where('id', '=', id).execute())

/** Everything that the master key opens, and whose name it was wrapped with. */
const wrappedKeys = [
  { table: 'keys.person_key', owner: 'person_id', wrapped: 'wrapped' },
  { table: 'keys.case_key', owner: 'case_id', wrapped: 'wrapped' },
  { table: 'keys.secret', owner: 'id', wrapped: 'sealed' },
] as const

/** Wraps every key anew, for a change of MASTER_KEY: what was sealed and every index entry stay as they are.
 *  One transaction: a crash leaves the old master key in force. */
export async function rewrapKeys(db: VaultDb, oldMasterKey: string, newMasterKey: string): Promise<void> {
  const [from, to] = [oldMasterKey, newMasterKey].map((key) => Buffer.from(key, 'base64')) as [Buffer, Buffer]
  const rewrap = (owner: string, wrapped: Buffer) => seal(to, owner, unseal(from, owner, wrapped))
  await db.transaction().execute(async (trx) => {
    const index = await trx.selectFrom('keys.index_key').selectAll().forUpdate().executeTakeFirstOrThrow()
    await trx
      .updateTable('keys.index_key')
      .set({ wrapped: rewrap(INDEX_OWNER, index.wrapped) })
      .execute()
    for (const { table, owner, wrapped } of wrappedKeys) {
      const { rows } = await sql<{ owner: string; wrapped: Buffer }>`
        SELECT ${sql.ref(owner)}::text AS owner, ${sql.ref(wrapped)} AS wrapped FROM ${sql.table(table)} FOR UPDATE`.execute(
        trx,
      )
      for (const row of rows)
        await sql`UPDATE ${sql.table(table)} SET ${sql.ref(wrapped)} = ${rewrap(row.owner, row.wrapped)}
          WHERE ${sql.ref(owner)}::text = ${row.owner}`.execute(trx)
    }
  })
}

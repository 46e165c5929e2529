/**
 * The keys of people and cases, each wrapped by one of the wrapping keys (`wrappingKeys.ts`), which the key service
 * wraps. The blind index has a key of its own, made once and wrapped like the others, so that a new master key leaves
 * every index entry as it is.
 */
import type { Transaction } from 'kysely'
import { newKey, seal, unseal } from './cipher.ts'
import { type KeyService, KeyServiceFault } from './keyService.ts'
import type { VaultDb, VaultTables } from './schema.ts'
import { firstWrappingKey, type Holding, type WrappingKeys, wrappingKeys } from './wrappingKeys.ts'

export type VaultTransaction = Transaction<VaultTables>
export type VaultReader = VaultDb | VaultTransaction

export interface Keyring {
  readonly indexKey: Buffer
  /** Rejects when the key service is away for so long that nothing could be opened or made. Asked before a
   *  transaction begins, so that nobody waits for the key service holding locks. */
  ready(): Promise<void>
  /** Asks the key service anew for what is held, before it grows old. */
  refresh(): Promise<void>
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

export const INDEX_OWNER = 'blind index'

interface Wrapped {
  readonly owner: string
  readonly wrapped: Buffer
  readonly by: number | null
}

/** Throws a `KeyServiceFault`; `cannot-open` when the database was made with another master key. */
export async function openKeyring(
  db: VaultDb,
  service: KeyService,
  own: Partial<Holding> = {},
): Promise<Keyring> {
  const wrapping = wrappingKeys(db, service, own)
  const indexKey = await openIndexKey(db, service, wrapping)

  async function unwrapAll(reader: VaultReader, rows: readonly Wrapped[]): Promise<Map<string, Buffer>> {
    const keys = await wrapping.of(
      reader,
      rows.map(({ by }) => by),
    )
    return new Map(rows.map(({ owner, wrapped, by }) => [owner, unseal(keys.get(by)!, owner, wrapped)]))
  }

  async function caseKeys(reader: VaultReader, ids: readonly string[]): Promise<Map<string, Buffer>> {
    if (ids.length === 0) return new Map()
    const rows = await reader
      .selectFrom('keys.case_key')
      .select(['case_id as owner', 'wrapped', 'wrapped_by as by'])
      .where('case_id', 'in', [...new Set(ids)])
      .execute()
    return unwrapAll(reader, rows)
  }

  return {
    indexKey,
    ready: wrapping.ready,
    refresh: wrapping.refresh,
    async personKeys(reader, ids) {
      if (ids.length === 0) return new Map()
      const rows = await reader
        .selectFrom('keys.person_key')
        .select(['person_id as owner', 'wrapped', 'wrapped_by as by'])
        .where('person_id', 'in', [...new Set(ids)])
        .execute()
      return unwrapAll(reader, rows)
    },
    async newPersonKeys(writer, ids) {
      const made = new Map(ids.map((id) => [id, newKey()]))
      if (made.size === 0) return made
      const by = await wrapping.newest(writer)
      const rows = [...made].map(([person_id, key]) => ({
        ...{ person_id, wrapped: seal(by.key, person_id, key), wrapped_by: by.id },
      }))
      await writer.insertInto('keys.person_key').values(rows).execute()
      return made
    },
    async keepSecret(writer, id, text) {
      const by = await wrapping.newest(writer)
      const row = { id, sealed: seal(by.key, id, text), wrapped_by: by.id }
      await writer.insertInto('keys.secret').values(row).execute()
    },
    async openSecret(reader, id) {
      const rows = await reader
        .selectFrom('keys.secret')
        .select(['id as owner', 'sealed as wrapped', 'wrapped_by as by'])
        .where('id', '=', id)
        .execute()
      return (await unwrapAll(reader, rows)).get(id)?.toString() ?? null
    },
    caseKeys,
    async caseKeysToWrite(writer, ids) {
      const known = await caseKeys(writer, ids)
      // In one order, so that two who make keys for the same cases wait for each other in a line.
      const missing = [...new Set(ids)].filter((id) => !known.has(id)).sort()
      if (missing.length === 0) return known
      const by = await wrapping.newest(writer)
      await writer
        .insertInto('keys.case_key')
        .values(
          missing.map((case_id) => ({
            ...{ case_id, wrapped: seal(by.key, case_id, newKey()), wrapped_by: by.id },
          })),
        )
        .onConflict((c) => c.doNothing())
        .execute()
      // Read back: another may have been first.
      return new Map([...known, ...(await caseKeys(writer, missing))])
    },
  }
}

async function openIndexKey(db: VaultDb, service: KeyService, wrapping: WrappingKeys): Promise<Buffer> {
  const known = await db.selectFrom('keys.index_key').selectAll().executeTakeFirst()
  // First of all, so that a wrong master key makes nothing in a database of another.
  if (known?.wrapped_by === null) await unwrapIndexKey(db, service, wrapping)
  await firstWrappingKey(db, service)
  if (!known) {
    const { id, key } = await wrapping.newest(db)
    await db
      .insertInto('keys.index_key')
      .values({ singleton: true, wrapped: seal(key, INDEX_OWNER, newKey()), wrapped_by: id })
      .onConflict((c) => c.doNothing())
      .execute()
  }
  return unwrapIndexKey(db, service, wrapping)
}

async function unwrapIndexKey(db: VaultDb, service: KeyService, wrapping: WrappingKeys): Promise<Buffer> {
  const { wrapped, wrapped_by } = await db.selectFrom('keys.index_key').selectAll().executeTakeFirstOrThrow()
  const keys = await wrapping.of(db, [wrapped_by])
  try {
    return unseal(keys.get(wrapped_by)!, INDEX_OWNER, wrapped)
  } catch {
    throw new KeyServiceFault('cannot-open', service.master())
  }
}

/** Needs no master key: what nobody can read any more is forgotten as well. */
export const forgetSecret = async (db: VaultReader, id: string): Promise<void> =>
  void (await db.deleteFrom('keys.secret').where('id', '=', id).execute())

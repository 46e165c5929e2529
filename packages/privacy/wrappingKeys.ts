/**
 * The few keys that wrap all others, each wrapped in turn by a master key of the key service. They are held in memory,
 * for a time and up to a number, so that taking in an alert or reading a card asks the key service nothing, and a key
 * service that is away for some minutes is not noticed. Then nothing is opened any more, and that is said.
 */
import { sql } from 'kysely'
import { newKey } from './cipher.ts'
import type { VaultReader } from './keyring.ts'
import { type KeyService, KeyServiceFault } from './keyService.ts'
import type { VaultDb } from './schema.ts'

export interface WrappingKeys {
  /** Rejects with a `KeyServiceFault` when nothing could be opened now. */
  ready(): Promise<void>
  /** Asks the key service for all of them again. */
  refresh(): Promise<void>
  /** Those of these ids, `null` for the master key itself. */
  of(reader: VaultReader, ids: Iterable<number | null>): Promise<ReadonlyMap<number | null, Buffer>>
  /** The newest, which stays until the transaction ends. */
  newest(reader: VaultReader): Promise<{ readonly id: number; readonly key: Buffer }>
}
export interface Holding {
  /** Asked for anew after this, without anybody having to wait for it. */
  readonly fresh_ms: number
  /** Thrown away after this when the key service did not answer meanwhile. */
  readonly held_ms: number
  readonly now: () => number
}

const holding: Holding = { fresh_ms: 10_000, held_ms: 15 * 60_000, now: Date.now }
/** Two while keys are rotated, else one. */
const MOST_HELD = 16
const REST_MS = 1000

export const purposeOf = (id: number): string => `jiahe wrapping key ${id}`

export function wrappingKeys(db: VaultDb, service: KeyService, own: Partial<Holding> = {}): WrappingKeys {
  const { fresh_ms, held_ms, now } = { ...holding, ...own }
  const held = new Map<number, { readonly key: Buffer; readonly at: number }>()
  /** What is being asked, and what was refused a moment ago. */
  const asking = new Map<string, { readonly answer: Promise<Buffer>; failedAt: number | null }>()
  let looked = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | null = null

  function hold(id: number, key: Buffer): void {
    held.delete(id)
    held.set(id, { key, at: now() })
    for (const oldest of [...held.keys()].slice(0, Math.max(0, held.size - MOST_HELD))) held.delete(oldest)
  }

  function recall(id: number): Buffer | null {
    const known = held.get(id)
    if (known && now() - known.at < held_ms) return known.key
    held.delete(id)
    return null
  }

  async function open(reader: VaultReader, id: number): Promise<Buffer> {
    const copies = await reader
      .selectFrom('keys.wrapping_copy')
      .select(['master', 'sealed'])
      .where('wrapping_key', '=', id)
      .execute()
    const master = service.master()
    const copy = copies.find((known) => known.master === master)
    if (!copy)
      throw new KeyServiceFault('cannot-open', master, `wrapped by ${copies.map((c) => c.master).join(', ')}`)
    const key = await unwrapOnce(copy.sealed, id)
    hold(id, key)
    return key
  }

  /** All who need one at the same time ask once, and of a key service that is away no more than once a second. */
  function unwrapOnce(sealed: string, id: number): Promise<Buffer> {
    const asked = asking.get(sealed)
    // A clock that was set back rests no longer for it.
    const rested = asked?.failedAt != null && !(Math.abs(now() - asked.failedAt) < REST_MS)
    if (asked && !rested) return asked.answer
    const answer = service.unwrap(sealed, purposeOf(id))
    const asks: { answer: Promise<Buffer>; failedAt: number | null } = { answer, failedAt: null }
    asking.set(sealed, asks)
    answer.then(
      () => asking.delete(sealed),
      () => {
        asks.failedAt = now()
      },
    )
    return answer
  }

  /** All that there are: also whether the key service still lets us. */
  async function look(): Promise<void> {
    const rows = await db
      .selectFrom('keys.wrapping_key')
      .select('id')
      .orderBy('id', 'desc')
      .limit(MOST_HELD)
      .execute()
    for (const { id } of rows.reverse()) await open(db, id)
    for (const id of held.keys()) if (!rows.some((row) => row.id === id)) held.delete(id)
    looked = now()
  }

  const lookOnce = (): Promise<void> => {
    looking ??= look().finally(() => {
      looking = null
    })
    return looking
  }

  return {
    refresh: lookOnce,
    async ready() {
      const last = [...held.keys()].at(-1)
      if (last === undefined || recall(last) === null) return lookOnce()
      // Whoever is here need not wait; a fault shows when the time is over.
      if (now() - looked >= fresh_ms) lookOnce().catch(() => {})
    },
    async of(reader, ids) {
      const found = new Map<number | null, Buffer>()
      for (const id of new Set(ids)) {
        if (id !== null) found.set(id, recall(id) ?? (await open(reader, id)))
        else if (service.before) found.set(null, service.before())
        else throw new KeyServiceFault('cannot-open', service.master(), 'wrapped by a MASTER_KEY')
      }
      return found
    },
    async newest(reader) {
      // Held by the transaction: a rotation that is about to throw it away waits, and finds what it wrapped.
      const { id } = await reader
        .selectFrom('keys.wrapping_key')
        .select('id')
        .orderBy('id', 'desc')
        .limit(1)
        .forKeyShare()
        .executeTakeFirstOrThrow()
      return { id, key: recall(id) ?? (await open(reader, id)) }
    },
  }
}

/** Makes one that these master keys can open, and gives its id. */
export async function makeWrappingKey(db: VaultReader, services: readonly KeyService[]): Promise<number> {
  const { id } = await db
    .insertInto('keys.wrapping_key')
    .defaultValues()
    .returning('id')
    .executeTakeFirstOrThrow()
  const key = newKey()
  for (const service of services) await copyWrappingKey(db, service, id, key)
  return id
}

export async function copyWrappingKey(
  db: VaultReader,
  service: KeyService,
  id: number,
  key: Buffer,
): Promise<void> {
  const sealed = await service.wrap(key, purposeOf(id))
  const copy = { wrapping_key: id, master: service.master(), sealed, used_at: null }
  await db
    .insertInto('keys.wrapping_copy')
    .values(copy)
    .onConflict((c) => c.columns(['wrapping_key', 'master']).doUpdateSet({ sealed }))
    .execute()
}

/** The first one, in a database that has none. */
export async function firstWrappingKey(db: VaultDb, service: KeyService): Promise<void> {
  const known = await db.selectFrom('keys.wrapping_key').select('id').limit(1).executeTakeFirst()
  if (known) return
  await db.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('jiahe wrapping key'))`.execute(trx)
    const made = await trx.selectFrom('keys.wrapping_key').select('id').limit(1).executeTakeFirst()
    if (!made) await makeWrappingKey(trx, [service])
  })
}

/** Says that a running service depends on this master key: until others are not in use any more, none is taken away. */
export async function sayInUse(db: VaultDb, service: KeyService): Promise<void> {
  await sql`UPDATE keys.wrapping_copy SET used_at = now() WHERE master = ${service.master()}
    AND (used_at IS NULL OR used_at < now() - interval '5 seconds')`.execute(db)
}

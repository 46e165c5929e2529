/**
 * Finds or makes the people that a batch of intakes speaks of, and reads them back. What is known of a person
 * is sealed with her own key; a person first known by a stand-in keeps her id when her number becomes known.
 */
import { uuidv7 } from '@jiahe/domain/ids.ts'
import { sql } from 'kysely'
import {
  type Entry,
  find,
  type Holder,
  type Identifiers,
  indexKeys,
  isFound,
  isNamed,
  loadIndex,
  register,
  saveEntries,
} from './blindIndex.ts'
import { seal, unseal } from './cipher.ts'
import type { Keyring, VaultReader, VaultTransaction } from './keyring.ts'
import { type PersonDetails, type PersonRecord, takeIn } from './personRecord.ts'

export type { PersonDetails, PersonRecord } from './personRecord.ts'

export interface Mention extends PersonDetails, Identifiers {
  /** When this was said, ISO 8601; now, when it is left out. */
  readonly saidAt?: string | undefined
}
export interface ResolvedPerson {
  readonly personId: string
  /** False when nothing identifies her: she is a new person each time. */
  readonly identified: boolean
  readonly isNew: boolean
}

const LOCK_WITHIN = '10s'

/** Held to the end of the transaction by whoever resolves people: two that tell of the same new person at
 *  once meet one after the other, and end with one person. Gives up after ten seconds (SQLSTATE 55P03). */
export async function lockPeople(trx: VaultTransaction): Promise<void> {
  await sql.raw(`SET LOCAL lock_timeout = '${LOCK_WITHIN}'`).execute(trx)
  await sql`SELECT pg_advisory_xact_lock(hashtext('jiahe people'))`.execute(trx)
}

/** Finds or makes the person of each mention, stores what is newly known of her, and answers in order. The
 *  caller holds `lockPeople`; without it two transactions that meet fail on the number's unique index. `metAt`:
 *  when a mention reached us, if not now; the id of a new person sorts by it. */
export async function resolvePeople(
  trx: VaultTransaction,
  keyring: Keyring,
  mentions: readonly Mention[],
  now: Date,
  metAt: (mention: number) => Date = () => now,
): Promise<ResolvedPerson[]> {
  const keysOf = mentions.map((mention) => indexKeys(keyring.indexKey, mention))
  const hashes = keysOf.flatMap((keys) => [keys.number, keys.named, keys.contact]).filter((h) => h !== null)
  const index = await loadIndex(trx, hashes)
  const fresh = new Set<Holder>()
  const entries: Entry[] = []
  const holders = keysOf.map((keys, i): Holder => {
    const known = find(index, keys)
    const holder = known ?? { personId: uuidv7(metAt(i)), hasNumber: false, hasName: false }
    if (!known) fresh.add(holder)
    // Her number and name count for the mentions that follow in this batch, too.
    holder.hasNumber ||= keys.number !== null
    holder.hasName ||= isNamed(mentions[i]!.name)
    entries.push(...register(index, keys, holder))
    return holder
  })
  await store(trx, keyring, mentions, holders, fresh, now)
  await saveEntries(trx, entries)
  const seen = new Set<Holder>()
  return holders.map((holder, i) => {
    const isNew = fresh.has(holder) && !seen.has(holder)
    seen.add(holder)
    return { personId: holder.personId, identified: isFound(index, keysOf[i]!, holder), isNew }
  })
}

async function store(
  trx: VaultTransaction,
  keyring: Keyring,
  mentions: readonly Mention[],
  holders: readonly Holder[],
  fresh: ReadonlySet<Holder>,
  now: Date,
): Promise<void> {
  const distinct = [...new Set(holders)]
  if (distinct.length === 0) return
  const known = distinct.filter((holder) => !fresh.has(holder)).map((holder) => holder.personId)
  const keys = await keyring.personKeys(trx, known)
  const records = await open(trx, keys)
  for (const [id, key] of await keyring.newPersonKeys(
    trx,
    [...fresh].map((holder) => holder.personId),
  ))
    keys.set(id, key)
  for (const [i, { personId }] of holders.entries()) {
    const saidAt = new Date(mentions[i]!.saidAt ?? now).toISOString()
    records.set(personId, takeIn(records.get(personId) ?? {}, mentions[i]!, saidAt))
  }
  const rows = distinct.map(({ personId, hasNumber, hasName }) => ({
    person_id: personId,
    sealed: seal(keys.get(personId)!, personId, JSON.stringify(records.get(personId))),
    has_number: hasNumber,
    has_name: hasName,
  }))
  await trx
    .insertInto('vault.person')
    .values(rows)
    .onConflict((c) =>
      c.column('person_id').doUpdateSet((eb) => ({
        sealed: eb.ref('excluded.sealed'),
        has_number: eb.ref('excluded.has_number'),
        has_name: eb.ref('excluded.has_name'),
      })),
    )
    .execute()
}

async function open(db: VaultReader, keys: ReadonlyMap<string, Buffer>): Promise<Map<string, PersonRecord>> {
  if (keys.size === 0) return new Map()
  const rows = await db
    .selectFrom('vault.person')
    .select(['person_id', 'sealed'])
    .where('person_id', 'in', [...keys.keys()])
    .execute()
  return new Map(
    rows.map(({ person_id, sealed }) => [
      person_id,
      JSON.parse(unseal(keys.get(person_id)!, person_id, sealed).toString()) as PersonRecord,
    ]),
  )
}

/** What is known of each person in the clear: for screens that may show it, after the look was recorded. Who
 *  was erased is not in the answer. */
export async function readPeople(
  db: VaultReader,
  keyring: Keyring,
  ids: readonly string[],
): Promise<Map<string, PersonRecord>> {
  return open(db, await keyring.personKeys(db, ids))
}

/**
 * Who is who. A valid document number alone identifies a person; without one the phone stands in, then the
 * address, each told apart by the side that the person stands on, since a household shares both. People with
 * different valid numbers are never joined; what fits several of them identifies nobody. A person first known
 * by a stand-in keeps her id when her number becomes known.
 */
import { readIdNumber, readPhone } from '@jiahe/domain/idNumber.ts'
import { uuidv7 } from '@jiahe/domain/ids.ts'
import { keyedHash, newKey, seal, unseal } from './cipher.ts'
import type { Keyring, VaultTransaction } from './keyring.ts'
import type { VaultDb } from './schema.ts'

export interface PersonDetails {
  readonly name?: string | undefined
  readonly idNumber?: string | undefined
  readonly phone?: string | undefined
  readonly sex?: string | undefined
  readonly birthDate?: string | undefined
}
export interface Mention extends PersonDetails {
  /** The side the person stands on: `victim` (also an applicant), `respondent`, `child`, `relative`. */
  readonly side: string
  /** Where it happened, if that is to stand in for what identifies her. */
  readonly address?: string | undefined
}
export interface ResolvedPerson {
  readonly personId: string
  /** False when nothing identifies her: she is a new person each time. */
  readonly identified: boolean
  readonly isNew: boolean
}

interface Keys {
  readonly number: string | null
  readonly standIns: readonly string[]
}

/** Finds or makes the person of each mention, stores what is newly known of her, and answers in order. Must
 *  run under the admission lock: it reads the index, decides, and writes. */
export async function resolvePeople(
  trx: VaultTransaction,
  keyring: Keyring,
  mentions: readonly Mention[],
  now: Date,
): Promise<ResolvedPerson[]> {
  const keysOf = mentions.map((mention) => indexKeys(keyring.indexKey, mention))
  const index = await loadIndex(
    trx,
    keysOf.flatMap((k) => [...(k.number ? [k.number] : []), ...k.standIns]),
  )
  const numbered = await loadNumbered(
    trx,
    [...index.values()].filter((id) => id !== null),
  )
  const changed = new Map<string, string | null>()
  const put = (hash: string, personId: string | null) => {
    index.set(hash, personId)
    changed.set(hash, personId)
  }
  const resolved = keysOf.map((keys): ResolvedPerson => resolve(keys, index, numbered, put, now))
  await store(trx, keyring, mentions, resolved, numbered)
  await saveIndex(trx, changed)
  return resolved
}

function resolve(
  { number, standIns }: Keys,
  index: Map<string, string | null>,
  numbered: Set<string>,
  put: (hash: string, personId: string | null) => void,
  now: Date,
): ResolvedPerson {
  const byNumber = number ? (index.get(number) ?? null) : null
  const standIn = standIns.map((hash) => index.get(hash)).find((id) => typeof id === 'string') ?? null
  // A stand-in may give its person to a new number only while that person has none.
  const byStandIn = standIn && (number === null || !numbered.has(standIn)) ? standIn : null
  const personId = byNumber ?? byStandIn ?? uuidv7(now)
  if (number) {
    if (!byNumber) put(number, personId)
    numbered.add(personId)
  }
  for (const hash of standIns) {
    const holder = index.get(hash)
    if (holder === undefined) put(hash, personId)
    else if (holder !== null && holder !== personId && number !== null && numbered.has(holder))
      put(hash, null)
  }
  return { personId, identified: number !== null || standIns.length > 0, isNew: !byNumber && !byStandIn }
}

function indexKeys(key: Buffer, { idNumber, phone, address, side }: Mention): Keys {
  const hash = (...parts: string[]) => keyedHash(key, ...parts).toString('hex')
  const read = idNumber ? readIdNumber(idNumber) : null
  const number = read && !read.fault ? hash('id', read.number) : null
  const called = phone ? readPhone(phone) : null
  const byPhone = called?.usable ? [hash('phone', called.phone, side)] : []
  const place = address?.normalize('NFKC').replace(/\s/g, '')
  const byAddress =
    number === null && byPhone.length === 0 && place && place.length >= 6
      ? [hash('address', place, side)]
      : []
  return { number, standIns: [...byPhone, ...byAddress] }
}

async function loadIndex(
  trx: VaultTransaction,
  hashes: readonly string[],
): Promise<Map<string, string | null>> {
  if (hashes.length === 0) return new Map()
  const wanted = [...new Set(hashes)].map((hash) => Buffer.from(hash, 'hex'))
  const rows = await trx.selectFrom('vault.blind_index').selectAll().where('hash', 'in', wanted).execute()
  return new Map(rows.map((row) => [row.hash.toString('hex'), row.person_id]))
}

async function loadNumbered(trx: VaultTransaction, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await trx
    .selectFrom('vault.person')
    .select('person_id')
    .where('person_id', 'in', [...new Set(ids)])
    .where('has_number', '=', true)
    .execute()
  return new Set(rows.map((row) => row.person_id))
}

async function saveIndex(trx: VaultTransaction, changed: ReadonlyMap<string, string | null>): Promise<void> {
  if (changed.size === 0) return
  const rows = [...changed].map(([hash, person_id]) => ({ hash: Buffer.from(hash, 'hex'), person_id }))
  await trx
    .insertInto('vault.blind_index')
    .values(rows)
    .onConflict((c) => c.column('hash').doUpdateSet((eb) => ({ person_id: eb.ref('excluded.person_id') })))
    .execute()
}

/** Seals what is known of each person; what a later mention says takes the place of what was said before. */
async function store(
  trx: VaultTransaction,
  keyring: Keyring,
  mentions: readonly Mention[],
  resolved: readonly ResolvedPerson[],
  numbered: ReadonlySet<string>,
): Promise<void> {
  const ids = [...new Set(resolved.map((r) => r.personId))]
  const fresh = new Set(resolved.filter((r) => r.isNew).map((r) => r.personId))
  const keys = await keyring.personKeys(
    trx,
    ids.filter((id) => !fresh.has(id)),
  )
  const before = await open(trx, keys)
  const known = new Map(before)
  for (const [i, { personId }] of resolved.entries())
    known.set(personId, { ...known.get(personId), ...detailsOf(mentions[i]!) })
  const newKeys = ids.filter((id) => !keys.has(id)).map((id) => [id, newKey()] as const)
  for (const [id, key] of newKeys) keys.set(id, key)
  if (newKeys.length > 0) {
    const rows = newKeys.map(([person_id, key]) => ({ person_id, wrapped: keyring.wrap(person_id, key) }))
    await trx.insertInto('keys.person_key').values(rows).execute()
  }
  const changed = ids.filter((id) => JSON.stringify(before.get(id)) !== JSON.stringify(known.get(id)))
  if (changed.length === 0) return
  const rows = changed.map((person_id) => ({
    person_id,
    sealed: seal(keys.get(person_id)!, person_id, JSON.stringify(known.get(person_id))),
    has_number: numbered.has(person_id),
  }))
  await trx
    .insertInto('vault.person')
    .values(rows)
    .onConflict((c) =>
      c.column('person_id').doUpdateSet((eb) => ({
        sealed: eb.ref('excluded.sealed'),
        has_number: eb.ref('excluded.has_number'),
      })),
    )
    .execute()
}

function detailsOf({ name, idNumber, phone, sex, birthDate }: Mention): PersonDetails {
  const said = {
    name,
    idNumber: idNumber && readIdNumber(idNumber).number,
    phone: phone && readPhone(phone).phone,
    sex,
    birthDate,
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value))
}

async function open(
  db: VaultDb | VaultTransaction,
  keys: ReadonlyMap<string, Buffer>,
): Promise<Map<string, PersonDetails>> {
  if (keys.size === 0) return new Map()
  const rows = await db
    .selectFrom('vault.person')
    .selectAll()
    .where('person_id', 'in', [...keys.keys()])
    .execute()
  return new Map(
    rows.map((row) => [
      row.person_id,
      JSON.parse(unseal(keys.get(row.person_id)!, row.person_id, row.sealed).toString()),
    ]),
  )
}

/** What is known of each person in the clear: for screens that may show it, after the look was recorded. */
export async function readPeople(
  db: VaultDb,
  keyring: Keyring,
  ids: readonly string[],
): Promise<Map<string, PersonDetails>> {
  return open(db, await keyring.personKeys(db, ids))
}

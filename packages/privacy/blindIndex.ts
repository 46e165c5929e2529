/**
 * Who is who, told by keyed hashes alone. A valid document number identifies a person by itself. Without one a
 * contact (the phone, else the address) stands in together with the name, since a household shares both; a
 * contact without a name, together with the side of the matter. People with different valid numbers are never
 * joined, and what fits several people identifies nobody.
 */
import { readIdNumber, readPhone } from '@jiahe/domain/idNumber.ts'
import { keyedHash } from './cipher.ts'
import type { VaultReader } from './keyring.ts'

export interface Identifiers {
  readonly name?: string | undefined
  readonly idNumber?: string | undefined
  readonly phone?: string | undefined
  /** The side the person stands on: `victim` (also an applicant), `respondent`, `child`, `relative`. */
  readonly side: string
  /** Where it happened, if that is to stand in for what identifies her. */
  readonly address?: string | undefined
}

/** Hashes in hex; null where the mention has nothing of the kind. */
export interface IndexKeys {
  readonly number: string | null
  /** Contact and name. */
  readonly named: string | null
  /** Contact and side: all that a mention without a name has. */
  readonly contact: string | null
}

export interface Holder {
  readonly personId: string
  hasNumber: boolean
  hasName: boolean
}
/** The people that each hash fits. */
export type BlindIndex = Map<string, Set<Holder>>

const NOBODY: ReadonlySet<Holder> = new Set()
/** Beyond this a contact tells nobody apart, and more rows would only cost. */
const MOST_HOLDERS = 8

export function indexKeys(key: Buffer, { idNumber, phone, address, side, name }: Identifiers): IndexKeys {
  const hash = (...parts: string[]) => keyedHash(key, ...parts).toString('hex')
  const read = idNumber ? readIdNumber(idNumber) : null
  const contact = contactOf(phone, address)
  const called = nameOf(name)
  return {
    number: read && read.fault === null ? hash('number', read.number) : null,
    named: contact && called ? hash('named', ...contact, called) : null,
    contact: contact ? hash('contact', ...contact, side) : null,
  }
}

function contactOf(phone: string | undefined, address: string | undefined): [string, string] | null {
  const read = phone ? readPhone(phone) : null
  if (read?.usable) return ['phone', read.phone]
  const place = address?.normalize('NFKC').replace(/[\s,.;。，、；]/g, '') ?? ''
  // A street without a house stands for everyone who lives there.
  const isHouse = place.length >= 6 && /\d|[一二三四五六七八九十百]+[号室栋幢组队]/.test(place)
  return isHouse ? ['address', place] : null
}

/** Null for words that only say that the name is not known. */
function nameOf(name: string | undefined): string | null {
  const plain =
    name
      ?.normalize('NFKC')
      .replace(/[\s·•]/g, '')
      .toUpperCase() ?? ''
  return plain === '' || /^(不详|未知|不明|无名氏?|匿名|某+|某[人男女某]|无)$/.test(plain) ? null : plain
}

export const isNamed = (name: string | undefined): boolean => nameOf(name) !== null

export async function loadIndex(db: VaultReader, hashes: readonly string[]): Promise<BlindIndex> {
  const index: BlindIndex = new Map()
  if (hashes.length === 0) return index
  const rows = await db
    .selectFrom('vault.blind_index as i')
    .innerJoin('vault.person as p', 'p.person_id', 'i.person_id')
    .select(['i.hash', 'i.person_id', 'p.has_number', 'p.has_name'])
    .where(
      'i.hash',
      'in',
      [...new Set(hashes)].map((hash) => Buffer.from(hash, 'hex')),
    )
    .execute()
  const holders = new Map<string, Holder>()
  for (const { hash, person_id, has_number, has_name } of rows) {
    const holder = holders.get(person_id) ?? {
      personId: person_id,
      hasNumber: has_number,
      hasName: has_name,
    }
    holders.set(person_id, holder)
    enter(index, hash.toString('hex'), holder)
  }
  return index
}

function enter(index: BlindIndex, hash: string, holder: Holder): void {
  index.set(hash, new Set(index.get(hash)).add(holder))
}

/** The person that the keys fit; null when they fit nobody, or several. */
export function find(index: BlindIndex, { number, named, contact }: IndexKeys): Holder | null {
  const of = (hash: string | null) => [...(hash === null ? NOBODY : (index.get(hash) ?? NOBODY))]
  const byNumber = of(number)[0]
  if (byNumber) return byNumber
  // Whoever has a number has another one than this: she is somebody else.
  const free = (holder: Holder) => number === null || !holder.hasNumber
  if (named === null) return only(of(contact).filter(free))
  const known = of(named).filter(free)
  if (known.length > 0) return only(known)
  // Known by the contact before her name was.
  return only(of(contact).filter((holder) => free(holder) && !holder.hasName))
}

/** The one person, or the one among them who is known by number. */
function only(holders: readonly Holder[]): Holder | null {
  if (holders.length === 1) return holders[0]!
  const numbered = holders.filter((holder) => holder.hasNumber)
  return numbered.length === 1 ? numbered[0]! : null
}

export interface Entry {
  readonly hash: string
  readonly personId: string
  readonly isNumber: boolean
}

/** Enters the person under the keys; gives the entries that are new. */
export function register(index: BlindIndex, { number, named, contact }: IndexKeys, holder: Holder): Entry[] {
  return [number, named, contact].flatMap((hash) => {
    const there = hash === null ? NOBODY : (index.get(hash) ?? NOBODY)
    if (hash === null || there.has(holder) || there.size >= MOST_HOLDERS) return []
    enter(index, hash, holder)
    return [{ hash, personId: holder.personId, isNumber: hash === number }]
  })
}

/** Whether a mention with these keys would find this person again. */
export const isFound = (index: BlindIndex, keys: IndexKeys, holder: Holder): boolean =>
  find(index, keys) === holder

export async function saveEntries(db: VaultReader, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return
  const rows = [...entries]
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map(({ hash, personId, isNumber }) => ({
      hash: Buffer.from(hash, 'hex'),
      person_id: personId,
      is_number: isNumber,
    }))
  await db.insertInto('vault.blind_index').values(rows).execute()
}

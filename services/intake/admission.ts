/**
 * Admits a batch of bodies in one transaction: finds or makes the people, reserves the references with the ids
 * of the events to come, and seals people and texts. What comes out is free of personal data and only has to
 * be appended. One admission runs at a time in the whole system, so senders that tell of the same new person
 * at once end with one person.
 */
import { canonicalJson } from '@jiahe/domain/canonicalJson.ts'
import { keyedHash } from '@jiahe/privacy/cipher.ts'
import type { Keyring, VaultTransaction } from '@jiahe/privacy/keyring.ts'
import { lockPeople, type Mention, type ResolvedPerson, resolvePeople } from '@jiahe/privacy/people.ts'
import { type CaseText, putTexts } from '@jiahe/privacy/texts.ts'
import { planIntake, type Submission } from './plan.ts'
import type { IntakeDb, IntakeTransaction } from './receiptTable.ts'
import {
  keyOf,
  loadReservations,
  markRecorded,
  type Recorded,
  type Reservation,
  saveReservations,
} from './reservations.ts'

export interface Admitted {
  /** As it stands now; `pending` may have been begun by an earlier try. */
  readonly reservation: Reservation
  readonly duplicate: boolean
  readonly amended: boolean
  /** The case's stream will most likely not exist yet. */
  readonly newCase: boolean
}

/** Answers in the order of the batch. `recorded` is marked on the way, to save a transaction of its own. */
export async function admit(
  db: IntakeDb,
  keyring: Keyring,
  batch: readonly Submission[],
  recorded: readonly Recorded[],
  now: Date,
): Promise<Admitted[]> {
  // Before anything is locked or written: without keys nothing is taken in, and the sender comes again.
  await keyring.ready()
  return db.transaction().execute(async (trx) => {
    const vault = trx as unknown as VaultTransaction
    await lockPeople(vault)
    await markRecorded(trx, recorded)
    if (batch.length === 0) return []
    const standing = await loadReservations(
      trx,
      batch.map(({ body }) => body),
    )
    const hashes = batch.map(({ kind, body }) =>
      keyedHash(keyring.indexKey, 'content', kind, canonicalJson(body)).toString('hex'),
    )
    const people = await resolveNews(trx, keyring, newsIn(batch, hashes, standing), now)
    const texts: CaseText[] = []
    const written = new Map<string, Reservation>()
    const admitted = batch.map((submission, i): Admitted => {
      const { source, sourceRef } = submission.body
      const key = keyOf(submission.body)
      const before = standing.get(key) ?? null
      if (before !== null && isRepeat(before.contentHash, hashes[i]!))
        return { reservation: before, duplicate: true, amended: false, newCase: false }
      const involved = people.get(submission)!
      const reference = keyedHash(keyring.indexKey, 'reference', source, sourceRef).toString('hex')
      const { steps, texts: said, ...ids } = planIntake(submission, involved, before, reference, now)
      texts.push(...said)
      const pending = [...(before?.pending ?? []), ...steps]
      const contentHash = hashes[i]!
      const { kind } = submission
      const reservation = { source, sourceRef, kind, ...ids, contentHash, position: null, pending }
      standing.set(key, reservation)
      written.set(key, reservation)
      const newCase = before === null && involved.some((person) => person.isNew)
      return { reservation, duplicate: false, amended: before !== null, newCase }
    })
    await putTexts(vault, keyring, texts)
    await saveReservations(trx, [...written.values()], now)
    return admitted
  })
}

/** Of what tells of an erased person nothing is taken in again, whatever it says. */
const isRepeat = (known: string | null | undefined, hash: string): boolean => known === null || known === hash

/** What says something new: a repeat tells nothing of the people in it, and makes none. */
function newsIn(
  batch: readonly Submission[],
  hashes: readonly string[],
  standing: ReadonlyMap<string, Reservation>,
): Submission[] {
  const last = new Map([...standing].map(([key, { contentHash }]) => [key, contentHash]))
  return batch.filter(({ body }, i) => {
    if (isRepeat(last.get(keyOf(body)), hashes[i]!)) return false
    last.set(keyOf(body), hashes[i]!)
    return true
  })
}

async function resolveNews(
  trx: IntakeTransaction,
  keyring: Keyring,
  news: readonly Submission[],
  now: Date,
): Promise<Map<Submission, ResolvedPerson[]>> {
  const mentions = news.map(({ body }) =>
    body.parties.map((party): Mention => {
      const side = party.role === 'applicant' ? 'victim' : party.role
      return { ...party, side, address: body.address, saidAt: body.occurredAt }
    }),
  )
  const resolved = await resolvePeople(trx as unknown as VaultTransaction, keyring, mentions.flat(), now)
  let next = 0
  return new Map(
    news.map((submission, i) => {
      const first = next
      next += mentions[i]!.length
      return [submission, resolved.slice(first, next)]
    }),
  )
}

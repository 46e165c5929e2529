/**
 * Fills an empty database with the made-up city: people into the vault, the lives of their cases into the log,
 * receipts for their senders, and the policies told that all of it is done. One transaction: killed at any
 * point, nothing of it is there, but for the events where the log is elsewhere: that a filling began is remembered
 * then. For the same size and moment the city is the same but for its ids.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import { canonicalJson } from '@jiahe/domain/canonicalJson.ts'
import type { Desk } from '@jiahe/domain/desk.ts'
import { derivedId } from '@jiahe/domain/ids.ts'
import { builtInModels } from '@jiahe/domain/models/inForce.ts'
import { builtIn } from '@jiahe/domain/policies/inForce.ts'
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import type { Submission } from '@jiahe/intake/plan.ts'
import type { IntakeTables, IntakeTransaction } from '@jiahe/intake/receiptTable.ts'
import { markRecorded, type Reservation, saveReservations } from '@jiahe/intake/reservations.ts'
import { type Alarm, setAlarms } from '@jiahe/policies/alarms.ts'
import { putCards } from '@jiahe/privacy/cards.ts'
import { keyedHash } from '@jiahe/privacy/cipher.ts'
import { type Keyring, openKeyring, type VaultTransaction } from '@jiahe/privacy/keyring.ts'
import type { KeyService } from '@jiahe/privacy/keyService.ts'
import { putOfficers } from '@jiahe/privacy/officers.ts'
import { lockPeople, type Mention, type ResolvedPerson, resolvePeople } from '@jiahe/privacy/people.ts'
import type { VaultDb } from '@jiahe/privacy/schema.ts'
import { type CaseText, putTexts } from '@jiahe/privacy/texts.ts'
import type { AccountTables } from '@jiahe/service-kit/accounts.ts'
import { chineseCalendar } from '@jiahe/service-kit/calendar.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { markFilling } from '@jiahe/service-kit/followedLog.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type Arrival, extentOf, type Household, households, type Size } from './city.ts'
import { type Directory, makeDirectory } from './directoryEvents.ts'
import { type Life, live } from './life.ts'
import { type Told, type Written, writeEvents } from './writeEvents.ts'

export interface FillOptions {
  readonly size: Size
  readonly databaseUrl: string
  readonly keyService: KeyService
  /** Where the log is, unless it is in the database. */
  readonly eventStoreUrl?: string | undefined
  readonly eventStorePrefix?: string | undefined
  /** Four digits. */
  readonly city: string
  readonly now: Date
  /** `what` is one word of those on the progress bar. */
  readonly onProgress?: (done: number, total: number, what: string) => void
}
type Tables = IntakeTables & AccountTables

const SEED = 4
const ROWS = 1500

/** The schemas stand and the log is empty; throws when it is not. A city without districts stays empty. */
export async function fillDemo(options: FillOptions): Promise<void> {
  const { size, databaseUrl, keyService, city, now, onProgress = () => {} } = options
  const stage = (what: string, from: number, to: number): Told => {
    const told = (share: number) => onProgress(Math.round(from + share * (to - from)), 100, what)
    told(0)
    return told
  }
  const regions = loadRegions(city)
  const calendar = chineseCalendar()
  const desk: Desk = { policies: builtIn, models: builtInModels, calendar, territory: { regions, city } }
  const families = households({ size, until: now, city, regions, calendar, seed: SEED })
  if (families.length === 0) return
  const db = openDatabase<Tables>(databaseUrl, 2)
  try {
    const keyring = await openKeyring(db as unknown as VaultDb, keyService)
    const actorOf = await actors(db)
    await db.transaction().execute(async (trx) => {
      const peopleOf = await meet(trx, keyring, families, stage('people', 0, 10))
      const referenceOf = ({ body }: Submission) =>
        keyedHash(keyring.indexKey, 'reference', body.source, body.sourceRef).toString('hex')
      const contentOf = ({ kind, body }: Submission) =>
        keyedHash(keyring.indexKey, 'content', kind, canonicalJson(body)).toString('hex')
      const surroundings = { desk, until: now, peopleOf, referenceOf, contentOf, actorOf }
      const directory = await makeDirectory({
        ...{ territory: desk.territory, until: now, days: extentOf(size).days, actorOf, seed: SEED },
      })
      const lives = await lead(families, surroundings, stage('cases', 10, 65))
      const events = inOrder([directory.events, ...lives.map((life) => life.events)])
      const written = await writeEvents({ ...options, trx, db }, events, stage('events', 65, 85))
      await writeTexts(
        trx,
        keyring,
        lives.flatMap((life) => life.texts),
        stage('texts', 85, 97),
      )
      await writeDirectory(trx, keyring, directory, now)
      await writeReceipts(
        trx,
        lives.flatMap((life) => life.reservations),
        written,
        now,
      )
      await writeAlarms(
        trx,
        lives.flatMap((life) => life.alarms),
      )
      await setCheckpoints(trx, written.head)
      stage('done', 100, 100)(1)
    })
  } finally {
    await db.destroy()
  }
}

/** Each federation acts by the account it has; without accounts, by one that nobody can sign in with. */
async function actors(db: Kysely<Tables>): Promise<(federation: string) => string> {
  const rows = await db.selectFrom('account.account').select(['id', 'federation', 'role']).execute()
  const staff = rows.filter(({ role }) => ['dispatcher', 'district-officer', 'mediator'].includes(role))
  const ids = new Map(staff.map(({ id, federation }) => [federation, id]))
  return (federation) => `account:${ids.get(federation) ?? derivedId(new Date(0), 'account', federation)}`
}

/** The people that all submissions speak of, in the order in which they are met. */
async function meet(
  trx: Transaction<Tables>,
  keyring: Keyring,
  families: readonly Household[],
  told: Told,
): Promise<(submission: Submission) => readonly ResolvedPerson[]> {
  const vault = trx as unknown as VaultTransaction
  await lockPeople(vault)
  const arrivals = families.flatMap((family) => family.arrivals).sort((a, b) => a.at - b.at)
  const people = new Map<Submission, readonly ResolvedPerson[]>()
  for (let from = 0; from < arrivals.length; from += ROWS / 3) {
    const batch = arrivals.slice(from, from + ROWS / 3)
    const said = batch.flatMap((arrival) => mentionsOf(arrival).map((mention) => ({ mention, arrival })))
    const mentions = said.map(({ mention }) => mention)
    const now = new Date(batch[0]!.at)
    const resolved = await resolvePeople(vault, keyring, mentions, now, (i) => new Date(said[i]!.arrival.at))
    let next = 0
    for (const { submission } of batch) {
      const count = submission.body.parties.length
      people.set(submission, resolved.slice(next, next + count))
      next += count
    }
    told((from + batch.length) / arrivals.length)
  }
  return (submission) => people.get(submission)!
}

const mentionsOf = ({ submission: { body } }: Arrival): Mention[] =>
  body.parties.map((party) => {
    const side = party.role === 'applicant' ? 'victim' : party.role
    return { ...party, side, address: body.address, saidAt: body.occurredAt }
  })

async function lead(
  families: readonly Household[],
  surroundings: Parameters<typeof live>[1],
  told: Told,
): Promise<Life[]> {
  const lives: Life[] = []
  for (const [i, family] of families.entries()) {
    lives.push(await live(family, surroundings))
    if (i % 25 !== 0) continue
    told(i / families.length)
    // So that the bar moves and a Ctrl-C is heard.
    await breathe()
  }
  return lives
}

/** By when they were recorded; events of one moment keep the order that they have within their case. */
const inOrder = (histories: readonly (readonly RecordedEvent[])[]): RecordedEvent[] =>
  histories
    .flat()
    .map((event) => ({ event, at: Date.parse(event.metadata.recordedAt) }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event)

async function writeTexts(
  trx: Transaction<Tables>,
  keyring: Keyring,
  texts: readonly CaseText[],
  told: Told,
): Promise<void> {
  for (let from = 0; from < texts.length; from += ROWS) {
    await putTexts(trx as unknown as VaultTransaction, keyring, texts.slice(from, from + ROWS))
    told(Math.min(1, (from + ROWS) / texts.length))
  }
}

async function writeDirectory(
  trx: Transaction<Tables>,
  keyring: Keyring,
  { cards, officers }: Directory,
  now: Date,
): Promise<void> {
  const vault = trx as unknown as VaultTransaction
  for (let from = 0; from < cards.length; from += ROWS)
    await putCards(vault, keyring, cards.slice(from, from + ROWS))
  for (const federation of new Set(officers.map((officer) => officer.federation))) {
    const own = officers.filter((officer) => officer.federation === federation)
    await putOfficers(vault, keyring, federation, own, now)
  }
}

async function writeReceipts(
  trx: Transaction<Tables>,
  reservations: readonly Reservation[],
  { positions }: Written,
  now: Date,
): Promise<void> {
  const intake = trx as unknown as IntakeTransaction
  const recorded = reservations
    .map((reservation) => ({ ...reservation, position: positions.get(reservation.eventId)! }))
    .sort((a, b) => (a.position < b.position ? -1 : 1))
  for (let from = 0; from < recorded.length; from += ROWS) {
    const batch = recorded.slice(from, from + ROWS)
    await saveReservations(intake, batch, now)
    await markRecorded(intake, batch)
  }
}

async function writeAlarms(trx: Transaction<Tables>, alarms: readonly Alarm[]): Promise<void> {
  for (let from = 0; from < alarms.length; from += ROWS) await setAlarms(trx, alarms.slice(from, from + ROWS))
}

/** To the policies and the clocks, all of this has been done; and nothing is missing any more. */
async function setCheckpoints(trx: Transaction<Tables>, position: string): Promise<void> {
  await sql`UPDATE work.partition SET position = ${position} 
    WHERE processor IN ('policies', 'clocks')`.execute(trx)
  await sql`DELETE FROM policy.parked`.execute(trx)
  await markFilling(trx, false)
}

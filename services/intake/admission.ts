/**
 * Admits a batch of bodies in one transaction: finds or makes the people, reserves the references with the ids
 * of the events to come, and seals people and texts. What comes out is free of personal data and only has to
 * be appended. One admission runs at a time in the whole system (an advisory lock): two senders that tell of
 * the same new person at once meet one after the other, and end with one person.
 */

import { canonicalJson } from '@jiahe/domain/canonicalJson.ts'
import type { DataOf } from '@jiahe/domain/catalogue.ts'
import { caseIdOfPair, derivedId, timeOfId, uuidv7 } from '@jiahe/domain/ids.ts'
import { keyedHash } from '@jiahe/privacy/cipher.ts'
import type { Keyring, VaultTransaction } from '@jiahe/privacy/keyring.ts'
import { type Mention, type ResolvedPerson, resolvePeople } from '@jiahe/privacy/people.ts'
import { type CaseText, putTexts } from '@jiahe/privacy/texts.ts'
import { sql, type Transaction } from 'kysely'
import type { IntakeBody, Kind } from './body.ts'
import type { IntakeDb, IntakeTables, Step } from './receiptTable.ts'

export interface Submission {
  readonly kind: Kind
  readonly body: IntakeBody
}
export interface Admitted {
  readonly source: string
  readonly sourceRef: string
  readonly caseId: string
  readonly eventId: string
  readonly duplicate: boolean
  readonly amended: boolean
  /** Still to be appended, in order; an earlier try may have done part of it. */
  readonly steps: readonly Step[]
  /** The case is new: its stream will most likely not exist. */
  readonly newCase: boolean
  /** Of the last event, when nothing is pending. */
  readonly position: string | null
}

interface Receipt {
  readonly caseId: string
  readonly intakeId: string
  readonly contentHash: string
  readonly amendments: number
  readonly position: string | null
  readonly pending: readonly Step[]
}

export async function admit(
  db: IntakeDb,
  keyring: Keyring,
  batch: readonly Submission[],
  now: Date,
): Promise<Admitted[]> {
  return db.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('jiahe admission'))`.execute(trx)
    const receipts = await loadReceipts(trx, batch)
    const hashes = batch.map(({ kind, body }) =>
      keyedHash(keyring.indexKey, kind, canonicalJson(body)).toString('hex'),
    )
    // A repeat tells nothing new of the people in it.
    const news = batch.filter(({ body }, i) => receipts.get(keyOf(body))?.contentHash !== hashes[i])
    const people = await resolveAll(trx, keyring, news, now)
    const texts: CaseText[] = []
    const written = new Map<string, Receipt & { readonly body: IntakeBody }>()
    const admitted = batch.map((submission, i): Admitted => {
      const { body } = submission
      const before = receipts.get(keyOf(body))
      const names = { source: body.source, sourceRef: body.sourceRef }
      if (before && before.contentHash === hashes[i]) {
        const { caseId, intakeId, position, pending } = before
        return {
          ...names,
          caseId,
          eventId: intakeId,
          duplicate: true,
          amended: false,
          steps: pending,
          newCase: false,
          position,
        }
      }
      const involved = people.get(submission)!
      const plan = planOf(submission, involved, before ?? null, keyring, now, texts)
      const steps = [...(before?.pending ?? []), ...plan.steps]
      const receipt = {
        caseId: plan.caseId,
        intakeId: plan.intakeId,
        contentHash: hashes[i]!,
        position: null,
        pending: steps,
      }
      const next = { ...receipt, amendments: before ? before.amendments + 1 : 0, body }
      receipts.set(keyOf(body), next)
      written.set(keyOf(body), next)
      const isNew = involved.some((p) => p.isNew) && !before
      return {
        ...names,
        caseId: plan.caseId,
        eventId: plan.eventId,
        duplicate: false,
        amended: Boolean(before),
        steps,
        newCase: isNew,
        position: null,
      }
    })
    await putTexts(trx as unknown as VaultTransaction, keyring, texts)
    await saveReceipts(trx, [...written.values()], now)
    return admitted
  })
}

const keyOf = ({ source, sourceRef }: { source: string; sourceRef: string }): string =>
  JSON.stringify([source, sourceRef])

async function resolveAll(
  trx: Transaction<IntakeTables>,
  keyring: Keyring,
  news: readonly Submission[],
  now: Date,
): Promise<Map<Submission, ResolvedPerson[]>> {
  const mentions = news.map(({ body }) =>
    body.parties.map((p): Mention => ({ ...p, side: sideOf(p.role), address: body.address })),
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

const sideOf = (role: string): string => (role === 'applicant' ? 'victim' : role)

interface Plan {
  readonly caseId: string
  /** The intake that the reference stands for from now on. */
  readonly intakeId: string
  /** The event that this submission became. */
  readonly eventId: string
  readonly steps: readonly Step[]
}

function planOf(
  { kind, body }: Submission,
  people: readonly ResolvedPerson[],
  before: Receipt | null,
  keyring: Keyring,
  now: Date,
  texts: CaseText[],
): Plan {
  const reference = keyedHash(keyring.indexKey, 'reference', body.source, body.sourceRef).toString('hex')
  const n = before ? before.amendments + 1 : 0
  const time = before ? timeOfId(before.intakeId) : now
  const eventId = derivedId(time, 'intake', reference, String(n))
  const caseId = caseOf(body, people, before, eventId)
  const matter = matterOf(body, people, caseId, texts, now)
  const occurredAt = new Date(body.occurredAt).toISOString()
  const receive = (intakeId: string, movedFrom: string | null): Step => ({
    receive: {
      caseId,
      intakeId,
      kind: kind === 'police-alerts' ? 'alert' : 'report',
      occurredAt,
      data: { source: body.source, ...matter, movedFrom },
    },
  })
  if (!before) return { caseId, intakeId: eventId, eventId, steps: [receive(eventId, null)] }
  const moves = caseId !== before.caseId
  const data: DataOf<'IntakeAmended'> = {
    intakeId: before.intakeId,
    ...matter,
    movedTo: moves ? caseId : null,
  }
  const amendmentId = moves ? derivedId(time, 'moved', reference, String(n)) : eventId
  const amend: Step = { amend: { caseId: before.caseId, amendmentId, occurredAt, data } }
  if (!moves) return { caseId, intakeId: before.intakeId, eventId, steps: [amend] }
  return { caseId, intakeId: eventId, eventId, steps: [amend, receive(eventId, before.caseId)] }
}

/** The case of the pair. With one of the two known, her alerts still come together; with neither, the matter
 *  is a case of its own, which stays the same when it is amended. */
function caseOf(
  body: IntakeBody,
  people: readonly ResolvedPerson[],
  before: Receipt | null,
  eventId: string,
): string {
  const find = (...sides: string[]) => {
    const i = body.parties.findIndex((p) => sides.includes(p.role))
    return i < 0 || !people[i]!.identified ? null : people[i]!.personId
  }
  const victim = find('victim', 'applicant')
  const respondent = find('respondent')
  if (victim && respondent) return caseIdOfPair(victim, respondent)
  const one = victim ?? respondent
  if (one) return derivedId(timeOfId(one), 'case', one, victim ? 'victim' : 'respondent')
  return before?.caseId ?? derivedId(timeOfId(eventId), 'case', eventId)
}

function matterOf(
  body: IntakeBody,
  people: readonly ResolvedPerson[],
  caseId: string,
  texts: CaseText[],
  now: Date,
) {
  const seal = (text: string | undefined): string | null => {
    if (!text) return null
    const textId = uuidv7(now)
    texts.push({ textId, caseId, text })
    return textId
  }
  const code = body.regionCode?.normalize('NFKC').trim()
  return {
    channel: body.channel,
    regionCode: code && /^\d{2,12}$/.test(code) ? code : null,
    maritalStatus: body.maritalStatus ?? null,
    disputeType: body.disputeType,
    relationship: body.relationship ?? null,
    parties: body.parties.map((p, i) => ({ role: p.role, personId: people[i]!.personId })),
    facts: body.facts ?? {},
    texts: { narrative: seal(body.narrative), address: seal(body.address) },
  }
}

async function loadReceipts(
  trx: Transaction<IntakeTables>,
  batch: readonly Submission[],
): Promise<Map<string, Receipt>> {
  const sources = batch.map(({ body }) => body.source)
  const references = batch.map(({ body }) => body.sourceRef)
  const rows = await trx
    .selectFrom('intake.receipt')
    .selectAll()
    .where(
      sql<boolean>`(source, source_ref) IN (SELECT * FROM unnest(${sources}::text[], ${references}::text[]))`,
    )
    .execute()
  return new Map(
    rows.map((row) => [
      keyOf({ source: row.source, sourceRef: row.source_ref }),
      {
        caseId: row.case_id,
        intakeId: row.intake_id,
        contentHash: row.content_hash.toString('hex'),
        amendments: row.amendments,
        position: row.position,
        pending: (row.pending as Step[] | null) ?? [],
      },
    ]),
  )
}

async function saveReceipts(
  trx: Transaction<IntakeTables>,
  receipts: readonly (Receipt & { body: IntakeBody })[],
  now: Date,
): Promise<void> {
  if (receipts.length === 0) return
  const rows = receipts.map(({ body, ...r }) => ({
    source: body.source,
    source_ref: body.sourceRef,
    case_id: r.caseId,
    intake_id: r.intakeId,
    content_hash: Buffer.from(r.contentHash, 'hex'),
    amendments: r.amendments,
    received_at: now,
    position: null,
    pending: JSON.stringify(r.pending),
  }))
  await trx
    .insertInto('intake.receipt')
    .values(rows)
    .onConflict((c) =>
      c.columns(['source', 'source_ref']).doUpdateSet((eb) => ({
        case_id: eb.ref('excluded.case_id'),
        intake_id: eb.ref('excluded.intake_id'),
        content_hash: eb.ref('excluded.content_hash'),
        amendments: eb.ref('excluded.amendments'),
        position: null,
        pending: eb.ref('excluded.pending'),
      })),
    )
    .execute()
}

/**
 * What a submission comes to: which case it belongs to, the ids that its events will have, and the steps to
 * append. Ids are derived from the sender's reference and the number of the amendment, so whoever tries again
 * appends the same events.
 */
import type { DataOf } from '@jiahe/domain/catalogue.ts'
import { caseIdOfPair, derivedId, timeOfId, uuidv7 } from '@jiahe/domain/ids.ts'
import { normaliseRegion } from '@jiahe/domain/regions.ts'
import type { ResolvedPerson } from '@jiahe/privacy/people.ts'
import type { CaseText } from '@jiahe/privacy/texts.ts'
import type { IntakeBody, Kind } from './body.ts'
import type { Step } from './receiptTable.ts'
import type { Reservation } from './reservations.ts'

export interface Submission {
  readonly kind: Kind
  readonly body: IntakeBody
}
export interface Plan extends Pick<Reservation, 'caseId' | 'intakeId' | 'eventId' | 'amendments'> {
  readonly steps: readonly Step[]
  readonly texts: readonly CaseText[]
}

/** `reference`: a keyed hash of source and sourceRef. `before`: what the reference stood for until now. */
export function planIntake(
  { kind, body }: Submission,
  people: readonly ResolvedPerson[],
  before: Reservation | null,
  reference: string,
  now: Date,
): Plan {
  const amendments = before ? before.amendments + 1 : 0
  const time = before ? timeOfId(before.intakeId) : now
  const eventId = derivedId(time, 'intake', reference, String(amendments))
  const caseId = caseOf(body, people) ?? before?.caseId ?? derivedId(time, 'case', eventId)
  const { matter, texts } = matterOf(body, people, caseId, now)
  const occurredAt = new Date(body.occurredAt).toISOString()
  const receive = (movedFrom: string | null): Step => ({
    receive: {
      caseId,
      intakeId: eventId,
      kind: kind === 'police-alerts' ? 'alert' : 'report',
      occurredAt,
      data: { source: body.source, ...matter, movedFrom },
    },
  })
  const amend = (amendmentId: string, intake: Reservation, movedTo: string | null): Step => ({
    amend: {
      caseId: intake.caseId,
      amendmentId,
      occurredAt,
      data: { intakeId: intake.intakeId, ...matter, movedTo },
    },
  })
  const plan = { caseId, eventId, amendments, texts }
  if (!before) return { ...plan, intakeId: eventId, steps: [receive(null)] }
  // A report that turns out to be an alert owes callbacks: it is taken out and received as what it is.
  if (caseId === before.caseId && kind === before.kind)
    return { ...plan, intakeId: before.intakeId, steps: [amend(eventId, before, null)] }
  const leaving = derivedId(time, 'moved', reference, String(amendments))
  return { ...plan, intakeId: eventId, steps: [amend(leaving, before, caseId), receive(before.caseId)] }
}

/** Who is harmed or asks for help: the first of these that is identified is one half of the pair. */
const affected = ['victim', 'applicant', 'child', 'relative']

/** The case of the pair. With one of the two known, what is told of her comes together still; with neither,
 *  null: the matter is a case of its own. */
function caseOf(body: IntakeBody, people: readonly ResolvedPerson[]): string | null {
  const find = (role: string): string | undefined =>
    people.find((person, i) => person.identified && body.parties[i]!.role === role)?.personId
  const one = affected.map(find).find((id) => id !== undefined)
  const other = find('respondent')
  if (one !== undefined && other !== undefined) return caseIdOfPair(one, other)
  const alone = one ?? other
  if (alone === undefined) return null
  return derivedId(timeOfId(alone), 'case', alone, one === undefined ? 'respondent' : 'victim')
}

type Matter = Omit<DataOf<'IntakeAmended'>, 'intakeId' | 'movedTo'>

/** What may be in the log, and the texts that it only names. */
function matterOf(
  body: IntakeBody,
  people: readonly ResolvedPerson[],
  caseId: string,
  now: Date,
): { matter: Matter; texts: CaseText[] } {
  const texts: CaseText[] = []
  const keep = (text: string | undefined): string | null => {
    if (!text) return null
    const textId = uuidv7(now)
    texts.push({ textId, caseId, text })
    return textId
  }
  const code = body.regionCode ?? null
  const matter = {
    channel: body.channel,
    // A phone that was put there by mistake has the length of no code, or begins with a zero.
    regionCode: normaliseRegion(code) !== null && /^[1-9]/.test(code!) ? code : null,
    maritalStatus: body.maritalStatus ?? null,
    disputeType: body.disputeType,
    relationship: body.relationship ?? null,
    parties: body.parties.map((p, i) => ({ role: p.role, personId: people[i]!.personId })),
    facts: body.facts ?? {},
    texts: { narrative: keep(body.narrative), address: keep(body.address) },
  }
  return { matter, texts }
}

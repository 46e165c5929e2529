/**
 * 删除个人信息: a person of a case is forgotten on a legal ground, when one account of a district or the city asked for
 * it and another approved. Never while an order, a watch, a measure or a callback of any of her cases is open: then
 * she may still have to be reached. `PersonErased` in the case that it was asked in is the decision; everything else follows from it.
 */
import {
  type AskedOfCase,
  type CaseAnswer,
  isAboveTownships,
  refusesCase,
  tellsCase,
} from './caseDecision.ts'
import type { erasingEvents } from './catalogue/erasing.ts'
import type { DataOf, EventsOf, NewDomainEvent } from './catalogue.ts'
import type { Context, Decision } from './event.ts'
import type { FamilyCase } from './familyCase.ts'
import { newEvent } from './newEvent.ts'
import { openApplication, protectionInForce } from './protectionOrders.ts'
import type { ErasureDeclineReason, ErasureGround, PartyRole } from './vocabulary.ts'
import type { WorkOrder } from './workOrder.ts'

export interface PendingErasure {
  readonly requestId: string
  readonly ground: ErasureGround
  readonly by: string
  readonly askedBy: string
  readonly at: string
}
export interface Erasing {
  /** Those that wait for somebody else, by person. */
  readonly erasures: ReadonlyMap<string, PendingErasure>
  readonly erased: ReadonlySet<string>
}
export const nobodyErased: Erasing = { erasures: new Map(), erased: new Set() }

export function evolveErasing(
  { erasures, erased }: Erasing,
  event: EventsOf<typeof erasingEvents>,
): Partial<Erasing> {
  const { personId } = event.data
  const waiting = new Map(erasures)
  switch (event.type) {
    case 'ErasureRequested': {
      const { ground, by } = event.data
      const { actor: askedBy, occurredAt: at } = event.metadata
      return { erasures: waiting.set(personId, { requestId: event.id, ground, by, askedBy, at }) }
    }
    case 'ErasureDeclined':
      waiting.delete(personId)
      return { erasures: waiting }
    case 'PersonErased':
      waiting.delete(personId)
      return { erasures: waiting, erased: new Set(erased).add(personId) }
    default:
      return event satisfies never
  }
}

// What the state says -----------------------------------------------------------------------------------

export type StillOpen = 'order-open' | 'watch-running' | 'measure-open' | 'callback-open'

/** Why this person of the case may still have to be reached; null when nothing of it is open. A call is hers alone: the
 *  respondent's number is not needed for it. */
export function stillOpen(
  state: FamilyCase,
  orders: readonly WorkOrder[],
  now: Date,
  personId: string,
): StillOpen | null {
  if (orders.some((order) => order.state !== 'closed')) return 'order-open'
  if (state.watches.size > 0) return 'watch-running'
  const standing =
    openApplication(state) !== null ||
    protectionInForce(state, now) !== null ||
    state.reportDuties.some((duty) => duty.state === 'open') ||
    state.letters.some((letter) => letter.followUps.some((visit) => visit.settledAt === null))
  if (standing) return 'measure-open'
  return isCalled(state, personId) && [...state.duties.values()].some((duty) => duty.state === 'open')
    ? 'callback-open'
    : null
}

/** Those who are called back: the victims, where there is none the applicants. */
function isCalled({ intakes }: FamilyCase, personId: string): boolean {
  const parties = [...intakes.values()].flatMap((intake) => intake.parties)
  const role = parties.some((party) => party.role === 'victim') ? 'victim' : 'applicant'
  return parties.some((party) => party.role === role && party.personId === personId)
}

type Parties = DataOf<'AlertReceived'>['parties']

/** Whose matter the words of a case are: the victims, where there is none the applicants, else all but the respondent. */
export function wordsAreOf(parties: Parties): ReadonlySet<string> {
  const inRole = (fits: (role: PartyRole) => boolean) =>
    new Set(parties.filter(({ role }) => fits(role)).map(({ personId }) => personId))
  const victims = inRole((role) => role === 'victim')
  if (victims.size > 0) return victims
  const applicants = inRole((role) => role === 'applicant')
  return applicants.size > 0 ? applicants : inRole((role) => role !== 'respondent')
}

/** Whether the words of the case go: the last of those whose matter they are is erased. */
export function wordsGo(parties: Parties, erased: ReadonlySet<string>): boolean {
  const owners = [...wordsAreOf(parties)]
  return owners.length > 0 && owners.every((personId) => erased.has(personId))
}

/** Of the intakes that the case has now; of one whose intakes all moved away, of those it had. */
export function partiesOfCase(
  { intakes }: Pick<FamilyCase, 'intakes'>,
  history: readonly { readonly type: string; readonly data: object }[],
): Parties {
  if (intakes.size > 0) return [...intakes.values()].flatMap((intake) => intake.parties)
  return history.flatMap(({ data }) => ('parties' in data ? (data.parties as Parties) : []))
}

// What people decide ------------------------------------------------------------------------------------

interface About {
  readonly personId: string
  /** What is open in the other cases of the person. */
  readonly elsewhere: StillOpen | null
}
export type ErasureCommand =
  | (About & {
      readonly type: 'request-erasure'
      readonly ground: ErasureGround
      readonly textId: string | null
    })
  | (About & { readonly type: 'approve-erasure' })
  | {
      readonly type: 'decline-erasure'
      readonly personId: string
      readonly reason: ErasureDeclineReason
      readonly textId: string | null
    }
export type ErasureRefusal =
  | 'unknown-person'
  | 'not-supervisor'
  | 'already-erased'
  | 'erasure-pending'
  | 'no-erasure-pending'
  | 'same-person'
  | StillOpen

export function decideErasure(asked: AskedOfCase, command: ErasureCommand): CaseAnswer<ErasureRefusal> {
  const { state, by, orders, context } = asked
  const { personId } = command
  const isParty = [...state.intakes.values()].some(({ parties }) =>
    parties.some((party) => party.personId === personId),
  )
  if (!isParty) return refusesCase('unknown-person')
  if (!isAboveTownships(by)) return refusesCase('not-supervisor')
  if (state.erased.has(personId)) return refusesCase('already-erased')
  const pending = state.erasures.get(personId)
  if (command.type === 'decline-erasure') {
    const { reason, textId } = command
    if (!pending) return refusesCase('no-erasure-pending')
    return tellsCase('ErasureDeclined', { personId, requestId: pending.requestId, reason, by, textId })
  }
  if (command.type === 'request-erasure' ? pending : !pending)
    return refusesCase(pending ? 'erasure-pending' : 'no-erasure-pending')
  if (pending?.askedBy === context.actor) return refusesCase('same-person')
  const open = stillOpen(state, orders, context.now, personId) ?? command.elsewhere
  if (open) return refusesCase(open)
  if (command.type === 'request-erasure')
    return tellsCase('ErasureRequested', { personId, ground: command.ground, by, textId: command.textId })
  const { requestId, ground } = pending!
  return tellsCase('PersonErased', { personId, requestId, ground, by })
}

// What follows by itself --------------------------------------------------------------------------------

/** Another case of the person learns of it. `context.causeId`: the decision. */
export function tellErased(
  state: FamilyCase,
  caseId: string,
  data: DataOf<'PersonErased'>,
  context: Context,
): Decision<NewDomainEvent, never> {
  if (state.erased.has(data.personId)) return { events: [] }
  return { events: [newEvent('PersonErased', data, caseId, caseId, context)] }
}

/**
 * 密案: a case, its orders and its callbacks are there for the named few and for nobody else. It never hides an
 * order from whoever has to work it: each federation with something open must have somebody named, so must one
 * above the townships, and later orders go where somebody named is.
 */
import {
  type AskedOfCase,
  type CaseAnswer,
  isAboveTownships,
  refusesCase,
  tellsCase,
} from './caseDecision.ts'
import type { sealingEvents } from './catalogue/sealing.ts'
import type { EventsOf, NewDomainEvent } from './catalogue.ts'
import type { Context, Decision } from './event.ts'
import { newEvent } from './newEvent.ts'
import type { Assignment } from './route.ts'
import type { SeenIds } from './seenIds.ts'
import type { SealReason, UnsealReason } from './vocabulary.ts'

/** An account, and the federation it belongs to. */
export interface Named {
  readonly accountId: string
  readonly federation: string
}
export interface Sealing {
  /** Who sees the case; null where it is not sealed. */
  readonly sealedFor: readonly Named[] | null
}
export const notSealed: Sealing = { sealedFor: null }

export function evolveSealing(event: EventsOf<typeof sealingEvents>): Sealing {
  switch (event.type) {
    case 'CaseSealed':
      return { sealedFor: event.data.named }
    case 'CaseUnsealed':
      return notSealed
    default:
      return event satisfies never
  }
}

/** Whether somebody of the federation sees it. */
export const seesSealed = ({ sealedFor }: Sealing, federation: string): boolean =>
  sealedFor?.some((named) => named.federation === federation) ?? true

/** Where an order or a call of the case goes: as routed, if somebody there is named, else to the nearest above where
 *  somebody is. A seal never leaves an order where nobody can see it. */
export function withinSeal(routed: Assignment, { sealedFor }: Sealing): Assignment {
  if (!sealedFor) return routed
  const federations = sealedFor.map(({ federation }) => federation)
  if (federations.includes(routed.assignee)) return routed
  const city = routed.supervisor.slice(0, 4)
  const above = [
    routed.assignee.slice(0, 6),
    routed.supervisor,
    city,
    ...federations.filter(isAboveTownships),
  ]
  const assignee = above.find((code) => federations.includes(code)) ?? routed.assignee
  return { assignee, supervisor: city, assisting: null }
}

/** What cannot be routed waits for the city's dispatchers; where none of them is named, for somebody who is. */
export function routeWithinSeal<
  R extends { readonly assignment: Assignment } | { readonly unroutable: string },
>(routed: R, sealing: Sealing, city: string): R | { readonly assignment: Assignment; readonly warnings: [] } {
  if ('assignment' in routed) return { ...routed, assignment: withinSeal(routed.assignment, sealing) }
  const assignment = withinSeal({ assignee: city, supervisor: city, assisting: null }, sealing)
  return assignment.assignee === city ? routed : { assignment, warnings: [] }
}

/** A case that is one with another is sealed and unsealed with it. */
export function sealAlike(
  state: Sealing & { readonly eventIds: Pick<SeenIds, 'has'> },
  caseId: string,
  { type, data }: EventsOf<typeof sealingEvents>,
  context: Context,
): Decision<NewDomainEvent, never> {
  const alike = newEvent(type, { ...data, textId: null } as typeof data, caseId, caseId, context)
  return { events: state.eventIds.has(alike.id) ? [] : [alike] }
}

// What people decide ------------------------------------------------------------------------------------

export type SealingCommand =
  | {
      readonly type: 'seal'
      readonly named: readonly Named[]
      readonly reason: SealReason
      readonly textId: string | null
    }
  | { readonly type: 'unseal'; readonly reason: UnsealReason; readonly textId: string | null }
export type SealingRefusal =
  | 'not-supervisor'
  | 'worker-not-named'
  | 'keeper-not-named'
  | 'same-people-named'
  | 'not-sealed'

export function decideSealing(asked: AskedOfCase, command: SealingCommand): CaseAnswer<SealingRefusal> {
  const { state, by } = asked
  if (!isAboveTownships(by)) return refusesCase('not-supervisor')
  const { textId } = command
  if (command.type === 'unseal')
    return state.sealedFor
      ? tellsCase('CaseUnsealed', { reason: command.reason, by, textId })
      : refusesCase('not-sealed')
  const { named, reason } = command
  const federations = named.map(({ federation }) => federation)
  if (!working(asked).every((code) => federations.includes(code))) return refusesCase('worker-not-named')
  if (!federations.some(isAboveTownships)) return refusesCase('keeper-not-named')
  if (state.sealedFor && sameAccounts(state.sealedFor, named)) return refusesCase('same-people-named')
  return tellsCase('CaseSealed', { named: [...named], reason, by, textId })
}

/** Federations that have to act now: they hold an open order, or a call that is owed. */
const working = ({ state, orders }: AskedOfCase): string[] => [
  ...orders.filter((order) => order.state !== 'closed').map((order) => order.assignee),
  ...[...state.duties.values()].filter((duty) => duty.state === 'open').map((duty) => duty.assignee),
]

const sameAccounts = (a: readonly Named[], b: readonly Named[]): boolean =>
  JSON.stringify(a.map((n) => n.accountId).sort()) === JSON.stringify(b.map((n) => n.accountId).sort())

/**
 * Protection orders (人身安全保护令): applied for, granted for six months at most or refused, renewed in time or run
 * out (Anti-DV Law art. 23–32). That one ends soon becomes an event, and that it ended. One that is in force forbids
 * joint mediation; it never lowers a grade.
 */
import type { measureEvents } from './catalogue/measures.ts'
import type { EventsOf } from './catalogue.ts'
import { dayOf } from './clocks.ts'
import { endOf } from './days.ts'
import { type Due, due } from './due.ts'
import type { Protection } from './measureVocabulary.ts'

/** Days before its end from which a renewal is to be seen to: a court has three for its decision, the rest is for
 *  asking her and writing the application. */
export const RENEWAL_AHEAD_DAYS = 15

export interface ProtectionApplication {
  readonly applicationId: string
  readonly appliedOn: string
  readonly urgent: boolean
  readonly decideBy: string
  readonly state: 'open' | 'granted' | 'refused' | 'withdrawn'
}
export interface ProtectionOrder {
  readonly protectionOrderId: string
  readonly prohibits: readonly Protection[]
  readonly from: string
  /** Its last day. */
  readonly until: string
  readonly recordedAt: string
  readonly revoked: boolean
  /** Whether another goes on from it. */
  readonly renewed: boolean
  readonly renewalFellDue: boolean
  readonly expired: boolean
}
export interface Protections {
  readonly applications: readonly ProtectionApplication[]
  readonly protectionOrders: readonly ProtectionOrder[]
}
export const noProtections: Protections = { applications: [], protectionOrders: [] }

type ProtectionEvent = Extract<
  EventsOf<typeof measureEvents>,
  {
    type:
      | 'ProtectionOrderApplied'
      | 'ProtectionOrderGranted'
      | 'ProtectionOrderRefused'
      | 'RenewalFellDue'
      | 'ProtectionOrderExpired'
      | 'MeasureRevoked'
  }
>
export function evolveProtections(state: Protections, event: ProtectionEvent): Partial<Protections> {
  switch (event.type) {
    case 'ProtectionOrderApplied': {
      const { appliedOn, urgent, decideBy } = event.data
      const application = { applicationId: event.id, appliedOn, urgent, decideBy, state: 'open' } as const
      return { applications: [...state.applications, application] }
    }
    case 'ProtectionOrderGranted': {
      const { applicationId, renews } = event.data
      const before = changed(state, renews, { renewed: true })
      return {
        applications: decided(state, applicationId, 'granted'),
        protectionOrders: [...before, orderOf(event)],
      }
    }
    case 'ProtectionOrderRefused':
      return { applications: decided(state, event.data.applicationId, 'refused') }
    case 'RenewalFellDue':
      return {
        protectionOrders: changed(state, event.data.protectionOrderId, { renewalFellDue: true }),
      }
    case 'ProtectionOrderExpired':
      return { protectionOrders: changed(state, event.data.protectionOrderId, { expired: true }) }
    case 'MeasureRevoked':
      return {
        applications: decided(state, event.data.measureId, 'withdrawn'),
        protectionOrders: changed(state, event.data.measureId, { revoked: true }),
      }
    default:
      return event satisfies never
  }
}

function orderOf({ id, data, metadata }: Extract<ProtectionEvent, { type: 'ProtectionOrderGranted' }>) {
  const { prohibits, from, until } = data
  const fresh = { revoked: false, renewed: false, renewalFellDue: false, expired: false }
  return { protectionOrderId: id, prohibits, from, until, recordedAt: metadata.recordedAt, ...fresh }
}

const decided = (
  { applications }: Protections,
  applicationId: string | null,
  state: ProtectionApplication['state'],
): ProtectionApplication[] =>
  applications.map((a) => (a.applicationId === applicationId ? { ...a, state } : a))

const changed = (
  { protectionOrders }: Protections,
  protectionOrderId: string | null,
  change: Partial<ProtectionOrder>,
): ProtectionOrder[] =>
  protectionOrders.map((p) => (p.protectionOrderId === protectionOrderId ? { ...p, ...change } : p))

/** The application that waits for the court; there is one at a time. */
export const openApplication = ({ applications }: Protections): string | null =>
  applications.find((a) => a.state === 'open')?.applicationId ?? null

export function isInForce({ from, until, revoked }: ProtectionOrder, now: Date): boolean {
  const today = dayOf(now)
  return !revoked && from <= today && today <= until
}

/** The order that is in force at the moment, of several the one that lasts longest; null when none is. */
export const protectionInForce = ({ protectionOrders }: Protections, now: Date): ProtectionOrder | null =>
  protectionOrders
    .filter((p) => isInForce(p, now))
    .reduce<ProtectionOrder | null>((a, b) => (a && a.until >= b.until ? a : b), null)

/** From when a renewal is to be seen to. One that is recorded late falls due when it is known. */
export function renewalDueAt({ until, recordedAt }: ProtectionOrder): string {
  const ahead = Date.parse(endOf(until)) - RENEWAL_AHEAD_DAYS * 86_400_000
  return new Date(Math.max(ahead, Date.parse(recordedAt))).toISOString()
}

/** One that nothing goes on from is to be renewed some days before it ends, and then it ends. */
export const protectionDues = ({ protectionOrders }: Protections): Due[] =>
  protectionOrders
    .filter((p) => !p.revoked && !p.renewed && !p.expired)
    .flatMap((p) => {
      const { protectionOrderId, until } = p
      const [end, fallsDueAt] = [endOf(until), renewalDueAt(p)]
      const said = { protectionOrderId, until }
      // It is over by the time that it is known: there is nothing to renew.
      const noRenewal = p.renewalFellDue || Date.parse(fallsDueAt) >= Date.parse(end)
      return [
        ...(noRenewal ? [] : [due(fallsDueAt, protectionOrderId, 'RenewalFellDue', said)]),
        due(end, protectionOrderId, 'ProtectionOrderExpired', said),
      ]
    })

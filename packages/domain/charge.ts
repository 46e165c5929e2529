/**
 * 领导包案: a leader of a district or the city answers for a hard case by name, until released. One at a time; and
 * only for a case that is grave, was given back, or came again, so that it does not become a decoration.
 */
import {
  type AskedOfCase,
  type CaseAnswer,
  isAboveTownships,
  refusesCase,
  tellsCase,
} from './caseDecision.ts'
import type { chargeEvents } from './catalogue/charge.ts'
import type { EventsOf } from './catalogue.ts'
import { intakesOfFamily } from './intakes.ts'
import { standingLevel } from './overrides.ts'
import { type ChargeGround, type LeaderReleaseReason, rank } from './vocabulary.ts'

export interface Charge {
  readonly leader: { readonly leaderId: string; readonly by: string; readonly since: string } | null
}
export const noCharge: Charge = { leader: null }

export function evolveCharge(event: EventsOf<typeof chargeEvents>): Charge {
  switch (event.type) {
    case 'LeaderTookCharge': {
      const { leaderId, by } = event.data
      return { leader: { leaderId, by, since: event.metadata.occurredAt } }
    }
    case 'LeaderReleased':
      return noCharge
    default:
      return event satisfies never
  }
}

// What people decide ------------------------------------------------------------------------------------

export type ChargeCommand =
  | { readonly type: 'leader'; readonly leaderId: string; readonly textId: string | null }
  | {
      readonly type: 'release-leader'
      readonly reason: LeaderReleaseReason
      readonly textId: string | null
    }
export type ChargeRefusal = 'not-supervisor' | 'leader-in-charge' | 'no-leader' | 'charge-not-warranted'

export function decideCharge(asked: AskedOfCase, command: ChargeCommand): CaseAnswer<ChargeRefusal> {
  const { state, by } = asked
  const { textId } = command
  if (!isAboveTownships(by)) return refusesCase('not-supervisor')
  if (command.type === 'release-leader')
    return state.leader
      ? tellsCase('LeaderReleased', { leaderId: state.leader.leaderId, reason: command.reason, by, textId })
      : refusesCase('no-leader')
  if (state.leader) return refusesCase('leader-in-charge')
  const because = groundOf(asked)
  return because
    ? tellsCase('LeaderTookCharge', { leaderId: command.leaderId, because, by, textId })
    : refusesCase('charge-not-warranted')
}

function groundOf({ state, orders }: AskedOfCase): ChargeGround | null {
  if (rank(standingLevel(state) ?? 'low') >= rank('high')) return 'grave'
  if (orders.some((order) => order.bounces > 0)) return 'bounced'
  return alertsOf(state) > 1 ? 'repeated' : null
}
const alertsOf = (state: AskedOfCase['state']): number =>
  intakesOfFamily(state).filter(({ kind }) => kind === 'alert').length

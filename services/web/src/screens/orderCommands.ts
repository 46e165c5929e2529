/** Which commands a federation can give on an order as it stands, the next step first.
 *  The server decides again; this only spares people buttons that cannot work. */

import type { Engagement } from '@jiahe/domain/engagements.ts'
import type { Level } from '@jiahe/domain/vocabulary.ts'
import type { OrderDetail } from '../api/shapes.ts'
import type { texts } from '../texts/zh.ts'
import { hasHappened } from './deadlines.ts'

/** Those that are about one engagement or supervision have their buttons there. */
export type CommandName = Exclude<keyof typeof texts.orders.commands, 'contactAgain'>

const grave = (level: Level): boolean => level === 'high' || level === 'extreme'

export function commandsFor(order: OrderDetail, federation: string, now: number): CommandName[] {
  const isAssignee = order.assignee === federation
  const isAbove =
    order.supervisor === federation || (federation.length === 4 && order.supervisor.startsWith(federation))
  const moves: CommandName[] = [
    ...(isAbove ? (['transfer'] as const) : []),
    ...(isAbove && !isAssignee && order.assignee.startsWith(federation) ? (['supervise'] as const) : []),
  ]
  const judges: CommandName[] =
    isAbove && order.extensionAskedAt ? ['approve-extension', 'reject-extension'] : []
  const rates: CommandName[] = (isAssignee || isAbove) && !order.satisfaction ? ['satisfaction'] : []
  switch (order.state) {
    case 'unroutable':
      return isAbove ? ['dispatch'] : []
    case 'returned':
      return moves
    case 'dispatched':
      return [...(isAssignee ? (['accept', ...returning(order, now)] as const) : []), ...moves]
    case 'accepted':
    case 'in-progress':
      return [
        ...judges,
        ...(isAssignee ? [...work(order), ...asks(order), ...returning(order, now)] : []),
        ...moves,
      ]
    case 'closure-requested': {
      const mayApprove = isAbove && (!isAssignee || federation.length === 4)
      return [...(mayApprove ? (['approve-closure', 'reject-closure'] as const) : []), ...rates, ...moves]
    }
    case 'closed':
      return [...rates, ...(isAbove ? (['reopen'] as const) : [])]
    default:
      return order.state satisfies never
  }
}

const asks = (order: OrderDetail): CommandName[] => [
  'resource',
  ...(order.extendable ? (['request-extension'] as const) : []),
]

export const isPending = ({ state }: Engagement): boolean => state === 'asked' || state === 'accepted'

/** What can be done about somebody who was called in. */
export const stepsWith = ({ state }: Engagement): CommandName[] =>
  state === 'asked'
    ? ['accept-resource', 'decline-resource', 'withdraw-resource']
    : state === 'accepted'
      ? ['report-resource', 'withdraw-resource']
      : []

/** A grave order can only be returned before it had to be accepted. */
const returning = (order: OrderDetail, now: number): CommandName[] =>
  grave(order.level) && order.acceptBy !== null && Date.parse(order.acceptBy) < now ? [] : ['return']

function work(order: OrderDetail): CommandName[] {
  const did = (...types: string[]) => hasHappened(order.history, ...types)
  const contacted = did('ContactMade', 'VisitRecorded', 'MediationHeld')
  // The closure is not asked for while somebody who was called in is still at work.
  const disposed = did('DisposalReported')
  const closable = disposed && !order.engagements.some(isPending)
  const next: CommandName = !contacted
    ? 'contact'
    : order.visitBy !== null && !did('VisitRecorded')
      ? 'visit'
      : closable
        ? 'request-closure'
        : 'disposal'
  const all: CommandName[] = ['contact', 'visit', 'mediation', 'disposal']
  return [next, ...(closable ? (['request-closure'] as const) : []), ...all].filter(
    (c, i, list) => list.indexOf(c) === i,
  )
}

/** No joint mediation at high or extreme. */
export const jointForbidden = ({ level, protection }: OrderDetail): boolean =>
  grave(level) || protection !== null

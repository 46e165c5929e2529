/** How an order comes to its end: its assignee asks for it once a disposal was reported, someone above approves or
 *  rejects. */
import type { closureEvents } from './catalogue/closures.ts'
import type { EventsOf } from './catalogue.ts'
import { type Answer, type Asked, isAbove, refuses, tells } from './orderDecision.ts'
import { refuseWork } from './orderWork.ts'
import type { OrderState } from './vocabulary.ts'

export interface Closing {
  readonly closedAt: string | null
}
export const notClosed: Closing = { closedAt: null }

export function evolveClosing(
  event: EventsOf<typeof closureEvents>,
): Partial<Closing> & { readonly state: OrderState } {
  switch (event.type) {
    case 'ClosureRequested':
      return { state: 'closure-requested' }
    case 'ClosureApproved':
      return { state: 'closed', closedAt: event.metadata.occurredAt }
    case 'ClosureRejected':
      return { state: 'in-progress' }
    default:
      return event satisfies never
  }
}

// What people decide ------------------------------------------------------------------------------------

export type ClosureCommand =
  | { readonly type: 'request-closure'; readonly textId: string | null }
  | { readonly type: 'approve-closure' }
  | { readonly type: 'reject-closure'; readonly textId: string | null }
export type ClosureRefusal =
  | 'not-assignee'
  | 'not-supervisor'
  | 'not-accepted'
  | 'no-disposal'
  | 'closure-already-requested'
  | 'closure-not-requested'

export function decideClosure(asked: Asked, command: ClosureCommand): Answer<ClosureRefusal> {
  const { order, by } = asked
  if (command.type === 'request-closure') {
    const refused = refuseWork(asked) ?? (order.disposal ? null : 'no-disposal')
    return refused ? refuses(refused) : tells('ClosureRequested', { by, textId: command.textId })
  }
  if (!isAbove(asked)) return refuses('not-supervisor')
  if (order.state !== 'closure-requested') return refuses('closure-not-requested')
  return command.type === 'approve-closure'
    ? tells('ClosureApproved', { by, result: order.disposal! })
    : tells('ClosureRejected', { by, textId: command.textId })
}

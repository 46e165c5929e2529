/**
 * How an order comes to its end: its assignee asks for it once a disposal was reported and nobody who was called in
 * is still at work, someone above approves or rejects; and how satisfied the people are, told once per closing.
 */
import type { closureEvents } from './catalogue/closures.ts'
import type { DataOf, EventsOf } from './catalogue.ts'
import { isPending } from './engagements.ts'
import { type Answer, type Asked, isAbove, isAssignee, refuses, tells } from './orderDecision.ts'
import { refuseWork, type Unworkable } from './orderWork.ts'
import type { OrderState, PartyRole } from './vocabulary.ts'

export interface Closing {
  readonly closedAt: string | null
  /** The order that its work went on in. */
  readonly mergedInto: string | null
  /** Of the closing that was last asked for. */
  readonly satisfaction: { readonly score: number; readonly of: PartyRole; readonly at: string } | null
}
export const notClosed: Closing = { closedAt: null, mergedInto: null, satisfaction: null }

export function evolveClosing(
  event: EventsOf<typeof closureEvents>,
): Partial<Closing & { readonly state: OrderState }> {
  switch (event.type) {
    case 'ClosureRequested':
      return { state: 'closure-requested', satisfaction: null }
    case 'ClosureApproved':
      return { state: 'closed', closedAt: event.metadata.occurredAt }
    case 'WorkOrderMerged':
      return { state: 'closed', closedAt: event.metadata.occurredAt, mergedInto: event.data.into }
    case 'ClosureRejected':
      return { state: 'in-progress' }
    case 'SatisfactionRecorded': {
      const { score, of } = event.data
      return { satisfaction: { score, of, at: event.metadata.occurredAt } }
    }
    default:
      return event satisfies never
  }
}

// What people decide ------------------------------------------------------------------------------------

export type ClosureCommand =
  | { readonly type: 'request-closure'; readonly textId: string | null }
  | { readonly type: 'approve-closure' }
  | { readonly type: 'reject-closure'; readonly textId: string | null }
  | ({ readonly type: 'satisfaction' } & Omit<DataOf<'SatisfactionRecorded'>, 'by'>)
export type ClosureRefusal =
  | Unworkable
  | 'not-supervisor'
  | 'no-disposal'
  | 'engagement-open'
  | 'closure-not-requested'
  | 'satisfaction-recorded'

export function decideClosure(asked: Asked, command: ClosureCommand): Answer<ClosureRefusal> {
  const { order, by } = asked
  if (command.type === 'request-closure') {
    const refused = refuseWork(asked) ?? refuseClosure(asked)
    return refused ? refuses(refused) : tells('ClosureRequested', { by, textId: command.textId })
  }
  if (command.type === 'satisfaction') {
    const refused = refuseSatisfaction(asked)
    const { score, of, textId } = command
    return refused ? refuses(refused) : tells('SatisfactionRecorded', { by, score, of, textId })
  }
  if (!isAbove(asked)) return refuses('not-supervisor')
  if (order.state !== 'closure-requested') return refuses('closure-not-requested')
  return command.type === 'approve-closure'
    ? tells('ClosureApproved', { by, result: order.disposal! })
    : tells('ClosureRejected', { by, textId: command.textId })
}

function refuseClosure({ order }: Asked): ClosureRefusal | null {
  if (!order.disposal) return 'no-disposal'
  return order.engagements.some(isPending) ? 'engagement-open' : null
}

/** Those who worked on it ask, or those above, who may want to hear it themselves. */
function refuseSatisfaction(asked: Asked): ClosureRefusal | null {
  const { state, satisfaction } = asked.order
  if (!isAssignee(asked) && !isAbove(asked)) return 'not-assignee'
  if (state !== 'closure-requested' && state !== 'closed') return 'closure-not-requested'
  return satisfaction ? 'satisfaction-recorded' : null
}

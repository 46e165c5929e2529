/**
 * One order's life:
 *
 *   dispatched ─► accepted ─► in-progress ─► closure-requested ─► closed ─► (reopened: dispatched)
 *     │  ▲           │             ▲               │ rejected
 *     ▼  │ transfer  ▼             └───────────────┘
 *   returned ◄───────┘        unroutable ─► dispatched (by hand)
 *
 * Invariants: an order always has an owner; raising never gives it more time and a falling grade never lowers
 * it; only its assignee works on it and only someone above approves its closure; no joint mediation at high or
 * extreme, and in violence cases only with her consent.
 */

import type { WorkOrderEvent } from './catalogue.ts'
import { type Closing, evolveClosing, notClosed } from './closures.ts'
import { clockworkOf, type Desk } from './desk.ts'
import { type Engagements, evolveEngagements, noEngagements } from './engagements.ts'
import { type Extensions, evolveExtensions, extensionLapsed, notExtended } from './extensions.ts'
import { foldOn } from './foldOn.ts'
import { evolveOrderClocks, type OrderClocks, openDeadlines } from './orderClocks.ts'
import { evolveMoves, isLying, type Moves, openMoves } from './orderMoves.ts'
import { evolveWork, noWork, type Work } from './orderWork.ts'
import { endSupervisions, evolveSupervisions, noSupervisions, type Supervisions } from './supervisions.ts'

export type { Subject } from './orderMoves.ts'

/** The state is made of slices, each folded and decided on in a file of its own. */
export interface WorkOrder extends Moves, Work, Engagements, Supervisions, Extensions, Closing, OrderClocks {
  readonly revision: number
  readonly eventIds: readonly string[]
}

export const foldWorkOrder: (history: readonly WorkOrderEvent[]) => WorkOrder | null = foldOn<
  WorkOrderEvent,
  WorkOrder | null
>(evolveWorkOrder, null)

/** Null before the first event, which is `WorkOrderDispatched` or `WorkOrderUnroutable`. */
export function evolveWorkOrder(before: WorkOrder | null, event: WorkOrderEvent): WorkOrder | null {
  const next = evolveStanding(before, event)
  return next && { ...next, ...evolveOrderClocks(before, next, event) }
}

type Standing = Omit<WorkOrder, keyof OrderClocks>
function evolveStanding(before: Standing | null, event: WorkOrderEvent): Standing | null {
  const known = { revision: event.revision, eventIds: [...(before?.eventIds ?? []), event.id] }
  if (event.type === 'WorkOrderDispatched' || event.type === 'WorkOrderUnroutable')
    return { ...untouched, ...before, ...openMoves(before, event), ...known }
  if (!before) return null
  const order = { ...before, ...known }
  switch (event.type) {
    case 'WorkOrderAccepted':
      return { ...order, ...evolveMoves(order, event) }
    case 'WorkOrderReturned':
    case 'WorkOrderTransferred':
      return { ...order, ...evolveMoves(order, event), ...extensionLapsed }
    case 'WorkOrderRaised': {
      const lapsed = event.data.level === order.level ? {} : extensionLapsed
      return { ...order, ...evolveMoves(order, event), ...lapsed }
    }
    case 'WorkOrderReopened':
      return { ...order, ...unworked, ...evolveMoves(order, event) }
    case 'ContactMade':
    case 'VisitRecorded':
    case 'MediationHeld':
    case 'DisposalReported':
      return { ...order, ...evolveWork(order, event), state: 'in-progress' }
    case 'ResourceEngaged':
    case 'ResourceAccepted':
    case 'ResourceDeclined':
    case 'ResourceReported':
    case 'ResourceWithdrawn':
      return { ...order, ...evolveEngagements(order, event), state: 'in-progress' }
    case 'WorkOrderSupervised':
    case 'SupervisionAnswered':
    case 'SupervisionUnanswered':
      return { ...order, ...evolveSupervisions(order, event) }
    case 'ClosureExtensionRequested':
    case 'ClosureExtended':
    case 'ClosureExtensionRejected':
      return { ...order, ...evolveExtensions(order, event) }
    case 'ClosureRequested':
      return { ...order, ...evolveClosing(event), ...extensionLapsed }
    case 'ClosureApproved':
    case 'WorkOrderMerged':
      return { ...order, ...evolveClosing(event), ...endSupervisions(order, event.metadata.occurredAt) }
    case 'ClosureRejected':
    case 'SatisfactionRecorded':
      return { ...order, ...evolveClosing(event) }
    case 'DeadlinesRecomputed': {
      const { deadlines, dispatchBy, calendarVersion } = event.data
      return { ...order, deadlines, dispatchBy, calendarVersion }
    }
    case 'DeadlineMissed':
    case 'WorkOrderEscalated':
      return order
    default:
      return event satisfies never
  }
}

/** What an order has behind it when it begins, and again when it is reopened. */
const unworked: Work & Extensions & Closing = { ...noWork, ...notExtended, ...notClosed }
/** Whom it called in and what was pushed on stays told when it is reopened. */
const untouched = { ...unworked, ...noEngagements, ...noSupervisions }

// What the state says -----------------------------------------------------------------------------------

/** The earliest deadline that is not met yet, ISO 8601; null when nothing is pending. Of an order that lies: when it
 *  must be dispatched. */
export function nextDeadline(order: WorkOrder): string | null {
  const open = openDeadlines(order).filter(({ deadline }) => !isLying(order) || deadline === 'dispatch')
  return open.map(({ dueAt }) => dueAt).sort()[0] ?? null
}

export function isLate(order: WorkOrder, now: Date): boolean {
  const next = nextDeadline(order)
  return next !== null && Date.parse(next) < now.getTime()
}

/** Until when a new alert reopens a closed order instead of raising another; null without a watch. */
export function watchUntil(order: WorkOrder, desk: Desk): Date | null {
  const days = clockworkOf(desk, order).policy.levels[order.level].watchDays
  return order.closedAt === null || days === 0
    ? null
    : new Date(Date.parse(order.closedAt) + days * 86_400_000)
}

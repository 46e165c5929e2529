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
import type { DataOf, WorkOrderEvent } from './catalogue.ts'
import type { OrderDeadlines } from './clocks.ts'
import { clockworkOf, type Desk } from './desk.ts'
import { type DisposalResult, type OrderState, rank } from './vocabulary.ts'

export type Subject = Pick<
  DataOf<'WorkOrderDispatched'>,
  | 'caseId'
  | 'gradingId'
  | 'intakeId'
  | 'level'
  | 'regionCode'
  | 'disputeType'
  | 'maritalStatus'
  | 'channel'
  | 'violence'
>
export interface WorkOrder extends Subject {
  readonly revision: number
  readonly eventIds: readonly string[]
  /** The gradings that dispatched, raised or reopened it. */
  readonly gradings: readonly string[]
  readonly state: OrderState
  /** The federation that has to act. Of a returned or unroutable order: the one that has to dispatch it. */
  readonly assignee: string
  readonly supervisor: string
  readonly assisting: string | null
  /** Null while unroutable. */
  readonly deadlines: OrderDeadlines | null
  /** When it must be dispatched: while unroutable or returned. */
  readonly dispatchBy: string | null
  readonly dispatchedAt: string
  readonly acceptedAt: string | null
  readonly contactedAt: string | null
  readonly visitedAt: string | null
  readonly disposal: DisposalResult | null
  readonly disposedAt: string | null
  readonly closedAt: string | null
  readonly bounces: number
  readonly warnings: readonly string[]
  /** The policy that it was dispatched under, and that it keeps. */
  readonly policyVersion: number
  /** The calendar that its deadlines were last worked out with. */
  readonly calendarVersion: string
}

export const foldWorkOrder = (history: readonly WorkOrderEvent[]): WorkOrder | null =>
  history.reduce<WorkOrder | null>(evolveWorkOrder, null)

/** Null before the first event, which is `WorkOrderDispatched` or `WorkOrderUnroutable`. */
export function evolveWorkOrder(before: WorkOrder | null, event: WorkOrderEvent): WorkOrder | null {
  const { occurredAt } = event.metadata
  const known = { revision: event.revision, eventIds: [...(before?.eventIds ?? []), event.id] }
  if (event.type === 'WorkOrderDispatched') return { ...opened(before, event.data, occurredAt), ...known }
  if (event.type === 'WorkOrderUnroutable') return { ...unroutable(event.data, occurredAt), ...known }
  if (!before) return null
  const order = { ...before, ...known }
  const worked = { ...order, state: 'in-progress' as const }
  switch (event.type) {
    case 'WorkOrderRaised':
      return { ...raised(order, event.data), gradings: [...order.gradings, event.data.gradingId] }
    case 'WorkOrderAccepted':
      return { ...order, state: 'accepted', acceptedAt: occurredAt }
    case 'WorkOrderReturned': {
      // Someone above owns it until it is dispatched again: the supervisor of a grave case, else the dispatcher.
      const owner = rank(order.level) >= rank('high') ? order.supervisor : order.supervisor.slice(0, 4)
      return { ...order, state: 'returned', assignee: owner, bounces: order.bounces + 1, acceptedAt: null }
    }
    case 'WorkOrderTransferred': {
      const { assignee, supervisor, assisting, deadlines } = event.data
      return {
        ...order,
        state: 'dispatched',
        assignee,
        supervisor,
        assisting,
        deadlines,
        dispatchBy: null,
        acceptedAt: null,
      }
    }
    case 'ContactMade': {
      // To speak with him is not to have reached her.
      const reached = event.data.with === 'respondent' ? null : occurredAt
      return { ...worked, contactedAt: order.contactedAt ?? reached }
    }
    case 'VisitRecorded':
      return {
        ...worked,
        contactedAt: order.contactedAt ?? occurredAt,
        visitedAt: order.visitedAt ?? occurredAt,
      }
    case 'MediationHeld':
      return { ...worked, contactedAt: order.contactedAt ?? occurredAt }
    case 'DisposalReported':
      return { ...worked, disposal: event.data.result, disposedAt: occurredAt }
    case 'ClosureRequested':
      return { ...order, state: 'closure-requested' }
    case 'ClosureApproved':
      return { ...order, state: 'closed', closedAt: occurredAt }
    case 'ClosureRejected':
      return worked
    case 'WorkOrderReopened': {
      const { gradingId, ...given } = event.data
      const again = { state: 'dispatched' as const, acceptedAt: null, contactedAt: null, visitedAt: null }
      const open = { disposal: null, disposedAt: null, closedAt: null, dispatchedAt: occurredAt }
      const gradings = gradingId ? [...order.gradings, gradingId] : order.gradings
      return { ...order, ...again, ...open, ...given, gradings }
    }
    default:
      return event satisfies never
  }
}

const unworked = {
  acceptedAt: null,
  contactedAt: null,
  visitedAt: null,
  disposal: null,
  disposedAt: null,
  closedAt: null,
}

function opened(before: WorkOrder | null, data: DataOf<'WorkOrderDispatched'>, at: string) {
  const { gradings, bounces } = before ?? { gradings: [data.gradingId], bounces: 0 }
  return {
    ...unworked,
    ...data,
    gradings,
    state: 'dispatched' as const,
    dispatchBy: null,
    dispatchedAt: at,
    bounces,
  }
}

function unroutable(data: DataOf<'WorkOrderUnroutable'>, at: string) {
  const { reason, ...subject } = data
  const owner = { assignee: data.supervisor, assisting: null }
  const nowhere = {
    state: 'unroutable' as const,
    deadlines: null,
    dispatchedAt: at,
    bounces: 0,
    warnings: [reason],
  }
  return { ...unworked, ...subject, ...owner, ...nowhere, gradings: [data.gradingId] }
}

function raised(
  order: WorkOrder,
  { level, violence, assignment, deadlines, dispatchBy }: DataOf<'WorkOrderRaised'>,
): WorkOrder {
  if (!assignment)
    return {
      ...order,
      level,
      violence,
      dispatchBy: dispatchBy ?? order.dispatchBy,
      deadlines: deadlines ?? order.deadlines,
    }
  const moved = assignment.assignee !== order.assignee
  return {
    ...order,
    ...assignment,
    level,
    violence,
    deadlines,
    // A closure that was asked for at the lower level is no longer on the table.
    state: moved ? 'dispatched' : order.state === 'closure-requested' ? 'in-progress' : order.state,
    acceptedAt: moved ? null : order.acceptedAt,
  }
}

// What the state says -----------------------------------------------------------------------------------

/** The earliest deadline that is not met yet, ISO 8601; null when nothing is pending. */
export function nextDeadline(order: WorkOrder): string | null {
  if (order.state === 'closed') return null
  if (order.state === 'unroutable' || order.state === 'returned')
    return order.dispatchBy ?? order.deadlines?.acceptBy ?? null
  const d = order.deadlines
  if (!d) return null
  const pending = [
    order.state === 'dispatched' ? d.acceptBy : null,
    order.contactedAt ? null : d.contactBy,
    order.visitedAt ? null : d.visitBy,
    order.disposedAt ? null : d.disposalBy,
    d.closeBy,
  ]
  return pending.filter((x) => x !== null).sort()[0] ?? null
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

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
import { catalogue, type DataOf, type NewDomainEvent, type WorkOrderEvent } from './catalogue.ts'
import { after, type Clockwork, type OrderDeadlines, orderDeadlines, tighter } from './clocks.ts'
import type { Context, Decision } from './event.ts'
import { derivedId, timeOfId } from './ids.ts'
import { type Assignment, assignTo, type Route, route, type Territory } from './route.ts'
import { type DisposalResult, higher, type OrderState, rank } from './vocabulary.ts'

type Subject = Pick<
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
    case 'ContactMade':
      return { ...worked, contactedAt: order.contactedAt ?? occurredAt }
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
      const { assignee, supervisor, assisting, deadlines, level, violence } = event.data
      const again = { state: 'dispatched' as const, acceptedAt: null, contactedAt: null, visitedAt: null }
      const open = { disposal: null, disposedAt: null, closedAt: null, dispatchedAt: occurredAt }
      const gradings = event.data.gradingId ? [...order.gradings, event.data.gradingId] : order.gradings
      const given = { assignee, supervisor, assisting, deadlines, level, violence, gradings }
      return { ...order, ...again, ...open, ...given }
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
  const { policyVersion: _p, calendarVersion: _c, ...order } = data
  const { gradings, bounces } = before ?? { gradings: [data.gradingId], bounces: 0 }
  return {
    ...unworked,
    ...order,
    gradings,
    state: 'dispatched' as const,
    dispatchBy: null,
    dispatchedAt: at,
    bounces,
  }
}

function unroutable(data: DataOf<'WorkOrderUnroutable'>, at: string) {
  const { policyVersion: _p, calendarVersion: _c, reason, ...subject } = data
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
export function watchUntil(order: WorkOrder, { policy }: Clockwork): Date | null {
  const days = policy.levels[order.level].watchDays
  return order.closedAt === null || days === 0
    ? null
    : new Date(Date.parse(order.closedAt) + days * 86_400_000)
}

// Decisions ---------------------------------------------------------------------------------------------

export type OrderRefusal =
  | 'unknown-order'
  | 'not-assignee'
  | 'not-supervisor'
  | 'already-accepted'
  | 'not-accepted'
  | 'not-dispatched'
  | 'not-unroutable'
  | 'return-too-late'
  | 'unknown-federation'
  | 'same-federation'
  | 'outside-district'
  | 'joint-mediation-forbidden'
  | 'consent-required'
  | 'no-disposal'
  | 'closure-already-requested'
  | 'closure-not-requested'
  | 'order-closed'
type Decided<Refusal extends string = never> = Decision<NewDomainEvent, Refusal>
const nothing = { events: [] }

function event<T extends WorkOrderEvent['type']>(
  type: T,
  data: DataOf<T>,
  caseId: string,
  orderId: string,
  context: Context,
): NewDomainEvent {
  const occurredAt = context.now.toISOString()
  return {
    id: derivedId(timeOfId(context.causeId), type, orderId, context.causeId),
    type,
    data,
    metadata: {
      schemaVersion: catalogue[type].version,
      actor: context.actor,
      correlationId: caseId,
      causationId: context.causeId,
      occurredAt,
    },
  } as NewDomainEvent
}

export interface Grounds extends Subject {
  /** Whether the grading follows something new that happened (an alert, a report, a breach). */
  readonly newMatter: boolean
  /** Set where no policy could go on: the order waits for a dispatcher, whatever the region. */
  readonly unroutable?: 'processing-failed'
}
export interface Desk {
  readonly clockwork: Clockwork
  readonly territory: Territory
}

/**
 * What a grading of medium or above does to the case's latest order: dispatches the first, raises an open one,
 * reopens one that is in its watch. `next` asks for another order stream: this one is closed for good.
 */
export function dispatchOrder(
  order: WorkOrder | null,
  orderId: string,
  grounds: Grounds,
  context: Context,
  desk: Desk,
): Decided | { readonly next: true } {
  const { newMatter, unroutable, ...subject } = grounds
  if (!order) {
    const routed = unroutable ? { unroutable } : route(subject.regionCode, subject.level, desk.territory)
    return { events: [firstDispatch(orderId, subject, routed, context, desk)] }
  }
  if (order.gradings.includes(grounds.gradingId)) return nothing
  if (order.state !== 'closed') {
    // Violence that comes to light raises too, at whatever level: it fences joint mediation.
    const graver = rank(grounds.level) > rank(order.level) || (grounds.violence && !order.violence)
    return graver ? { events: [raise(order, orderId, subject, context, desk)] } : nothing
  }
  if (!newMatter && rank(grounds.level) <= rank(order.level)) return nothing
  const watch = watchUntil(order, desk.clockwork)
  if (!watch || watch.getTime() < context.now.getTime()) return { next: true }
  return { events: [reopen(order, orderId, subject, context, desk)] }
}

function firstDispatch(
  orderId: string,
  subject: Subject,
  routed: Route | { readonly unroutable: 'processing-failed' },
  context: Context,
  { clockwork, territory }: Desk,
): NewDomainEvent {
  const versions = { policyVersion: clockwork.policy.version, calendarVersion: clockwork.calendar.version }
  if ('unroutable' in routed) {
    const dispatchBy = after(
      context.now,
      clockwork.policy.levels[subject.level].dispatch,
      clockwork.calendar,
    ).toISOString()
    const data = {
      ...subject,
      reason: routed.unroutable,
      supervisor: territory.city,
      dispatchBy,
      ...versions,
    }
    return event('WorkOrderUnroutable', data, subject.caseId, orderId, context)
  }
  const deadlines = orderDeadlines(context.now, subject.level, subject.violence, clockwork)
  const data = { ...subject, ...routed.assignment, deadlines, warnings: routed.warnings, ...versions }
  return event('WorkOrderDispatched', data, subject.caseId, orderId, context)
}

/** Where the order lies with nobody to work on it yet, only its level and its dispatch clock change. */
function raise(
  order: WorkOrder,
  orderId: string,
  subject: Subject,
  context: Context,
  { clockwork, territory }: Desk,
): NewDomainEvent {
  const { gradingId, caseId } = subject
  const level = higher(order.level, subject.level)
  const violence = order.violence || subject.violence
  const versions = { policyVersion: clockwork.policy.version, calendarVersion: clockwork.calendar.version }
  const fresh = orderDeadlines(context.now, level, violence, clockwork)
  const lying = order.state === 'unroutable' || order.state === 'returned'
  const dispatchBy = after(
    context.now,
    clockwork.policy.levels[level].dispatch,
    clockwork.calendar,
  ).toISOString()
  if (lying) {
    const data = {
      gradingId,
      level,
      violence,
      assignment: null,
      deadlines: null,
      dispatchBy: earlier(order.dispatchBy, dispatchBy),
      ...versions,
    }
    return event('WorkOrderRaised', data, caseId, orderId, context)
  }
  // From the township that has it, not from the region code: a dispatcher who sent it elsewhere knew better.
  const routed = route(order.assignee, level, territory)
  const stays = 'unroutable' in routed || level !== 'extreme' || order.assignee.length < 9
  const { assignee, supervisor, assisting } = order
  const assignment: Assignment = stays ? { assignee, supervisor, assisting } : routed.assignment
  const deadlines = order.deadlines ? tighter(order.deadlines, fresh) : fresh
  const moved = assignment.assignee !== order.assignee
  const data = {
    gradingId,
    level,
    violence,
    assignment,
    deadlines: moved ? { ...deadlines, acceptBy: fresh.acceptBy } : deadlines,
    dispatchBy: null,
    ...versions,
  }
  return event('WorkOrderRaised', data, caseId, orderId, context)
}

const earlier = (a: string | null, b: string): string => (a !== null && a < b ? a : b)

function reopen(
  order: WorkOrder,
  orderId: string,
  subject: Subject,
  context: Context,
  { clockwork, territory }: Desk,
): NewDomainEvent {
  const { gradingId, level, caseId } = subject
  const versions = { policyVersion: clockwork.policy.version, calendarVersion: clockwork.calendar.version }
  const routed = route(subject.regionCode, level, territory)
  const { assignee, supervisor, assisting } = order
  const assignment: Assignment =
    'unroutable' in routed ? { assignee, supervisor, assisting } : routed.assignment
  const deadlines = orderDeadlines(context.now, level, subject.violence, clockwork)
  return event(
    'WorkOrderReopened',
    { gradingId, level, violence: subject.violence, ...assignment, deadlines, ...versions },
    caseId,
    orderId,
    context,
  )
}

/** Who gives a command: the federation acting, by its region code. */
export interface Acting {
  readonly by: string
}
export type OrderCommand =
  | { readonly type: 'accept' }
  | {
      readonly type: 'return'
      readonly reason: DataOf<'WorkOrderReturned'>['reason']
      readonly textId: string | null
    }
  | { readonly type: 'transfer' | 'dispatch'; readonly to: string; readonly textId: string | null }
  | {
      readonly type: 'contact'
      readonly with: DataOf<'ContactMade'>['with']
      readonly means: DataOf<'ContactMade'>['means']
      readonly textId: string | null
    }
  | {
      readonly type: 'visit'
      readonly withPolice: boolean
      readonly facts: DataOf<'VisitRecorded'>['facts']
      readonly textId: string | null
    }
  | {
      readonly type: 'mediation'
      readonly joint: boolean
      readonly consent: boolean
      readonly outcome: DataOf<'MediationHeld'>['outcome']
      readonly textId: string | null
    }
  | { readonly type: 'disposal'; readonly result: DisposalResult; readonly textId: string | null }
  | { readonly type: 'request-closure'; readonly textId: string | null }
  | { readonly type: 'approve-closure' }
  | { readonly type: 'reject-closure'; readonly textId: string | null }

/** One command of a person on an order. A repeat of a command that was carried out yields no events. */
export function decideOrder(
  order: WorkOrder | null,
  orderId: string,
  command: OrderCommand,
  { by }: Acting,
  context: Context,
  desk: Desk,
): Decided<OrderRefusal> {
  if (!order) return { refusal: 'unknown-order' }
  const does = <T extends WorkOrderEvent['type']>(type: T, data: DataOf<T>): Decided => ({
    events: [event(type, data, order.caseId, orderId, context)],
  })
  if (isRepeat(order, orderId, context)) return nothing
  if (order.state === 'closed') return { refusal: 'order-closed' }
  const refused = refuse(order, command, by, context, desk)
  if (refused) return { refusal: refused }
  switch (command.type) {
    case 'accept':
      return does('WorkOrderAccepted', { by })
    case 'return':
      return does('WorkOrderReturned', { by, reason: command.reason, textId: command.textId })
    case 'transfer':
    case 'dispatch':
      return send(order, orderId, command, context, desk)
    case 'contact':
      return does('ContactMade', { by, with: command.with, means: command.means, textId: command.textId })
    case 'visit':
      return does('VisitRecorded', {
        by,
        withPolice: command.withPolice,
        facts: command.facts,
        textId: command.textId,
      })
    case 'mediation':
      return does('MediationHeld', {
        by,
        joint: command.joint,
        consent: command.consent,
        outcome: command.outcome,
        textId: command.textId,
      })
    case 'disposal':
      return does('DisposalReported', { by, result: command.result, textId: command.textId })
    case 'request-closure':
      return does('ClosureRequested', { by, textId: command.textId })
    case 'approve-closure':
      return does('ClosureApproved', { by, result: order.disposal! })
    case 'reject-closure':
      return does('ClosureRejected', { by, textId: command.textId })
  }
}

const commandEvents: readonly WorkOrderEvent['type'][] = [
  'WorkOrderAccepted',
  'WorkOrderReturned',
  'WorkOrderTransferred',
  'WorkOrderDispatched',
  'ContactMade',
  'VisitRecorded',
  'MediationHeld',
  'DisposalReported',
  'ClosureRequested',
  'ClosureApproved',
  'ClosureRejected',
]
const isRepeat = (order: WorkOrder, orderId: string, { causeId }: Context): boolean =>
  commandEvents.some((type) => order.eventIds.includes(derivedId(timeOfId(causeId), type, orderId, causeId)))

/** Why this federation may not do this to the order as it stands; null when it may. */
function refuse(
  order: WorkOrder,
  command: OrderCommand,
  by: string,
  context: Context,
  desk: Desk,
): OrderRefusal | null {
  const isAssignee = by === order.assignee
  // Those above: the supervisor, and the city over everyone.
  const isAbove = by === order.supervisor || (by.length === 4 && order.supervisor.startsWith(by))
  switch (command.type) {
    case 'accept':
      if (order.state === 'unroutable' || order.state === 'returned') return 'not-dispatched'
      if (!isAssignee) return 'not-assignee'
      return order.state === 'dispatched' ? null : 'already-accepted'
    case 'return':
      if (order.state === 'unroutable' || order.state === 'returned') return 'not-dispatched'
      if (!isAssignee) return 'not-assignee'
      return order.state === 'closure-requested' || tooLateToReturn(order, context, desk)
        ? 'return-too-late'
        : null
    case 'transfer':
      if (order.state === 'unroutable') return 'not-dispatched'
      if (!isAbove) return 'not-supervisor'
      if (!command.to.startsWith(by)) return 'outside-district'
      return command.to === order.assignee && order.state !== 'returned' ? 'same-federation' : null
    case 'dispatch':
      if (order.state !== 'unroutable') return 'not-unroutable'
      return isAbove ? null : 'not-supervisor'
    case 'approve-closure':
    case 'reject-closure':
      if (!isAbove) return 'not-supervisor'
      return order.state === 'closure-requested' ? null : 'closure-not-requested'
    default:
      return refuseWork(order, command, isAssignee)
  }
}

function refuseWork(order: WorkOrder, command: OrderCommand, isAssignee: boolean): OrderRefusal | null {
  if (!isAssignee) return 'not-assignee'
  if (order.state === 'closure-requested') return 'closure-already-requested'
  if (order.state !== 'accepted' && order.state !== 'in-progress') return 'not-accepted'
  if (command.type === 'request-closure' && !order.disposal) return 'no-disposal'
  if (command.type !== 'mediation' || !command.joint) return null
  if (rank(order.level) >= rank('high')) return 'joint-mediation-forbidden'
  return order.violence && !command.consent ? 'consent-required' : null
}

function tooLateToReturn(order: WorkOrder, { now }: Context, { clockwork }: Desk): boolean {
  const until =
    rank(order.level) >= rank('high') && order.deadlines
      ? new Date(order.deadlines.acceptBy)
      : after(new Date(order.dispatchedAt), clockwork.policy.returnWithin, clockwork.calendar)
  return now.getTime() > until.getTime()
}

/** By hand: what was unroutable is dispatched for the first time, anything else is transferred. A transfer gives
 *  the next federation its own time to accept; the other clocks run on from the dispatch. */
function send(
  order: WorkOrder,
  orderId: string,
  { type, to, textId }: Extract<OrderCommand, { type: 'transfer' | 'dispatch' }>,
  context: Context,
  { clockwork, territory }: Desk,
): Decided<OrderRefusal> {
  const assignment = assignTo(to, territory)
  if (!assignment) return { refusal: 'unknown-federation' }
  const fresh = orderDeadlines(context.now, order.level, order.violence, clockwork)
  const running = order.deadlines ? tighter(order.deadlines, fresh) : fresh
  const deadlines = { ...running, acceptBy: fresh.acceptBy }
  const versions = { policyVersion: clockwork.policy.version, calendarVersion: clockwork.calendar.version }
  if (type === 'transfer') {
    return {
      events: [
        event(
          'WorkOrderTransferred',
          { ...assignment, deadlines, textId, ...versions },
          order.caseId,
          orderId,
          context,
        ),
      ],
    }
  }
  const { caseId, gradingId, intakeId, level, regionCode, disputeType, maritalStatus, channel, violence } =
    order
  const subject = {
    caseId,
    gradingId,
    intakeId,
    level,
    regionCode,
    disputeType,
    maritalStatus,
    channel,
    violence,
  }
  return {
    events: [
      event(
        'WorkOrderDispatched',
        { ...subject, ...assignment, deadlines, warnings: [], ...versions },
        caseId,
        orderId,
        context,
      ),
    ],
  }
}

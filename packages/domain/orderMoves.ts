/**
 * Whose an order is and by when: dispatched, accepted, returned, transferred, raised, reopened. It always has an
 * owner; raising never gives it more time; only its assignee takes it or gives it back, only someone above moves it.
 */
import type { dispatchEvents } from './catalogue/dispatch.ts'
import type { DataOf, EventsOf } from './catalogue.ts'
import { after, type Clockwork, type OrderDeadlines, orderDeadlines, tighter } from './clocks.ts'
import { clockworkAt, clockworkOf, versionsOf } from './desk.ts'
import { type Answer, type Asked, isAbove, isAssignee, refuses, tells } from './orderDecision.ts'
import { assignTo } from './route.ts'
import { type OrderState, type ReturnReason, rank } from './vocabulary.ts'

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
export interface Moves extends Subject {
  readonly state: OrderState
  /** The gradings that dispatched, raised or reopened it. */
  readonly gradings: readonly string[]
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
  readonly bounces: number
  readonly warnings: readonly string[]
  /** The policy that it was dispatched under, and that it keeps. */
  readonly policyVersion: number
  /** The calendar that its deadlines were last worked out with. */
  readonly calendarVersion: string
}

type MoveEvent = EventsOf<typeof dispatchEvents>
type Opening = Extract<MoveEvent, { type: 'WorkOrderDispatched' | 'WorkOrderUnroutable' }>
type Later = Exclude<MoveEvent, Opening>

/** How an order begins. What was unroutable begins again when it is dispatched by hand. */
export function openMoves(before: Moves | null, event: Opening): Moves {
  const { gradings, bounces } = before ?? { gradings: [event.data.gradingId], bounces: 0 }
  const begun = { gradings, bounces, dispatchedAt: event.metadata.occurredAt, acceptedAt: null }
  if (event.type === 'WorkOrderUnroutable') {
    const { reason, ...subject } = event.data
    const nowhere = { assignee: subject.supervisor, assisting: null, deadlines: null, warnings: [reason] }
    return { ...subject, ...begun, ...nowhere, state: 'unroutable' }
  }
  return { ...event.data, ...begun, state: 'dispatched', dispatchBy: null }
}

export function evolveMoves(order: Moves, event: Later): Partial<Moves> {
  switch (event.type) {
    case 'WorkOrderRaised':
      return { ...raised(order, event.data), gradings: [...order.gradings, event.data.gradingId] }
    case 'WorkOrderAccepted':
      return { state: 'accepted', acceptedAt: event.metadata.occurredAt }
    case 'WorkOrderReturned': {
      // Someone above owns it until it is dispatched again: the supervisor of a grave case, else the dispatcher.
      const owner = rank(order.level) >= rank('high') ? order.supervisor : order.supervisor.slice(0, 4)
      const dispatchBy = event.data.clock?.dispatchBy ?? atOnce(order, event.metadata.occurredAt)
      const bounces = order.bounces + 1
      return { state: 'returned', assignee: owner, bounces, acceptedAt: null, dispatchBy }
    }
    case 'WorkOrderTransferred': {
      const { assignee, supervisor, assisting, deadlines } = event.data
      const sent = { state: 'dispatched' as const, acceptedAt: null, dispatchBy: null }
      return { ...sent, assignee, supervisor, assisting, deadlines }
    }
    case 'WorkOrderReopened': {
      const { gradingId, ...given } = event.data
      const gradings = gradingId ? [...order.gradings, gradingId] : order.gradings
      const again = {
        state: 'dispatched' as const,
        acceptedAt: null,
        dispatchedAt: event.metadata.occurredAt,
      }
      return { ...again, ...given, gradings }
    }
    default:
      return event satisfies never
  }
}

/** No order lies without a clock: it had its time to accept, and then none. */
const atOnce = ({ deadlines }: Moves, returnedAt: string): string =>
  deadlines && deadlines.acceptBy > returnedAt ? deadlines.acceptBy : returnedAt

function raised(order: Moves, data: DataOf<'WorkOrderRaised'>): Partial<Moves> {
  const { level, violence, assignment, deadlines, dispatchBy } = data
  if (!assignment)
    return {
      level,
      violence,
      dispatchBy: dispatchBy ?? order.dispatchBy,
      deadlines: deadlines ?? order.deadlines,
    }
  const moved = assignment.assignee !== order.assignee
  return {
    ...assignment,
    level,
    violence,
    deadlines,
    // A closure that was asked for at the lower level is no longer on the table.
    state: moved ? 'dispatched' : order.state === 'closure-requested' ? 'in-progress' : order.state,
    acceptedAt: moved ? null : order.acceptedAt,
  }
}

// What people decide ------------------------------------------------------------------------------------

export type MoveCommand =
  | { readonly type: 'accept' }
  | { readonly type: 'return'; readonly reason: ReturnReason; readonly textId: string | null }
  | { readonly type: 'transfer' | 'dispatch'; readonly to: string; readonly textId: string | null }
export type MoveRefusal =
  | 'not-assignee'
  | 'not-supervisor'
  | 'already-accepted'
  | 'not-dispatched'
  | 'not-unroutable'
  | 'return-too-late'
  | 'unknown-federation'
  | 'same-federation'
  | 'outside-district'
type Answered = Answer<MoveRefusal>

export function decideMove(asked: Asked, command: MoveCommand): Answered {
  switch (command.type) {
    case 'accept':
      return accept(asked)
    case 'return':
      return giveBack(asked, command)
    case 'transfer':
      return transfer(asked, command)
    case 'dispatch':
      return dispatchByHand(asked, command)
    default:
      return command satisfies never
  }
}

/** Nobody has it: it waits for someone above to dispatch it. */
export const isLying = ({ state }: Pick<Moves, 'state'>): boolean =>
  state === 'unroutable' || state === 'returned'

function accept(asked: Asked): Answered {
  if (isLying(asked.order)) return refuses('not-dispatched')
  if (!isAssignee(asked)) return refuses('not-assignee')
  return asked.order.state === 'dispatched'
    ? tells('WorkOrderAccepted', { by: asked.by })
    : refuses('already-accepted')
}

function giveBack(asked: Asked, { reason, textId }: Extract<MoveCommand, { type: 'return' }>): Answered {
  if (isLying(asked.order)) return refuses('not-dispatched')
  if (!isAssignee(asked)) return refuses('not-assignee')
  return asked.order.state === 'closure-requested' || isTooLateToReturn(asked)
    ? refuses('return-too-late')
    : tells('WorkOrderReturned', { by: asked.by, reason, textId, clock: sendOnBy(asked) })
}

/** Someone above has as much time for it as there was for dispatching it. */
function sendOnBy({ order, context, desk }: Asked) {
  const clockwork = clockworkOf(desk, order)
  const { dispatch } = clockwork.policy.levels[order.level]
  const dispatchBy = after(context.now, dispatch, clockwork.calendar).toISOString()
  return { dispatchBy, ...versionsOf(clockwork) }
}

function isTooLateToReturn({ order, context, desk }: Asked): boolean {
  const { policy, calendar } = clockworkOf(desk, order)
  const until =
    rank(order.level) >= rank('high') && order.deadlines
      ? new Date(order.deadlines.acceptBy)
      : after(new Date(order.dispatchedAt), policy.returnWithin, calendar)
  return context.now.getTime() > until.getTime()
}

type Sending = Extract<MoveCommand, { type: 'transfer' | 'dispatch' }>

function transfer(asked: Asked, { to, textId }: Sending): Answered {
  const { order, by, desk } = asked
  if (order.state === 'unroutable') return refuses('not-dispatched')
  if (!isAbove(asked)) return refuses('not-supervisor')
  if (!to.startsWith(by)) return refuses('outside-district')
  if (to === order.assignee && order.state !== 'returned') return refuses('same-federation')
  const sent = sentTo(asked, to, clockworkOf(desk, order))
  return sent ? tells('WorkOrderTransferred', { ...sent, textId }) : refuses('unknown-federation')
}

/** What was never dispatched is dispatched under the policy of today; what was keeps its own. */
function dispatchByHand(asked: Asked, { to }: Sending): Answered {
  if (asked.order.state !== 'unroutable') return refuses('not-unroutable')
  if (!isAbove(asked)) return refuses('not-supervisor')
  const sent = sentTo(asked, to, clockworkAt(asked.desk, asked.context.now))
  return sent
    ? tells('WorkOrderDispatched', { ...subjectOf(asked.order), ...sent, warnings: [] })
    : refuses('unknown-federation')
}

/** The next federation has its own time to accept; the other clocks run on from the dispatch. */
function sentTo({ order, context, desk }: Asked, to: string, clockwork: Clockwork) {
  const assignment = assignTo(to, order.level, desk.territory, clockwork.policy)
  if (!assignment) return null
  const fresh = orderDeadlines(context.now, order.level, order.violence, clockwork)
  const running = order.deadlines ? tighter(order.deadlines, fresh) : fresh
  return { ...assignment, deadlines: { ...running, acceptBy: fresh.acceptBy }, ...versionsOf(clockwork) }
}

function subjectOf(order: Subject): Subject {
  const { caseId, gradingId, intakeId, level, regionCode } = order
  const { disputeType, maritalStatus, channel, violence } = order
  return { caseId, gradingId, intakeId, level, regionCode, disputeType, maritalStatus, channel, violence }
}

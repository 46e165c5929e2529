/**
 * Who takes an order, gives it back or sends it on: only its assignee accepts or returns it, and returns it while
 * there is time for it; only someone above transfers it, dispatches by hand what was unroutable, or reopens it.
 */
import { after, type Clockwork, orderDeadlines, tighter } from './clocks.ts'
import { clockworkAt, clockworkOf, versionsOf } from './desk.ts'
import { type Answer, type Asked, isAbove, isAssignee, refuses, tells } from './orderDecision.ts'
import { isLying, type Subject, sendOnBy } from './orderMoves.ts'
import type { ReopenReason } from './orderVocabulary.ts'
import { assignTo } from './route.ts'
import { type ReturnReason, rank } from './vocabulary.ts'

export type MoveCommand =
  | { readonly type: 'accept' }
  | { readonly type: 'return'; readonly reason: ReturnReason; readonly textId: string | null }
  | { readonly type: 'transfer' | 'dispatch'; readonly to: string; readonly textId: string | null }
  | {
      readonly type: 'reopen'
      readonly reason: Exclude<ReopenReason, 'new-matter'>
      readonly textId: string | null
    }
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
  | 'not-closed'
  | 'newer-order'
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
    case 'reopen':
      return reopen(asked, command)
    default:
      return command satisfies never
  }
}

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
  if (asked.order.state === 'closure-requested' || isTooLateToReturn(asked)) return refuses('return-too-late')
  return tells('WorkOrderReturned', { by: asked.by, reason, textId, clock: sendingClock(asked) })
}

function sendingClock({ order, context, desk }: Asked) {
  const clockwork = clockworkOf(desk, order)
  const { dispatch } = clockwork.policy.levels[order.level]
  const fresh = after(context.now, dispatch, clockwork.calendar).toISOString()
  const acceptBy = order.acceptedAt ? null : order.deadlines?.acceptBy
  return { dispatchBy: sendOnBy(fresh, acceptBy, context.now), ...versionsOf(clockwork) }
}

/** Below high it has its days from when this federation got it, so that whoever it is sent to next has them too. */
function isTooLateToReturn({ order, context, desk }: Asked): boolean {
  const { policy, calendar } = clockworkOf(desk, order)
  const until =
    rank(order.level) >= rank('high') && order.deadlines
      ? new Date(order.deadlines.acceptBy)
      : after(new Date(order.sentAt), policy.returnWithin, calendar)
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

/** It goes to whom it was with, with fresh clocks of the policy of today. A case has one open order at most, so it is
 *  the latest that is reopened. */
function reopen(asked: Asked, { reason, textId }: Extract<MoveCommand, { type: 'reopen' }>): Answered {
  const { order, by, context, desk } = asked
  if (!isAbove(asked)) return refuses('not-supervisor')
  if (order.state !== 'closed') return refuses('not-closed')
  if (asked.newerOrder) return refuses('newer-order')
  const { level, violence, assignee, supervisor, assisting } = order
  const clockwork = clockworkAt(desk, context.now)
  const deadlines = orderDeadlines(context.now, level, violence, clockwork)
  const given = { level, violence, assignee, supervisor, assisting, deadlines, ...versionsOf(clockwork) }
  return tells('WorkOrderReopened', { gradingId: null, by, reason, textId, ...given })
}

function subjectOf(order: Subject): Subject {
  const { caseId, gradingId, intakeId, level, regionCode } = order
  const { disputeType, maritalStatus, channel, violence } = order
  return { caseId, gradingId, intakeId, level, regionCode, disputeType, maritalStatus, channel, violence }
}

/**
 * Whose an order is and by when: dispatched, accepted, returned, transferred, raised, reopened. It always has an
 * owner, also while it waits to be dispatched again; raising never gives it more time.
 */
import type { dispatchEvents } from './catalogue/dispatch.ts'
import type { DataOf, EventsOf } from './catalogue.ts'
import type { OrderDeadlines } from './clocks.ts'
import { type OrderState, rank } from './vocabulary.ts'

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
  /** When its assignee got it. */
  readonly sentAt: string
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
  const { occurredAt } = event.metadata
  const begun = { gradings, bounces, dispatchedAt: occurredAt, sentAt: occurredAt, acceptedAt: null }
  if (event.type === 'WorkOrderUnroutable') {
    const { reason, ...subject } = event.data
    const nowhere = { assignee: subject.supervisor, assisting: null, deadlines: null, warnings: [reason] }
    return { ...subject, ...begun, ...nowhere, state: 'unroutable' }
  }
  return { ...event.data, ...begun, state: 'dispatched', dispatchBy: null }
}

export function evolveMoves(order: Moves, event: Later): Partial<Moves> {
  const { occurredAt } = event.metadata
  switch (event.type) {
    case 'WorkOrderRaised':
      return { ...raised(order, event.data, occurredAt), gradings: [...order.gradings, event.data.gradingId] }
    case 'WorkOrderAccepted':
      return { state: 'accepted', acceptedAt: occurredAt }
    case 'WorkOrderReturned': {
      // Someone above owns it until it is dispatched again: the supervisor of a grave case, else the dispatcher.
      const owner = rank(order.level) >= rank('high') ? order.supervisor : order.supervisor.slice(0, 4)
      const dispatchBy = event.data.clock?.dispatchBy ?? atOnce(order, occurredAt)
      const bounces = order.bounces + 1
      return { state: 'returned', assignee: owner, bounces, acceptedAt: null, dispatchBy }
    }
    case 'WorkOrderTransferred': {
      const { assignee, supervisor, assisting, deadlines } = event.data
      const sent = { state: 'dispatched' as const, sentAt: occurredAt, acceptedAt: null, dispatchBy: null }
      return { ...sent, assignee, supervisor, assisting, deadlines }
    }
    case 'WorkOrderReopened': {
      const { gradingId, by: _by, reason: _reason, textId: _textId, ...given } = event.data
      const gradings = gradingId ? [...order.gradings, gradingId] : order.gradings
      const begun = { dispatchedAt: occurredAt, sentAt: occurredAt, acceptedAt: null, dispatchBy: null }
      return { ...begun, ...given, state: 'dispatched', gradings }
    }
    default:
      return event satisfies never
  }
}

/** No order lies without a clock: it had its time to accept, and then none. */
const atOnce = ({ deadlines }: Moves, returnedAt: string): string =>
  deadlines && deadlines.acceptBy > returnedAt ? deadlines.acceptBy : returnedAt

function raised(order: Moves, data: DataOf<'WorkOrderRaised'>, at: string): Partial<Moves> {
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
    sentAt: moved ? at : order.sentAt,
  }
}

/** By when what was returned is sent on: in the time of a dispatch. Giving back what nobody accepted wins no time for
 *  it. `acceptBy`: of what nobody accepted. */
export const sendOnBy = (fresh: string, acceptBy: string | null | undefined, returnedAt: Date): string =>
  acceptBy && Date.parse(acceptBy) >= returnedAt.getTime() && acceptBy < fresh ? acceptBy : fresh

/** Nobody has it: it waits for someone above to dispatch it. */
export const isLying = ({ state }: Pick<Moves, 'state'>): boolean =>
  state === 'unroutable' || state === 'returned'

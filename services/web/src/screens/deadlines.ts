/** The deadlines of an order as steps: which is next, which are met and when. The server decides what is late;
 *  here it is only told apart for the eye. */
import type { OrderDetail, OrderItem, Step } from '../api/shapes.ts'

export type DeadlineName = 'dispatchBy' | 'acceptBy' | 'contactBy' | 'visitBy' | 'disposalBy' | 'closeBy'
const names = ['acceptBy', 'contactBy', 'visitBy', 'disposalBy', 'closeBy'] as const

/** Which step the nearest deadline belongs to. */
export function nextStepOf(order: OrderItem): DeadlineName {
  if (order.state === 'unroutable' || order.state === 'returned') return 'dispatchBy'
  return names.find((name) => order[name] === order.nextDeadline) ?? 'closeBy'
}

const meets: Readonly<Record<(typeof names)[number], readonly string[]>> = {
  acceptBy: ['WorkOrderAccepted'],
  contactBy: ['ContactMade', 'VisitRecorded', 'MediationHeld'],
  visitBy: ['VisitRecorded'],
  disposalBy: ['DisposalReported'],
  closeBy: ['ClosureApproved'],
}

/** What happened since the order was last opened: a reopened order begins again. */
export function sinceOpened(history: readonly Step[]): readonly Step[] {
  const reopened = history.findLastIndex((step) => step.type === 'WorkOrderReopened')
  return reopened < 0 ? history : history.slice(reopened)
}

export const hasHappened = (history: readonly Step[], ...types: readonly string[]): boolean =>
  sinceOpened(history).some((step) => types.includes(step.type))

export interface DeadlineStep {
  readonly name: DeadlineName
  readonly by: string
  /** When it was met; null while it is open. */
  readonly metAt: string | null
}

export function deadlineSteps(order: OrderDetail): DeadlineStep[] {
  if (nextStepOf(order) === 'dispatchBy' && order.nextDeadline !== null)
    return [{ name: 'dispatchBy', by: order.nextDeadline, metAt: null }]
  const steps = sinceOpened(order.history)
  // Each federation accepts anew; the other steps were done for the family, by whomever.
  const sent = steps.findLastIndex((s) => /Dispatched|Transferred|Reopened/.test(s.type))
  return names.flatMap((name) => {
    const by = order[name]
    const from = name === 'acceptBy' ? steps.slice(Math.max(0, sent)) : steps
    const met = from.find((step) => meets[name].includes(step.type))
    const accepted = name === 'acceptBy' && order.state !== 'dispatched'
    return by === null ? [] : [{ name, by, metAt: met?.occurredAt ?? (accepted ? order.dispatchedAt : null) }]
  })
}

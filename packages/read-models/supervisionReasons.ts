/**
 * Why a case is on the supervision list (督办、包案清单), worked out from what was folded of it: orders that are late,
 * that bounce or whose supervision nobody answers, what is owed about the respondent, and who is in charge. A pure
 * function, so that the list can be explained for a single case.
 */
import type { Charge } from '@jiahe/domain/charge.ts'
import { openReports } from '@jiahe/domain/mandatoryReports.ts'
import type { Measures } from '@jiahe/domain/measures.ts'
import { isMissed, openDeadlines } from '@jiahe/domain/orderClocks.ts'
import { renewalDueAt } from '@jiahe/domain/protectionOrders.ts'
import { type AlertSaid, measuresOwed } from '@jiahe/domain/respondentMeasures.ts'
import type { SupervisionListReason } from '@jiahe/domain/supervisionVocabulary.ts'
import { standingLetters } from '@jiahe/domain/warningLetters.ts'
import type { WorkOrder } from '@jiahe/domain/workOrder.ts'

/** What is kept of a case to tell why it is on the list. */
export interface Watched extends Charge {
  /** By id: those of the police. */
  readonly alerts: Readonly<Record<string, AlertSaid>>
  readonly measures: Measures
  /** By id. */
  readonly orders: Readonly<Record<string, WorkOrder>>
  /** By order: when it was given back for the second time. */
  readonly bouncedAt: Readonly<Record<string, string>>
  readonly closed: boolean
}
export interface Reason {
  readonly reason: SupervisionListReason
  /** ISO 8601. */
  readonly since: string
  /** From then on it is none any more, without anybody doing anything; null where somebody has to. */
  readonly until: string | null
  readonly orderId: string | null
}

/** Given back so often it finds no owner by itself. */
export const BOUNCES = 2
const YEAR_MS = 365 * 86_400_000

/** One of each kind, the oldest first; the same whatever order the keys of what is kept come back in. */
export function reasonsOf(kept: Watched): Reason[] {
  const watched = { ...kept, alerts: inOrder(Object.values(kept.alerts)) }
  const all = [
    ...Object.entries(watched.orders).flatMap(([id, order]) => ofOrder(id, order, watched.bouncedAt[id])),
    ...ofMeasures(watched),
    ...(watched.closed ? [] : repeated(watched.alerts)),
    ...(watched.leader ? [reason('leader-charge', watched.leader.since)] : []),
  ].sort((a, b) => Date.parse(a.since) - Date.parse(b.since) || compare(a.orderId ?? '', b.orderId ?? ''))
  return all.filter((one, i) => all.findIndex((other) => other.reason === one.reason) === i)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const inOrder = (alerts: readonly AlertSaid[]): AlertSaid[] =>
  [...alerts].sort(
    (a, b) =>
      Date.parse(a.occurredAt) - Date.parse(b.occurredAt) ||
      Date.parse(a.recordedAt) - Date.parse(b.recordedAt) ||
      compare(a.alertId, b.alertId),
  )

const reason = (
  why: SupervisionListReason,
  since: string,
  own: Partial<Pick<Reason, 'until' | 'orderId'>> = {},
): Reason => ({ reason: why, since, until: null, orderId: null, ...own })

function ofOrder(orderId: string, order: WorkOrder, bouncedAt: string | undefined): Reason[] {
  if (order.state === 'closed') return []
  const late = openDeadlines(order).filter((clock) => isMissed(order, clock.deadline, clock.dueAt))
  const unanswered = order.supervisions.filter((one) => one.state === 'unanswered')
  return [
    ...late.map(({ dueAt }) => reason('order-late', dueAt, { orderId })),
    ...(order.escalation ? [reason('order-escalated', order.escalation.since, { orderId })] : []),
    ...(bouncedAt ? [reason('bounced', bouncedAt, { orderId })] : []),
    ...unanswered.map(({ answerBy }) => reason('supervision-unanswered', answerBy, { orderId })),
  ]
}

function ofMeasures({ alerts, measures }: Pick<Watched, 'measures'> & { alerts: AlertSaid[] }): Reason[] {
  const expiring = measures.protectionOrders.filter(
    (p) => p.renewalFellDue && !p.renewed && !p.revoked && !p.expired,
  )
  const unvisited = standingLetters(measures).flatMap(({ followUps }) =>
    followUps.filter((followUp) => followUp.missed && followUp.doneAt === null),
  )
  return [
    ...measuresOwed(alerts, measures).map(({ since }) => reason('measure-owed', since)),
    ...expiring.map((p) => reason('protection-expiring', renewalDueAt(p))),
    ...openReports(measures).map(({ requiredAt }) => reason('report-owed', requiredAt)),
    ...unvisited.map(({ dueAt }) => reason('letter-unvisited', dueAt)),
  ]
}

/** Two alerts within a year of each other make it so from when the later of them was known, and until the earlier is
 *  a year past. */
function repeated(ordered: readonly AlertSaid[]): Reason[] {
  const at = (alert: AlertSaid) => Date.parse(alert.occurredAt)
  const [before, newest] = ordered.slice(-2)
  if (!before || !newest || at(newest) - at(before) > YEAR_MS) return []
  const follows = ordered.findLastIndex((alert, i) => i > 0 && at(alert) - at(ordered[i - 1]!) > YEAR_MS)
  const second = ordered[Math.max(follows, 0) + 1]!
  return [reason('repeat-victim', second.recordedAt, { until: new Date(at(before) + YEAR_MS).toISOString() })]
}

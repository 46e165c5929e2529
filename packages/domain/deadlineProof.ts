/**
 * Holds the deadlines that were recorded against the history: each is worked out again from the events before it, the
 * policy in force at its moment and the calendar. What was worked out with another calendar than the desk's is not
 * judged: the calendar of that day is not there any more.
 */
import type { DomainEvent, FamilyCaseEvent, WorkOrderEvent } from './catalogue.ts'
import { after, type Clockwork, callbackTimes } from './clocks.ts'
import { clockworkAt, clockworkOf, type Desk } from './desk.ts'
import type { FamilyCase } from './familyCase.ts'
import type { Duration } from './policies/document.ts'
import { recomputeDeadlines, timesGivenBy } from './recomputation.ts'
import { answerWithin } from './supervisions.ts'
import { FOLLOW_UP_DAYS } from './warningLetters.ts'
import type { WorkOrder } from './workOrder.ts'

export type DeadlineFault =
  /** Another moment than the history gives. */
  | 'other-deadline'
  /** By a policy that was not the one in force, or not the one that the order has. */
  | 'other-policy'

/** What an event says of deadlines, and how it comes to it. */
interface Reckoning {
  /** By the policy in force at this moment, */
  readonly from: Date
  /** or by the one that was recorded before. */
  readonly policyVersion: number | null
  readonly said: unknown
  worksOut(clockwork: Clockwork): unknown
}
type Reckon = Omit<Reckoning, 'policyVersion'> & { readonly policyVersion?: number | null }

function faultOf(reckoned: Reckon | null, { data }: DomainEvent, desk: Desk): DeadlineFault | null {
  if (!reckoned) return null
  const { from, policyVersion = null, said, worksOut } = reckoned
  const clockwork = policyVersion === null ? clockworkAt(desk, from) : clockworkOf(desk, { policyVersion })
  const named = namedIn(data)
  if (named.policyVersion !== undefined && named.policyVersion !== clockwork.policy.version)
    return 'other-policy'
  if (named.calendarVersion !== undefined && named.calendarVersion !== desk.calendar.version) return null
  return isSame(said, worksOut(clockwork)) ? null : 'other-deadline'
}

interface Versions {
  readonly policyVersion?: number
  readonly calendarVersion?: string
}
/** A return names them with the clock that it starts, if it starts one. */
const namedIn = (data: object): Versions =>
  'clock' in data ? ((data.clock ?? {}) as Versions) : (data as Versions)

/** Moments are the same in whatever zone they are written. */
function isSame(a: unknown, b: unknown): boolean {
  if (a && b && typeof a === 'object' && typeof b === 'object') {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])]
    return keys.every((key) =>
      isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  }
  return a === b || (typeof a === 'string' && typeof b === 'string' && Date.parse(a) === Date.parse(b))
}

const plus = (from: Date, duration: Duration, { calendar }: Pick<Clockwork, 'calendar'>): string =>
  after(from, duration, calendar).toISOString()

// Of a case ---------------------------------------------------------------------------------------------

/** `history`: the case's stream before the event; `before`: the case as that leaves it. */
export const faultOfCaseEvent = (
  history: readonly FamilyCaseEvent[],
  before: FamilyCase,
  event: FamilyCaseEvent,
  desk: Desk,
): DeadlineFault | null => faultOf(reckonedInCase(history, before, event, desk), event, desk)

function reckonedInCase(
  history: readonly FamilyCaseEvent[],
  before: FamilyCase,
  event: FamilyCaseEvent,
  desk: Desk,
): Reckon | null {
  const from = new Date(event.metadata.occurredAt)
  const knownAt = (id: string | null): Date | null => {
    const known = history.find((e) => e.id === id)
    return known ? new Date(known.metadata.recordedAt) : null
  }
  switch (event.type) {
    case 'CallbackScheduled': {
      const { alertId, gradingId, level, duties } = event.data
      // An alert is called from when it was known, and more closely from when its case was known to be graver.
      const start = knownAt(before.schedules.has(alertId) ? event.metadata.causationId : alertId)
      const grading = history.find((e) => e.id === gradingId)
      if (!start || grading?.type !== 'RiskGraded') return null
      const { coverage } = grading.data
      const said = duties.map(({ opensAt, dueAt }) => ({ opensAt, dueAt }))
      return { from: start, said, worksOut: ({ policy }) => callbackTimes(start, level, coverage, policy) }
    }
    case 'AnswerScheduled': {
      const { reportId, takeBy, concludeBy } = event.data
      const start = knownAt(reportId)
      return (
        start && {
          from: start,
          said: [takeBy, concludeBy],
          worksOut: (c) => [plus(start, c.policy.answer.take, c), plus(start, c.policy.answer.conclude, c)],
        }
      )
    }
    case 'ExtensionApproved': {
      const { concludeBy, policyVersion } = before.answers.get(event.data.reportId) ?? {}
      if (!concludeBy || policyVersion === undefined) return null
      const worksOut = (c: Clockwork) => plus(new Date(concludeBy), c.policy.answer.extension, c)
      return { from, policyVersion, said: event.data.concludeBy, worksOut }
    }
    case 'MandatoryReportRequired':
      return { from, said: event.data.reportBy, worksOut: (c) => plus(from, c.policy.mandatoryReport, c) }
    case 'ProtectionOrderApplied': {
      const hours = event.data.urgent ? 24 : 72
      return { from, said: event.data.decideBy, worksOut: () => plus(from, { hours }, desk) }
    }
    case 'WarningLetterIssued': {
      const { followUps } = event.data
      const said = followUps.map(({ opensAt, dueAt }) => ({ opensAt, dueAt }))
      return { from, said, worksOut: () => followUpsFrom(followUps[0]?.opensAt) }
    }
    default:
      return null
  }
}

/** From when it was written down, which the first of them says. */
const followUpsFrom = (begin = ''): { opensAt: string; dueAt: string }[] => {
  const dueAt = FOLLOW_UP_DAYS.map((days) => new Date(Date.parse(begin) + days * 86_400_000))
  return dueAt.map((due, i) => ({
    opensAt: dueAt[i - 1]?.toISOString() ?? begin,
    dueAt: due.toISOString(),
  }))
}

// Of an order -------------------------------------------------------------------------------------------

/** `history`: the order's stream before the event; `before`: the order as that leaves it. */
export const faultOfOrderEvent = (
  history: readonly WorkOrderEvent[],
  before: WorkOrder | null,
  event: WorkOrderEvent,
  orderId: string,
  desk: Desk,
): DeadlineFault | null => faultOf(reckonedInOrder(history, before, event, orderId, desk), event, desk)

function reckonedInOrder(
  history: readonly WorkOrderEvent[],
  before: WorkOrder | null,
  event: WorkOrderEvent,
  orderId: string,
  desk: Desk,
): Reckon | null {
  const from = new Date(event.metadata.occurredAt)
  const policyVersion = before?.policyVersion ?? null
  switch (event.type) {
    case 'WorkOrderSupervised': {
      const within = answerWithin(before!.level)
      return { from, policyVersion, said: event.data.answerBy, worksOut: (c) => plus(from, within, c) }
    }
    case 'DeadlinesRecomputed': {
      const { deadlines, dispatchBy } = event.data
      const { actor } = event.metadata
      const worksOut = () => {
        const decided = recomputeDeadlines(history, orderId, { now: from, actor }, desk)
        const again = 'events' in decided ? decided.events[0] : undefined
        if (again?.type !== 'DeadlinesRecomputed') return null
        return { deadlines: again.data.deadlines, dispatchBy: again.data.dispatchBy }
      }
      return { from, policyVersion, said: { deadlines, dispatchBy }, worksOut }
    }
    case 'WorkOrderDispatched':
    case 'WorkOrderUnroutable':
    case 'WorkOrderReopened':
      return { from, ...toldBy(before, event, desk)! }
    default: {
      const told = before && toldBy(before, event, desk)
      return told && { from, policyVersion, ...told }
    }
  }
}

/** The order's times as the event leaves them, against what they are worked out to. */
function toldBy(
  before: WorkOrder | null,
  event: WorkOrderEvent,
  desk: Desk,
): Pick<Reckoning, 'said' | 'worksOut'> | null {
  const given = timesGivenBy(before, event, desk)
  return given && { said: given.said, worksOut: () => given.times }
}

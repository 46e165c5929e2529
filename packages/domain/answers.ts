/**
 * What whoever reported is owed: whether the report is taken up, within 15 days, and what came of it, within 60,
 * once extended by approval.
 *
 *   scheduled ─► open ─► taken ─► concluded        open ─► declined
 *                          └─ extension requested ─► approved | rejected
 *
 * Invariants: each report of an answered channel is scheduled once; a matter with violence in it is never
 * declined; who asks for an extension does not approve it; silence becomes a fact, and the answer stays owed.
 */

import type { answerEvents } from './catalogue/answers.ts'
import type { DataOf, EventsOf, FamilyCaseEvent, NewDomainEvent } from './catalogue.ts'
import { isAnswered } from './channels.ts'
import { after } from './clocks.ts'
import { clockworkAt, type Desk, versionsOf } from './desk.ts'
import { type Due, due } from './due.ts'
import type { Context, Decision } from './event.ts'
import type { FamilyCase } from './familyCase.ts'
import { derivedId, timeOfId } from './ids.ts'
import { newEvent } from './newEvent.ts'
import { route } from './route.ts'
import type { AnswerState, DisposalResult } from './vocabulary.ts'

export interface Answer {
  readonly reportId: string
  /** The federation that has to answer. */
  readonly assignee: string
  readonly scheduledAt: string
  readonly policyVersion: number
  readonly takeBy: string
  readonly concludeBy: string
  readonly state: AnswerState
  readonly takenAt: string | null
  readonly endedAt: string | null
  readonly extension: 'none' | 'requested' | 'approved' | 'rejected'
  /** The moments that passed unanswered. */
  readonly missed: readonly string[]
}
export interface Answers {
  /** By report. */
  readonly answers: ReadonlyMap<string, Answer>
}
export const noAnswers: Answers = { answers: new Map() }

export function evolveAnswers(state: Answers, event: EventsOf<typeof answerEvents>): Partial<Answers> {
  const { reportId } = event.data
  if (event.type === 'AnswerScheduled') return withAnswer(state, scheduled(event))
  const before = state.answers.get(reportId)
  if (!before) return {}
  const change = (own: Partial<Answer>) => withAnswer(state, { ...before, ...own })
  const at = event.metadata.occurredAt
  switch (event.type) {
    case 'ReportTaken':
      return change({ state: 'taken', takenAt: at })
    case 'ReportDeclined':
      return change({ state: 'declined', endedAt: at })
    case 'ReportConcluded':
      return change({ state: 'concluded', endedAt: at, takenAt: before.takenAt ?? at })
    case 'AnswerExtensionRequested':
      return change({ extension: 'requested' })
    case 'ExtensionApproved':
      return change({ extension: 'approved', concludeBy: event.data.concludeBy })
    case 'AnswerExtensionRejected':
      return change({ extension: 'rejected' })
    case 'AnswerMissed':
      return change({ missed: [...before.missed, event.data.dueAt] })
    default:
      return event satisfies never
  }
}

function scheduled({ data, metadata }: Extract<FamilyCaseEvent, { type: 'AnswerScheduled' }>): Answer {
  const { reportId, assignee, takeBy, concludeBy, policyVersion } = data
  const begun = { state: 'open', takenAt: null, endedAt: null, extension: 'none', missed: [] } as const
  return { reportId, assignee, scheduledAt: metadata.recordedAt, takeBy, concludeBy, policyVersion, ...begun }
}

const withAnswer = ({ answers }: Answers, answer: Answer): Answers => ({
  answers: new Map(answers).set(answer.reportId, answer),
})

/** A report that moved to another case is answered there. */
export const answersWithout = ({ answers }: Answers, reportId: string): Answers => ({
  answers: new Map([...answers].filter(([id]) => id !== reportId)),
})

/** The moment by which the next word is owed; null when the last was said. */
export function answerBy({ state, takeBy, concludeBy }: Answer): string | null {
  if (state === 'open') return takeBy
  return state === 'taken' ? concludeBy : null
}

/** A word that was not said before its moment is recorded as missed once, also when it was said late and nobody
 *  had noticed. What was said in time, or is not owed any more, is not. */
export const answerDues = ({ answers }: Answers): Due[] =>
  [...answers.values()].flatMap((answer) => [
    ...step(answer, 'take', answer.takeBy, answer.takenAt ?? answer.endedAt),
    ...step(answer, 'conclude', answer.concludeBy, answer.endedAt),
  ])

function step(
  { reportId, assignee, missed }: Answer,
  name: 'take' | 'conclude',
  dueAt: string,
  saidAt: string | null,
): Due[] {
  if (missed.includes(dueAt) || (saidAt !== null && Date.parse(saidAt) < Date.parse(dueAt))) return []
  return [
    due(dueAt, `${reportId} ${name} ${dueAt}`, 'AnswerMissed', { reportId, step: name, dueAt, assignee }),
  ]
}

// What is decided ----------------------------------------------------------------------------------------

type Decided<Refusal extends string = never> = Decision<NewDomainEvent, Refusal>
const nothing = { events: [] }

/** Once for each report of a channel whose people are owed an answer, counted from when it was recorded. */
export function scheduleAnswer(
  state: FamilyCase,
  reportId: string,
  caseId: string,
  context: Context,
  desk: Desk,
): Decided {
  const report = state.intakes.get(reportId)
  if (report?.kind !== 'report' || !isAnswered(report.channel) || state.answers.has(reportId)) return nothing
  const from = new Date(report.recordedAt)
  const clockwork = clockworkAt(desk, from)
  const { policy, calendar } = clockwork
  const routed = route(report.regionCode, 'medium', desk.territory, policy)
  const data: DataOf<'AnswerScheduled'> = {
    reportId,
    assignee: 'unroutable' in routed ? desk.territory.city : routed.assignment.assignee,
    takeBy: after(from, policy.answer.take, calendar).toISOString(),
    concludeBy: after(from, policy.answer.conclude, calendar).toISOString(),
    ...versionsOf(clockwork),
  }
  return { events: [newEvent('AnswerScheduled', data, caseId, caseId, context)] }
}

export interface OrderStep {
  readonly orderId: string
  readonly by: string
  /** Of a closing; null for an acceptance. */
  readonly result: DisposalResult | null
  /** When that happened, and when it was recorded. */
  readonly at: string
  readonly recordedAt: string
}
/** An order of the case was accepted, or closed with a result: that answers the reports that were still open then.
 *  One that came later is not answered by it, however late this is decided; and one that was answered in time stays
 *  so, since it was said when the order's federation said it. */
export function answerByOrder(
  state: FamilyCase,
  caseId: string,
  { orderId, by, result, at, recordedAt }: OrderStep,
  context: Context,
): Decided {
  const open = [...state.answers.values()].filter(
    (answer) =>
      Date.parse(state.intakes.get(answer.reportId)?.recordedAt ?? recordedAt) <= Date.parse(recordedAt) &&
      (answer.state === 'open' || (result !== null && answer.state === 'taken')),
  )
  return {
    events: open.map(({ reportId }) => {
      const own = { reportId, by, orderId, textId: null }
      const each = { ...context, causeId: derivedId(timeOfId(context.causeId), context.causeId, reportId) }
      const said =
        result === null
          ? newEvent('ReportTaken', own, caseId, caseId, each, { occurredAt: at })
          : newEvent('ReportConcluded', { ...own, result }, caseId, caseId, each, { occurredAt: at })
      return { ...said, metadata: { ...said.metadata, causationId: context.causeId } }
    }),
  }
}

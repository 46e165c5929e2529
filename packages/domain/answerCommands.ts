/**
 * What people decide about a report: to take it up or not, what came of it, and more time to say so. A matter with
 * violence in it is never declined; who asks for an extension does not approve it, except at the city, above which
 * there is nobody.
 */
import type { Answer } from './answers.ts'
import type { answerEvents } from './catalogue/answers.ts'
import type { DataOf, NewDomainEvent } from './catalogue.ts'
import { after } from './clocks.ts'
import { clockworkAt, clockworkOf, type Desk, versionsOf } from './desk.ts'
import type { Context, Decision } from './event.ts'
import type { FamilyCase } from './familyCase.ts'
import { isViolent } from './intakes.ts'
import { newEvent } from './newEvent.ts'
import type { AnswerExtensionReason, DeclineReason, DisposalResult } from './vocabulary.ts'

type Decided = Decision<NewDomainEvent, AnswerRefusal>
const nothing = { events: [] }

export type AnswerRefusal =
  | 'unknown-report'
  | 'not-assignee'
  | 'not-supervisor'
  | 'already-taken'
  | 'not-taken'
  | 'answer-ended'
  | 'violence-is-not-declined'
  | 'extension-requested-already'
  | 'extension-not-requested'
  | 'answer-overdue'

export type AnswerCommand = { readonly reportId: string; readonly textId: string | null } & (
  | { readonly type: 'take-report' }
  | { readonly type: 'decline-report'; readonly reason: DeclineReason }
  | { readonly type: 'conclude-report'; readonly result: DisposalResult }
  | { readonly type: 'request-answer-extension'; readonly reason: AnswerExtensionReason }
  | { readonly type: 'approve-answer-extension' | 'reject-answer-extension' }
)

/** One command of a person on a report's answer; `by` is the federation that acts. */
export function decideAnswer(
  state: FamilyCase,
  caseId: string,
  command: AnswerCommand,
  by: string,
  context: Context,
  desk: Desk,
): Decided {
  const { reportId, textId } = command
  const said = { reportId, by, textId }
  const decided = eventOf()
  if (state.eventIds.has(decided.id)) return nothing
  const answer = state.answers.get(reportId)
  const refusal = answer ? refuse(state, answer, command, by, context.now) : 'unknown-report'
  return refusal ? { refusal } : { events: [decided] }

  function eventOf(): NewDomainEvent {
    const tell = <T extends keyof typeof answerEvents>(type: T, data: DataOf<T>) =>
      newEvent(type, data, caseId, caseId, context)
    switch (command.type) {
      case 'take-report':
        return tell('ReportTaken', { ...said, orderId: null })
      case 'decline-report':
        return tell('ReportDeclined', { ...said, reason: command.reason })
      case 'conclude-report':
        return tell('ReportConcluded', { ...said, result: command.result, orderId: null })
      case 'request-answer-extension':
        return tell('AnswerExtensionRequested', { ...said, reason: command.reason })
      case 'approve-answer-extension': {
        const asked = state.answers.get(reportId)
        const from = new Date(asked?.concludeBy ?? context.now)
        const clockwork = asked ? clockworkOf(desk, asked) : clockworkAt(desk, from)
        const concludeBy = after(from, clockwork.policy.answer.extension, clockwork.calendar).toISOString()
        return tell('ExtensionApproved', { ...said, concludeBy, ...versionsOf(clockwork) })
      }
      case 'reject-answer-extension':
        return tell('AnswerExtensionRejected', said)
    }
  }
}

function refuse(
  state: FamilyCase,
  answer: Answer,
  { type }: AnswerCommand,
  by: string,
  now: Date,
): AnswerRefusal | null {
  const judges = type === 'approve-answer-extension' || type === 'reject-answer-extension'
  const lies = answer.assignee.startsWith(by)
  // Nobody is above the city.
  const isAbove = lies && (by.length < answer.assignee.length || by.length === 4)
  if (judges && !isAbove) return 'not-supervisor'
  if (!judges && !lies) return 'not-assignee'
  if (answer.state === 'declined' || answer.state === 'concluded') return 'answer-ended'
  switch (type) {
    case 'take-report':
      return answer.state === 'open' ? null : 'already-taken'
    case 'decline-report':
      if (answer.state !== 'open') return 'already-taken'
      return isViolent(state) ? 'violence-is-not-declined' : null
    case 'conclude-report':
      return answer.state === 'taken' ? null : 'not-taken'
    case 'request-answer-extension':
      if (answer.state !== 'taken') return 'not-taken'
      if (answer.extension !== 'none') return 'extension-requested-already'
      return Date.parse(answer.concludeBy) < now.getTime() ? 'answer-overdue' : null
    case 'approve-answer-extension':
      if (answer.extension !== 'requested') return 'extension-not-requested'
      // What has passed has passed: more time cannot be given for it.
      return Date.parse(answer.concludeBy) <= now.getTime() ? 'answer-overdue' : null
    default:
      return answer.extension === 'requested' ? null : 'extension-not-requested'
  }
}

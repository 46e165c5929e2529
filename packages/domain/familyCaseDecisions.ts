/**
 * What comes into a case's history and what it is graded on: intakes and their amendments, findings of the
 * orders. Each stands there once per cause; a grade rests on the history up to its cause and on
 * nothing else.
 */
import type { DataOf, FamilyCaseEvent, NewDomainEvent } from './catalogue.ts'
import type { Context, Decision } from './event.ts'
import { assessCase, type FamilyCase, foldFamilyCase, newestIntake } from './familyCase.ts'
import { modelsAt, type RiskModels } from './models/inForce.ts'
import { newEvent } from './newEvent.ts'

type Decided<Refusal extends string = never> = Decision<NewDomainEvent, Refusal>
const nothing = { events: [] }

export interface ReceiveIntake {
  readonly caseId: string
  /** Reserved for the sender's reference: receiving it again is receiving the same event. */
  readonly intakeId: string
  readonly kind: 'alert' | 'report'
  readonly occurredAt: string
  readonly data: DataOf<'AlertReceived'>
}
export function receiveIntake(state: FamilyCase, command: ReceiveIntake, context: Context): Decided {
  if (state.eventIds.has(command.intakeId)) return nothing
  const type = command.kind === 'alert' ? 'AlertReceived' : 'ReportReceived'
  return {
    events: [
      newEvent(type, command.data, command.caseId, command.caseId, context, {
        id: command.intakeId,
        occurredAt: command.occurredAt,
        causationId: null,
      }),
    ],
  }
}

export interface AmendIntake {
  readonly caseId: string
  readonly amendmentId: string
  readonly occurredAt: string
  readonly data: DataOf<'IntakeAmended'>
}
export function amendIntake(
  state: FamilyCase,
  command: AmendIntake,
  context: Context,
): Decided<'unknown-intake'> {
  if (state.eventIds.has(command.amendmentId)) return nothing
  if (!state.intakes.has(command.data.intakeId)) return { refusal: 'unknown-intake' }
  const own = { id: command.amendmentId, occurredAt: command.occurredAt, causationId: null }
  return { events: [newEvent('IntakeAmended', command.data, command.caseId, command.caseId, context, own)] }
}

/** What makes a case be graded again. */
export const gradingCauses = [
  'AlertReceived',
  'ReportReceived',
  'IntakeAmended',
  'CallbackCompleted',
  'FindingsRecorded',
  'MeasureBreached',
  'GradingFellDue',
  'CasesMerged',
  'MergedHistoryTold',
  'CasesUnmerged',
  'CaseParted',
] as const satisfies readonly FamilyCaseEvent['type'][]

/** Grades on the history up to and including the cause, by the models in force when that was recorded, so that the
 *  grade does not depend on when the policy came to it. Nothing when that cause was graded before, or left nothing to
 *  grade (the intake moved away). */
export function gradeCase(
  history: readonly FamilyCaseEvent[],
  cause: FamilyCaseEvent,
  context: Context,
  models: RiskModels,
): Decided {
  if (history.some((e) => e.type === 'RiskGraded' && e.metadata.causationId === cause.id)) return nothing
  const then = foldFamilyCase(history.filter((e) => e.revision <= cause.revision))
  const assessment = assessCase(then, modelsAt(models, new Date(cause.metadata.recordedAt)))
  const newest = newestIntake(then)
  if (!assessment || !newest) return nothing
  const caseId = cause.metadata.correlationId
  return {
    events: [
      newEvent('RiskGraded', { ...assessment, intakeId: newest.intakeId }, caseId, caseId, {
        ...context,
        causeId: cause.id,
      }),
    ],
  }
}

/** Findings of a visit or mediation, told to the case once. */
export function recordFindings(
  state: FamilyCase,
  caseId: string,
  data: DataOf<'FindingsRecorded'>,
  context: Context,
): Decided {
  const found = newEvent(
    'FindingsRecorded',
    data,
    caseId,
    caseId,
    { ...context, causeId: data.originId },
    { occurredAt: context.now.toISOString() },
  )
  return state.statements.some((s) => s.eventId === data.originId) ? nothing : { events: [found] }
}

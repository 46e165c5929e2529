/**
 * One family's matter: what was received, how it was graded, which callbacks it owes and what came of them.
 *
 *   intake ──► graded ──► callbacks scheduled ──► attempted ──► completed (discharges every open duty)
 *     ▲           ▲                                  └── three failures on two days ──► home visit requested
 *     └ amended   └ findings, callbacks, breaches grade again
 *
 * The state is made of slices, each folded in a file of its own; here is only which event belongs to which.
 * Invariants: an intake, a grading and a schedule stand in the history once per cause; a grade rests on the
 * history up to its cause and on nothing else; one `reached` discharges all duties that are open.
 */

import { type Answers, answersWithout, evolveAnswers, noAnswers } from './answers.ts'
import { assess, type CaseAssessment } from './assess.ts'
import type { FamilyCaseEvent } from './catalogue.ts'
import { type Charge, evolveCharge, noCharge } from './charge.ts'
import { type CaseClosing, evolveCaseClosing, notYetClosed } from './closing.ts'
import { type Duties, dutiesWithout, evolveDuties, noDuties } from './duties.ts'
import { type Erasing, evolveErasing, nobodyErased } from './erasing.ts'
import { foldOn } from './foldOn.ts'
import {
  evolveIntakes,
  evolveStatements,
  type Intakes,
  intakesOfFamily,
  isViolent,
  newestIntake,
  noIntakes,
} from './intakes.ts'
import { type Lapsed, lapsedAfter, lapsedWith, nothingLapsed } from './lapsed.ts'
import { evolveMeasures, type Measures, noMeasures } from './measures.ts'
import { evolveMerging, type Merging, notMerged } from './merging.ts'
import type { Models } from './models/inForce.ts'
import { evolveOverrides, noOverrides, type Overrides } from './overrides.ts'
import { noRegrading, openSince, type Regrading } from './regrading.ts'
import { evolveSealing, notSealed, type Sealing } from './sealing.ts'
import { SeenIds } from './seenIds.ts'
import type { Level } from './vocabulary.ts'
import { evolveWatches, noWatches, type Watches } from './watches.ts'
import type { Statement } from './weighing.ts'

export type { Duty } from './duties.ts'
export { type Intake, isViolent, newestIntake } from './intakes.ts'

export interface Grading {
  readonly gradingId: string
  readonly causeId: string | null
  readonly intakeId: string
  readonly level: Level
  readonly score: number
  readonly coverage: number
  readonly recordedAt: string
}
export interface FamilyCase
  extends Intakes,
    Duties,
    Measures,
    Watches,
    Overrides,
    Regrading,
    Answers,
    Lapsed,
    Charge,
    Sealing,
    CaseClosing,
    Merging,
    Erasing {
  readonly revision: number
  readonly eventIds: SeenIds
  readonly grading: Grading | null
}

export const emptyCase: FamilyCase = {
  ...noIntakes,
  ...noDuties,
  ...noMeasures,
  ...noWatches,
  ...noOverrides,
  ...noRegrading,
  ...noAnswers,
  ...nothingLapsed,
  ...noCharge,
  ...notSealed,
  ...notYetClosed,
  ...notMerged,
  ...nobodyErased,
  revision: -1,
  eventIds: SeenIds.none,
  grading: null,
}

export const foldFamilyCase: (history: readonly FamilyCaseEvent[]) => FamilyCase = foldOn(
  evolveFamilyCase,
  emptyCase,
)

export function evolveFamilyCase(state: FamilyCase, event: FamilyCaseEvent): FamilyCase {
  const known = { revision: event.revision, eventIds: state.eventIds.with(event.id) }
  const next: FamilyCase = { ...state, ...slicesAfter(state, event), ...known }
  const since = openSince(state, next, event.metadata.recordedAt)
  return since === next.openSince ? next : { ...next, openSince: since }
}

/** What the event changes of them. */
function slicesAfter(state: FamilyCase, event: FamilyCaseEvent): Partial<FamilyCase> {
  switch (event.type) {
    case 'AlertReceived':
    case 'ReportReceived':
      return { ...evolveIntakes(state, event), ...evolveCaseClosing(state, event) }
    case 'IntakeAmended': {
      const { intakeId, movedTo } = event.data
      const received = evolveIntakes(state, event)
      if (movedTo === null) return received
      const gone = { ...dutiesWithout(state, intakeId), ...answersWithout(state, intakeId) }
      return { ...received, ...gone, ...lapsedWith(state, intakeId, event.metadata.recordedAt) }
    }
    case 'RiskGraded':
      return { ...graded(event), ...evolveOverrides(state, event) }
    case 'GradeOverridden':
    case 'OverrideApproved':
    case 'OverrideDeclined':
      return evolveOverrides(state, event)
    case 'GradingFellDue':
      return { fellDue: event.data.gradingId }
    case 'CallbackScheduled':
    case 'CallbackAttempted':
    case 'HomeVisitRequested':
      return evolveDuties(state, event)
    case 'CallbackMissed':
      return { ...evolveDuties(state, event), ...lapsedAfter(state, event) }
    case 'CallbackCompleted':
      return { ...evolveDuties(state, event), ...evolveStatements(state, event) }
    case 'FindingsRecorded':
      return evolveStatements(state, event)
    case 'MeasureBreached':
      return {
        ...evolveStatements(state, event),
        ...evolveMeasures(state, event),
        ...evolveCaseClosing(state, event),
      }
    case 'WarningLetterIssued':
    case 'LetterFollowedUp':
    case 'LetterFollowUpMissed':
    case 'ProtectionOrderApplied':
    case 'ProtectionOrderGranted':
    case 'ProtectionOrderRefused':
    case 'RenewalFellDue':
    case 'ProtectionOrderExpired':
    case 'RespondentMeasureTaken':
    case 'MeasureRevoked':
    case 'MeasureWaived':
    case 'MandatoryReportRequired':
    case 'ChildProtectionReported':
    case 'MandatoryReportMissed':
    case 'MandatoryReportWaived':
      return evolveMeasures(state, event)
    case 'LeaderTookCharge':
      return evolveCharge(event)
    case 'LeaderReleased':
      return { ...evolveCharge(event), ...evolveCaseClosing(state, event) }
    case 'CaseSealed':
    case 'CaseUnsealed':
      return evolveSealing(event)
    case 'CaseClosed':
      return { ...evolveCaseClosing(state, event), ...evolveOverrides(state, event) }
    case 'CasesMerged':
      return {
        ...evolveMerging(state, event),
        ...evolveCaseClosing(state, event),
        ...evolveOverrides(state, event),
      }
    case 'MergedHistoryTold':
    case 'CasesUnmerged':
      return { ...evolveMerging(state, event), ...evolveCaseClosing(state, event) }
    case 'CaseJoined':
    case 'CaseParted':
      return evolveMerging(state, event)
    case 'ErasureRequested':
    case 'ErasureDeclined':
    case 'PersonErased':
      return evolveErasing(state, event)
    case 'CallbackShared':
      return evolveDuties(state, event)
    case 'CaseReopened':
    case 'OrderOpened':
    case 'OrderConcluded':
      return evolveCaseClosing(state, event)
    case 'WatchStarted':
      return evolveWatches(state, event)
    case 'WatchEnded':
      return { ...evolveWatches(state, event), ...evolveCaseClosing(state, event) }
    case 'AnswerScheduled':
    case 'ReportTaken':
    case 'ReportDeclined':
    case 'ReportConcluded':
    case 'AnswerExtensionRequested':
    case 'ExtensionApproved':
    case 'AnswerExtensionRejected':
      return evolveAnswers(state, event)
    case 'AnswerMissed':
      return { ...evolveAnswers(state, event), ...lapsedAfter(state, event) }
    default:
      return event satisfies never
  }
}

function graded({
  id,
  data: { intakeId, level, score, coverage },
  metadata: { causationId: causeId, recordedAt },
}: Extract<FamilyCaseEvent, { type: 'RiskGraded' }>): Partial<FamilyCase> {
  return { grading: { gradingId: id, causeId, intakeId, level, score, coverage, recordedAt } }
}

// What the state says -----------------------------------------------------------------------------------

/** The grade that the history of this state gives; null while nothing was received. */
export function assessCase(state: FamilyCase, models: Models): CaseAssessment | null {
  const newest = newestIntake(state)
  if (!newest) return null
  const intakes = intakesOfFamily(state).map(
    (i): Statement => ({
      eventId: i.saidBy,
      kind: i.kind,
      occurredAt: i.occurredAt,
      answers: i.facts,
      maritalStatus: i.maritalStatus,
      mediationFailed: false,
    }),
  )
  const merged = [...state.merged.values()].flatMap((one) => one.statements)
  const statements = [...intakes, ...state.statements, ...merged]
  return assess({ statements, violenceReported: isViolent(state), relationship: newest.relationship }, models)
}

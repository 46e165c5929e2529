/**
 * One family's matter: what was received, how it was graded, which callbacks it owes and what came of them.
 *
 *   intake ──► graded ──► callbacks scheduled ──► attempted ──► completed (discharges every open duty)
 *     ▲           ▲                                  └── three failures on two days ──► home visit requested
 *     └ amended   └ findings, callbacks, breaches grade again
 *
 * Invariants: an intake, a grading and a schedule stand in the history once per cause; a grade rests on the
 * history up to its cause and on nothing else; one `reached` discharges all duties that are open.
 */
import { assess, type CaseAssessment, currentModels, type Models } from './assess.ts'
import type { DataOf, FamilyCaseEvent } from './catalogue.ts'
import type { FactorAnswers } from './facts.ts'
import type { CallbackOutcome, Level } from './vocabulary.ts'
import type { Statement } from './weighing.ts'

type Matter = Omit<DataOf<'IntakeAmended'>, 'intakeId' | 'movedTo'>
export interface Intake extends Matter {
  readonly intakeId: string
  readonly kind: 'alert' | 'report'
  readonly occurredAt: string
  readonly recordedAt: string
  /** The event that says this now: the intake itself, or its newest amendment. */
  readonly saidBy: string
}
export interface Grading {
  readonly gradingId: string
  readonly causeId: string | null
  readonly intakeId: string
  readonly level: Level
  readonly score: number
  readonly coverage: number
  readonly recordedAt: string
}
export interface Duty {
  readonly dutyId: string
  readonly alertId: string
  readonly assignee: string
  readonly opensAt: string
  readonly dueAt: string
  readonly state: 'open' | 'done' | 'unreachable'
}
export interface Attempt {
  readonly attemptId: string
  readonly outcome: CallbackOutcome
  readonly occurredAt: string
}
export interface FamilyCase {
  readonly revision: number
  readonly eventIds: ReadonlySet<string>
  /** In the order received; an intake that moved to another case is gone. */
  readonly intakes: ReadonlyMap<string, Intake>
  /** What was said otherwise: callbacks, visits, mediations, breaches. */
  readonly statements: readonly Statement[]
  readonly grading: Grading | null
  readonly gradedCauses: ReadonlySet<string>
  /** Level that each alert's callbacks run at. */
  readonly schedules: ReadonlyMap<string, Level>
  readonly duties: ReadonlyMap<string, Duty>
  /** Attempts since she was last reached or a home visit was last asked for. */
  readonly attempts: readonly Attempt[]
  readonly homeVisitRequested: boolean
  readonly watches: ReadonlyMap<string, string>
}

export const emptyCase: FamilyCase = {
  revision: -1,
  eventIds: new Set(),
  intakes: new Map(),
  statements: [],
  grading: null,
  gradedCauses: new Set(),
  schedules: new Map(),
  duties: new Map(),
  attempts: [],
  homeVisitRequested: false,
  watches: new Map(),
}

export const foldFamilyCase = (history: readonly FamilyCaseEvent[]): FamilyCase =>
  history.reduce(evolveFamilyCase, emptyCase)

export function evolveFamilyCase(state: FamilyCase, event: FamilyCaseEvent): FamilyCase {
  const next = { ...state, revision: event.revision, eventIds: new Set(state.eventIds).add(event.id) }
  const { occurredAt, recordedAt, causationId } = event.metadata
  switch (event.type) {
    case 'AlertReceived':
    case 'ReportReceived': {
      const kind = event.type === 'AlertReceived' ? 'alert' : 'report'
      const intake: Intake = {
        ...matterOf(event.data),
        intakeId: event.id,
        kind,
        occurredAt,
        recordedAt,
        saidBy: event.id,
      }
      return { ...next, intakes: new Map(state.intakes).set(event.id, intake) }
    }
    case 'IntakeAmended': {
      const intakes = new Map(state.intakes)
      const before = intakes.get(event.data.intakeId)
      if (event.data.movedTo !== null) intakes.delete(event.data.intakeId)
      else if (before)
        intakes.set(before.intakeId, { ...before, ...matterOf(event.data), occurredAt, saidBy: event.id })
      const duties =
        event.data.movedTo === null
          ? state.duties
          : without(state.duties, (d) => d.alertId === event.data.intakeId)
      return { ...next, intakes, duties }
    }
    case 'RiskGraded': {
      const { intakeId, level, score, coverage } = event.data
      const grading = {
        gradingId: event.id,
        causeId: causationId,
        intakeId,
        level,
        score,
        coverage,
        recordedAt,
      }
      return {
        ...next,
        grading,
        gradedCauses:
          causationId === null ? state.gradedCauses : new Set(state.gradedCauses).add(causationId),
      }
    }
    case 'CallbackScheduled': {
      const { alertId, assignee, level, replaces } = event.data
      const duties = without(state.duties, (d) => replaces.includes(d.dutyId))
      for (const duty of event.data.duties)
        duties.set(duty.dutyId, { ...duty, alertId, assignee, state: 'open' })
      return { ...next, duties, schedules: new Map(state.schedules).set(alertId, level) }
    }
    case 'CallbackAttempted':
      return {
        ...next,
        attempts: [...state.attempts, { attemptId: event.id, outcome: event.data.outcome, occurredAt }],
      }
    case 'CallbackCompleted': {
      const duties = settled(state.duties, event.data.discharged, 'done')
      const statement = said(event, 'callback', event.data.facts)
      return {
        ...next,
        duties,
        attempts: [],
        homeVisitRequested: false,
        statements: [...state.statements, statement],
      }
    }
    case 'HomeVisitRequested':
      return {
        ...next,
        duties: settled(state.duties, event.data.unreachable, 'unreachable'),
        attempts: [],
        homeVisitRequested: true,
      }
    case 'FindingsRecorded': {
      const statement = said(event, 'finding', event.data.facts, event.data.mediationFailed)
      return { ...next, statements: [...state.statements, { ...statement, eventId: event.data.originId }] }
    }
    case 'MeasureBreached':
      return { ...next, statements: [...state.statements, said(event, 'breach', {})] }
    case 'WatchStarted':
      return { ...next, watches: new Map(state.watches).set(event.data.orderId, event.data.until) }
    default:
      return event satisfies never
  }
}

const matterOf = ({
  channel,
  regionCode,
  maritalStatus,
  disputeType,
  relationship,
  parties,
  facts,
  texts,
}: Matter): Matter => ({
  channel,
  regionCode,
  maritalStatus,
  disputeType,
  relationship,
  parties,
  facts,
  texts,
})

const said = (
  event: FamilyCaseEvent,
  kind: Statement['kind'],
  answers: FactorAnswers,
  mediationFailed = false,
): Statement => ({
  eventId: event.id,
  kind,
  occurredAt: event.metadata.occurredAt,
  answers,
  maritalStatus: null,
  mediationFailed,
})

function without(duties: ReadonlyMap<string, Duty>, gone: (duty: Duty) => boolean): Map<string, Duty> {
  return new Map([...duties].filter(([, duty]) => !gone(duty)))
}

function settled(
  duties: ReadonlyMap<string, Duty>,
  ids: readonly string[],
  state: Duty['state'],
): Map<string, Duty> {
  return new Map([...duties].map(([id, duty]) => [id, ids.includes(id) ? { ...duty, state } : duty]))
}

// What the state says -----------------------------------------------------------------------------------

/** The intake that happened last; routing, marital status and dispute type of the case are its. */
export function newestIntake(state: FamilyCase): Intake | null {
  const intakes = [...state.intakes.values()]
  return intakes.reduce<Intake | null>(
    (a, b) => (a && Date.parse(a.occurredAt) > Date.parse(b.occurredAt) ? a : b),
    null,
  )
}

export const isViolent = (state: FamilyCase): boolean =>
  [...state.intakes.values()].some((i) => i.kind === 'alert' || i.disputeType === 'domestic-violence')

/** The grade that the history of this state gives; null while nothing was received. */
export function assessCase(state: FamilyCase, models: Models = currentModels): CaseAssessment | null {
  const newest = newestIntake(state)
  if (!newest) return null
  const intakes = [...state.intakes.values()].map(
    (i): Statement => ({
      eventId: i.saidBy,
      kind: i.kind,
      occurredAt: i.occurredAt,
      answers: i.facts,
      maritalStatus: i.maritalStatus,
      mediationFailed: false,
    }),
  )
  const statements = [...intakes, ...state.statements]
  return assess({ statements, violenceReported: isViolent(state), relationship: newest.relationship }, models)
}

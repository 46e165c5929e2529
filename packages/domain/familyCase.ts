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
import { catalogue, type DataOf, type FamilyCaseEvent, type NewDomainEvent } from './catalogue.ts'
import { type Clockwork, callbackTimes, dayOf } from './clocks.ts'
import type { Context, Decision } from './event.ts'
import type { FactorAnswers } from './facts.ts'
import { derivedId, timeOfId } from './ids.ts'
import { route, type Territory } from './route.ts'
import { type CallbackOutcome, failedOutcomes, type Level, rank } from './vocabulary.ts'
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

// Decisions ---------------------------------------------------------------------------------------------

type Decided<Refusal extends string = never> = Decision<NewDomainEvent, Refusal>
const nothing = { events: [] }

/** An event of this case; its id is derived from the cause unless one was reserved for it. */
function event<T extends FamilyCaseEvent['type']>(
  type: T,
  data: DataOf<T>,
  caseId: string,
  context: Context,
  own: { id?: string; occurredAt?: string; causationId?: null } = {},
): NewDomainEvent {
  return {
    id: own.id ?? derivedId(timeOfId(context.causeId), type, caseId, context.causeId),
    type,
    data,
    metadata: {
      schemaVersion: catalogue[type].version,
      actor: context.actor,
      correlationId: caseId,
      causationId: own.causationId === null ? null : context.causeId,
      occurredAt: own.occurredAt ?? context.now.toISOString(),
    },
  } as NewDomainEvent
}

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
      event(type, command.data, command.caseId, context, {
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
  return { events: [event('IntakeAmended', command.data, command.caseId, context, own)] }
}

/** What makes a case be graded again. */
export const gradingCauses = [
  'AlertReceived',
  'ReportReceived',
  'IntakeAmended',
  'CallbackCompleted',
  'FindingsRecorded',
  'MeasureBreached',
] as const satisfies readonly FamilyCaseEvent['type'][]

/** Grades on the history up to and including the cause, so that the grade does not depend on when the policy
 *  came to it. Nothing when that cause was graded before, or left nothing to grade (the intake moved away). */
export function gradeCase(
  history: readonly FamilyCaseEvent[],
  cause: FamilyCaseEvent,
  context: Context,
  models: Models = currentModels,
): Decided {
  if (foldFamilyCase(history).gradedCauses.has(cause.id)) return nothing
  const then = foldFamilyCase(history.filter((e) => e.revision <= cause.revision))
  const assessment = assessCase(then, models)
  const newest = newestIntake(then)
  if (!assessment || !newest) return nothing
  return {
    events: [
      event('RiskGraded', { ...assessment, intakeId: newest.intakeId }, cause.metadata.correlationId, {
        ...context,
        causeId: cause.id,
      }),
    ],
  }
}

/** Callbacks that the grading calls for: every alert is scheduled once at its own grade, and the newest alert
 *  again, tighter, when the case's level rises above its schedule. Days count from when the alert, or the
 *  rise, was recorded, so nothing is born late. An open duty that is due before the new schedule begins stays:
 *  a rise gives nobody more time and hides no lateness. */
export function scheduleCallbacks(
  state: FamilyCase,
  grading: Extract<FamilyCaseEvent, { type: 'RiskGraded' }>,
  context: Context,
  clockwork: Clockwork,
  territory: Territory,
): Decided {
  const caseId = grading.metadata.correlationId
  const { level, coverage } = grading.data
  const alert = alertToSchedule(state, grading)
  if (!alert) return nothing
  const scheduled = state.schedules.get(alert.intakeId)
  if (scheduled !== undefined && rank(scheduled) >= rank(level)) return nothing
  const from = scheduled === undefined ? alert.recordedAt : grading.metadata.recordedAt
  const times = callbackTimes(new Date(from), level, coverage, clockwork.policy)
  const routed = route(alert.regionCode, level, territory)
  const data: DataOf<'CallbackScheduled'> = {
    alertId: alert.intakeId,
    gradingId: grading.id,
    level,
    assignee: 'unroutable' in routed ? territory.city : routed.assignment.assignee,
    duties: times.map((slot, i) => ({
      dutyId: derivedId(from, 'duty', alert.intakeId, grading.id, String(i)),
      ...slot,
    })),
    replaces: [...state.duties.values()]
      .filter((d) => d.alertId === alert.intakeId && d.state === 'open' && d.dueAt > times[0]!.dueAt)
      .map((d) => d.dutyId),
    policyVersion: clockwork.policy.version,
    calendarVersion: clockwork.calendar.version,
  }
  return { events: [event('CallbackScheduled', data, caseId, { ...context, causeId: grading.id })] }
}

/** The alert behind the grading if it has no schedule yet. Otherwise, if this is the case's grade of today, the
 *  newest alert that has one; an alert without is left to its own grading. */
function alertToSchedule(
  state: FamilyCase,
  grading: Extract<FamilyCaseEvent, { type: 'RiskGraded' }>,
): Intake | null {
  const alerts = [...state.intakes.values()].filter((i) => i.kind === 'alert')
  const cause = alerts.find((a) => a.intakeId === grading.metadata.causationId)
  if (cause && !state.schedules.has(cause.intakeId)) return cause
  if (state.grading?.gradingId !== grading.id) return null
  return alerts.findLast((a) => state.schedules.has(a.intakeId)) ?? null
}

export interface AttemptCallback {
  readonly caseId: string
  readonly outcome: CallbackOutcome
  readonly by: string
  readonly facts: FactorAnswers
  readonly textId: string | null
}
/** An attempt is not a contact: only `reached` discharges, and then every duty that is open. Failed calls on
 *  two different days, three in all, ask for a home visit, with the police at high or extreme. */
export function attemptCallback(
  state: FamilyCase,
  command: AttemptCallback,
  context: Context,
): Decided<'no-callback-owed' | 'facts-without-contact'> {
  const { caseId, outcome, by, facts, textId } = command
  const attempted = event('CallbackAttempted', { outcome, by, textId }, caseId, context)
  if (state.eventIds.has(attempted.id)) return nothing
  if (state.duties.size === 0) return { refusal: 'no-callback-owed' }
  if (outcome !== 'reached' && Object.keys(facts).length > 0) return { refusal: 'facts-without-contact' }
  if (outcome === 'reached') {
    const due = [...state.duties.values()].filter(
      (d) => d.state !== 'done' && Date.parse(d.opensAt) <= context.now.getTime(),
    )
    const discharged = due.map((d) => d.dutyId)
    return {
      events: [
        attempted,
        event('CallbackCompleted', { attemptId: attempted.id, discharged, facts }, caseId, context),
      ],
    }
  }
  const failures = [
    ...state.attempts,
    { attemptId: attempted.id, outcome, occurredAt: attempted.metadata.occurredAt },
  ].filter((a) => failedOutcomes.includes(a.outcome))
  const days = new Set(failures.map((a) => dayOf(a.occurredAt)))
  if (!failedOutcomes.includes(outcome) || failures.length < 3 || days.size < 2)
    return { events: [attempted] }
  const unreachable = [...state.duties.values()].filter(
    (d) => d.state === 'open' && Date.parse(d.opensAt) <= context.now.getTime(),
  )
  const visit: DataOf<'HomeVisitRequested'> = {
    attempts: failures.map((a) => a.attemptId),
    unreachable: unreachable.map((d) => d.dutyId),
    withPolice: state.grading !== null && rank(state.grading.level) >= rank('high'),
  }
  return { events: [attempted, event('HomeVisitRequested', visit, caseId, context)] }
}

/** Findings of a visit or mediation, told to the case once. */
export function recordFindings(
  state: FamilyCase,
  caseId: string,
  data: DataOf<'FindingsRecorded'>,
  context: Context,
): Decided {
  const found = event(
    'FindingsRecorded',
    data,
    caseId,
    { ...context, causeId: data.originId },
    { occurredAt: context.now.toISOString() },
  )
  return state.statements.some((s) => s.eventId === data.originId) ? nothing : { events: [found] }
}

/** The watch that goes on after an order closed. */
export function startWatch(
  state: FamilyCase,
  caseId: string,
  data: DataOf<'WatchStarted'>,
  context: Context,
): Decided {
  return state.watches.get(data.orderId) === data.until
    ? nothing
    : { events: [event('WatchStarted', data, caseId, context)] }
}

/**
 * The callbacks that a case owes: scheduled at the grade of each alert, attempted, discharged. Every alert is
 * scheduled; one `reached` discharges all duties that are open; three failures on two days ask for a visit.
 */
import type { DataOf, NewDomainEvent } from './catalogue.ts'
import { callbackTimes, dayOf } from './clocks.ts'
import { clockworkAt, type Desk, versionsOf } from './desk.ts'
import type { Context, Decision } from './event.ts'
import type { FactorAnswers } from './facts.ts'
import type { FamilyCase, Intake } from './familyCase.ts'
import { derivedId } from './ids.ts'
import type { LevelSet } from './levelSet.ts'
import { newEvent } from './newEvent.ts'
import { standingLevel } from './overrides.ts'
import { route } from './route.ts'
import { routeWithinSeal } from './sealing.ts'
import { type CallbackOutcome, failedOutcomes, rank } from './vocabulary.ts'

type Decided<Refusal extends string = never> = Decision<NewDomainEvent, Refusal>
const nothing = { events: [] }

/** Callbacks that a level calls for: every alert is scheduled once at the level of its own grading, and the newest
 *  alert again, tighter, when the case's level rises above its schedule, by a grading or by a person. Days count
 *  from when the alert, or the rise, was recorded, by the policy of that moment, so nothing is born late. An open
 *  duty that is due before the new schedule begins stays: a rise gives nobody more time and hides no lateness. */
export function scheduleCallbacks(state: FamilyCase, set: LevelSet, context: Context, desk: Desk): Decided {
  const { caseId, level, coverage } = set
  const alert = alertToSchedule(state, set)
  if (!alert) return nothing
  const scheduled = state.schedules.get(alert.intakeId)
  if (scheduled !== undefined && rank(scheduled) >= rank(level)) return nothing
  const from = scheduled === undefined ? alert.recordedAt : set.recordedAt
  const clockwork = clockworkAt(desk, new Date(from))
  const times = callbackTimes(new Date(from), level, coverage, clockwork.policy)
  const { city } = desk.territory
  const sent = route(alert.regionCode, level, desk.territory, clockwork.policy)
  const routed = routeWithinSeal(sent, state, city)
  const data: DataOf<'CallbackScheduled'> = {
    alertId: alert.intakeId,
    gradingId: set.id,
    level,
    assignee: 'unroutable' in routed ? city : routed.assignment.assignee,
    duties: times.map((slot, i) => ({
      dutyId: derivedId(from, 'duty', alert.intakeId, set.id, String(i)),
      ...slot,
    })),
    replaces: [...state.duties.values()]
      .filter((d) => d.alertId === alert.intakeId && d.state === 'open' && d.dueAt > times[0]!.dueAt)
      .map((d) => d.dutyId),
    ...versionsOf(clockwork),
  }
  return {
    events: [newEvent('CallbackScheduled', data, caseId, caseId, { ...context, causeId: set.id })],
  }
}

/** The alert behind the grading if it has no schedule yet. Otherwise, if nothing was graded since, the newest alert
 *  that has one; an alert without is left to its own grading. */
function alertToSchedule(state: FamilyCase, { causeId, gradingId }: LevelSet): Intake | null {
  const alerts = [...state.intakes.values()].filter((i) => i.kind === 'alert')
  const cause = alerts.find((a) => a.intakeId === causeId)
  if (cause && !state.schedules.has(cause.intakeId)) return cause
  if (state.grading?.gradingId !== gradingId) return null
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
  const attempted = newEvent('CallbackAttempted', { outcome, by, textId }, caseId, caseId, context)
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
        newEvent(
          'CallbackCompleted',
          { attemptId: attempted.id, discharged, facts },
          caseId,
          caseId,
          context,
        ),
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
    withPolice: rank(standingLevel(state) ?? 'low') >= rank('high'),
  }
  return { events: [attempted, newEvent('HomeVisitRequested', visit, caseId, caseId, context)] }
}

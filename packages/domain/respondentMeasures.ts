/**
 * What was done about the respondent otherwise, what he breached, and what is owed: the facts of an alert call for a
 * measure in proportion to them, and until one is recorded or a reason is given why none comes, a person is asked.
 * That is a prompt and no legal judgement; infra/adr/0036 says where the line lies.
 */
import type { gradingEvents } from './catalogue/grading.ts'
import type { measureEvents } from './catalogue/measures.ts'
import type { EventsOf } from './catalogue.ts'
import { dayOf } from './clocks.ts'
import type { FactorAnswers } from './facts.ts'
import type { OwedMeasure, RespondentMeasure } from './measureVocabulary.ts'
import { standingLetters, type WarningLetters } from './warningLetters.ts'

export interface TakenMeasure {
  readonly measureId: string
  readonly measure: RespondentMeasure
  readonly alertId: string | null
  readonly takenOn: string
  readonly revoked: boolean
}
export interface Breach {
  readonly breachId: string
  readonly measure: 'warning-letter' | 'protection-order'
  readonly occurredAt: string
  readonly recordedAt: string
}
export interface Waiver {
  readonly causeId: string
  readonly measure: OwedMeasure
}
export interface RespondentMeasures {
  readonly taken: readonly TakenMeasure[]
  readonly breaches: readonly Breach[]
  readonly waivers: readonly Waiver[]
}
export const noRespondentMeasures: RespondentMeasures = { taken: [], breaches: [], waivers: [] }

type RespondentEvent =
  | Extract<
      EventsOf<typeof measureEvents>,
      { type: 'RespondentMeasureTaken' | 'MeasureRevoked' | 'MeasureWaived' }
    >
  | Extract<EventsOf<typeof gradingEvents>, { type: 'MeasureBreached' }>
export function evolveRespondentMeasures(
  state: RespondentMeasures,
  event: RespondentEvent,
): Partial<RespondentMeasures> {
  const { occurredAt, recordedAt } = event.metadata
  switch (event.type) {
    case 'RespondentMeasureTaken': {
      const { measure, alertId, takenOn } = event.data
      const taken = { measureId: event.id, measure, alertId, takenOn, revoked: false }
      return { taken: [...state.taken, taken] }
    }
    case 'MeasureBreached': {
      const breach = { breachId: event.id, measure: event.data.measure, occurredAt, recordedAt }
      return { breaches: [...state.breaches, breach] }
    }
    case 'MeasureWaived':
      return { waivers: [...state.waivers, ...event.data.owed] }
    case 'MeasureRevoked': {
      const { measureId } = event.data
      const taken = state.taken.map((m) => (m.measureId === measureId ? { ...m, revoked: true } : m))
      return { taken }
    }
    default:
      return event satisfies never
  }
}

// What is owed ------------------------------------------------------------------------------------------

/** What the rule asks of an alert. */
export interface AlertSaid {
  readonly alertId: string
  readonly occurredAt: string
  readonly recordedAt: string
  readonly facts: FactorAnswers
}
export interface Owed {
  /** The alert or breach that calls for it. */
  readonly causeId: string
  readonly measure: OwedMeasure
  /** When we learned of the cause. */
  readonly since: string
}

/** Strangulation, a weapon, sexual violence, violence in pregnancy, a breach: the law punishes each of them. */
const graveActs = ['F01', 'F02', 'F05', 'F09', 'F10']
/** A threat to kill or of murder-suicide, stalking, a child harmed or threatened: violence, though it left no mark. */
const slighterActs = ['F03', 'F08', 'F15', 'F17']

/** What these facts call for; null when they tell of no act. Unknown is not yes. */
export function calledFor(facts: FactorAnswers): OwedMeasure | null {
  const told = (acts: readonly string[]) => acts.some((act) => facts[act] === 'yes')
  if (told(graveActs) || facts.F06 === 'serious') return 'punishment-or-case'
  const hurt = facts.F06 === 'slight' || facts.F06 === 'treated'
  return told(slighterActs) || hurt ? 'letter-or-education' : null
}

interface Answer {
  readonly takenOn: string
  readonly alertId: string | null
  readonly does: 'letter' | RespondentMeasure
}

/** What is owed and neither taken nor waived, the oldest first. A measure answers what happened up to the alert it
 *  names, or up to its day where it names none: one letter for three alerts of a week is the rule. */
export function measuresOwed(
  alerts: readonly AlertSaid[],
  state: RespondentMeasures & WarningLetters,
): Owed[] {
  const momentOf = new Map(alerts.map((alert) => [alert.alertId, alert.occurredAt]))
  const letters = standingLetters(state).map(
    ({ issuedOn, alertId }): Answer => ({ takenOn: issuedOn, alertId, does: 'letter' }),
  )
  const others = state.taken
    .filter((m) => !m.revoked)
    .map(({ takenOn, alertId, measure }): Answer => ({ takenOn, alertId, does: measure }))
  const answers = [...letters, ...others]
  const causes = [...alerts.flatMap(causeOfAlert), ...state.breaches.map(causeOfBreach)]
  return causes
    .filter((cause) => !answers.some((answer) => isAnswered(cause, answer, momentOf)))
    .filter((cause) => !state.waivers.some((waiver) => isWaived(cause, waiver)))
    .sort((a, b) => (a.since < b.since ? -1 : 1))
    .map(({ causeId, measure, since }) => ({ causeId, measure, since }))
}

interface Cause extends Owed {
  readonly occurredAt: string
  /** A court sanctions the breach of its order; nothing else (art. 34). */
  readonly breach: boolean
}
function causeOfAlert({ alertId, occurredAt, recordedAt, facts }: AlertSaid): Cause[] {
  const measure = calledFor(facts)
  const breach = facts.F05 === 'yes'
  return measure ? [{ causeId: alertId, measure, since: recordedAt, occurredAt, breach }] : []
}
const causeOfBreach = ({ breachId, occurredAt, recordedAt }: Breach): Cause => ({
  ...{ causeId: breachId, measure: 'punishment-or-case', since: recordedAt, occurredAt, breach: true },
})

function isAnswered(
  { measure, occurredAt, breach }: Cause,
  { takenOn, alertId, does }: Answer,
  momentOf: ReadonlyMap<string, string>,
): boolean {
  const named = alertId === null ? undefined : momentOf.get(alertId)
  const inTime =
    named === undefined ? dayOf(occurredAt) <= takenOn : Date.parse(occurredAt) <= Date.parse(named)
  if (!inTime) return false
  if (does === 'court-sanction') return breach
  return (
    measure === 'letter-or-education' || does === 'public-security-punishment' || does === 'criminal-case'
  )
}

/** A reason given for the lesser does not do for the graver. */
const isWaived = ({ causeId, measure }: Cause, waiver: Waiver): boolean =>
  waiver.causeId === causeId && (waiver.measure === measure || waiver.measure === 'punishment-or-case')

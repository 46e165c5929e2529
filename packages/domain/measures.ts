/**
 * The measures of a case as one slice: warning letters, protection orders, what else was done about the respondent,
 * and the report that the law asks for. Each is folded in a file of its own; here is which event belongs to which.
 */
import type { gradingEvents } from './catalogue/grading.ts'
import type { measureEvents } from './catalogue/measures.ts'
import type { EventsOf } from './catalogue.ts'
import type { Due } from './due.ts'
import type { Intakes } from './intakes.ts'
import { evolveReports, type MandatoryReports, noReports, reportDues } from './mandatoryReports.ts'
import { evolveProtections, noProtections, type Protections, protectionDues } from './protectionOrders.ts'
import {
  evolveRespondentMeasures,
  measuresOwed,
  noRespondentMeasures,
  type Owed,
  type RespondentMeasures,
} from './respondentMeasures.ts'
import { evolveLetters, letterDues, noLetters, type WarningLetters } from './warningLetters.ts'

export interface Measures extends WarningLetters, Protections, RespondentMeasures, MandatoryReports {}
export const noMeasures: Measures = {
  ...noLetters,
  ...noProtections,
  ...noRespondentMeasures,
  ...noReports,
}

export type MeasureEvent =
  | EventsOf<typeof measureEvents>
  | Extract<EventsOf<typeof gradingEvents>, { type: 'MeasureBreached' }>
export function evolveMeasures(state: Measures, event: MeasureEvent): Partial<Measures> {
  switch (event.type) {
    case 'WarningLetterIssued':
    case 'LetterFollowedUp':
    case 'LetterFollowUpMissed':
      return evolveLetters(state, event)
    case 'ProtectionOrderApplied':
    case 'ProtectionOrderGranted':
    case 'ProtectionOrderRefused':
    case 'RenewalFellDue':
    case 'ProtectionOrderExpired':
      return evolveProtections(state, event)
    case 'RespondentMeasureTaken':
    case 'MeasureBreached':
    case 'MeasureWaived':
      return evolveRespondentMeasures(state, event)
    case 'MandatoryReportRequired':
    case 'ChildProtectionReported':
    case 'MandatoryReportMissed':
    case 'MandatoryReportWaived':
      return evolveReports(state, event)
    case 'MeasureRevoked': {
      const respondent = evolveRespondentMeasures(state, event)
      return { ...evolveLetters(state, event), ...evolveProtections(state, event), ...respondent }
    }
    default:
      return event satisfies never
  }
}

/** What the alerts and breaches of the case call for and nobody has recorded or given a reason against. */
export function measureOwed(state: Intakes & Measures): Owed[] {
  const alerts = [...state.intakes.values()].filter((intake) => intake.kind === 'alert')
  return measuresOwed(
    alerts.map((alert) => ({ ...alert, alertId: alert.intakeId })),
    state,
  )
}

/** What time alone makes of the measures. */
export const measureDues = (state: Measures): Due[] => [
  ...letterDues(state),
  ...protectionDues(state),
  ...reportDues(state),
]

/**
 * The report that the law asks for where a child, or an adult without capacity, is harmed: to the police, at once
 * (Anti-DV Law art. 14). A grading that finds it starts the clock, and so may a person; where only the police told
 * us of it they know already, and that is recorded. Silence becomes an event.
 */
import type { measureEvents } from './catalogue/measures.ts'
import type { EventsOf, FamilyCaseEvent, NewDomainEvent } from './catalogue.ts'
import { after, type Clockwork } from './clocks.ts'
import { versionsOf } from './desk.ts'
import { type Due, due } from './due.ts'
import type { Context, Decision } from './event.ts'
import type { ProtectedPerson } from './measureVocabulary.ts'
import { newEvent } from './newEvent.ts'

export interface ReportDuty {
  readonly dutyId: string
  readonly about: ProtectedPerson
  readonly requiredAt: string
  readonly reportBy: string
  readonly missed: boolean
  readonly state: 'open' | 'reported' | 'waived'
  /** When it was no longer open. */
  readonly settledAt: string | null
}
export interface MandatoryReports {
  readonly reportDuties: readonly ReportDuty[]
}
export const noReports: MandatoryReports = { reportDuties: [] }

type ReportEvent = Extract<
  EventsOf<typeof measureEvents>,
  {
    type:
      | 'MandatoryReportRequired'
      | 'ChildProtectionReported'
      | 'MandatoryReportMissed'
      | 'MandatoryReportWaived'
  }
>
export function evolveReports(state: MandatoryReports, event: ReportEvent): MandatoryReports {
  const changed = (ids: readonly string[], change: Partial<ReportDuty>) =>
    state.reportDuties.map((d) => (ids.includes(d.dutyId) ? { ...d, ...change } : d))
  const settledAt = event.metadata.recordedAt
  switch (event.type) {
    case 'MandatoryReportRequired': {
      const { about, reportBy } = event.data
      const requiredAt = event.metadata.recordedAt
      const duty = { dutyId: event.id, about, requiredAt, reportBy, ...fresh }
      return { reportDuties: [...state.reportDuties, duty] }
    }
    case 'ChildProtectionReported':
      return { reportDuties: changed(event.data.discharged, { state: 'reported', settledAt }) }
    case 'MandatoryReportMissed':
      return { reportDuties: changed([event.data.dutyId], { missed: true }) }
    case 'MandatoryReportWaived':
      return { reportDuties: changed(event.data.duties, { state: 'waived', settledAt }) }
    default:
      return event satisfies never
  }
}

export const openReports = ({ reportDuties }: MandatoryReports): ReportDuty[] =>
  reportDuties.filter((duty) => duty.state === 'open')

const fresh = { missed: false, state: 'open', settledAt: null } as const

/** Recorded as missed once, also when it was made too late and nobody had noticed. */
export const reportDues = ({ reportDuties }: MandatoryReports): Due[] =>
  reportDuties
    .filter((d) => !d.missed && (d.settledAt === null || Date.parse(d.settledAt) >= Date.parse(d.reportBy)))
    .map(({ dutyId, reportBy }) => due(reportBy, dutyId, 'MandatoryReportMissed', { dutyId }))

/**
 * What a grading that finds a child harmed asks for. Only what tells of it anew counts: a grade repeats what was
 * said for a year, and one report answers it. Alerts of the police alone: they know. Anything else: a duty.
 */
export function requireReport(
  history: readonly FamilyCaseEvent[],
  grading: Extract<FamilyCaseEvent, { type: 'RiskGraded' }>,
  context: Context,
  clockwork: Clockwork,
  factors: readonly string[],
): Decision<NewDomainEvent, never> {
  const { mandatoryReport, contributions } = grading.data
  if (!mandatoryReport) return { events: [] }
  const tellers = contributions.filter((c) => factors.includes(c.factor)).flatMap((c) => c.events)
  const answered = sourcesAnswered(history)
  const sources = [...new Set(tellers)].filter((id) => !answered.includes(id))
  if (sources.length === 0) return { events: [] }
  const caseId = grading.metadata.correlationId
  const caused = { ...context, causeId: grading.id }
  const common = { about: 'child' as const, sources, by: null, textId: null }
  if (sources.every((id) => isFromPolice(history, id))) {
    const known = { ...common, to: 'police' as const, means: null, alreadyKnown: true, discharged: [] }
    return { events: [newEvent('ChildProtectionReported', known, caseId, caseId, caused)] }
  }
  const reportBy = after(context.now, clockwork.policy.mandatoryReport, clockwork.calendar).toISOString()
  const required = { ...common, gradingId: grading.id, reportBy, ...versionsOf(clockwork) }
  return { events: [newEvent('MandatoryReportRequired', required, caseId, caseId, caused)] }
}

const sourcesAnswered = (history: readonly FamilyCaseEvent[]): string[] =>
  history.flatMap((event) =>
    event.type === 'MandatoryReportRequired' || event.type === 'ChildProtectionReported'
      ? event.data.sources
      : [],
  )

/** An alert of theirs, or what amended it. */
function isFromPolice(history: readonly FamilyCaseEvent[], id: string): boolean {
  const said = history.find((event) => event.id === id)
  if (said?.type === 'IntakeAmended') return isFromPolice(history, said.data.intakeId)
  return said?.type === 'AlertReceived' && said.data.channel === 'police-110'
}

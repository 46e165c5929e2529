/**
 * Which model grades a case, and the hand-over: a dispute with violence in it is graded by the violence
 * model, and is then never below its dispute grade nor below medium.
 */
import { type Assessment, type Fact, grade } from './grade.ts'
import type { Models } from './models/inForce.ts'
import { higher, type Level, type Relationship } from './vocabulary.ts'
import { byTime, type Statement, weighHistory } from './weighing.ts'

export interface CaseFacts {
  readonly statements: readonly Statement[]
  /** Whether an alert, or a report whose dispute type is domestic violence, is among them. */
  readonly violenceReported: boolean
  /** Of the newest intake. */
  readonly relationship: Relationship | null
}

export interface CaseAssessment extends Assessment {
  readonly track: 'violence' | 'dispute'
  readonly handedOver: Assessment | null
  readonly outsideValidation: boolean
  readonly mandatoryReport: boolean
  readonly usedEvents: string[]
}

/** Factors of the violence model that are violence themselves, not circumstances of it. Whoever tells of one in a
 *  dispute, a visitor or she herself on the phone, has told of violence in this family. */
export const acts: readonly string[] = ['F01', 'F02', 'F03', 'F04', 'F05', 'F06', 'F09', 'F10', 'F17']
const isTold = (value: Fact['value'] | undefined): boolean =>
  value !== undefined && !['no', 'none', 'unknown', 0].includes(value)

export function assess(facts: CaseFacts, models: Models): CaseAssessment {
  const { statements, relationship } = facts
  const hasReports = statements.some((s) => s.kind === 'report')
  const disputeFacts = weighHistory(models.dispute, statements)
  const handOver = models.dispute.factors.some(
    (f) => f.points.kind === 'asked' && f.points.handOver && disputeFacts.get(f.id)?.value === 'yes',
  )
  const usedEvents = byTime(statements).map((s) => s.eventId)
  const dispute = grade(models.dispute, disputeFacts)
  const violenceFacts = weighHistory(models.violence, statements)
  const told = acts.some((id) => isTold(violenceFacts.get(id)?.value))
  if (!facts.violenceReported && !handOver && !told) {
    const common = {
      track: 'dispute',
      handedOver: null,
      outsideValidation: false,
      mandatoryReport: false,
    } as const
    return { ...dispute, ...common, usedEvents }
  }
  const violence = grade(models.violence, violenceFacts)
  const handedOver = hasReports ? dispute : null
  const level: Level = handedOver
    ? higher(higher(violence.level, handedOver.level), 'medium')
    : violence.level
  return {
    ...violence,
    level,
    track: 'violence',
    handedOver,
    outsideValidation: relationship !== null && !models.violence.validFor.includes(relationship),
    mandatoryReport: models.violence.mandatoryReport.some((id) => violenceFacts.get(id)?.value === 'yes'),
    usedEvents,
  }
}

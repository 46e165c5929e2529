/**
 * The level that an event brought into force, which orders and callbacks follow: that of a grading, never below
 * what a person raised the case to, or that of a person who raises it. A lowering brings nothing about: it takes
 * back no order and no call.
 */
import type { FamilyCaseEvent } from './catalogue.ts'
import { foldFamilyCase, isViolent } from './familyCase.ts'
import { standingLevel } from './overrides.ts'
import type { Level } from './vocabulary.ts'

export interface LevelSet {
  /** The event that brought it into force; what follows has ids derived from this one. */
  readonly id: string
  /** The grading behind it. */
  readonly gradingId: string
  readonly causeId: string | null
  readonly caseId: string
  readonly level: Level
  readonly coverage: number
  readonly violence: boolean
  readonly recordedAt: string
  readonly byPerson: boolean
}

/** Told from the history up to the event, so that it does not depend on when a policy comes to it. */
export function levelSetBy(history: readonly FamilyCaseEvent[], event: FamilyCaseEvent): LevelSet | null {
  const byPerson = event.type === 'GradeOverridden' && event.data.approval === 'not-needed'
  if (event.type !== 'RiskGraded' && !byPerson) return null
  const then = history.filter((e) => e.revision <= event.revision)
  const state = foldFamilyCase(then)
  const level = standingLevel(state)
  const grading = then.findLast((e) => e.type === 'RiskGraded')
  if (!level || !grading) return null
  return {
    id: event.id,
    gradingId: grading.id,
    causeId: event.metadata.causationId,
    caseId: event.metadata.correlationId,
    level,
    coverage: grading.data.coverage,
    violence: grading.data.track === 'violence' || isViolent(state),
    recordedAt: event.metadata.recordedAt,
    byPerson,
  }
}

/**
 * What people say against the grade. Upward counts at once and is a floor: gradings that follow are not below it,
 * until a person's lowering is approved or the case is closed. Downward counts once a second person has approved
 * it, for the grading it was said of and for no other: whatever is graded next stands by itself. An open order is
 * never lowered by it.
 */
import {
  type AskedOfCase,
  type CaseAnswer,
  isAboveTownships,
  refusesCase,
  tellsCase,
} from './caseDecision.ts'
import type { overrideEvents } from './catalogue/overrides.ts'
import type { EventsOf, FamilyCaseEvent } from './catalogue.ts'
import { higher, type Level, type OverrideReason, rank } from './vocabulary.ts'

export interface PendingOverride {
  readonly overrideId: string
  readonly gradingId: string
  readonly level: Level
  /** The actor who asked; nobody approves what he asked for himself. */
  readonly askedBy: string
}
export interface Overrides {
  /** What a person raised it to. */
  readonly floor: Level | null
  /** What the newest grading was lowered to, with approval. */
  readonly lowered: Level | null
  /** A lowering that waits for approval. A new grading or a raise takes it off the table. */
  readonly pendingOverride: PendingOverride | null
}
export const noOverrides: Overrides = { floor: null, lowered: null, pendingOverride: null }

type Told =
  | EventsOf<typeof overrideEvents>
  | Extract<FamilyCaseEvent, { type: 'RiskGraded' | 'CaseClosed' | 'CasesMerged' }>

export function evolveOverrides({ floor }: Overrides, event: Told): Partial<Overrides> {
  switch (event.type) {
    case 'RiskGraded':
      return { lowered: null, pendingOverride: null }
    case 'GradeOverridden': {
      const { approval, gradingId, level } = event.data
      if (approval === 'not-needed')
        return { floor: floor ? higher(floor, level) : level, lowered: null, pendingOverride: null }
      const askedBy = event.metadata.actor
      return { pendingOverride: { overrideId: event.id, gradingId, level, askedBy } }
    }
    case 'OverrideApproved':
      return { floor: null, lowered: event.data.level, pendingOverride: null }
    case 'OverrideDeclined':
      return { pendingOverride: null }
    case 'CaseClosed':
      return noOverrides
    case 'CasesMerged': {
      const raised = event.data.floor
      return raised ? { floor: floor ? higher(floor, raised) : raised } : {}
    }
    default:
      return event satisfies never
  }
}

interface Graded extends Pick<Overrides, 'floor' | 'lowered'> {
  readonly grading: { readonly level: Level } | null
}

/** The level that the case stands at: its newest grade, and what people said against it. Null before it is graded. */
export function standingLevel({ grading, floor, lowered }: Graded): Level | null {
  if (!grading) return null
  if (lowered) return lowered
  return floor ? higher(grading.level, floor) : grading.level
}

// What people decide ------------------------------------------------------------------------------------

export type OverrideCommand =
  | {
      readonly type: 'override-grade'
      readonly level: Level
      readonly reason: OverrideReason
      readonly textId: string | null
    }
  | { readonly type: 'approve-override' }
  | { readonly type: 'decline-override'; readonly textId: string | null }
export type OverrideRefusal =
  | 'not-graded'
  | 'same-level'
  | 'override-pending'
  | 'no-override-pending'
  | 'same-person'
  | 'not-supervisor'

export const decideOverride = (asked: AskedOfCase, command: OverrideCommand): CaseAnswer<OverrideRefusal> =>
  command.type === 'override-grade' ? override(asked, command) : judge(asked, command)

function override(
  { state, by }: AskedOfCase,
  { level, reason, textId }: Extract<OverrideCommand, { type: 'override-grade' }>,
): CaseAnswer<OverrideRefusal> {
  const from = standingLevel(state)
  if (!state.grading || from === null) return refusesCase('not-graded')
  if (level === from) return refusesCase('same-level')
  const approval = rank(level) > rank(from) ? 'not-needed' : 'needed'
  if (approval === 'needed' && state.pendingOverride) return refusesCase('override-pending')
  const { gradingId } = state.grading
  return tellsCase('GradeOverridden', { gradingId, from, level, reason, textId, by, approval })
}

/** By a district or the city, and by another person than the one who asked. Whoever asked may take it back. */
function judge(
  { state, by, context }: AskedOfCase,
  command: Exclude<OverrideCommand, { type: 'override-grade' }>,
): CaseAnswer<OverrideRefusal> {
  if (!state.pendingOverride) return refusesCase('no-override-pending')
  const { overrideId, gradingId, level, askedBy } = state.pendingOverride
  const own = askedBy === context.actor
  if (command.type === 'approve-override') {
    if (own) return refusesCase('same-person')
    if (!isAboveTownships(by)) return refusesCase('not-supervisor')
    return tellsCase('OverrideApproved', { overrideId, gradingId, level, by })
  }
  if (!own && !isAboveTownships(by)) return refusesCase('not-supervisor')
  return tellsCase('OverrideDeclined', { overrideId, gradingId, by, textId: command.textId })
}

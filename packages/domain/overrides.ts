/**
 * What people say against the grade. Upward counts at once and is a floor: gradings that follow are not below it,
 * until a person's lowering is approved. Downward counts once a second person has approved it, for the grading it
 * was said of and for no other: whatever is graded next stands by itself. An open order is never lowered by it.
 */
import type { overrideEvents } from './catalogue/overrides.ts'
import type { DataOf, EventsOf, FamilyCaseEvent, NewDomainEvent } from './catalogue.ts'
import type { Context, Decision } from './event.ts'
import { idOfNew, newEvent } from './newEvent.ts'
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

type Told = EventsOf<typeof overrideEvents> | Extract<FamilyCaseEvent, { type: 'RiskGraded' }>

export function evolveOverrides({ floor }: Overrides, event: Told): Partial<Overrides> {
  switch (event.type) {
    case 'RiskGraded':
      return { lowered: null, pendingOverride: null }
    case 'GradeOverridden': {
      const { approval, gradingId, level } = event.data
      if (approval === 'not-needed')
        return { floor: floor ? higher(floor, level) : level, lowered: null, pendingOverride: null }
      return {
        pendingOverride: { overrideId: event.id, gradingId, level, askedBy: event.metadata.actor },
      }
    }
    case 'OverrideApproved':
      return { floor: null, lowered: event.data.level, pendingOverride: null }
    case 'OverrideDeclined':
      return { pendingOverride: null }
    default:
      return event satisfies never
  }
}

interface Graded extends Overrides {
  readonly grading: { readonly gradingId: string; readonly level: Level } | null
}

/** The level that the case stands at: its newest grade, and what people said against it. Null before it is graded. */
export function standingLevel({ grading, floor, lowered }: Omit<Graded, 'pendingOverride'>): Level | null {
  if (!grading) return null
  if (lowered) return lowered
  return floor ? higher(grading.level, floor) : grading.level
}

// Decisions ---------------------------------------------------------------------------------------------

interface State extends Graded {
  readonly eventIds: ReadonlySet<string>
}
type Decided<Refusal extends string> = Decision<NewDomainEvent, Refusal>
const nothing = { events: [] }

export interface OverrideGrade {
  readonly caseId: string
  readonly level: Level
  readonly reason: OverrideReason
  readonly textId: string | null
  readonly by: string
}
export type OverrideRefusal = 'not-graded' | 'same-level' | 'override-pending'

export function overrideGrade(
  state: State,
  { caseId, level, reason, textId, by }: OverrideGrade,
  context: Context,
): Decided<OverrideRefusal> {
  const from = standingLevel(state)
  if (!state.grading || from === null) return { refusal: 'not-graded' }
  const { gradingId } = state.grading
  const approval = rank(level) > rank(from) ? 'not-needed' : 'needed'
  const data: DataOf<'GradeOverridden'> = { gradingId, from, level, reason, textId, by, approval }
  const overridden = newEvent('GradeOverridden', data, caseId, caseId, context)
  if (state.eventIds.has(overridden.id)) return nothing
  if (level === from) return { refusal: 'same-level' }
  if (approval === 'needed' && state.pendingOverride) return { refusal: 'override-pending' }
  return { events: [overridden] }
}

/** A federation that supervises others: a district's or the city's. */
export const isAbove = (federation: string): boolean => federation.length <= 6

export interface JudgeOverride {
  readonly caseId: string
  readonly approves: boolean
  readonly textId: string | null
  readonly by: string
}
export type JudgementRefusal = 'no-override-pending' | 'same-person' | 'not-supervisor'

/** By a district or the city, and by another person than the one who asked. Whoever asked may take it back. */
export function judgeOverride(
  state: State,
  { caseId, approves, textId, by }: JudgeOverride,
  context: Context,
): Decided<JudgementRefusal> {
  const type = approves ? 'OverrideApproved' : 'OverrideDeclined'
  if (state.eventIds.has(idOfNew(type, caseId, context.causeId))) return nothing
  if (!state.pendingOverride) return { refusal: 'no-override-pending' }
  const { overrideId, gradingId, level, askedBy } = state.pendingOverride
  const own = askedBy === context.actor
  if (approves && own) return { refusal: 'same-person' }
  if (!own && !isAbove(by)) return { refusal: 'not-supervisor' }
  const judged = approves
    ? newEvent('OverrideApproved', { overrideId, gradingId, level, by }, caseId, caseId, context)
    : newEvent('OverrideDeclined', { overrideId, gradingId, by, textId }, caseId, caseId, context)
  return { events: [judged] }
}

/** How a case stands with its callbacks at a moment: which duty is next, and what came of the last call. */
import type { Duty, FamilyCase } from '@jiahe/domain/familyCase.ts'
import type { CallbackState } from '@jiahe/domain/vocabulary.ts'

export function stateOfDuty(duty: Duty, now: Date): CallbackState {
  if (duty.state !== 'open') return duty.state
  return Date.parse(duty.dueAt) < now.getTime() ? 'late' : 'due'
}

export interface DutyItem extends Omit<Duty, 'state'> {
  readonly state: CallbackState
}

/** By when they are due. */
export const dutiesOf = (state: FamilyCase, now: Date): DutyItem[] =>
  [...state.duties.values()]
    .map((duty) => ({ ...duty, state: stateOfDuty(duty, now) }))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))

/** The duty that is to be done next, or the last one done; null when the case owes none. */
export function callbackOf(state: FamilyCase, now: Date): { state: CallbackState; dueAt: string } | null {
  const duties = dutiesOf(state, now)
  const duty = duties.find((d) => d.state !== 'done') ?? duties.at(-1)
  return duty ? { state: duty.state, dueAt: duty.dueAt } : null
}

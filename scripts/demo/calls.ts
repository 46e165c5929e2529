/**
 * The callbacks: who owes one calls before it is due, tries again when nobody answers, and is now and then late.
 * Whether she is reached is a matter of the family; what she says can be worse than what was known.
 */

import type { AttemptCallback } from '@jiahe/domain/callbacks.ts'
import type { WorkCalendar } from '@jiahe/domain/clocks.ts'
import type { FactorAnswers } from '@jiahe/domain/facts.ts'
import type { FamilyCase } from '@jiahe/domain/familyCase.ts'
import type { CallbackOutcome } from '@jiahe/domain/vocabulary.ts'
import { type Chance, exponential, happens, oneOf, weighted } from './chance.ts'
import { day_ms, hour_ms, openAt } from './moments.ts'

export interface Call extends Pick<AttemptCallback, 'by' | 'outcome' | 'facts'> {
  readonly at: number
}
export interface Caller {
  readonly chance: Chance
  readonly calendar: WorkCalendar
  /** How likely she answers the phone and can talk. */
  readonly reach: number
}

const LATE = 0.02
const NEVER = 0.0015

/** Tells two states of the case apart where the next call would be another. */
export const callsOf = ({ duties, attempts }: FamilyCase): string =>
  [attempts.length, ...[...duties.values()].map((duty) => duty.dutyId + duty.state)].join()

/** The next call that the case as it stands since `from` comes to; null when nobody calls. */
export function nextCall(state: FamilyCase, from: number, caller: Caller): Call | null {
  const { chance, calendar, reach } = caller
  const open = [...state.duties.values()].filter((duty) => duty.state === 'open')
  const duty = open.reduce<(typeof open)[number] | null>((a, b) => (a && a.dueAt <= b.dueAt ? a : b), null)
  if (!duty) return null
  const due = Date.parse(duty.dueAt)
  const opens = Math.max(from, Date.parse(duty.opensAt))
  const planned = state.attempts.length > 0 ? again(state, from, due, chance) : first(opens, due, chance)
  if (planned === null) return null
  const at = openAt(chance, Math.max(planned, opens), 'day', calendar)
  // A call that would come too late for want of a day's hours is made while she can still be called in time.
  const soon = openAt(chance, opens, 'day', calendar)
  const outcome = outcomeOf(chance, reach)
  const timely = at > due && planned <= due ? soon : at
  return { at: timely, by: duty.assignee, outcome, facts: outcome === 'reached' ? told(chance) : {} }
}

function first(opens: number, due: number, chance: Chance): number | null {
  const fate = chance()
  if (fate < NEVER) return null
  if (fate < NEVER + LATE) return due + exponential(chance, 2 * day_ms)
  const window = due - opens
  // Early callbacks soon, those of months near their day.
  const ahead = window > 5 * day_ms ? (0.6 + 2.4 * chance()) * day_ms : window * (0.25 + 0.65 * chance())
  return Math.max(opens, due - ahead)
}

/** After a call that reached nobody: some hours later, or the next day; after a refusal, days. */
function again({ attempts }: FamilyCase, from: number, due: number, chance: Chance): number | null {
  const { outcome } = attempts.at(-1)!
  if (attempts.length > 6) return null
  const failed = outcome === 'no-answer' || outcome === 'wrong-number'
  const pause = failed ? (happens(chance, 0.5) ? 3 * hour_ms : 17 * hour_ms) : (0.8 + chance()) * day_ms
  return from + pause < due ? from + pause : from + Math.min(pause, Math.max(hour_ms, (due - from) * 0.6))
}

const outcomeOf = (chance: Chance, reach: number): CallbackOutcome =>
  happens(chance, reach)
    ? 'reached'
    : weighted(chance, { 'no-answer': 70, 'wrong-number': 8, refused: 10, 'unsafe-to-talk': 12 })

const news: readonly FactorAnswers[] = [
  { F07: 'yes' },
  { F03: 'yes' },
  { F13: 'yes' },
  { F15: 'yes' },
  { F08: 'yes' },
  { F20: 'yes' },
]
const calm: readonly FactorAnswers[] = [
  { F07: 'no' },
  { F07: 'no', F15: 'no' },
  { F03: 'no', F04: 'no' },
  { F13: 'no', F19: 'no', F20: 'no' },
]
/** Mostly what is written down is only that all is quiet. */
const told = (chance: Chance): FactorAnswers =>
  happens(chance, 0.06) ? oneOf(chance, news) : happens(chance, 0.3) ? oneOf(chance, calm) : {}

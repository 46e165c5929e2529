/**
 * Whom to call now: a pure function of rosters and a moment. Where nobody is on duty the answer is the federation
 * above, up to the city, because somebody has to pick up.
 */
import type { Shift } from './organisation.ts'
import { parentRegion } from './regions.ts'
import type { DutyRole } from './vocabulary.ts'

export interface OnDuty {
  /** The federation that is to be called: the one asked for, or the nearest above it that has somebody on duty. */
  readonly federation: string
  /** Whoever leads comes first; of those alike, whoever came on duty last. */
  readonly shifts: readonly Shift[]
  /** When the answer may become another: the first of them goes, or somebody comes. ISO 8601. */
  readonly until: string
}

/** The shifts that stand at a federation. */
export type RosterOf = (federation: string) => readonly Shift[]

const order: Readonly<Record<DutyRole, number>> = { lead: 0, officer: 1, standby: 2 }

/** Null when nobody is on duty, there or above. A shift's end is no part of it. */
export function whomToCall(rosterOf: RosterOf, federation: string, at: Date): OnDuty | null {
  const changes: number[] = []
  for (const code of fromHereUp(federation)) {
    const roster = rosterOf(code)
    changes.push(...roster.map(({ from }) => Date.parse(from)).filter((from) => from > at.getTime()))
    const shifts = onDutyAt(roster, at)
    if (shifts.length === 0) continue
    changes.push(...shifts.map(({ until }) => Date.parse(until)))
    const until = changes.reduce((a, b) => Math.min(a, b))
    return { federation: code, shifts, until: new Date(until).toISOString() }
  }
  return null
}

export const onDutyAt = (roster: readonly Shift[], at: Date): readonly Shift[] =>
  roster
    .filter(({ from, until }) => Date.parse(from) <= at.getTime() && at.getTime() < Date.parse(until))
    .sort((a, b) => order[a.role] - order[b.role] || Date.parse(b.from) - Date.parse(a.from))

/** The federation and those above it, the city last. */
export function fromHereUp(federation: string): string[] {
  const codes: string[] = []
  for (let code: string | null = federation; code !== null && code.length >= 4; code = parentRegion(code))
    codes.push(code)
  return codes
}

/**
 * When things happen in the made-up city: quarrels in the evening and on days off, offices on working days, night
 * duty for what cannot wait. Everything is counted in Asia/Shanghai, and in milliseconds.
 */
import { dayOf, type WorkCalendar } from '@jiahe/domain/clocks.ts'
import { between, type Chance, exponential, happens, weighted } from './chance.ts'

export const minute_ms = 60_000
export const hour_ms = 3_600_000
export const day_ms = 86_400_000

/** How much happens at home in each hour of the day. */
const atHome = [
  2, 1.4, 1, 0.6, 0.4, 0.4, 0.6, 1, 1.4, 1.6, 1.6, 1.6, 1.8, 1.6, 1.5, 1.5, 1.7, 2.2, 3, 4, 4.6, 4.8, 4.2, 3,
]
const byHour: Record<string, number> = Object.fromEntries(atHome.map((weight, hour) => [`${hour}`, weight]))
const shanghai_ms = 8 * hour_ms

const midnight = (moment: number): number =>
  Math.floor((moment + shanghai_ms) / day_ms) * day_ms - shanghai_ms
export const yearOf = (moment: number): number => Number(dayOf(new Date(moment)).slice(0, 4))

/** An hour of that day at which such things happen. */
const troubleOn = (chance: Chance, day: number): number =>
  midnight(day) + Number(weighted(chance, byHour)) * hour_ms + between(chance, 0, 3599) * 1000

/** A moment between the two, more likely on a day off. */
export function troubleBetween(chance: Chance, from: number, until: number, calendar: WorkCalendar): number {
  for (;;) {
    const moment = troubleOn(chance, from + chance() * (until - from))
    if (moment < from || moment >= until) continue
    if (happens(chance, calendar.isWorkday(dayOf(new Date(moment))) ? 0.72 : 1)) return moment
  }
}

/** The hours in which somebody is there: an office's, those of people who also work in the evening, or all. */
export type Hours = 'office' | 'day' | 'any'

/** The moment itself when somebody is there, else soon after the next opening. */
export function openAt(chance: Chance, moment: number, hours: Hours, calendar: WorkCalendar): number {
  if (hours === 'any') return moment
  const [opens, closes] = hours === 'office' ? [8.75, 17.5] : [8, 20.5]
  const isOpen = (day: number) => hours === 'day' || calendar.isWorkday(dayOf(new Date(day)))
  let day = midnight(moment)
  if (isOpen(day) && moment < day + closes * hour_ms && moment >= day + opens * hour_ms) return moment
  if (moment >= day + closes * hour_ms) day += day_ms
  while (!isOpen(day)) day += day_ms
  return day + opens * hour_ms + Math.min(exponential(chance, 50 * minute_ms), 3 * hour_ms)
}

/** How well those who have to do it keep a deadline. */
export interface Diligence {
  readonly late: number
  readonly never: number
}

/** When somebody gets to what is due at `by`: mostly early, now and then late, once in a while never (null). */
export function getsToIt(
  chance: Chance,
  from: number,
  by: number,
  hours: Hours,
  { late, never }: Diligence,
  calendar: WorkCalendar,
): number | null {
  const fate = chance()
  const given = Math.max(by - from, hour_ms)
  if (fate < never) return null
  if (fate < never + late)
    return openAt(
      chance,
      Math.max(from, by) + exponential(chance, Math.min(given, 3 * day_ms)),
      hours,
      calendar,
    )
  const share = Math.min(0.9, 0.04 + exponential(chance, 0.3))
  const planned = openAt(chance, from + given * share, hours, calendar)
  if (planned <= by) return planned
  // It would be late then: she does it as soon as somebody is there, or whoever is on duty does.
  const soon = openAt(chance, from + 5 * minute_ms, hours, calendar)
  return soon <= by || hours === 'any'
    ? soon
    : openAt(chance, from + given * share, hours === 'office' ? 'day' : 'any', calendar)
}

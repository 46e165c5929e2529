/**
 * Duty rosters of the made-up city: the city and its districts round the clock, two at a time; townships by day, so
 * that at night their districts pick up. A week is rostered at a time, by whom it concerns, before it begins.
 */
import { dayOf } from '@jiahe/domain/clocks.ts'
import type { Regions } from '@jiahe/domain/regions.ts'
import type { DutyRole } from '@jiahe/domain/vocabulary.ts'
import type { Officer } from '@jiahe/privacy/officers.ts'
import { type Chance, happens, oneOf } from './chance.ts'
import { namer, phoneOf, placesIn } from './directory.ts'
import { day_ms, hour_ms } from './moments.ts'

export interface MadeUpShift {
  readonly officer: Officer
  readonly role: DutyRole
  readonly from: number
  readonly until: number
}
export interface MadeUpWeek {
  readonly federation: string
  /** When it is rostered. */
  readonly at: number
  readonly shifts: readonly MadeUpShift[]
}

const WEEKS_PAST = 3
const WEEKS_AHEAD = 3

export function dutyTable(
  city: string,
  regions: Regions,
  until: Date,
  chance: Chance,
): readonly MadeUpWeek[] {
  const name = namer(chance)
  const districts = regions.children(city)
  const federations = [city, ...districts, ...districts.flatMap((district) => placesIn(regions, district))]
  const today = Date.parse(`${dayOf(until)}T00:00:00+08:00`)
  const weeks = Array.from(
    { length: WEEKS_PAST + WEEKS_AHEAD },
    (_, n) => today + (n - WEEKS_PAST) * 7 * day_ms,
  )
  return federations.flatMap((federation) => {
    const staff = Array.from({ length: federation.length === 9 ? 3 : 5 }, (): Officer => {
      const sex = happens(chance, 0.85) ? '2' : '1'
      return { name: name(sex, 1966, 1998), phone: phoneOf(chance) }
    })
    const days = (from: number) => Array.from({ length: 7 }, (_, n) => from + n * day_ms)
    const shiftsOf = federation.length === 9 ? byDay : roundTheClock
    return weeks
      .map((from) => ({
        federation,
        // What begins later than now was rostered a day or two ago.
        at: Math.min(from, until.getTime()) - (1 + chance()) * day_ms,
        shifts: days(from).flatMap((day) => shiftsOf(day, staff, chance)),
      }))
      .sort((a, b) => a.at - b.at)
  })
}

/** Half past eight to half past five, by one; another stands by at weekends. */
function byDay(day: number, staff: readonly Officer[], chance: Chance): MadeUpShift[] {
  const hours = { from: day + 8.5 * hour_ms, until: day + 17.5 * hour_ms }
  const weekday = new Date(day + 8 * hour_ms).getUTCDay()
  const role = weekday === 0 || weekday === 6 ? ('standby' as const) : ('officer' as const)
  return [{ officer: oneOf(chance, staff), role, ...hours }]
}

/** One leads for the whole day, from half past eight to half past eight; days and nights change between the others. */
function roundTheClock(day: number, staff: readonly Officer[], chance: Chance): MadeUpShift[] {
  const [first, ...others] = staff
  const at = (hours: number) => day + hours * hour_ms
  const lead = happens(chance, 0.5) ? first! : others[0]!
  const rest = others.slice(1)
  return [
    { officer: lead, role: 'lead', from: at(8.5), until: at(32.5) },
    { officer: oneOf(chance, rest), role: 'officer', from: at(8.5), until: at(20.5) },
    { officer: oneOf(chance, rest), role: 'officer', from: at(20.5), until: at(32.5) },
  ]
}

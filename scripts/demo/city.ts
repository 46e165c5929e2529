/**
 * What happens in a made-up city: families with a trouble of their own, each telling of it once or again and
 * again, on believable evenings, weekends and holidays, through one channel or another. Gives the submissions
 * that senders would make and when they arrive; nothing here knows how they are handled.
 */
import { dayOf, type WorkCalendar } from '@jiahe/domain/clocks.ts'
import type { Regions } from '@jiahe/domain/regions.ts'
import type { Channel, OrderState } from '@jiahe/domain/vocabulary.ts'
import type { Submission } from '@jiahe/intake/plan.ts'
import { type Chance, exponential, happens, seeded, weighted } from './chance.ts'
import { aFamily, type Family, placesOf } from './family.ts'
import { day_ms, hour_ms, minute_ms, openAt, troubleBetween, yearOf } from './moments.ts'
import { register } from './people.ts'
import { amended, anAlert, aReport, channelOf } from './telling.ts'

export interface CityOptions {
  readonly size: Size
  readonly until: Date
  readonly city: string
  readonly regions: Regions
  readonly calendar: WorkCalendar
  readonly seed: number
}
/** `city`: half a year of five million people. Of every `leftEvery` families one has an order that is left lying. */
const sizes = {
  city: { families: 4000, days: 182, leftEvery: 130 },
  small: { families: 200, days: 120, leftEvery: 12 },
} as const
export type Size = keyof typeof sizes | Extent
/** How many families, within so many days before `until`. */
export interface Extent {
  readonly families: number
  readonly days: number
  readonly leftEvery: number
}
export const extentOf = (size: Size): Extent => (typeof size === 'string' ? sizes[size] : size)

/** A submission and when it reaches us. */
export interface Arrival {
  readonly submission: Submission
  readonly at: number
}
export interface Household {
  readonly family: Family
  readonly arrivals: readonly Arrival[]
  /** The state in which its order is left lying. */
  readonly left: OrderState | null
  /** Everything by chance that is to come for them. */
  readonly chance: Chance
}

/** States that an order can be left in; in the others nobody waits for anybody. */
const leavable: readonly OrderState[] = [
  'dispatched',
  'returned',
  'unroutable',
  'closure-requested',
  'in-progress',
  'accepted',
]
/** So lately that it is still a scandal, and not a mistake of the database. */
const LEFT_WITHIN_DAYS = 24
/** The newest are reacted to before the clock is stopped. */
const STILL_MS = 2 * minute_ms

export function households(options: CityOptions): Household[] {
  const { size, seed, city, regions, until } = options
  const chance = seeded(seed)
  const person = register(chance)
  const places = placesOf(city, regions, chance)
  const { families, leftEvery } = extentOf(size)
  // A few cities have no districts in the standard: nobody to send an order to.
  if (Object.keys(places).length === 0) return []
  const refs = numbering()
  return Array.from({ length: families }, (_, i): Household => {
    const left = i % leftEvery === 0 ? leavable[(i / leftEvery) % leavable.length]! : null
    const family = aFamily({ chance, person, places, year: yearOf(until.getTime()) }, left !== null)
    const arrivals = arrivalsOf(options, family, left, chance, refs)
    return { family, arrivals, left, chance: seeded(seed * 100_003 + i) }
  })
}

function arrivalsOf(
  { size, until, regions, calendar }: CityOptions,
  family: Family,
  left: OrderState | null,
  chance: Chance,
  refs: (channel: Channel, day: string) => string,
): Arrival[] {
  const end = until.getTime() - STILL_MS
  const days = left === null ? extentOf(size).days : LEFT_WITHIN_DAYS
  const times = left === null ? Number(weighted(chance, { '1': 70, '2': 18, '3': 7, '4': 3, '6': 2 })) : 1
  const arrivals: Arrival[] = []
  let moment = troubleBetween(chance, end - days * day_ms, end - (left === null ? 0 : 12 * day_ms), calendar)
  let alertsBefore = 0
  for (let nth = 0; nth < times && moment < end; nth++) {
    const isAlert = left !== null || happens(chance, family.violent ? 0.88 : 0.03)
    const channel = isAlert ? 'police-110' : channelOf(chance)
    const sourceRef = refs(channel, dayOf(new Date(moment)))
    const telling = { chance, family, regions, moment, nth, alertsBefore, sourceRef }
    const told = isAlert ? anAlert(telling) : aReport(telling, channel)
    if (isAlert) alertsBefore++
    const submission = left === 'unroutable' ? withoutRegion(told) : told
    const at = arrivalOf(chance, channel, moment, calendar)
    arrivals.push({ submission, at })
    if (isAlert && happens(chance, 0.025))
      arrivals.push({
        submission: amended(submission, chance),
        at: at + (2 + exponential(chance, 30)) * hour_ms,
      })
    const calm = moment + (0.6 + exponential(chance, 24)) * day_ms
    moment = troubleBetween(chance, calm, calm + 4 * day_ms, calendar)
  }
  return arrivals.filter(({ at }) => at < end).sort((a, b) => a.at - b.at)
}

function withoutRegion({ kind, body }: Submission): Submission {
  const { regionCode: _, ...rest } = body
  return { kind, body: rest }
}

/** The police push an alert when it has been dealt with, a letter lies in the post, a window has hours. */
function arrivalOf(chance: Chance, channel: Channel, moment: number, calendar: WorkCalendar): number {
  if (channel === 'police-110')
    return moment + 6 * minute_ms + Math.min(exponential(chance, 35 * minute_ms), day_ms)
  if (channel === 'web') return moment + 20_000
  if (channel === 'hotline-12338') return openAt(chance, moment, 'day', calendar) + 8 * minute_ms
  const lying = { visit: 0, letter: 4 * day_ms, grid: 3 * hour_ms }[channel as string] ?? day_ms
  return openAt(chance, moment + lying * (0.5 + chance()), 'office', calendar) + 15 * minute_ms
}

/** `JJ2026112300017`: what kind, which day, the how manieth of that day. */
function numbering(): (channel: Channel, day: string) => string {
  const counts = new Map<string, number>()
  return (channel, day) => {
    const prefix = `${letters[channel]}${day.replaceAll('-', '')}`
    const n = (counts.get(prefix) ?? 0) + 1
    counts.set(prefix, n)
    return `${prefix}${String(n).padStart(5, '0')}`
  }
}
const letters: Readonly<Record<Channel, string>> = {
  'police-110': 'JJ',
  'hotline-12338': 'RX',
  web: 'WL',
  visit: 'LF',
  letter: 'LX',
  grid: 'WG',
  court: 'FY',
  procuratorate: 'JC',
  'civil-affairs': 'MZ',
  justice: 'SF',
  'internal-referral': 'ZB',
}

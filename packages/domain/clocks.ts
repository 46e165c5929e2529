/**
 * Deadlines as a pure function of a moment, a level, a policy version and a calendar. Nothing stores a
 * countdown: what is recorded is the deadline, the policy's version and the calendar's.
 */
import type { Duration, Policy } from './policies/document.ts'
import type { Level } from './vocabulary.ts'

/** The working days of the country. The version is recorded with every deadline. */
export interface WorkCalendar {
  readonly version: string
  /** `YYYY-MM-DD` in Asia/Shanghai. */
  isWorkday(date: string): boolean
  /** First day of the first year whose holidays are not published yet: from there deadlines are provisional. */
  readonly provisionalFrom: string
}

const hour_ms = 3_600_000
const day_ms = 24 * hour_ms
const shanghai_ms = 8 * hour_ms

/** The day of a moment in Asia/Shanghai, `YYYY-MM-DD`. */
export const dayOf = (moment: Date | string): string => dayAt(new Date(moment).getTime())
const dayAt = (moment: number): string => new Date(moment + shanghai_ms).toISOString().slice(0, 10)

/** `from` plus the duration. A working-day clock that starts on a day off starts at the next working day's
 *  beginning, and n working days later at the same time of day it ends. */
export function after(from: Date, duration: Duration, calendar: WorkCalendar): Date {
  if ('hours' in duration) return new Date(from.getTime() + duration.hours * hour_ms)
  if ('days' in duration) return new Date(from.getTime() + duration.days * day_ms)
  let moment = from.getTime()
  if (!isWorkday(moment, calendar)) moment = nextWorkday(startOfDay(moment), calendar)
  for (let left = duration.workingDays; left > 0; left--) moment = nextWorkday(moment, calendar)
  return new Date(moment)
}

const isWorkday = (moment: number, calendar: WorkCalendar) => calendar.isWorkday(dayAt(moment))
const startOfDay = (moment: number) => Math.floor((moment + shanghai_ms) / day_ms) * day_ms - shanghai_ms
function nextWorkday(moment: number, calendar: WorkCalendar): number {
  let next = moment + day_ms
  while (!isWorkday(next, calendar)) next += day_ms
  return next
}

export interface OrderDeadlines {
  readonly acceptBy: string
  readonly contactBy: string
  readonly visitBy: string | null
  readonly disposalBy: string
  readonly closeBy: string
}

/** What a deadline is worked out with. */
export interface Clockwork {
  readonly policy: Policy
  readonly calendar: WorkCalendar
}

/** The deadlines that an order of this level has when its clocks start at `from`. */
export function orderDeadlines(
  from: Date,
  level: Level,
  violence: boolean,
  { policy, calendar }: Clockwork,
): OrderDeadlines {
  const rules = policy.levels[level]
  const by = (duration: Duration) => after(from, duration, calendar).toISOString()
  return {
    acceptBy: by(rules.accept),
    contactBy: by(violence ? rules.contact.violence : rules.contact.dispute),
    visitBy: rules.visit && by(rules.visit),
    disposalBy: by(rules.disposal),
    closeBy: by(rules.close),
  }
}

/** The tighter of two sets: raising an order never gives it more time. */
export function tighter(a: OrderDeadlines, b: OrderDeadlines): OrderDeadlines {
  const min = (x: string, y: string) => (x < y ? x : y)
  return {
    acceptBy: min(a.acceptBy, b.acceptBy),
    contactBy: min(a.contactBy, b.contactBy),
    visitBy: a.visitBy && b.visitBy ? min(a.visitBy, b.visitBy) : (a.visitBy ?? b.visitBy),
    disposalBy: min(a.disposalBy, b.disposalBy),
    closeBy: min(a.closeBy, b.closeBy),
  }
}

/** Callback duties of an alert recorded at `from`: each opens when the one before it is due. */
export function callbackTimes(
  from: Date,
  level: Level,
  coverage: number,
  policy: Policy,
): { opensAt: string; dueAt: string }[] {
  const planned = [...policy.levels[level].callbackDays]
  if (level === 'low' && coverage < 0.5) planned[0] = policy.littleKnownCallback_days
  let opensAt = from.toISOString()
  return planned.map((n) => {
    const slot = { opensAt, dueAt: new Date(from.getTime() + n * day_ms).toISOString() }
    opensAt = slot.dueAt
    return slot
  })
}

/** Days as laws and courts write them, `YYYY-MM-DD` in Asia/Shanghai: where one begins and ends, and months on. */
import { dayOf } from './clocks.ts'

/** Its first moment, ISO 8601. */
export const startOf = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString()
/** The first moment after it: what is in force until a day is in force all of that day. */
export const endOf = (day: string): string => new Date(Date.parse(startOf(day)) + 86_400_000).toISOString()

/** The day of the same number, or the last day where that month has none (Civil Code art. 202). */
export function monthsAfter(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const lastDate = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastDate))).toISOString().slice(0, 10)
}

/** When something of that day happened, as far as is known: today it is now, else the day's first moment. */
export const momentOn = (day: string, now: Date): string =>
  day === dayOf(now) ? now.toISOString() : startOf(day)

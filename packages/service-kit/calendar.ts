/** China's working days with its holidays and make-up days, from `chinese-days`. */
import { createRequire } from 'node:module'
import type { WorkCalendar } from '@jiahe/domain/clocks.ts'
import chineseDays from 'chinese-days'

const require = createRequire(import.meta.url)

export function chineseCalendar(): WorkCalendar {
  const { version } = require('chinese-days/package.json') as { version: string }
  const known = new Map<string, boolean>()
  return {
    version: `chinese-days@${version}`,
    isWorkday(date) {
      const remembered = known.get(date)
      if (remembered !== undefined) return remembered
      const workday = chineseDays.isWorkday(date)
      known.set(date, workday)
      return workday
    },
    provisionalFrom: `${lastPublishedYear() + 1}-01-01`,
  }
}

/** The last year whose New Year's Day is on the list of holidays: a year is published as a whole. */
function lastPublishedYear(): number {
  let year = 2024
  while (chineseDays.getDayDetail(`${year + 1}-10-01`).name.includes('National')) year++
  return year
}

/**
 * A made-up city for tests: province 99, its city 9901 with two districts, and a calendar with one holiday week
 * and its make-up days. No code of it exists.
 */
import type { Clockwork, WorkCalendar } from './clocks.ts'
import { clockworkAt, type Desk } from './desk.ts'
import { builtInModels, modelsAt } from './models/inForce.ts'
import { builtIn } from './policies/inForce.ts'
import type { Regions } from './regions.ts'

const names: Readonly<Record<string, string>> = {
  '99': '示例省',
  '9901': '示例市',
  '990101': '东区',
  '990101001': '东一街道',
  '990101002': '东二街道',
  '990102': '西区',
  '990102001': '西一街道',
  '9902': '邻市',
  '990201': '邻区',
}

export const exampleRegions: Regions = {
  exists: (code) => Object.hasOwn(names, code),
  name: (code) => names[code] ?? null,
  children: (code) => Object.keys(names).filter((c) => c !== code && c.startsWith(code)),
}

export const city = '9901'
export const district = '990101'
export const township = '990101001'
export const nextTownship = '990101002'
export const otherDistrict = '990102'
export const otherTownship = '990102001'

const known = new Map<string, boolean>()
const isWorkday = (date: string): boolean => {
  if (makeUpDays.includes(date)) return true
  if (date >= '2026-10-01' && date <= '2026-10-07') return false
  return ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())
}
const makeUpDays = ['2026-09-27', '2026-10-10']
/** Weekends are off, and 1 to 7 October 2026; Sunday 27 September and Saturday 10 October are worked. */
export const exampleCalendar: WorkCalendar = {
  version: 'example-1',
  provisionalFrom: '2027-01-01',
  isWorkday(date) {
    const workday = known.get(date) ?? isWorkday(date)
    known.set(date, workday)
    return workday
  },
}

/** Those that are built in. */
export const exampleModels = modelsAt(builtInModels, new Date(0))

export const desk: Desk = {
  policies: builtIn,
  models: builtInModels,
  calendar: exampleCalendar,
  territory: { regions: exampleRegions, city },
}
/** That of the first policy, which is in force in the example. */
export const clockwork: Clockwork = clockworkAt(desk, new Date(0))

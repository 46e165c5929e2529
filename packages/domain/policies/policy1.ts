/**
 * The first version, which is in force until another is activated. All of high and extreme runs by the clock on
 * the wall; the deadlines of other orders run on working days, but first contact after violence does not.
 */
import type { Duration, LevelPolicy, Policy, Routing } from './document.ts'

const workingDays = (n: number): Duration => ({ workingDays: n })
const days = (n: number): Duration => ({ days: n })
const hours = (n: number): Duration => ({ hours: n })
const both = (d: Duration) => ({ violence: d, dispute: d })

const toTownship: Routing = { assignee: 'township', supervisor: 'district', assisting: null }
const toDistrict: Routing = { assignee: 'district', supervisor: 'city', assisting: 'township' }

const slow: LevelPolicy = {
  route: toTownship,
  dispatch: workingDays(1),
  accept: workingDays(1),
  contact: { violence: days(3), dispute: workingDays(3) },
  visit: null,
  disposal: workingDays(15),
  close: workingDays(60),
  extension: workingDays(30),
  gradeAgain: days(30),
  callbackDays: [3, 30, 90],
  watchDays: 0,
}

export const policy1: Policy = {
  id: 'casework',
  version: 1,
  levels: {
    extreme: {
      route: toDistrict,
      dispatch: hours(0.25),
      accept: hours(1),
      contact: both(hours(2)),
      visit: hours(24),
      disposal: hours(24),
      close: days(90),
      extension: null,
      gradeAgain: hours(72),
      callbackDays: [1, 3, 7, 14, 30, 60, 90],
      watchDays: 90,
    },
    high: {
      route: toTownship,
      dispatch: hours(1),
      accept: hours(4),
      contact: both(hours(24)),
      visit: null,
      disposal: days(7),
      close: days(90),
      extension: null,
      gradeAgain: days(7),
      callbackDays: [1, 7, 30, 60, 90],
      watchDays: 90,
    },
    medium: slow,
    low: { ...slow, extension: null, gradeAgain: days(60), callbackDays: [7, 90] },
  },
  littleKnownCallback_days: 1,
  returnWithin: workingDays(5),
  answer: { take: days(15), conclude: days(60), extension: days(30) },
  // The law says at once; it names no number.
  mandatoryReport: hours(2),
  provisionalDeadlines: 'recompute',
}

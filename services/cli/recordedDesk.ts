/** What the history was decided by, as it is recorded now: for a command that reads it and ends. */
import type { Desk } from '@jiahe/domain/desk.ts'
import { readRules } from '@jiahe/event-log/followedRules.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { chineseCalendar } from '@jiahe/service-kit/calendar.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'

export const recordedDesk = async (log: EventLog, city: string): Promise<Desk> => ({
  ...(await readRules(log)),
  calendar: chineseCalendar(),
  territory: { regions: loadRegions(city), city },
})

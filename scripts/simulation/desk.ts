/** The desk of a simulated city: its regions, the country's calendar, and the policy that the product comes with. */
import type { Desk } from '@jiahe/domain/desk.ts'
import { builtInModels } from '@jiahe/domain/models/inForce.ts'
import { builtIn } from '@jiahe/domain/policies/inForce.ts'
import { chineseCalendar } from '@jiahe/service-kit/calendar.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'

export const deskOf = (city: string): Desk => ({
  policies: builtIn,
  models: builtInModels,
  calendar: chineseCalendar(),
  territory: { regions: loadRegions(city), city },
})

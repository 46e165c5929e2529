/**
 * Whose order it is, by region and level. The policy says which federation has it, which supervises and which
 * assists, from the township up. What is known to district level only, or names a township that does not exist, goes
 * to the district with a warning. A pure function; the region table, the city and the policy are arguments.
 */
import type { Policy, Routing } from './policies/document.ts'
import { normaliseRegion, type Regions, within } from './regions.ts'
import type { Level } from './vocabulary.ts'

export interface Assignment {
  readonly assignee: string
  readonly supervisor: string
  readonly assisting: string | null
}
export type RouteWarning = 'unknown-township' | 'district-only'
export type UnroutableReason = 'no-region' | 'unknown-region' | 'outside-city'
export type Route =
  | { readonly assignment: Assignment; readonly warnings: RouteWarning[] }
  | { readonly unroutable: UnroutableReason }

export interface Territory {
  readonly regions: Regions
  /** Four digits: the city federation that this system serves. */
  readonly city: string
}

export function route(
  sent: string | null,
  level: Level,
  { regions, city }: Territory,
  { levels }: Pick<Policy, 'levels'>,
): Route {
  const region = normaliseRegion(sent)
  if (region === null) return { unroutable: sent === null ? 'no-region' : 'unknown-region' }
  if (!within(region, city)) {
    const known = regions.exists(region) || (region.length === 9 && regions.exists(region.slice(0, 6)))
    return {
      unroutable: !known ? 'unknown-region' : region.length < city.length ? 'no-region' : 'outside-city',
    }
  }
  if (region === city) return { unroutable: 'no-region' }
  const district = region.slice(0, 6)
  if (!regions.exists(district)) return { unroutable: 'unknown-region' }
  const toDistrict = { assignee: district, supervisor: city, assisting: null }
  if (region.length === 6) return { assignment: toDistrict, warnings: ['district-only'] }
  if (!regions.exists(region)) return { assignment: toDistrict, warnings: ['unknown-township'] }
  return { assignment: byRule(levels[level].route, region, city), warnings: [] }
}

function byRule({ assignee, supervisor, assisting }: Routing, township: string, city: string): Assignment {
  const code = { township, district: township.slice(0, 6), city }
  return {
    assignee: code[assignee],
    supervisor: code[supervisor],
    assisting: assisting && code[assisting],
  }
}

/** The assignment when a dispatcher names the federation by hand; null when it is none of this city's. A township
 *  has its district above it, unless the policy has the city supervise its townships at this level. */
export function assignTo(
  federation: string,
  level: Level,
  { regions, city }: Territory,
  { levels }: Pick<Policy, 'levels'>,
): Assignment | null {
  if (!within(federation, city) || !regions.exists(federation)) return null
  const { assignee, supervisor } = levels[level].route
  const byCity = { assignee: federation, supervisor: city, assisting: null }
  if (federation.length === 6) return byCity
  if (federation.length !== 9) return null
  return assignee === 'township' && supervisor === 'city'
    ? byCity
    : { ...byCity, supervisor: federation.slice(0, 6) }
}

/**
 * Whose order it is, by region and level: medium and high go to the township with its district as
 * supervisor, extreme to the district with the township assisting. What is known to district level only, or
 * names a township that does not exist, goes to the district with a warning. A pure function; the region
 * table and the city are arguments.
 */
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

export function route(sent: string | null, level: Level, { regions, city }: Territory): Route {
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
  if (level === 'extreme') return { assignment: { ...toDistrict, assisting: region }, warnings: [] }
  return { assignment: { assignee: region, supervisor: district, assisting: null }, warnings: [] }
}

/** The assignment when a dispatcher names the federation by hand; null when it is none of this city's. */
export function assignTo(federation: string, { regions, city }: Territory): Assignment | null {
  if (!within(federation, city) || !regions.exists(federation)) return null
  if (federation.length === 9)
    return { assignee: federation, supervisor: federation.slice(0, 6), assisting: null }
  return federation.length === 6 ? { assignee: federation, supervisor: city, assisting: null } : null
}

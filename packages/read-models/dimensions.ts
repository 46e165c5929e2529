/** The dimensions of the dynamic database, and how a region code is cut to the depth that was asked for. */
import { normaliseRegion, type Regions } from '@jiahe/domain/regions.ts'

export const dimensions = ['region', 'maritalStatus', 'disputeType', 'grade', 'channel', 'day'] as const
export type Dimension = (typeof dimensions)[number]

export const regionLevels = { province: 2, city: 4, district: 6, township: 9 } as const
export type RegionLevel = keyof typeof regionLevels

/** The deepest known region of a code as sent: the township, else its district, else null. */
export function knownRegion(sent: string | null, regions: Regions): string | null {
  const code = normaliseRegion(sent)
  if (code === null || regions.exists(code)) return code
  const district = code.slice(0, 6)
  return code.length === 9 && regions.exists(district) ? district : null
}

/** One level below a region; below a township there is none. */
export function levelBelow(region: string): RegionLevel {
  if (region.length <= 2) return 'city'
  return region.length === 4 ? 'district' : 'township'
}

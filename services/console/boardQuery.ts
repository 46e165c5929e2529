/** How a slice of the dynamic database is asked for: the same parameters for its numbers, what stands behind one of
 *  them, its days and what is taken away. */
import { boardValues } from '@jiahe/domain/boardVocabulary.ts'
import { filtered, NONE, type Slice } from '@jiahe/read-models/boardSlice.ts'
import { dimensions, levelBelow } from '@jiahe/read-models/dimensions.ts'
import { z } from 'zod'
import type { Console } from './console.ts'
import { checkDays, day, moment, region, regionFor, words } from './parameters.ts'
import type { accountOfRequest } from './session.ts'

export const sliceQuery = {
  region: region.optional(),
  level: z.enum(['province', 'city', 'district', 'township']).optional(),
  from: day.optional(),
  to: day.optional(),
  maritalStatus: words(boardValues('maritalStatus')).optional(),
  disputeType: words(boardValues('disputeType')).optional(),
  grade: words(boardValues('grade')).optional(),
  channel: words(boardValues('channel')).optional(),
}
export const boardQuery = { ...sliceQuery, by: words(dimensions).default([]), asOf: moment.optional() }
/** Of one row: its region, or `none`. */
export const place = z.union([region, z.literal(NONE)]).optional()

type SliceQuery = z.output<z.ZodObject<typeof sliceQuery>>

/** With the region that it is of; throws where the account may not see that. */
export function sliceOf(
  { desk: { territory } }: Console,
  account: ReturnType<typeof accountOfRequest>,
  query: SliceQuery,
): { readonly area: string; readonly slice: Slice } {
  checkDays(query)
  const area = regionFor(account, query.region, territory.regions)
  const { from = null, to = null, level = levelBelow(area) } = query
  const only = Object.fromEntries(
    filtered.flatMap((name) => (query[name]?.length ? [[name, query[name]]] : [])),
  )
  // What came in without a usable region is the city's to see to, and counts there.
  return { area, slice: { region: area === territory.city ? null : area, level, only, from, to } }
}

/** What 回访覆盖 and its rows have in common: the parts of the figure, how it is asked for, how it is written. */
import type { Coverage } from '../api/figureShapes.ts'
import { get } from '../api/http.ts'
import type { Filter } from '../paths.ts'
import { texts } from '../texts/zh.ts'

export const partNames = ['done', 'due', 'late', 'unreachable'] as const
/** Of the dynamic database: it lists each alert of a part. */
export const measureOf = {
  done: 'callbacksDone',
  due: 'callbacksDue',
  late: 'callbacksLate',
  unreachable: 'callbacksUnreachable',
} as const
export type Behind = (measure: string, of?: { readonly region?: string; readonly place?: string }) => string

export const coverageQuery = (region: string, { from, to }: Filter, place?: string) => ({
  queryKey: ['coverage', region, from, to, place],
  queryFn: () => get<Coverage>('/v1/coverage', { region, from, to, place }),
})

export const percent = (part: number | null, whole: number | null): string =>
  whole === 0 || whole === null || part === null ? '–' : `${((part / whole) * 100).toFixed(1)}%`

/** Of whoever sees figures only, what is small is not told. */
export const shown = (n: number | null): number | string => n ?? texts.small.few

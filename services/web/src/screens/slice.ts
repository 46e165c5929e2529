/** Which slice of the dynamic database an address asks for: what the API is asked, and where each number leads. */
import {
  type BoardDimension,
  type BoardGroup,
  type BoardMeasure,
  measuresOf,
} from '@jiahe/domain/boardVocabulary.ts'
import type { RegionNames } from '../api/regions.ts'
import type { Me } from '../api/shapes.ts'
import { shownDay } from '../parts/moment.tsx'
import { type Filter, paths } from '../paths.ts'
import { boardValue } from '../texts/boardValues.ts'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'

const words = texts.board
export const dimensions = Object.keys(words.dimensions) as BoardDimension[]
export const groups = Object.keys(words.groups) as BoardGroup[]
/** Those that can be narrowed to some of their values. */
export const narrowable = ['grade', 'disputeType', 'maritalStatus', 'channel'] as const

export interface Slice {
  readonly region: string
  readonly by: readonly BoardDimension[]
  readonly group: BoardGroup
  readonly measure: BoardMeasure
  readonly cross: readonly [down: BoardDimension, across: BoardDimension]
  readonly view: 'table' | 'cross'
}

const isOf = <K extends string>(table: Readonly<Record<K, unknown>>, word: string | undefined): word is K =>
  word !== undefined && Object.hasOwn(table, word)

export function readSlice(filter: Filter, me: Me): Slice {
  const region = filter.region ?? me.federation
  const asked = (filter.by ?? (region.length === 9 ? 'disputeType' : 'region')).split(',')
  const narrow = matchMedia('(max-width: 860px)').matches
  const group = groups.find((g) => g === filter.group) ?? (narrow ? 'intake' : 'all')
  const measure = isOf(words.measures, filter.measure) ? filter.measure : (measuresOf(group)[0] ?? 'alerts')
  // Police alerts are all about one type of dispute.
  const telling = measure === 'alerts' ? 'maritalStatus' : 'disputeType'
  const down = isOf(words.dimensions, filter.down) ? filter.down : telling
  const across = isOf(words.dimensions, filter.across) ? filter.across : 'grade'
  return {
    ...{ region, group },
    by: dimensions.filter((d) => asked.includes(d)),
    measure,
    cross: down === across ? [down, down === 'grade' ? 'disputeType' : 'grade'] : [down, across],
    view: filter.view === 'cross' ? 'cross' : 'table',
  }
}

/** What narrows a slice, however it is counted. */
export function narrowing(filter: Filter): Filter {
  const names = ['level', 'from', 'to', 'asOf', ...narrowable]
  return Object.fromEntries(names.flatMap((name) => (filter[name] ? [[name, filter[name]]] : [])))
}

/** Where the number of a row leads: to everything that it counts. */
export function behind(
  slice: Pick<Slice, 'region'>,
  filter: Filter,
  values: { readonly [D in BoardDimension]?: string | null },
  measure: string,
): string {
  const own: Record<string, string> = {}
  for (const [dimension, value] of Object.entries(values)) {
    if (dimension === 'region') own.place = value ?? 'none'
    else if (dimension === 'day') Object.assign(own, { from: value ?? '', to: value ?? '' })
    else own[dimension] = value ?? 'none'
  }
  return paths.boardItems({ region: slice.region, ...narrowing(filter), ...own, measure })
}

/** Words of the values that a dimension is narrowed to. */
export const valuesIn = (dimension: BoardDimension, values: string): string =>
  marks.list(values.split(',').map((value) => boardValue(dimension, value === 'none' ? null : value)))

export type Label = (dimension: BoardDimension, value: string | null) => string
/** The value of a dimension in words. */
export const labelOf =
  (regions: RegionNames): Label =>
  (dimension, value) =>
    dimension === 'region'
      ? regions.name(value)
      : dimension === 'day' && value !== null
        ? shownDay(value)
        : boardValue(dimension, value)

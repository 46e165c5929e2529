/** The board as a sheet to be taken away: the very rows, columns and order that the screen shows, its totals last, and
 *  above them what it is of, as of when, and who took it. Codes are in words; a name of a person is nowhere. */
import {
  amountOf,
  type BoardGroup,
  type BoardMeasure,
  boardDimensions,
  boardGroups,
  boardMeasures,
  boardValue,
  crossOf,
  disposalName,
  measuresOf,
  orderOf,
} from '@jiahe/domain/boardVocabulary.ts'
import { dayOf } from '@jiahe/domain/clocks.ts'
import type { Regions } from '@jiahe/domain/regions.ts'
import type { Board, BoardQuery, BoardRow, Counts } from './board.ts'
import { filtered, NONE } from './boardSlice.ts'
import type { Dimension } from './dimensions.ts'

export interface Layout {
  /** A cross table is of the measure by the first two dimensions. */
  readonly view: 'table' | 'cross'
  readonly group: BoardGroup
  /** By which the rows are sorted. */
  readonly measure: BoardMeasure
}
export interface Taken {
  readonly query: BoardQuery
  readonly layout: Layout
  /** The region that it is of, also where that is everything. */
  readonly area: string
  /** Who takes it, in words. */
  readonly by: string
  readonly at: Date
  readonly regions: Regions
}
export interface BoardSheet {
  readonly name: string
  readonly heading: readonly string[]
  readonly columns: readonly { readonly key: string; readonly title: string }[]
  readonly rows: readonly (readonly (string | number)[])[]
}

const UNKNOWN_REGION = '区划不明'
const TOTALS = '合计'
const NAME = '动态数据库'

export function boardSheet(board: Board, taken: Taken): BoardSheet {
  const { layout, regions } = taken
  const { by } = board
  const numbers = numbersOf(board, layout.group)
  const label = (dimension: Dimension, value: string | null): string =>
    dimension === 'region' ? regionName(regions, value) : boardValue(dimension, value)
  const [down, across] = by
  if (layout.view === 'cross' && down && across)
    return {
      name: NAME,
      heading: headingOf(board, taken),
      ...crossSheet(board, [down, across], layout, label),
    }
  const rows = [...board.rows].sort(orderOf(by, amountOf(layout.group, layout.measure)))
  const lineOf = (row: BoardRow) => [
    ...by.map((dimension) => label(dimension, row[dimension] ?? null)),
    ...numbers.map(({ of }) => of(row)),
  ]
  const totals = [...by.map((_, i) => (i === 0 ? TOTALS : '')), ...numbers.map(({ of }) => of(board.totals))]
  return {
    name: NAME,
    heading: headingOf(board, taken),
    columns: [
      ...by.map((dimension) => ({ key: dimension, title: boardDimensions[dimension] })),
      ...numbers.map(({ key, title }) => ({ key, title })),
    ],
    rows: [...rows.map(lineOf), totals].map(written),
  }
}

function crossSheet(
  board: Board,
  by: readonly [Dimension, Dimension],
  { measure }: Layout,
  label: (dimension: Dimension, value: string | null) => string,
): Pick<BoardSheet, 'columns' | 'rows'> {
  const table = crossOf(board.rows, by, amountOf('all', measure))
  return {
    columns: [
      { key: by[0], title: boardDimensions[by[0]] },
      ...table.across.map((value) => ({ key: value ?? NONE, title: label(by[1], value) })),
      { key: 'total', title: TOTALS },
    ],
    rows: [
      ...table.down.map((value) => [
        label(by[0], value),
        ...table.across.map((other) => table.at(value, other)),
        table.ofRow(value),
      ]),
      [TOTALS, ...table.across.map(table.ofColumn), table.total],
    ].map(written),
  }
}

/** A count that is not told is small. */
const written = (line: readonly (string | number | null)[]): readonly (string | number)[] =>
  line.map((cell) => cell ?? '<5')

interface NumberColumn {
  readonly key: string
  readonly title: string
  readonly of: (counts: Counts) => number
}
function numbersOf(board: Board, group: BoardGroup): readonly NumberColumn[] {
  if (group !== 'disposals')
    return measuresOf(group).map((key) => ({ key, title: boardMeasures[key], of: (counts) => counts[key] }))
  return Object.keys(board.totals.disposals).map((result) => ({
    key: result,
    title: disposalName(result),
    of: (counts) => counts.disposals[result] ?? 0,
  }))
}

const regionName = (regions: Regions, code: string | null): string =>
  code === null ? UNKNOWN_REGION : regions.name(code) || code

function headingOf(board: Board, { query, layout, area, by, at, regions }: Taken): string[] {
  const { from, to, only = {} } = query
  const days = from || to ? `发生日期：${from ?? '最早'} 至 ${to ?? '最近'}` : '发生日期：全部'
  const narrowed = filtered.flatMap((dimension) => {
    const values = only[dimension]
    if (!values) return []
    const words = values.map((value) => boardValue(dimension, value === NONE ? null : value))
    return [`${boardDimensions[dimension]}：${words.join('、')}`]
  })
  const parts = [
    `区划：${regionName(regions, area)}`,
    days,
    ...narrowed,
    `指标：${layout.view === 'cross' ? boardMeasures[layout.measure] : boardGroups[layout.group]}`,
  ]
  return [
    NAME,
    parts.join('；'),
    `数据截至 ${clock(new Date(board.asOf))}；导出人 ${by}；导出时间 ${clock(at)}`,
  ]
}

/** 2026-11-23 21:14:05, in Asia/Shanghai. */
const clock = (at: Date): string =>
  `${dayOf(at)} ${new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', timeStyle: 'medium', hour12: false }).format(at)}`

/** The words of the dynamic database, and how its table is laid out: which numbers stand in it and in what order its
 *  rows go. The screen and what is taken away from it are of one form. */
import { channels, disposalResults, disputeTypes, levels, maritalStatuses } from './vocabulary.ts'

export const boardDimensions = {
  region: '区划',
  maritalStatus: '婚姻状况',
  disputeType: '纠纷类型',
  grade: '分级',
  channel: '来源',
  day: '日期',
} as const
export type BoardDimension = keyof typeof boardDimensions

export const boardMeasures = {
  alerts: '警情',
  reports: '纠纷线索',
  cases: '新增个案',
  ordersDispatched: '派单',
  ordersAccepted: '签收',
  ordersReturned: '退单',
  ordersLate: '超期工单',
  ordersClosed: '办结',
  callbacksDue: '待回访',
  callbacksLate: '逾期回访',
  callbacksDone: '已回访',
  callbacksUnreachable: '未联系上',
  tracked: '跟踪处置',
} as const
export type BoardMeasure = keyof typeof boardMeasures

export const boardGroups = {
  all: '全部',
  intake: '来件',
  orders: '工单',
  callbacks: '回访',
  disposals: '处置结果',
} as const
export type BoardGroup = keyof typeof boardGroups
const groupsOf: readonly (readonly [BoardGroup, readonly BoardMeasure[]])[] = [
  ['intake', ['alerts', 'reports', 'cases']],
  [
    'orders',
    ['ordersDispatched', 'ordersAccepted', 'ordersReturned', 'ordersLate', 'ordersClosed', 'tracked'],
  ],
  ['callbacks', ['callbacksDue', 'callbacksLate', 'callbacksDone', 'callbacksUnreachable']],
]
/** The numbers of a group; disposals have a column for each result instead. */
export const measuresOf = (group: BoardGroup): readonly BoardMeasure[] =>
  groupsOf.flatMap(([name, measures]) => (group === 'all' || group === name ? measures : []))

export const boardNone = '未说明'
export const boardUngraded = '未分级'
const valueNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  maritalStatus: maritalStatuses,
  disputeType: disputeTypes,
  grade: { ...levels, ungraded: boardUngraded },
  channel: channels,
}
/** A value of any dimension but the region, in words. */
export const boardValue = (dimension: BoardDimension, value: string | null): string =>
  value === null ? boardNone : (valueNames[dimension]?.[value] ?? value)
/** The values that a dimension can be narrowed to, `none` for what has none. */
export const boardValues = (dimension: BoardDimension): readonly string[] => [
  ...Object.keys(valueNames[dimension] ?? {}),
  ...(dimension === 'maritalStatus' ? ['none'] : []),
]

export const disposalName = (result: string): string =>
  (disposalResults as Readonly<Record<string, string>>)[result] ?? result

type Counts = { readonly [M in BoardMeasure]: number } & {
  readonly disposals: Readonly<Record<string, number>>
}
type Row = Counts & { readonly [D in BoardDimension]?: string | null }

/** What the rows go by and the bars show: the chosen measure, or all disposals together. */
export const amountOf =
  (group: BoardGroup, measure: BoardMeasure) =>
  (row: Counts): number =>
    group === 'disposals' ? Object.values(row.disposals).reduce((sum, n) => sum + n, 0) : row[measure]

/** Days keep their own order; all else goes by how much there is, within its first dimension where there are several. */
export const orderOf =
  (by: readonly BoardDimension[], amount: (row: Counts) => number) =>
  (a: Row, b: Row): number => {
    const first = by[0]
    const [x, y] = [(first && a[first]) ?? '', (first && b[first]) ?? '']
    if (by.length === 1 && first === 'day') return y < x ? -1 : 1
    if (by.length > 1 && x !== y) return x < y ? -1 : 1
    return amount(b) - amount(a) || (x < y ? -1 : 1)
  }

export interface CrossTable {
  readonly down: readonly (string | null)[]
  readonly across: readonly (string | null)[]
  /** Null: small, and not told. */
  readonly at: (down: string | null, across: string | null) => number | null
  readonly ofRow: (down: string | null) => number
  readonly ofColumn: (across: string | null) => number
  readonly total: number
}
/** Rows by two dimensions as one table across the other. Whatever is counted is counted in one row only, so sums of
 *  rows are the totals. What has nothing at all is left out. */
export function crossOf(
  rows: readonly Row[],
  [one, other]: readonly [BoardDimension, BoardDimension],
  amount: (row: Counts) => number | null,
): CrossTable {
  const small = new Set<string>()
  const sums = new Map<string, number>()
  const add = (key: string, n: number) => sums.set(key, (sums.get(key) ?? 0) + n)
  const valueIn = (row: Row, dimension: BoardDimension) => row[dimension] ?? null
  for (const row of rows) {
    const [down, across, n] = [valueIn(row, one), valueIn(row, other), amount(row)]
    for (const key of [
      ['both', down, across],
      ['down', down],
      ['across', across],
    ]) {
      add(JSON.stringify(key), n ?? 0)
      if (n === null) small.add(JSON.stringify(key))
    }
  }
  const sum = (...key: readonly unknown[]) => sums.get(JSON.stringify(key)) ?? 0
  const keys = (dimension: BoardDimension, way: 'down' | 'across') =>
    [...new Set(rows.map((row) => valueIn(row, dimension)))]
      .filter((value) => sum(way, value) > 0 || small.has(JSON.stringify([way, value])))
      .sort(inItsOrder(dimension))
  return {
    down: keys(one, 'down'),
    across: keys(other, 'across'),
    at: (down, across) =>
      small.has(JSON.stringify(['both', down, across])) ? null : sum('both', down, across),
    ofRow: (down) => sum('down', down),
    ofColumn: (across) => sum('across', across),
    total: rows.reduce((n, row) => n + (amount(row) ?? 0), 0),
  }
}

/** Values as their vocabulary has them, codes and days ascending, what is not known last. */
const inItsOrder =
  (dimension: BoardDimension) =>
  (a: string | null, b: string | null): number => {
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    const known = valueNames[dimension] ? Object.keys(valueNames[dimension]) : null
    // Codes of digits come first in an object, whatever order they were written in: that of the standard.
    if (known) return known.indexOf(a) - known.indexOf(b)
    return a < b ? -1 : Number(a > b)
  }

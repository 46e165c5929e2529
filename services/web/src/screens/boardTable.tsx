/** The rows of the dynamic database as a table: one measure as bars, all of the group as numbers, the totals that
 *  the API gives underneath. */
import type { Board, BoardRow, Counts, Dimension } from '../api/figureShapes.ts'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import { type Filter, paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { texts } from '../texts/zh.ts'
import type { Slice } from './dynamicDatabase.tsx'
import { type Measure, measuresOf } from './measures.ts'

const words = texts.board
const wrong = new Set<Measure>(['ordersLate', 'callbacksLate', 'ordersReturned'])

interface BoardTableProps {
  readonly board: Board
  readonly slice: Slice
  readonly label: (dimension: Dimension, value: string | null) => string
  readonly toRegion: (code: string) => string
  readonly show: (change: Filter) => void
}
export function BoardTable({ board, slice, label, toRegion, show }: BoardTableProps) {
  const { by } = slice
  const amount = amountOf(slice)
  const rows = [...board.rows].sort(orderOf(by, amount))
  const most = Math.max(1, ...rows.map(amount))
  const drill = (row: BoardRow): string | null =>
    row.region && row.region !== slice.region && row.region.length < 9 ? toRegion(row.region) : null
  const columns = [
    ...by.map((d, i): Column<BoardRow> => dimensionColumn(d, i === 0, label, drill)),
    barColumn(amount, most),
    ...numberColumns(board, slice, show),
    ...(by.length === 1 && by[0] === 'region' ? [ordersColumn()] : []),
  ]
  return (
    <div className="wide">
      <DataTable
        label={words.title}
        columns={columns}
        rows={rows}
        keyOf={(row) => by.map((d) => row[d] ?? '').join(' ')}
        leadsTo={drill}
        cards={false}
      />
    </div>
  )
}

/** What the bars show: the chosen measure, or all disposals together. */
const amountOf =
  ({ group, measure }: Slice) =>
  (row: Counts): number =>
    group === 'disposals' ? Object.values(row.disposals).reduce((sum, n) => sum + n, 0) : row[measure]

/** Days keep their own order; all else goes by how much there is. */
const orderOf = (by: readonly Dimension[], amount: (row: Counts) => number) => (a: BoardRow, b: BoardRow) => {
  const first = by[0]
  const [x, y] = [(first && a[first]) ?? '', (first && b[first]) ?? '']
  if (by.length === 1 && first === 'day') return y < x ? -1 : 1
  if (by.length > 1 && x !== y) return x < y ? -1 : 1
  return amount(b) - amount(a) || (x < y ? -1 : 1)
}

const dimensionColumn = (
  dimension: Dimension,
  isFirst: boolean,
  label: BoardTableProps['label'],
  drill: (row: BoardRow) => string | null,
): Column<BoardRow> => ({
  key: dimension,
  title: words.dimensions[dimension],
  kind: isFirst ? 'nowrap stuck' : 'nowrap',
  foot: isFirst ? words.totals : '',
  cell: (row) => {
    const text = label(dimension, row[dimension] ?? null)
    const to = dimension === 'region' ? drill(row) : null
    return to ? <Link to={to}>{text}</Link> : text
  },
})

const barColumn = (amount: (row: Counts) => number, most: number): Column<BoardRow> => ({
  key: 'bar',
  title: '',
  kind: 'bar-cell',
  foot: '',
  cell: (row) => <i className="bar" style={{ width: `${(amount(row) / most) * 100}%` }} />,
})

/** The words of a heading choose what the bars show. */
function numberColumns(board: Board, slice: Slice, show: BoardTableProps['show']): Column<BoardRow>[] {
  const number = (
    key: string,
    title: string,
    of: (counts: Counts) => number,
    bad = false,
  ): Column<BoardRow> => ({
    key,
    title,
    kind: 'number',
    foot: of(board.totals),
    cell: (row) => <Figure n={of(row)} bad={bad} />,
  })
  if (slice.group !== 'disposals')
    return measuresOf(slice.group).map((m) => ({
      ...number(m, words.measures[m], (counts) => counts[m], wrong.has(m)),
      heading: { chosen: m === slice.measure, choose: () => show({ measure: m }) },
    }))
  const known: Readonly<Record<string, string>> = texts.disposalResults
  return Object.keys(board.totals.disposals).map((result) =>
    number(result, known[result] ?? result, (counts) => counts.disposals[result] ?? 0),
  )
}

const Figure = ({ n, bad }: { readonly n: number; readonly bad: boolean }) =>
  n === 0 ? <span className="zero">0</span> : <span className={bad ? 'bad' : undefined}>{n}</span>

const ordersColumn = (): Column<BoardRow> => ({
  key: 'list',
  title: '',
  kind: 'nowrap',
  foot: '',
  cell: (row) => row.region && <Link to={paths.orderDesk({ region: row.region })}>{words.toOrders}</Link>,
})

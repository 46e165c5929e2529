/** The rows of the dynamic database as a table: one measure as bars, all of the group as numbers, the totals that the
 *  API gives underneath. Every number leads to what it counts. */
import {
  amountOf,
  type BoardDimension,
  type BoardMeasure,
  measuresOf,
  orderOf,
} from '@jiahe/domain/boardVocabulary.ts'
import type { Board, BoardRow, Counts } from '../api/figureShapes.ts'
import { useMe } from '../api/session.ts'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import { isFiguresOnly } from '../parts/smallCounts.tsx'
import { type Filter, paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { disposalName } from '../texts/boardValues.ts'
import { texts } from '../texts/zh.ts'
import { behind, type Label, type Slice } from './slice.ts'

const words = texts.board
const wrong = new Set<BoardMeasure>(['ordersLate', 'callbacksLate', 'ordersReturned'])

interface BoardTableProps {
  readonly board: Board
  readonly slice: Slice
  readonly filter: Filter
  readonly label: Label
  readonly toRegion: (code: string) => string
  readonly show: (change: Filter) => void
}
export function BoardTable({ board, slice, filter, label, toRegion, show }: BoardTableProps) {
  // What came last may still be of the slice before.
  const { by } = board
  const amount = amountOf(slice.group, slice.measure)
  const { data: me } = useMe()
  const withheld = me !== undefined && isFiguresOnly(me)
  const rows = [...board.rows].sort(orderOf(by, amount))
  const most = Math.max(1, ...rows.map(amount))
  const drill = (row: BoardRow): string | null =>
    row.region && row.region !== slice.region && row.region.length < 9 ? toRegion(row.region) : null
  const to = (row: BoardRow | null, measure: string) =>
    behind(slice, filter, row ? Object.fromEntries(by.map((d) => [d, row[d] ?? null])) : {}, measure)
  const columns = [
    ...by.map((d, i): Column<BoardRow> => dimensionColumn(d, i === 0, label, drill)),
    barColumn(amount, most),
    ...numberColumns(board, slice, show, to),
    ...(by.length === 1 && by[0] === 'region' && !withheld ? [ordersColumn()] : []),
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

const dimensionColumn = (
  dimension: BoardDimension,
  isFirst: boolean,
  label: Label,
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
  cell: (row) => amount(row) > 0 && <i className="bar" style={{ width: `${(amount(row) / most) * 100}%` }} />,
})

/** The words of a heading choose what the bars, the map and the charts show. */
function numberColumns(
  board: Board,
  slice: Slice,
  show: BoardTableProps['show'],
  to: (row: BoardRow | null, measure: string) => string,
): Column<BoardRow>[] {
  const number = (
    { key, measure, title }: { key: string; measure: string; title: string },
    of: (counts: Counts) => number,
    bad = false,
  ): Column<BoardRow> => ({
    key,
    title,
    kind: 'number',
    foot: <Figure n={of(board.totals)} to={to(null, measure)} bad={false} />,
    cell: (row) => <Figure n={of(row)} to={to(row, measure)} bad={bad} />,
  })
  if (slice.group !== 'disposals')
    return measuresOf(slice.group).map((m) => ({
      ...number({ key: m, measure: m, title: words.measures[m] }, (counts) => counts[m], wrong.has(m)),
      heading: { chosen: m === slice.measure, choose: () => show({ measure: m }) },
    }))
  return Object.keys(board.totals.disposals).map((result) =>
    number(
      { key: result, measure: `disposal:${result}`, title: disposalName(result) },
      (counts) => counts.disposals[result] ?? 0,
    ),
  )
}

interface FigureProps {
  /** Null: from one to four, and not told. */
  readonly n: number | null
  readonly to: string
  readonly bad: boolean
}
export function Figure({ n, to, bad }: FigureProps) {
  const { data: me } = useMe()
  if (n === null) return <span className="soft">{texts.small.few}</span>
  if (n === 0) return <span className="zero">0</span>
  const kind = bad ? 'figure bad' : 'figure'
  if (me && isFiguresOnly(me)) return <span className={kind}>{n}</span>
  return (
    <Link to={to} className={kind}>
      {n}
    </Link>
  )
}

const ordersColumn = (): Column<BoardRow> => ({
  key: 'list',
  title: '',
  kind: 'nowrap no-print',
  foot: '',
  cell: (row) => row.region && <Link to={paths.orderDesk({ region: row.region })}>{words.toOrders}</Link>,
})

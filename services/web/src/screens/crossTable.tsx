/** One measure by two dimensions: one down, one across, with the sums of both. */
import { amountOf, crossOf } from '@jiahe/domain/boardVocabulary.ts'
import type { Board } from '../api/figureShapes.ts'
import { Empty } from '../parts/conditions.tsx'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import type { Filter } from '../paths.ts'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'
import { Figure } from './boardTable.tsx'
import { behind, type Label, type Slice } from './slice.ts'

const words = texts.board

interface CrossTableProps {
  readonly board: Board
  readonly slice: Slice
  readonly filter: Filter
  readonly label: Label
}
export function CrossTable({ board, slice, filter, label }: CrossTableProps) {
  const { measure } = slice
  const [down, across] = slice.cross
  if (!board.by.includes(down) || !board.by.includes(across)) return null
  const table = crossOf(board.rows, slice.cross, amountOf('all', measure))
  if (table.total === 0) return <Empty title={words.empty}>{words.emptyAdvice}</Empty>
  const to = (values: Parameters<typeof behind>[2]) => behind(slice, filter, values, measure)
  const columns: Column<string | null>[] = [
    {
      key: 'down',
      title: words.dimensions[down],
      kind: 'nowrap stuck',
      foot: words.total,
      cell: (value) => label(down, value),
    },
    ...table.across.map(
      (other): Column<string | null> => ({
        key: `of ${other}`,
        title: label(across, other),
        kind: 'number',
        foot: <Figure n={table.ofColumn(other)} to={to({ [across]: other })} bad={false} />,
        cell: (value) => (
          <Figure n={table.at(value, other)} to={to({ [down]: value, [across]: other })} bad={false} />
        ),
      }),
    ),
    {
      key: 'total',
      title: words.total,
      kind: 'number sum',
      foot: <Figure n={table.total} to={to({})} bad={false} />,
      cell: (value) => <Figure n={table.ofRow(value)} to={to({ [down]: value })} bad={false} />,
    },
  ]
  return (
    <div className="wide">
      <DataTable
        label={marks.is(words.measures[measure], `${words.dimensions[down]} × ${words.dimensions[across]}`)}
        columns={columns}
        rows={table.down}
        keyOf={(value) => value ?? ''}
        cards={false}
      />
    </div>
  )
}

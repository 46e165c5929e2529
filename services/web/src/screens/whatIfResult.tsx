/** What a risk model would have made of the history: who would be graded otherwise, whose work that is, and what of that
 *  which turned out badly would have been seen to. */

import type { Level, WhatIf } from '../api/modelShapes.ts'
import { useRegions } from '../api/regions.ts'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import { modelTexts as words } from '../texts/models.ts'
import { texts } from '../texts/zh.ts'

const gravestFirst: readonly Level[] = ['extreme', 'high', 'medium', 'low']
const signed = (n: number): string => (n > 0 ? `+${n}` : String(n))

export function WhatIfResult({ result, title }: { readonly result: WhatIf; readonly title: string }) {
  const { cases, higher, lower, unreadable } = result
  return (
    <div className="stack">
      <h2>{words.resultOf(title)}</h2>
      <p role="status">
        {words.summary(cases, higher, lower)}
        {unreadable > 0 && ` ${words.unreadable(unreadable)}`}
      </p>
      <h3>{words.matrix}</h3>
      <DataTable
        label={words.matrix}
        columns={matrixColumns(result)}
        rows={gravestFirst}
        keyOf={(from) => from}
        cards={false}
      />
      <h3>{words.workload}</h3>
      <Workload label={words.workload} rows={result.workload} orders={result.orders} />
      <h3>{words.harm}</h3>
      <DataTable
        label={words.harm}
        columns={harmColumns(result)}
        rows={['caught', 'missed'] as const}
        keyOf={(row) => row}
        cards={false}
      />
      <p className="small soft">{words.harmNote}</p>
    </div>
  )
}

const matrixColumns = ({ levels }: WhatIf): Column<Level>[] => [
  { key: 'from', title: words.inForce, cell: (from) => texts.levels[from] },
  ...gravestFirst.map(
    (to): Column<Level> => ({
      ...{ key: to, title: texts.levels[to], kind: 'number' },
      cell: (from) => (from === to ? <span className="soft">{levels[from][to]}</span> : levels[from][to]),
    }),
  ),
]

interface WorkloadProps {
  readonly label: string
  readonly rows: WhatIf['workload']
  /** Of all, also those that are not among the rows. */
  readonly orders: WhatIf['orders']
}
export function Workload({ label, rows, orders }: WorkloadProps) {
  const regions = useRegions()
  type Row = WhatIf['workload'][number]
  const figure = (key: 'inForce' | 'candidate'): Column<Row> => ({
    ...{ key, title: words[key], kind: 'number', cell: (row) => row[key], foot: orders[key] },
  })
  const columns: Column<Row>[] = [
    {
      ...{ key: 'federation', title: words.federation, kind: 'main', foot: words.all },
      cell: ({ federation }) => regions.fullFederation(federation),
    },
    figure('inForce'),
    figure('candidate'),
    {
      ...{
        key: 'change',
        title: words.change,
        kind: 'number',
        foot: signed(orders.candidate - orders.inForce),
      },
      cell: ({ inForce, candidate }) => signed(candidate - inForce),
    },
  ]
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      keyOf={({ federation }) => federation}
      cards={false}
    />
  )
}

const harmColumns = ({ turnedOutBadly }: WhatIf): Column<'caught' | 'missed'>[] => [
  { key: 'what', title: '', cell: (row) => words[row], foot: words.all },
  ...(['inForce', 'candidate'] as const).map(
    (side): Column<'caught' | 'missed'> => ({
      ...{ key: side, title: words[side], kind: 'number', foot: turnedOutBadly.cases },
      cell: (row) => turnedOutBadly[side][row],
    }),
  ),
]

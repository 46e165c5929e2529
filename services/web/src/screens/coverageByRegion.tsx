/** 回访覆盖 region by region, with what lies in none of them: the rows add up to the figure above. */
import { useQueries } from '@tanstack/react-query'
import type { Coverage } from '../api/figureShapes.ts'
import { useRegions } from '../api/regions.ts'
import type { Me } from '../api/shapes.ts'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import { isFiguresOnly } from '../parts/smallCounts.tsx'
import { type Filter, paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { texts } from '../texts/zh.ts'
import { type Behind, coverageQuery, measureOf, partNames, percent, shown } from './coverageParts.ts'

const words = texts.coverage

interface Row {
  readonly region: string
  /** Of what lies in no region below: `none`, or the region itself. */
  readonly place: string | undefined
  readonly coverage: Coverage | undefined
}
interface ByRegionProps {
  readonly me: Me
  readonly region: string
  readonly filter: Filter
  readonly behind: Behind
}
export function ByRegion({ me, region, filter, behind }: ByRegionProps) {
  const regions = useRegions()
  const children = region.length < 9 ? regions.children(region) : []
  const places = children.length > 0 ? ['none', region] : []
  const asked = [
    ...children.map((code) => ({ region: code, place: undefined })),
    ...places.map((place) => ({ region, place })),
  ]
  const answers = useQueries({ queries: asked.map((one) => coverageQuery(one.region, filter, one.place)) })
  if (children.length === 0) return null
  // Only where there is something: then the rows add up to the sum.
  const rows: Row[] = asked
    .map((one, i) => ({ ...one, coverage: answers[i]?.data }))
    .filter(({ place, coverage }) => place === undefined || (coverage && coverage.alerts !== 0))
  const linked = (measure: string, { region, place }: Row): string | null =>
    isFiguresOnly(me) ? null : behind(measure, { region, ...(place ? { place } : {}) })
  const to = ({ region, place }: Row) =>
    place === undefined ? paths.callbackCoverage({ ...filter, region }) : null
  const columns: Column<Row>[] = [
    {
      key: 'region',
      title: texts.board.dimensions.region,
      kind: 'main',
      cell: (row) =>
        row.place === undefined ? (
          <Link className="row-link" to={to(row)!}>
            {regions.name(row.region)}
          </Link>
        ) : row.place === 'none' ? (
          texts.region.unknown
        ) : (
          words.noCloser(regions.name(row.region))
        ),
    },
    {
      key: 'alerts',
      title: words.alerts,
      kind: 'number',
      cell: (row) => labelled(words.alerts, row.coverage?.alerts, linked('alerts', row)),
    },
    ...partNames.map(
      (name): Column<Row> => ({
        key: name,
        title: words.parts[name],
        kind: 'number',
        cell: (row) => labelled(words.parts[name], row.coverage?.[name], linked(measureOf[name], row)),
      }),
    ),
    {
      key: 'rate',
      title: words.rate,
      kind: 'number end',
      cell: (row) => row.coverage && percent(row.coverage.done, row.coverage.alerts),
    },
  ]
  return (
    <DataTable
      label={words.title}
      columns={columns}
      rows={rows}
      keyOf={(row) => `${row.region} ${row.place}`}
      leadsTo={to}
    />
  )
}

/** On a card the heading of the column is gone, so the number brings its own. */
const labelled = (label: string, n: number | null | undefined, to: string | null) =>
  n === undefined ? (
    '…'
  ) : (
    <>
      <span className="card-only">{label} </span>
      {n === 0 ? (
        <span className="zero">0</span>
      ) : n === null || to === null ? (
        <span className="figure">{shown(n)}</span>
      ) : (
        <Link to={to} className="figure">
          {n}
        </Link>
      )}
    </>
  )

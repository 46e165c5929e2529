/** 回访覆盖: the figure and its parts. Every alert is in exactly one part; if the parts do not add up, or an alert
 *  has no callback at all, that is said before anything else. */
import { useQueries, useQuery } from '@tanstack/react-query'
import type { Coverage } from '../api/figureShapes.ts'
import { get } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { Me } from '../api/shapes.ts'
import { Empty, Loaded } from '../parts/conditions.tsx'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import { PageHead } from '../parts/frame.tsx'
import { clockTime } from '../parts/moment.tsx'
import { SliceFilters } from '../parts/sliceFilters.tsx'
import { type Filter, paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { texts } from '../texts/zh.ts'

const words = texts.coverage
const partNames = ['done', 'due', 'late', 'unreachable'] as const
const REFRESH_MS = 30_000

const coverageQuery = (region: string, { from, to }: Filter) => ({
  queryKey: ['coverage', region, from, to],
  queryFn: () => get<Coverage>('/v1/coverage', { region, from, to }),
})

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)}%`

interface ScreenProps {
  readonly me: Me
  readonly filter: Filter
}
export default function CallbackCoverage({ me, filter }: ScreenProps) {
  const region = filter.region ?? me.federation
  const coverage = useQuery({ ...coverageQuery(region, filter), refetchInterval: REFRESH_MS })
  const show = (change: Filter) => go(paths.callbackCoverage({ ...filter, ...change }), { replace: true })
  return (
    <>
      <PageHead title={words.title} lead={words.lead}>
        {coverage.data && <span className="fresh">{texts.time.asOf(clockTime(coverage.dataUpdatedAt))}</span>}
      </PageHead>
      <SliceFilters
        me={me}
        filter={filter}
        show={show}
        toRegion={(code) => paths.callbackCoverage({ ...filter, region: code })}
      />
      <div className="stack">
        <Loaded query={coverage} rows={6}>
          {(data) => (data.alerts === 0 ? <Empty title={words.empty} /> : <Figure coverage={data} />)}
        </Loaded>
        <ByRegion region={region} filter={filter} />
      </div>
    </>
  )
}

function Figure({ coverage }: { readonly coverage: Coverage }) {
  const { alerts, missing } = coverage
  const sum = partNames.reduce((total, name) => total + coverage[name], 0)
  const equation = partNames.map((name) => coverage[name]).join(' + ')
  return (
    <>
      {missing > 0 && (
        <div className="notice fault" role="alert">
          <b>{words.missing(missing)}</b>
          <span>{words.missingAdvice}</span>
        </div>
      )}
      <div className="card coverage">
        <p className="headline">
          <b>{percent(coverage.done, alerts)}</b>
          <span className="soft">
            {words.rate} = {words.parts.done} {coverage.done} ÷ {words.alerts} {alerts}
          </span>
        </p>
        <div className="split-bar" aria-hidden="true">
          {partNames.map((name) => (
            <i key={name} className={name} style={{ flexGrow: coverage[name] }} />
          ))}
        </div>
        <dl className="parts">
          {partNames.map((name) => (
            <div key={name} className={name}>
              <dt>{words.parts[name]}</dt>
              <dd>
                <b>{coverage[name]}</b> <span className="soft">{percent(coverage[name], alerts)}</span>
              </dd>
              <dd className="small soft">{words.explain[name]}</dd>
            </div>
          ))}
        </dl>
        <p className={sum === alerts ? 'adds' : 'adds broken'} role={sum === alerts ? undefined : 'alert'}>
          {sum === alerts
            ? `✓ ${words.adds(equation, alerts)}`
            : `${words.broken(equation, alerts)}。${words.brokenAdvice}`}
          {missing === 0 && <span className="soft"> · {words.missingNone}</span>}
        </p>
      </div>
    </>
  )
}

interface Row {
  readonly region: string
  readonly coverage: Coverage | undefined
}
function ByRegion({ region, filter }: { readonly region: string; readonly filter: Filter }) {
  const regions = useRegions()
  const children = region.length < 9 ? regions.children(region) : []
  const answers = useQueries({ queries: children.map((code) => coverageQuery(code, filter)) })
  if (children.length === 0) return null
  const rows: Row[] = children.map((code, i) => ({ region: code, coverage: answers[i]?.data }))
  const to = (row: Row) => paths.callbackCoverage({ ...filter, region: row.region })
  const columns: Column<Row>[] = [
    {
      key: 'region',
      title: texts.board.dimensions.region,
      kind: 'main',
      cell: (row) => (
        <Link className="row-link" to={to(row)}>
          {regions.name(row.region)}
        </Link>
      ),
    },
    {
      key: 'alerts',
      title: words.alerts,
      kind: 'number',
      cell: (row) => labelled(words.alerts, row.coverage?.alerts),
    },
    ...partNames.map(
      (name): Column<Row> => ({
        key: name,
        title: words.parts[name],
        kind: 'number',
        cell: (row) => labelled(words.parts[name], row.coverage?.[name]),
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
    <DataTable label={words.title} columns={columns} rows={rows} keyOf={(row) => row.region} leadsTo={to} />
  )
}

/** On a card the heading of the column is gone, so the number brings its own. */
const labelled = (label: string, n: number | undefined) =>
  n === undefined ? (
    '…'
  ) : (
    <>
      <span className="card-only">{label} </span>
      {n}
    </>
  )

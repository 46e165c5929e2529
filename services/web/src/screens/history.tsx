/**
 * 历史: the city as of the end of any day. One answer holds the figures of every day of the range, so the slider moves and
 * plays without asking; the number of a day leads to what it counts as of that day, and from there to the events.
 */
import type { BoardMeasure } from '@jiahe/domain/boardVocabulary.ts'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { BoardDays } from '../api/figureShapes.ts'
import { get, serverNow } from '../api/http.ts'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { Me } from '../api/shapes.ts'
import { Chart } from '../parts/chart.tsx'
import { Loaded } from '../parts/conditions.tsx'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import { PageHead } from '../parts/frame.tsx'
import { dayOf } from '../parts/moment.tsx'
import { type Filter, paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'
import { Figure } from './boardTable.tsx'
import { seriesOption } from './chartOptions.ts'
import CityMap from './cityMap.tsx'
import { DayPlayer } from './dayPlayer.tsx'

const words = texts.history
const measures = Object.keys(texts.board.measures) as BoardMeasure[]
const DAY_MS = 86_400_000
const MAP_HEIGHT = 320
const TREND_HEIGHT = 120

interface ScreenProps {
  readonly me: Me
  readonly filter: Filter
}
export default function CityHistory({ me, filter }: ScreenProps) {
  const today = dayOf(serverNow())
  const range = Object.hasOwn(words.ranges, filter.range ?? '') ? Number(filter.range) : 180
  const first = new Date(Date.parse(today) - (range - 1) * DAY_MS).toISOString().slice(0, 10)
  const query = { first, last: today, region: me.federation, level: 'district' }
  const days = useQuery({
    queryKey: ['boardDays', query],
    queryFn: () => get<BoardDays>('/v1/board/days', query),
    staleTime: 10 * 60_000,
  })
  const show = (change: Filter) => go(paths.history({ ...filter, ...change }), { replace: true })
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <Loaded query={days} rows={10}>
        {(data) => <City days={data} me={me} filter={filter} show={show} range={range} />}
      </Loaded>
    </>
  )
}

interface CityProps {
  readonly days: BoardDays
  readonly me: Me
  readonly filter: Filter
  readonly show: (change: Filter) => void
  readonly range: number
}
function City({ days, me, filter, show, range }: CityProps) {
  const regions = useRegions()
  const measure = measures.find((m) => m === filter.measure) ?? 'alerts'
  const found = days.days.indexOf(filter.day ?? '')
  const at = found < 0 ? days.days.length - 1 : found
  const day = days.days[at]!
  const figures = useMemo(
    () => new Map(days.rows.map((row) => [row.region ?? '', row[measure][at] ?? 0])),
    [days, measure, at],
  )
  // One scale for the whole range: a colour means the same on every day.
  const most = useMemo(
    () => Math.max(1, ...days.rows.filter((row) => row.region !== null).flatMap((row) => row[measure])),
    [days, measure],
  )
  const trend = useMemo(
    () => seriesOption(days.days, days.totals[measure], texts.board.measures[measure], false, at),
    [days, measure, at],
  )
  const behind = (name: string, place?: string) =>
    paths.boardItems({
      measure: name,
      region: me.federation,
      ...(place ? { place, level: 'district' } : {}),
      asOf: day,
    })
  return (
    <>
      <DayPlayer days={days.days} at={at} range={range} show={show} />
      <DayFigures days={days} at={at} measure={measure} show={show} behind={behind} />
      <div className="charts">
        <CityMap
          title={words.byRegion(texts.board.measures[measure])}
          figures={figures}
          most={most}
          height={MAP_HEIGHT}
          pick={(code) => go(behind(measure, code))}
        />
        <div className="stack">
          <RegionTable days={days} at={at} regions={regions} measure={measure} behind={behind} />
        </div>
      </div>
      <div className="card chart-card">
        <div className="row chart-head">
          <h2>
            {words.trend} · {texts.board.measures[measure]}
          </h2>
        </div>
        <Chart
          label={marks.also(`${words.trend} · ${texts.board.measures[measure]}`, texts.board.chartNote)}
          option={trend}
          height={TREND_HEIGHT}
        />
      </div>
    </>
  )
}

type Behind = (measure: string, place?: string) => string

interface DayFiguresProps {
  readonly days: BoardDays
  readonly at: number
  readonly measure: BoardMeasure
  readonly show: (change: Filter) => void
  readonly behind: Behind
}
const DayFigures = ({ days, at, measure, show, behind }: DayFiguresProps) => (
  <dl className="day-figures" aria-label={words.figures}>
    {measures.map((name) => {
      const n = days.totals[name][at] ?? 0
      const change = at > 0 ? n - (days.totals[name][at - 1] ?? 0) : 0
      return (
        <div key={name} className={name === measure ? 'chosen' : undefined} data-measure={name}>
          <dt>
            <button type="button" aria-pressed={name === measure} onClick={() => show({ measure: name })}>
              {texts.board.measures[name]}
            </button>
          </dt>
          <dd>
            <b>{n === 0 ? 0 : <Link to={behind(name)}>{n}</Link>}</b>{' '}
            {change !== 0 && (
              <span className="soft small" title={words.change}>
                {change > 0 ? `+${change}` : change}
              </span>
            )}
          </dd>
        </div>
      )
    })}
  </dl>
)

interface RegionTableProps {
  readonly days: BoardDays
  readonly at: number
  readonly regions: RegionNames
  readonly measure: BoardMeasure
  readonly behind: Behind
}
const shown: readonly BoardMeasure[] = [
  'alerts',
  'reports',
  'cases',
  'ordersLate',
  'callbacksLate',
  'tracked',
]

function RegionTable({ days, at, regions, measure, behind }: RegionTableProps) {
  const names = shown.includes(measure) ? shown : [measure, ...shown.slice(0, 5)]
  const columns: Column<BoardDays['rows'][number]>[] = [
    {
      key: 'region',
      title: texts.board.dimensions.region,
      kind: 'nowrap stuck',
      foot: texts.board.totals,
      cell: (row) => regions.name(row.region),
    },
    ...names.map(
      (name): Column<BoardDays['rows'][number]> => ({
        key: name,
        title: texts.board.measures[name],
        kind: 'number',
        foot: <Figure n={days.totals[name][at] ?? 0} to={behind(name)} bad={false} />,
        cell: (row) => <Figure n={row[name][at] ?? 0} to={behind(name, row.region ?? 'none')} bad={false} />,
      }),
    ),
  ]
  return (
    <div className="wide">
      <DataTable
        label={words.byRegion(texts.board.measures[measure])}
        columns={columns}
        rows={days.rows}
        keyOf={(row) => row.region ?? 'none'}
        cards={false}
      />
    </div>
  )
}

/** The chosen measure as a map of the districts, and beside it what it is made of or how it went. Each is asked of the
 *  API by itself, so that all stand for the same slice however the table is split. */
import { amountOf, crossOf } from '@jiahe/domain/boardVocabulary.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import type { Board } from '../api/figureShapes.ts'
import { get } from '../api/http.ts'
import type { Me } from '../api/shapes.ts'
import { Chips, choicesOf } from '../parts/chips.tsx'
import { Empty } from '../parts/conditions.tsx'
import type { Filter } from '../paths.ts'
import { go } from '../router.tsx'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'
import { Choice } from './boardFilters.tsx'
import { partsOption, type Step, trendOption } from './chartOptions.ts'
import { type Label, narrowing, type Slice } from './slice.ts'

const Chart = lazy(() => import('../parts/chart.tsx').then(({ Chart }) => ({ default: Chart })))
const CityMap = lazy(() => import('./cityMap.tsx'))
const words = texts.board
const REFRESH_MS = 60_000
const HEIGHT = 300

interface ChartsProps {
  readonly me: Me
  readonly slice: Slice
  readonly filter: Filter
  readonly label: Label
  readonly show: (change: Filter) => void
  readonly toRegion: (code: string) => string
}
const useBoard = (query: Filter) =>
  useQuery({
    queryKey: ['board', query],
    queryFn: () => get<Board>('/v1/board', query),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })

export function BoardCharts({ me, slice, filter, label, show, toRegion }: ChartsProps) {
  const isTrend = filter.chart === 'trend'
  return (
    <div className="charts">
      {me.federation.length === 4 && (
        <Suspense>
          <DistrictMap me={me} slice={slice} filter={filter} toRegion={toRegion} />
        </Suspense>
      )}
      <div className="card chart-card">
        <div className="row chart-head">
          {isTrend ? (
            <h2>{words.trendTitle(words.measures[slice.measure])}</h2>
          ) : (
            <PartsHead slice={slice} show={show} />
          )}
          <span className="push row no-print">
            {isTrend && (
              <Chips
                quiet
                short
                legend={words.step}
                choices={choicesOf(words.steps)}
                value={filter.step ?? 'day'}
                onChange={(step) => show({ step })}
              />
            )}
            <Chips
              quiet
              short
              legend={words.chart}
              choices={choicesOf(words.charts)}
              value={isTrend ? 'trend' : 'parts'}
              onChange={(chart) => show({ chart: chart === 'trend' ? chart : '' })}
            />
          </span>
        </div>
        <Suspense fallback={<div style={{ height: HEIGHT }} />}>
          {isTrend ? (
            <Trend slice={slice} filter={filter} />
          ) : (
            <Parts slice={slice} filter={filter} label={label} />
          )}
        </Suspense>
      </div>
    </div>
  )
}

function DistrictMap({
  me,
  slice,
  filter,
  toRegion,
}: Pick<ChartsProps, 'me' | 'slice' | 'filter' | 'toRegion'>) {
  const board = useBoard({ ...narrowing(filter), by: 'region', region: me.federation, level: 'district' })
  const { data } = board
  const figures = useMemo(
    () => data && new Map(data.rows.map((row) => [row.region ?? '', row[slice.measure]])),
    [data, slice.measure],
  )
  if (!figures) return null
  return (
    <CityMap
      title={words.mapTitle(words.measures[slice.measure])}
      note={words.mapNote}
      figures={figures}
      chosen={slice.region.slice(0, 6)}
      height={HEIGHT}
      pick={(code) => go(toRegion(code))}
    />
  )
}

const PartsHead = ({ slice, show }: Pick<ChartsProps, 'slice' | 'show'>) => (
  <>
    <h2>{words.measures[slice.measure]}</h2>
    {(['down', 'across'] as const).map((way, i) => (
      <Choice
        key={way}
        quiet
        label={words[way]}
        value={slice.cross[i]!}
        options={words.dimensions}
        onChange={(dimension) => show({ [way]: dimension })}
      />
    ))}
  </>
)

function Parts({ slice, filter, label }: Pick<ChartsProps, 'slice' | 'filter' | 'label'>) {
  const { data } = useBoard({ ...narrowing(filter), region: slice.region, by: slice.cross.join(',') })
  const option = useMemo(() => {
    if (!data || !slice.cross.every((d) => data.by.includes(d))) return null
    const table = crossOf(data.rows, slice.cross, amountOf('all', slice.measure))
    return table.total === 0 ? 'nothing' : partsOption(table, slice.cross, label)
  }, [data, slice.cross[0], slice.cross[1], slice.measure, label])
  if (option === 'nothing') return <Empty title={words.noChart} />
  if (!option) return <div style={{ height: HEIGHT }} />
  const [down, across] = slice.cross.map((d) => words.dimensions[d])
  const title = words.partsTitle(words.measures[slice.measure], down!, across!)
  return <Chart label={marks.also(title, words.chartNote)} option={option} height={HEIGHT} />
}

function Trend({ slice, filter }: Pick<ChartsProps, 'slice' | 'filter'>) {
  const { data } = useBoard({ ...narrowing(filter), region: slice.region, by: 'day' })
  const step = (filter.step ?? 'day') as Step
  const option = useMemo(
    () => data && trendOption(data.rows, slice.measure, step),
    [data, slice.measure, step],
  )
  if (data?.rows.length === 0) return <Empty title={words.noChart} />
  if (!option) return <div style={{ height: HEIGHT }} />
  const title = words.trendTitle(words.measures[slice.measure])
  return <Chart label={marks.also(title, words.chartNote)} option={option} height={HEIGHT} />
}

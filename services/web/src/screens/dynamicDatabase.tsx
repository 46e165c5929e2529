/** 动态数据库: how much of what, where – by any dimensions together, from the city down to the street, between any
 *  two days. What is on the screen is what the API counts; nothing is added up here. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Board, Dimension } from '../api/figureShapes.ts'
import { get } from '../api/http.ts'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { Me } from '../api/shapes.ts'
import { Chips } from '../parts/chips.tsx'
import { Empty, Loaded } from '../parts/conditions.tsx'
import { PageHead } from '../parts/frame.tsx'
import { fullTime } from '../parts/moment.tsx'
import { SliceFilters } from '../parts/sliceFilters.tsx'
import { type Filter, paths } from '../paths.ts'
import { go } from '../router.tsx'
import { texts } from '../texts/zh.ts'
import { BoardTable } from './boardTable.tsx'
import { type Group, groups, isMeasure, type Measure, measuresOf } from './measures.ts'

const words = texts.board
const dimensions = Object.keys(words.dimensions) as Dimension[]
const REFRESH_MS = 30_000

export interface Slice {
  readonly region: string
  readonly by: readonly Dimension[]
  readonly group: Group
  readonly measure: Measure
}

function readSlice(filter: Filter, me: Me): Slice {
  const isTownship = (filter.region ?? me.federation).length === 9
  const asked = (filter.by ?? (isTownship ? 'disputeType' : 'region')).split(',')
  const by = dimensions.filter((d) => asked.includes(d))
  const narrow = matchMedia('(max-width: 860px)').matches
  const group = groups.find((g) => g === filter.group) ?? (narrow ? 'intake' : 'all')
  const measure = isMeasure(filter.measure) ? filter.measure : (measuresOf(group)[0] ?? 'alerts')
  return { region: filter.region ?? me.federation, by, group, measure }
}

interface ScreenProps {
  readonly me: Me
  readonly filter: Filter
}
export default function DynamicDatabase({ me, filter }: ScreenProps) {
  const regions = useRegions()
  const slice = readSlice(filter, me)
  const { from, to, level } = filter
  const query = { by: slice.by.join(','), region: slice.region, level, from, to }
  const board = useQuery({
    queryKey: ['board', query],
    queryFn: () => get<Board>('/v1/board', query),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })
  const show = (change: Filter) => go(paths.dynamicDatabase({ ...filter, ...change }), { replace: true })
  const toRegion = (code: string) => paths.dynamicDatabase({ ...filter, region: code, level: '' })
  return (
    <>
      <PageHead title={words.title}>
        {board.data && <span className="fresh">{words.asOf(fullTime(board.data.asOf))}</span>}
      </PageHead>
      <SliceFilters me={me} filter={filter} show={show} toRegion={toRegion} />
      <BoardFilters slice={slice} level={level} show={show} />
      <Loaded query={board} rows={10}>
        {(data) =>
          data.rows.length === 0 ? (
            <div className="card">
              <Empty title={words.empty}>{words.emptyAdvice}</Empty>
            </div>
          ) : (
            <BoardTable board={data} slice={slice} label={labelOf(regions)} toRegion={toRegion} show={show} />
          )
        }
      </Loaded>
    </>
  )
}

/** The value of a dimension in words. */
const labelOf =
  (regions: RegionNames) =>
  (dimension: Dimension, value: string | null): string => {
    if (dimension === 'region') return regions.name(value)
    if (value === null) return words.none
    if (dimension === 'day') return value
    if (dimension === 'grade' && value === 'ungraded') return words.ungraded
    const table: Readonly<Record<string, string>> = {
      maritalStatus: texts.maritalStatuses,
      disputeType: texts.disputeTypes,
      grade: texts.levels,
      channel: texts.channels,
    }[dimension]
    return table[value] ?? value
  }

interface BoardFiltersProps {
  readonly slice: Slice
  readonly level: string | undefined
  readonly show: (change: Filter) => void
}
function BoardFilters({ slice, level, show }: BoardFiltersProps) {
  const toggle = (d: Dimension) => {
    const by = slice.by.includes(d)
      ? slice.by.filter((x) => x !== d)
      : dimensions.filter((x) => x === d || slice.by.includes(x))
    if (by.length > 0) show({ by: by.join(',') })
  }
  const deeper = (['district', 'township'] as const).filter((_, i) => slice.region.length < [6, 9][i]!)
  return (
    <div className="filters">
      <fieldset className="chips">
        <legend>{words.by}</legend>
        {dimensions.map((d) => (
          <button
            key={d}
            type="button"
            className="toggle"
            aria-pressed={slice.by.includes(d)}
            onClick={() => toggle(d)}
          >
            {words.dimensions[d]}
          </button>
        ))}
      </fieldset>
      {slice.by.includes('region') && deeper.length > 1 && (
        <Chips
          legend={words.level}
          choices={deeper.map((value) => ({ value, label: words.levels[value] }))}
          value={level || 'district'}
          onChange={(value) => show({ level: value })}
        />
      )}
      <Chips
        legend={words.groupOf}
        choices={groups.map((value) => ({ value, label: words.groups[value] }))}
        value={slice.group}
        onChange={(group) => show({ group, measure: '' })}
      />
    </div>
  )
}

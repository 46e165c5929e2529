/** 动态数据库: how much of what, where – by any dimensions together, from the city down to the street, between any two
 *  days; as a map, as bars, as a trend and as a table. What is on the screen is what the API counts. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Board } from '../api/figureShapes.ts'
import { get } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { Me } from '../api/shapes.ts'
import { Empty, Loaded } from '../parts/conditions.tsx'
import { PageHead } from '../parts/frame.tsx'
import { fullTime } from '../parts/moment.tsx'
import { PrintButton, Printed } from '../parts/printed.tsx'
import { SliceFilters } from '../parts/sliceFilters.tsx'
import { SmallCountsNote } from '../parts/smallCounts.tsx'
import { type Filter, paths } from '../paths.ts'
import { go } from '../router.tsx'
import { texts } from '../texts/zh.ts'
import { BoardCharts } from './boardCharts.tsx'
import { BoardFilters, Narrowing } from './boardFilters.tsx'
import { BoardTable } from './boardTable.tsx'
import { CrossTable } from './crossTable.tsx'
import { ExportButton } from './exportButton.tsx'
import { labelOf, narrowing, readSlice } from './slice.ts'

const words = texts.board
export const REFRESH_MS = 30_000

interface ScreenProps {
  readonly me: Me
  readonly filter: Filter
}
export default function DynamicDatabase({ me, filter }: ScreenProps) {
  const regions = useRegions()
  const slice = readSlice(filter, me)
  const isCross = slice.view === 'cross'
  const query = {
    by: (isCross ? slice.cross : slice.by).join(','),
    region: slice.region,
    ...narrowing(filter),
  }
  const board = useQuery({
    queryKey: ['board', query],
    queryFn: () => get<Board>('/v1/board', query),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })
  const show = (change: Filter) => go(paths.dynamicDatabase({ ...filter, ...change }), { replace: true })
  const toRegion = (code: string) => paths.dynamicDatabase({ ...filter, region: code, level: '' })
  const parts = { slice, filter, show, label: labelOf(regions) }
  return (
    <div className="board-page">
      <PageHead title={words.title}>
        {board.data && <span className="fresh">{words.asOf(fullTime(board.data.asOf))}</span>}
        <span className="row no-print">
          <ExportButton query={{ ...query, ...layoutOf(slice), asOf: board.data?.asOf }} />
          <PrintButton label={words.print} />
        </span>
      </PageHead>
      <Printed me={me} filter={filter} />
      <SmallCountsNote me={me} />
      <SliceFilters me={me} filter={filter} show={show} toRegion={toRegion} />
      <BoardFilters {...parts} />
      <Narrowing filter={filter} show={show} />
      <BoardCharts me={me} {...parts} toRegion={toRegion} />
      <Loaded query={board} rows={10}>
        {(data) =>
          data.rows.length === 0 ? (
            <div className="card">
              <Empty title={words.empty}>{words.emptyAdvice}</Empty>
            </div>
          ) : isCross ? (
            <CrossTable board={data} {...parts} />
          ) : (
            <BoardTable board={data} {...parts} toRegion={toRegion} />
          )
        }
      </Loaded>
    </div>
  )
}

const layoutOf = ({ view, group, measure }: ReturnType<typeof readSlice>) => ({
  layout: view,
  group,
  measure,
})

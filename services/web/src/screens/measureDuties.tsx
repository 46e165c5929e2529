/** 依法须办: what the law asks for about the cases of a federation by a day, the most urgent first. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { get } from '../api/http.ts'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { MeasureDutyItem, Page } from '../api/shapes.ts'
import { Empty, Loaded } from '../parts/conditions.tsx'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import { Countdown } from '../parts/moment.tsx'
import { PageEnd } from '../parts/pageEnd.tsx'
import { LevelTag } from '../parts/tags.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { measureTexts as words } from '../texts/measures.ts'
import { texts } from '../texts/zh.ts'

const REFRESH_MS = 60_000

export function MeasureDuties() {
  const regions = useRegions()
  const duties = useInfiniteQuery({
    queryKey: ['cases', 'duties'],
    queryFn: ({ pageParam }) =>
      get<Page<MeasureDutyItem>>('/v1/measure-duties', { limit: 50, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: REFRESH_MS,
  })
  return (
    <Loaded query={duties} rows={10}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items)
        if (items.length === 0) return <Empty title={words.noDuties}>{words.noDutiesAdvice}</Empty>
        return (
          <DataTable
            label={texts.caseActions.states.owing}
            columns={columnsOf(regions)}
            rows={items}
            keyOf={(one) => one.dutyId}
            leadsTo={(one) => paths.caseCard(one.caseId)}
            below={<PageEnd query={duties} shown={items.length} total={pages.at(-1)?.total ?? 0} />}
          />
        )
      }}
    </Loaded>
  )
}

const columnsOf = (regions: RegionNames): Column<MeasureDutyItem>[] => [
  {
    key: 'level',
    title: texts.orders.columns.level,
    kind: 'first',
    cell: (one) => one.level && <LevelTag level={one.level} />,
  },
  { key: 'due', title: words.dutyBy, kind: 'end', cell: (one) => <Countdown at={one.dueAt} /> },
  {
    key: 'region',
    title: texts.orders.columns.region,
    kind: 'main',
    cell: (one) => (
      <Link className="row-link" to={paths.caseCard(one.caseId)}>
        {regions.full(one.regionCode)}
      </Link>
    ),
  },
  { key: 'kind', title: words.duty, kind: 'line', cell: (one) => words.measureDuties[one.kind] },
]

/** 督办清单: the cases that have to be pushed on, and why; the gravest and longest waiting first. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { get } from '../api/http.ts'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { Page, SupervisionItem } from '../api/shapes.ts'
import { Chips, choicesOf } from '../parts/chips.tsx'
import { Empty, Loaded } from '../parts/conditions.tsx'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import { Moment } from '../parts/moment.tsx'
import { PageEnd } from '../parts/pageEnd.tsx'
import { LevelTag } from '../parts/tags.tsx'
import { paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { dispatchTexts as words } from '../texts/dispatch.ts'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'

const REFRESH_MS = 60_000

export function SupervisionList({ reason }: { readonly reason: string }) {
  const regions = useRegions()
  const list = useInfiniteQuery({
    queryKey: ['supervision', reason],
    queryFn: ({ pageParam }) =>
      get<Page<SupervisionItem>>('/v1/supervision', { reason, limit: 50, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: REFRESH_MS,
  })
  return (
    <>
      <div className="filters">
        <Chips
          legend={words.reasons}
          choices={choicesOf(words.listReasons, texts.conditions.all)}
          value={reason}
          onChange={(next) =>
            go(paths.dispatchDesk({ view: 'supervision', reason: next }), { replace: true })
          }
        />
      </div>
      <Loaded query={list} rows={8}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items)
          if (items.length === 0) return <Empty title={words.empty.supervision} />
          return (
            <DataTable
              label={words.views.supervision}
              columns={columnsOf(regions)}
              rows={items}
              keyOf={(one) => one.caseId}
              leadsTo={(one) => paths.caseCard(one.caseId)}
              below={<PageEnd query={list} shown={items.length} total={pages.at(-1)?.total ?? 0} />}
            />
          )
        }}
      </Loaded>
    </>
  )
}

const columnsOf = (regions: RegionNames): Column<SupervisionItem>[] => [
  {
    key: 'level',
    title: texts.orders.columns.level,
    kind: 'first',
    cell: (one) => one.level && <LevelTag level={one.level} />,
  },
  { key: 'since', title: words.since, kind: 'end', cell: (one) => <Moment at={one.since} /> },
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
  {
    key: 'reasons',
    title: words.reasons,
    kind: 'line',
    cell: (one) => marks.list([...new Set(one.reasons.map(({ reason }) => words.listReasons[reason]))]),
  },
]

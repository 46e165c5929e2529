/** 督办清单: the cases that have to be pushed on, and why; the gravest and longest waiting first. */
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { SupervisionItem } from '../api/shapes.ts'
import { Chips, choicesOf } from '../parts/chips.tsx'
import { Empty } from '../parts/conditions.tsx'
import type { Column } from '../parts/dataTable.tsx'
import { Moment } from '../parts/moment.tsx'
import { PagedList, usePages } from '../parts/pagedList.tsx'
import { LevelTag } from '../parts/tags.tsx'
import { paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { dispatchTexts as words } from '../texts/dispatch.ts'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'

const REFRESH_MS = 60_000

export function SupervisionList({ reason }: { readonly reason: string }) {
  const regions = useRegions()
  const list = usePages<SupervisionItem>({
    ...{ of: ['supervision'], path: '/v1/supervision', query: { reason }, every_ms: REFRESH_MS },
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
      <PagedList
        query={list}
        label={words.views.supervision}
        columns={columnsOf(regions)}
        keyOf={(one) => one.caseId}
        leadsTo={(one) => paths.caseCard(one.caseId)}
        empty={<Empty title={words.empty.supervision} />}
      />
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

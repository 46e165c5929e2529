/** 依法须办: what the law asks for about the cases of a federation by a day, the most urgent first. */
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { MeasureDutyItem } from '../api/shapes.ts'
import { Empty } from '../parts/conditions.tsx'
import type { Column } from '../parts/dataTable.tsx'
import { Countdown } from '../parts/moment.tsx'
import { PagedList, usePages } from '../parts/pagedList.tsx'
import { LevelTag } from '../parts/tags.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { measureTexts as words } from '../texts/measures.ts'
import { texts } from '../texts/zh.ts'

const REFRESH_MS = 60_000

export function MeasureDuties() {
  const regions = useRegions()
  const duties = usePages<MeasureDutyItem>({
    ...{ of: ['cases', 'duties'], path: '/v1/measure-duties', every_ms: REFRESH_MS },
  })
  return (
    <PagedList
      query={duties}
      label={texts.caseActions.states.owing}
      columns={columnsOf(regions)}
      keyOf={(one) => one.dutyId}
      leadsTo={(one) => paths.caseCard(one.caseId)}
      empty={<Empty title={words.noDuties}>{words.noDutiesAdvice}</Empty>}
    />
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

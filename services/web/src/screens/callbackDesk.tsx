/** 回访台: who is to be called, most urgent first, and beside it the call itself. */
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { CallbackItem, Me } from '../api/shapes.ts'
import { Chips, choicesOf } from '../parts/chips.tsx'
import { Empty } from '../parts/conditions.tsx'
import type { Column } from '../parts/dataTable.tsx'
import { PageHead } from '../parts/frame.tsx'
import { Countdown, clockTime, Moment } from '../parts/moment.tsx'
import { PagedList, usePages } from '../parts/pagedList.tsx'
import { CallbackTag, LevelTag } from '../parts/tags.tsx'
import { type Filter, paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { boardValue } from '../texts/boardValues.ts'
import { texts } from '../texts/zh.ts'
import { Callback } from './callback.tsx'

const words = texts.callbacks
const REFRESH_MS = 20_000

const columnsOf = (regions: RegionNames, to: (item: CallbackItem) => string): Column<CallbackItem>[] => [
  { key: 'level', title: words.columns.level, kind: 'first', cell: (c) => <LevelTag level={c.level} /> },
  {
    key: 'due',
    title: words.columns.due,
    kind: 'end',
    cell: (c) =>
      c.state === 'due' || c.state === 'late' ? <Countdown at={c.dueAt} /> : <Moment at={c.dueAt} />,
  },
  { key: 'state', title: words.columns.state, cell: (c) => <CallbackTag state={c.state} /> },
  {
    key: 'region',
    title: words.columns.region,
    kind: 'main',
    cell: (c) => (
      <Link className="row-link" to={to(c)}>
        {regions.full(c.regionCode)}
      </Link>
    ),
  },
  {
    key: 'type',
    title: words.columns.type,
    cell: (c) => boardValue('disputeType', c.disputeType),
  },
  { key: 'assignee', title: words.columns.assignee, cell: (c) => regions.federation(c.assignee) },
]

interface ScreenProps {
  readonly me: Me
  readonly filter: Filter
}
export default function CallbackDesk({ me, filter }: ScreenProps) {
  const regions = useRegions()
  const { case: caseId, ...rest } = filter
  const query = {
    state: filter.state,
    assignee: filter.mine === 'true' ? me.federation : undefined,
  }
  const callbacks = usePages<CallbackItem>({
    ...{ of: ['callbacks'], path: '/v1/callbacks', query, every_ms: REFRESH_MS },
  })
  const to = (item: CallbackItem) => paths.callbackDesk({ ...rest, case: item.caseId })
  return (
    <div className={caseId ? 'desk split' : 'desk'}>
      <section className="desk-list" aria-label={words.title}>
        <PageHead title={words.title} {...(caseId ? {} : { lead: words.lead })}>
          {callbacks.data && (
            <span className="fresh">{texts.time.asOf(clockTime(callbacks.dataUpdatedAt))}</span>
          )}
        </PageHead>
        <div className="filters">
          <Chips
            legend={words.filterState}
            choices={choicesOf(texts.callbackStates, texts.conditions.all)}
            value={filter.state ?? ''}
            onChange={(state) => go(paths.callbackDesk({ ...filter, state }), { replace: true })}
          />
        </div>
        <PagedList
          query={callbacks}
          label={words.title}
          columns={columnsOf(regions, to)}
          keyOf={(c) => `${c.caseId} ${c.alertId} ${c.dueAt}`}
          leadsTo={to}
          isChosen={(c) => c.caseId === caseId}
          empty={<Empty title={words.empty}>{words.emptyAdvice}</Empty>}
        />
      </section>
      {caseId && <Callback key={caseId} me={me} caseId={caseId} back={paths.callbackDesk(rest)} />}
    </div>
  )
}

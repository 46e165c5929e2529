/** 回访台: who is to be called, most urgent first, and beside it the call itself. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { get } from '../api/http.ts'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { CallbackItem, Me, Page } from '../api/shapes.ts'
import { Chips, choicesOf } from '../parts/chips.tsx'
import { Empty, Loaded } from '../parts/conditions.tsx'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import { PageHead } from '../parts/frame.tsx'
import { Countdown, clockTime, Moment } from '../parts/moment.tsx'
import { PageEnd } from '../parts/pageEnd.tsx'
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
    limit: 50,
  }
  const callbacks = useInfiniteQuery({
    queryKey: ['callbacks', query],
    queryFn: ({ pageParam }) => get<Page<CallbackItem>>('/v1/callbacks', { ...query, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) > 3 ? false : REFRESH_MS),
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
        <Loaded query={callbacks} rows={10}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items)
            if (items.length === 0) return <Empty title={words.empty}>{words.emptyAdvice}</Empty>
            return (
              <DataTable
                label={words.title}
                columns={columnsOf(regions, to)}
                rows={items}
                keyOf={(c) => `${c.caseId} ${c.alertId} ${c.dueAt}`}
                leadsTo={to}
                isChosen={(c) => c.caseId === caseId}
                below={<PageEnd query={callbacks} shown={items.length} total={pages.at(-1)?.total ?? 0} />}
              />
            )
          }}
        </Loaded>
      </section>
      {caseId && <Callback key={caseId} me={me} caseId={caseId} back={paths.callbackDesk(rest)} />}
    </div>
  )
}

/** 答复台: which reports a federation owes a word on, by clock, and beside the list the chosen one. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { get } from '../api/http.ts'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { AnswerDeskItem, Me, Page } from '../api/shapes.ts'
import { Chips, choicesOf } from '../parts/chips.tsx'
import { Empty, Loaded } from '../parts/conditions.tsx'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import { PageHead } from '../parts/frame.tsx'
import { Countdown, clockTime, Moment } from '../parts/moment.tsx'
import { PageEnd } from '../parts/pageEnd.tsx'
import { AnswerTag } from '../parts/tags.tsx'
import { Toggle } from '../parts/toggle.tsx'
import { type Filter, paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { answerTexts as words } from '../texts/answers.ts'
import { texts } from '../texts/zh.ts'
import { Answer } from './answer.tsx'

const REFRESH_MS = 20_000
const PAGE = 50

const columnsOf = (regions: RegionNames, to: (item: AnswerDeskItem) => string): Column<AnswerDeskItem>[] => [
  {
    key: 'state',
    title: words.columns.state,
    kind: 'first',
    cell: (a) => (
      <span className="tags">
        <AnswerTag state={a.state} />
        {a.answerBy && a.extension !== 'none' && (
          <span className={a.extension === 'requested' ? 'tag waiting' : 'tag'}>
            {words.extension[a.extension]}
          </span>
        )}
      </span>
    ),
  },
  {
    key: 'clock',
    title: words.columns.clock,
    kind: 'end',
    cell: (a) =>
      a.answerBy && (
        <span className="nowrap">
          <span className="soft">{words.steps[a.state === 'open' ? 'take' : 'conclude']} </span>
          <Countdown at={a.answerBy} />
        </span>
      ),
  },
  {
    key: 'region',
    title: words.columns.region,
    kind: 'main',
    cell: (a) => (
      <Link className="row-link" to={to(a)}>
        {regions.full(a.regionCode)}
      </Link>
    ),
  },
  {
    key: 'type',
    title: words.columns.type,
    cell: (a) => (a.disputeType ? texts.disputeTypes[a.disputeType] : null),
  },
  {
    key: 'channel',
    title: words.columns.channel,
    cell: (a) => (a.channel ? texts.channels[a.channel] : null),
  },
  { key: 'assignee', title: words.columns.assignee, cell: (a) => regions.federation(a.assignee) },
  {
    key: 'received',
    title: words.columns.received,
    kind: 'wide-only',
    cell: (a) => a.receivedAt && <Moment at={a.receivedAt} />,
  },
]

function useAnswers(filter: Filter, me: Me) {
  const query = {
    state: filter.state,
    late: filter.late === 'true' ? true : undefined,
    extension: filter.asked === 'true' ? 'requested' : undefined,
    assignee: filter.mine === 'true' ? me.federation : undefined,
    limit: PAGE,
  }
  return useInfiniteQuery({
    queryKey: ['answers', query],
    queryFn: ({ pageParam }) => get<Page<AnswerDeskItem>>('/v1/answers', { ...query, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) > 3 ? false : REFRESH_MS),
  })
}

interface ScreenProps {
  readonly me: Me
  readonly filter: Filter
}
export default function AnswerDesk({ me, filter }: ScreenProps) {
  const regions = useRegions()
  const { case: caseId, report: reportId, ...rest } = filter
  const answers = useAnswers(rest, me)
  const to = (item: AnswerDeskItem) => paths.answerDesk({ ...rest, case: item.caseId, report: item.reportId })
  return (
    <div className={caseId && reportId ? 'desk split' : 'desk'}>
      <section className="desk-list" aria-label={words.title}>
        <PageHead title={words.title} {...(reportId ? {} : { lead: words.lead })}>
          {answers.data && <span className="fresh">{texts.time.asOf(clockTime(answers.dataUpdatedAt))}</span>}
        </PageHead>
        <AnswerFilters me={me} filter={filter} />
        <Loaded query={answers} rows={10}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items)
            if (items.length === 0) return <NoAnswers filtered={Object.values(rest).some(Boolean)} />
            return (
              <DataTable
                label={words.title}
                columns={columnsOf(regions, to)}
                rows={items}
                keyOf={(a) => a.reportId}
                leadsTo={to}
                isChosen={(a) => a.reportId === reportId}
                below={<PageEnd query={answers} shown={items.length} total={pages.at(-1)?.total ?? 0} />}
              />
            )
          }}
        </Loaded>
      </section>
      {caseId && reportId && (
        <Answer key={reportId} me={me} caseId={caseId} reportId={reportId} back={paths.answerDesk(rest)} />
      )}
    </div>
  )
}

function AnswerFilters({ me, filter }: ScreenProps) {
  const show = (change: Filter) => go(paths.answerDesk({ ...filter, ...change }), { replace: true })
  const toggle = (name: 'late' | 'asked' | 'mine') => (
    <Toggle
      label={words.filter[name]}
      on={filter[name] === 'true'}
      set={(on) => show({ [name]: on ? 'true' : '' })}
    />
  )
  return (
    <div className="filters">
      <Chips
        legend={words.filter.state}
        choices={choicesOf(texts.answerStates, texts.conditions.all)}
        value={filter.state ?? ''}
        onChange={(state) => show({ state })}
      />
      <div className="row">
        {toggle('late')}
        {toggle('asked')}
        {me.role !== 'mediator' && toggle('mine')}
      </div>
    </div>
  )
}

const NoAnswers = ({ filtered }: { readonly filtered: boolean }) => (
  <Empty title={words.empty}>
    {filtered ? (
      <Button onClick={() => go(paths.answerDesk())}>{texts.conditions.clear}</Button>
    ) : (
      <span>{words.emptyAdvice}</span>
    )}
  </Empty>
)

/** 答复台: which reports a federation owes a word on, by clock, and beside the list the chosen one. */
import { Button } from 'antd'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { AnswerDeskItem, Me } from '../api/shapes.ts'
import { Chips, choicesOf } from '../parts/chips.tsx'
import { Empty } from '../parts/conditions.tsx'
import type { Column } from '../parts/dataTable.tsx'
import { PageHead } from '../parts/frame.tsx'
import { Countdown, clockTime, Moment } from '../parts/moment.tsx'
import { PagedList, usePages } from '../parts/pagedList.tsx'
import { AnswerTag } from '../parts/tags.tsx'
import { Toggle } from '../parts/toggle.tsx'
import { type Filter, paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { answerTexts as words } from '../texts/answers.ts'
import { texts } from '../texts/zh.ts'
import { Answer } from './answer.tsx'

const REFRESH_MS = 20_000

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
  }
  return usePages<AnswerDeskItem>({ of: ['answers'], path: '/v1/answers', query, every_ms: REFRESH_MS })
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
        <PagedList
          query={answers}
          label={words.title}
          columns={columnsOf(regions, to)}
          keyOf={(a) => a.reportId}
          leadsTo={to}
          isChosen={(a) => a.reportId === reportId}
          empty={<NoAnswers filtered={Object.values(rest).some(Boolean)} />}
        />
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

/** 查看记录: for the auditor. First whom to ask about the week, then every look and every refused try. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import type { AccessItem, UnusualItem, UnusualWeek } from '../api/accessShapes.ts'
import { get } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import { Chips, choicesOf } from '../parts/chips.tsx'
import { Empty, Loaded } from '../parts/conditions.tsx'
import { PageHead } from '../parts/frame.tsx'
import { PagedList, usePages } from '../parts/pagedList.tsx'
import { type Filter, paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { accessTexts as words } from '../texts/access.ts'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'
import { columns } from './auditColumns.tsx'

const asked = ['account', 'person', 'from', 'to', 'action', 'outcome'] as const

export default function Audit({ filter }: { readonly filter: Filter }) {
  const show = (change: Filter) => go(paths.audit({ ...filter, ...change }), { replace: true })
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <div className="stack audit">
        <Week filter={filter} show={show} />
        <Records filter={filter} show={show} />
      </div>
    </>
  )
}

interface PartProps {
  readonly filter: Filter
  readonly show: (change: Filter) => void
}
function Week({ filter, show }: PartProps) {
  const week = filter.week ?? ''
  const unusual = useQuery({
    queryKey: ['audit', 'week', week],
    queryFn: () => get<UnusualWeek>('/v1/audit/unusual', { week }),
    placeholderData: keepPreviousData,
  })
  return (
    <section className="card stack" aria-label={words.week}>
      <header className="row">
        <h2>{words.week}</h2>
        {unusual.data && (
          <span className="soft small">{words.weekOf(unusual.data.from, unusual.data.to)}</span>
        )}
        <label htmlFor="audit-week" className="row push days">
          <span className="soft small">{words.otherWeek}</span>
          <Input
            type="date"
            id="audit-week"
            value={week}
            onChange={(event) => show({ week: event.target.value })}
          />
        </label>
      </header>
      <p className="soft small">{words.weekLead}</p>
      <Loaded query={unusual} rows={3}>
        {({ items, from, to }) =>
          items.length === 0 ? (
            <p>{words.calm}</p>
          ) : (
            <ul className="unusual">
              {items.map((item) => (
                <UnusualLine key={item.accountId} item={item} days={{ from, to }} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}

function UnusualLine({ item, days }: { readonly item: UnusualItem; readonly days: Filter }) {
  const regions = useRegions()
  return (
    <li>
      <div className="row">
        <Link className="row-link" to={paths.audit({ ...days, account: item.username ?? item.accountId })}>
          {item.username ?? words.unknownAccount}
        </Link>
        {item.role && <span className="tag">{texts.roles[item.role]}</span>}
        {item.federation && <span className="soft small">{regions.federation(item.federation)}</span>}
      </div>
      <ul>
        {item.reasons.map(({ reason, count, limit, median }) => (
          <li key={reason}>
            <b>{words.unusual[reason]}</b>
            <span className="small soft">
              {words.counted(count, limit)}
              {median !== undefined && marks.further(words.median(median))}
            </span>
          </li>
        ))}
      </ul>
    </li>
  )
}

function Records({ filter, show }: PartProps) {
  const query = Object.fromEntries(asked.map((name) => [name, filter[name]?.trim() ?? '']))
  const list = usePages<AccessItem>({ of: ['audit', 'list'], path: '/v1/audit', query })
  const given = Object.entries(query).filter(([, value]) => value !== '')
  return (
    <section className="stack" aria-label={words.list}>
      <header className="row">
        <h2>{query.account ? words.listOf(query.account) : words.list}</h2>
        {given.length > 0 && <Link to={paths.audit()}>{words.showAll}</Link>}
        <span className="row push">
          <span className="small soft">{words.exportNote}</span>
          <Button href={`/v1/audit/export?${new URLSearchParams(given)}`} download>
            {words.export}
          </Button>
        </span>
      </header>
      <Filters filter={filter} show={show} />
      <PagedList
        query={list}
        label={words.list}
        columns={columns}
        keyOf={(item) => item.id}
        empty={<Empty title={words.empty} />}
      />
    </section>
  )
}

const Filters = ({ filter, show }: PartProps) => (
  <search className="filters">
    {(['account', 'person'] as const).map((name) => (
      <Input
        key={`${name} ${filter[name] ?? ''}`}
        className="choice"
        allowClear
        maxLength={64}
        defaultValue={filter[name] ?? ''}
        placeholder={words.filters[name]}
        aria-label={words.filters[name]}
        onPressEnter={(event) => show({ [name]: event.currentTarget.value })}
        onBlur={(event) => show({ [name]: event.currentTarget.value })}
        onClear={() => show({ [name]: '' })}
      />
    ))}
    <div className="row days">
      {(['from', 'to'] as const).map((end) => (
        <label key={end} htmlFor={`audit-${end}`} className="row nowrap">
          <span className="soft small">{words.filters[end]}</span>
          <Input
            type="date"
            id={`audit-${end}`}
            value={filter[end] ?? ''}
            {...(end === 'from' ? { max: filter.to } : { min: filter.from })}
            onChange={(event) => show({ [end]: event.target.value })}
          />
        </label>
      ))}
    </div>
    {(['action', 'outcome'] as const).map((name) => (
      <Chips
        key={name}
        legend={words.filters[name]}
        choices={choicesOf(name === 'action' ? words.actions : words.outcomes, texts.conditions.all)}
        value={filter[name] ?? ''}
        onChange={(chosen) => show({ [name]: chosen })}
      />
    ))}
  </search>
)

/** 机构与账号: who may sign in for which federation, where nobody can, and beside the list the account that was chosen. */
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import type { AccountItem, ActedAccount, FederationGap } from '../api/accountShapes.ts'
import { get } from '../api/http.ts'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { Me, Page } from '../api/shapes.ts'
import { Empty } from '../parts/conditions.tsx'
import type { Column } from '../parts/dataTable.tsx'
import { PageHead } from '../parts/frame.tsx'
import { Moment } from '../parts/moment.tsx'
import { PagedList, usePages } from '../parts/pagedList.tsx'
import { RegionField } from '../parts/regionField.tsx'
import { type Filter, paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { accountTexts as words } from '../texts/accounts.ts'
import { texts } from '../texts/zh.ts'
import { Account, AccountState } from './account.tsx'
import { AddForm } from './accountForm.tsx'

const GAPS_SHOWN = 6

function useAccounts(filter: Filter, q: string) {
  const query = {
    role: filter.role,
    federation: filter.federation,
    unused: filter.unused === 'true' ? true : undefined,
    disabled: filter.disabled === 'true' ? true : undefined,
    q: q.trim(),
  }
  return usePages<AccountItem>({ of: ['accounts'], path: '/v1/accounts', query })
}

const columnsOf = (regions: RegionNames, filter: Filter): Column<AccountItem>[] => [
  {
    key: 'role',
    title: words.columns.role,
    kind: 'first',
    cell: (a) => <span className="tag">{texts.roles[a.role]}</span>,
  },
  {
    key: 'username',
    title: words.columns.username,
    kind: 'main',
    cell: (a) => (
      <Link className="row-link" to={paths.account(a.id, filter)}>
        {a.username}
      </Link>
    ),
  },
  {
    key: 'federation',
    title: words.columns.federation,
    kind: 'line',
    cell: (a) => regions.fullFederation(a.federation),
  },
  { key: 'state', title: words.columns.state, cell: (a) => <AccountState of={a} /> },
  {
    key: 'usedAt',
    title: words.columns.usedAt,
    kind: 'end',
    cell: (a) => (a.usedAt ? <Moment at={a.usedAt} /> : <span className="soft">{words.never}</span>),
  },
]

/** Beside the one that was chosen. */
const narrow = (columns: readonly Column<AccountItem>[]) =>
  columns.filter(({ key }) => ['role', 'username', 'federation'].includes(key))

interface AccountsProps {
  readonly me: Me
  readonly id: string | null
  readonly filter: Filter
}
export default function Accounts({ me, id, filter }: AccountsProps) {
  const [q, setQ] = useState('')
  const [adding, setAdding] = useState(false)
  const [added, setAdded] = useState<ActedAccount | null>(null)
  const regions = useRegions()
  const accounts = useAccounts(filter, useDeferredValue(q))
  const show = (change: Filter) => go(paths.accounts({ ...filter, ...change }), { replace: true })
  const clear = () => {
    setQ('')
    go(paths.accounts())
  }
  const close = () => {
    setAdding(false)
    if (added) go(paths.account(added.id, filter))
    setAdded(null)
  }
  const columns = columnsOf(regions, filter)
  return (
    <div className={id ? 'desk split' : 'desk'}>
      <section className="desk-list" aria-label={words.title}>
        <PageHead title={words.title} {...(id ? {} : { lead: words.lead })}>
          <div className="row push">
            <Button type="primary" onClick={() => setAdding(true)}>
              {words.add}
            </Button>
          </div>
        </PageHead>
        {!id && <Gaps show={(federation) => show({ federation })} />}
        <Filters city={me.federation.slice(0, 4)} {...{ filter, show, q, setQ }} />
        <PagedList
          query={accounts}
          label={words.title}
          columns={id ? narrow(columns) : columns}
          keyOf={(a) => a.id}
          leadsTo={(a) => paths.account(a.id, filter)}
          isChosen={(a) => a.id === id}
          empty={
            <Empty title={words.empty}>
              <span>{words.emptyAdvice}</span>
              <Button onClick={clear}>{texts.conditions.clear}</Button>
            </Empty>
          }
        />
      </section>
      {id && <Account key={id} me={me} id={id} back={paths.accounts(filter)} />}
      {adding && (
        <AddForm {...{ me, added, federation: filter.federation }} onAdded={setAdded} onClose={close} />
      )}
    </div>
  )
}

/** Federations to which an order can be sent and where nobody could accept it. */
function Gaps({ show }: { readonly show: (federation: string) => void }) {
  const regions = useRegions()
  const gaps = useQuery({
    queryKey: ['accounts', 'gaps'],
    queryFn: () => get<Page<FederationGap>>('/v1/account-gaps'),
  })
  if (!gaps.data || gaps.data.total === 0) return null
  const { items, total } = gaps.data
  return (
    <div className="notice warn gaps">
      <b>{words.gaps(total)}</b>
      <span className="row">
        {items.slice(0, GAPS_SHOWN).map(({ federation }) => (
          <Button key={federation} size="small" onClick={() => show(federation)}>
            {regions.full(federation)}
          </Button>
        ))}
        {total > GAPS_SHOWN && <span className="soft">{words.andMore(total)}</span>}
      </span>
    </div>
  )
}

interface FiltersProps {
  readonly city: string
  readonly filter: Filter
  readonly show: (change: Filter) => void
  readonly q: string
  readonly setQ: (q: string) => void
}
const Filters = ({ city, filter, show, q, setQ }: FiltersProps) => (
  <search className="filters">
    <div className="choice">
      <Select
        aria-label={words.filter.role}
        value={filter.role ?? ''}
        options={[
          { value: '', label: words.filter.anyRole },
          ...Object.entries(texts.roles).map(([value, label]) => ({ value, label })),
        ]}
        onChange={(role) => show({ role })}
        style={{ width: '100%' }}
      />
    </div>
    <div className="choice">
      <RegionField
        city={city}
        label={words.filter.federation}
        placeholder={words.filter.anyFederation}
        {...(filter.federation ? { value: filter.federation } : {})}
        onChange={(federation) => show({ federation: federation ?? '' })}
      />
    </div>
    <div className="row">
      {(['unused', 'disabled'] as const).map((name) => (
        <button
          key={name}
          type="button"
          className="toggle"
          aria-pressed={filter[name] === 'true'}
          onClick={() => show({ [name]: filter[name] === 'true' ? '' : 'true' })}
        >
          {words.filter[name]}
        </button>
      ))}
    </div>
    <Input
      className="search"
      type="search"
      allowClear
      maxLength={64}
      value={q}
      placeholder={words.filter.search}
      aria-label={words.filter.search}
      onChange={(event) => setQ(event.target.value)}
    />
  </search>
)

/** 组织名录: the city's federations and whoever can be called on, and beside the list the one that was chosen. */
import { Button, Input, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import type { OrganisationItem } from '../api/directoryShapes.ts'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { Me, Role } from '../api/shapes.ts'
import { Empty } from '../parts/conditions.tsx'
import type { Column } from '../parts/dataTable.tsx'
import { PageHead } from '../parts/frame.tsx'
import { PagedList, usePages } from '../parts/pagedList.tsx'
import { RegionField } from '../parts/regionField.tsx'
import { type Filter, paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { langOf } from '../texts/language.ts'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'
import { Organisation } from './organisation.tsx'
import { OrganisationForm } from './organisationForm.tsx'
import { OrganisationImport } from './organisationImport.tsx'

const words = texts.organisations
const editors: readonly Role[] = ['dispatcher', 'administrator']

function useOrganisations(filter: Filter, q: string) {
  const query = {
    kind: filter.kind,
    region: filter.region,
    above: filter.above === 'true' ? true : undefined,
    status: filter.closed === 'true' ? undefined : 'active',
    q: q.trim(),
  }
  return usePages<OrganisationItem>({ of: ['organisations'], path: '/v1/organisations', query })
}

const columnsOf = (regions: RegionNames, filter: Filter): Column<OrganisationItem>[] => [
  {
    key: 'kind',
    title: words.columns.kind,
    kind: 'first',
    cell: (o) => <span className="tag">{words.kinds[o.kind]}</span>,
  },
  {
    key: 'name',
    title: words.columns.name,
    kind: 'main',
    cell: (o) => (
      <Link className="row-link" to={paths.organisation(o.code, filter)} lang={langOf(o.name)}>
        {o.name ?? words.noName}
        {o.status === 'closed' && <span className="soft"> · {words.statuses.closed}</span>}
      </Link>
    ),
  },
  { key: 'region', title: words.columns.region, cell: (o) => regions.full(o.regionCode) },
  {
    key: 'capacity',
    title: words.columns.capacity,
    kind: 'number',
    cell: (o) => (o.capacity === null ? null : words.beds(o.capacity)),
  },
  {
    key: 'capabilities',
    title: words.columns.capabilities,
    kind: 'line',
    cell: (o) => marks.list(o.capabilities.map((c) => words.capabilities[c])) || null,
  },
  {
    key: 'phone',
    title: words.columns.phone,
    kind: 'end',
    cell: (o) => <span className="nowrap">{o.phone}</span>,
  },
  {
    key: 'code',
    title: words.columns.code,
    kind: 'wide-only',
    cell: (o) => <span className="code soft">{o.code}</span>,
  },
]

/** Beside the one that was chosen. */
const narrow = (columns: readonly Column<OrganisationItem>[]): Column<OrganisationItem>[] =>
  columns
    .filter(({ key }) => ['kind', 'name', 'region'].includes(key))
    .map((column) => (column.key === 'region' ? { ...column, kind: 'end' } : column))

interface OrganisationsProps {
  readonly me: Me
  readonly code: string | null
  readonly filter: Filter
}
export default function Organisations({ me, code, filter }: OrganisationsProps) {
  const [q, setQ] = useState('')
  const regions = useRegions()
  const organisations = useOrganisations(filter, useDeferredValue(q))
  const show = (change: Filter) => go(paths.organisations({ ...filter, ...change }), { replace: true })
  const filtered = q !== '' || Object.values(filter).some(Boolean)
  const clear = () => {
    setQ('')
    go(paths.organisations())
  }
  const columns = columnsOf(regions, filter)
  return (
    <div className={code ? 'desk split' : 'desk'}>
      <section className="desk-list" aria-label={words.title}>
        <PageHead title={words.title} {...(code ? {} : { lead: words.lead })}>
          {editors.includes(me.role) && <Editing me={me} />}
        </PageHead>
        <OrganisationFilters city={me.federation.slice(0, 4)} {...{ filter, show, q, setQ }} />
        <PagedList
          query={organisations}
          label={words.title}
          columns={code ? narrow(columns) : columns}
          keyOf={(o) => o.code}
          leadsTo={(o) => paths.organisation(o.code, filter)}
          isChosen={(o) => o.code === code}
          empty={<NoOrganisations filtered={filtered} clear={clear} />}
        />
      </section>
      {code && (
        <Organisation
          key={code}
          me={me}
          code={code}
          mayEdit={editors.includes(me.role)}
          back={paths.organisations(filter)}
        />
      )}
    </div>
  )
}

function Editing({ me }: { readonly me: Me }) {
  const [open, setOpen] = useState<'register' | 'import' | null>(null)
  const close = () => setOpen(null)
  return (
    <div className="row push">
      <Button onClick={() => setOpen('register')}>{words.register}</Button>
      <Button type="primary" onClick={() => setOpen('import')}>
        {words.import}
      </Button>
      {open === 'register' && <OrganisationForm me={me} before={null} onDone={close} onClose={close} />}
      {open === 'import' && <OrganisationImport onClose={close} />}
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
const OrganisationFilters = ({ city, filter, show, q, setQ }: FiltersProps) => (
  <search className="filters">
    <div className="choice">
      <Select
        aria-label={words.filter.kind}
        value={filter.kind ?? ''}
        options={[
          { value: '', label: words.filter.anyKind },
          ...Object.entries(words.kinds).map(([value, label]) => ({ value, label })),
        ]}
        onChange={(kind) => show({ kind })}
        style={{ width: '100%' }}
      />
    </div>
    <div className="choice">
      <RegionField
        city={city}
        label={words.filter.region}
        placeholder={words.filter.anyRegion}
        {...(filter.region ? { value: filter.region } : {})}
        onChange={(region) => show({ region: region ?? '' })}
      />
    </div>
    <div className="row">
      {filter.region && (
        <Toggle
          label={words.filter.above}
          on={filter.above === 'true'}
          set={(on) => show({ above: on ? 'true' : '' })}
        />
      )}
      <Toggle
        label={words.filter.closed}
        on={filter.closed === 'true'}
        set={(on) => show({ closed: on ? 'true' : '' })}
      />
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

interface ToggleProps {
  readonly label: string
  readonly on: boolean
  readonly set: (on: boolean) => void
}
const Toggle = ({ label, on, set }: ToggleProps) => (
  <button type="button" className="toggle" aria-pressed={on} onClick={() => set(!on)}>
    {label}
  </button>
)

interface NoOrganisationsProps {
  readonly filtered: boolean
  readonly clear: () => void
}
const NoOrganisations = ({ filtered, clear }: NoOrganisationsProps) => (
  <Empty title={words.empty}>
    <span>{filtered ? words.emptyFiltered : words.emptyAdvice}</span>
    {filtered && <Button onClick={clear}>{texts.conditions.clear}</Button>}
  </Empty>
)

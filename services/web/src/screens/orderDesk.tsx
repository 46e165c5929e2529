/**
 * 工单台: what a federation has to do now, by clock. The list on the left, the chosen order on the right; on a
 * phone one after the other. Time left runs by the server's deadlines.
 */
import { Button, Input } from 'antd'
import { useState } from 'react'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { Me, OrderItem } from '../api/shapes.ts'
import { Chips, choicesOf } from '../parts/chips.tsx'
import { Empty } from '../parts/conditions.tsx'
import type { Column } from '../parts/dataTable.tsx'
import { PageHead } from '../parts/frame.tsx'
import { Countdown, clockTime, shortTime } from '../parts/moment.tsx'
import { PagedList, usePages } from '../parts/pagedList.tsx'
import { LevelTag, StateTag } from '../parts/tags.tsx'
import { Toggle } from '../parts/toggle.tsx'
import { type Filter, paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { texts } from '../texts/zh.ts'
import { nextStepOf } from './deadlines.ts'
import { Order } from './order.tsx'
import { shortId } from './orderId.ts'

const words = texts.orders
const REFRESH_MS = 20_000

function useOrders(filter: Filter, q: string, me: Me) {
  const query = {
    state: filter.state,
    grade: filter.grade,
    late: filter.late === 'true' ? true : undefined,
    supervised: filter.supervised === 'true' ? true : undefined,
    bounces: filter.bounced === 'true' ? 2 : undefined,
    since: filter.since,
    assignee: filter.mine === 'true' ? me.federation : undefined,
    q: q.trim() || filter.region,
  }
  return usePages<OrderItem>({ of: ['orders'], path: '/v1/work-orders', query, every_ms: REFRESH_MS })
}

const columnsOf = (regions: RegionNames, filter: Filter): Column<OrderItem>[] => [
  { key: 'level', title: words.columns.level, kind: 'first', cell: (o) => <LevelTag level={o.level} /> },
  {
    key: 'clock',
    title: words.columns.clock,
    kind: 'end',
    cell: (o) =>
      o.nextDeadline && (
        <span className="nowrap">
          <span className="soft">{words.deadlines[nextStepOf(o)]} </span>
          <Countdown at={o.nextDeadline} />
        </span>
      ),
  },
  {
    key: 'state',
    title: words.columns.state,
    cell: (o) => (
      <span className="tags">
        <StateTag state={o.state} />
        {o.supervised > 0 && <span className="tag high">{words.life.tags.supervised}</span>}
        {o.shelter && <span className="tag warn">{words.life.tags.shelter}</span>}
        {o.extensionAskedAt && <span className="tag waiting">{words.life.tags.extension}</span>}
      </span>
    ),
  },
  {
    key: 'region',
    title: words.columns.region,
    kind: 'main',
    cell: (o) => (
      <Link className="row-link" to={paths.order(o.id, filter)}>
        {regions.full(o.regionCode)}
      </Link>
    ),
  },
  { key: 'type', title: words.columns.type, cell: (o) => texts.disputeTypes[o.disputeType] },
  { key: 'assignee', title: words.columns.assignee, cell: (o) => regions.federation(o.assignee) },
  { key: 'bounces', title: words.columns.bounces, cell: (o) => words.bounced(o.bounces) || null },
  {
    key: 'id',
    title: words.columns.id,
    kind: 'wide-only',
    cell: (o) => <span className="code soft">{shortId(o.id)}</span>,
  },
]

interface OrderDeskProps {
  readonly me: Me
  readonly orderId: string | null
  readonly filter: Filter
}
export default function OrderDesk({ me, orderId, filter }: OrderDeskProps) {
  const [q, setQ] = useState('')
  const regions = useRegions()
  const orders = useOrders(filter, q, me)
  const show = (change: Filter) => go(paths.orderDesk({ ...filter, ...change }), { replace: true })
  const filtered = q !== '' || Object.values(filter).some(Boolean)
  return (
    <div className={orderId ? 'desk split' : 'desk'}>
      <section className="desk-list" aria-label={words.title}>
        <PageHead title={words.title} {...(orderId ? {} : { lead: words.lead })}>
          {orders.data && <span className="fresh">{texts.time.asOf(clockTime(orders.dataUpdatedAt))}</span>}
        </PageHead>
        {(filter.region || filter.since) && (
          <div className="filters row">
            {filter.region && (
              <Toggle label={`${regions.full(filter.region)} ×`} on set={() => show({ region: '' })} />
            )}
            {filter.since && (
              <Toggle
                label={`${words.filter.since(shortTime(filter.since))} ×`}
                on
                set={() => show({ since: '' })}
              />
            )}
          </div>
        )}
        <OrderFilters filter={filter} show={show} q={q} setQ={setQ} supervises={me.role !== 'mediator'} />
        <PagedList
          query={orders}
          label={words.title}
          columns={columnsOf(regions, filter)}
          keyOf={(o) => o.id}
          leadsTo={(o) => paths.order(o.id, filter)}
          isChosen={(o) => o.id === orderId}
          empty={<NoOrders filtered={filtered} />}
        />
      </section>
      {orderId && <Order key={orderId} me={me} orderId={orderId} back={paths.orderDesk(filter)} />}
    </div>
  )
}

interface FiltersProps {
  readonly filter: Filter
  readonly show: (change: Filter) => void
  readonly q: string
  readonly setQ: (q: string) => void
  /** Whether others below work on orders too. */
  readonly supervises: boolean
}
const OrderFilters = ({ filter, show, q, setQ, supervises }: FiltersProps) => (
  <search className="filters">
    <Chips
      legend={words.filter.state}
      choices={choicesOf(texts.orderStates, texts.conditions.all)}
      value={filter.state ?? ''}
      onChange={(state) => show({ state })}
    />
    <Chips
      short
      legend={words.filter.level}
      choices={choicesOf(texts.levels, texts.conditions.all).filter((c) => c.value !== 'low')}
      value={filter.grade ?? ''}
      onChange={(grade) => show({ grade })}
    />
    <div className="row">
      <Toggle
        label={words.filter.late}
        on={filter.late === 'true'}
        set={(on) => show({ late: on ? 'true' : '' })}
      />
      <Toggle
        label={words.filter.supervised}
        on={filter.supervised === 'true'}
        set={(on) => show({ supervised: on ? 'true' : '' })}
      />
      {supervises && (
        <Toggle
          label={words.filter.bounced}
          on={filter.bounced === 'true'}
          set={(on) => show({ bounced: on ? 'true' : '' })}
        />
      )}
      {supervises && (
        <Toggle
          label={words.filter.mine}
          on={filter.mine === 'true'}
          set={(on) => show({ mine: on ? 'true' : '' })}
        />
      )}
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

const NoOrders = ({ filtered }: { readonly filtered: boolean }) => (
  <Empty title={words.empty}>
    <span>{filtered ? words.emptyFiltered : words.emptyAdvice}</span>
    {filtered && <Button onClick={() => go(paths.orderDesk())}>{texts.conditions.clear}</Button>}
  </Empty>
)

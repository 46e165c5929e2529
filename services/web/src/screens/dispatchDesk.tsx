/**
 * 派单台: what waits for whoever dispatches – orders that nobody could route, that came back, that are late – and beside
 * it the cases as they come in and are graded. What was chosen of the late ones can be pushed on together.
 */
import { Button } from 'antd'
import { useState } from 'react'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { Me, OrderItem } from '../api/shapes.ts'
import { Chips, choicesOf } from '../parts/chips.tsx'
import { Empty } from '../parts/conditions.tsx'
import type { Column } from '../parts/dataTable.tsx'
import { PageHead } from '../parts/frame.tsx'
import { Countdown } from '../parts/moment.tsx'
import { PagedList, usePages } from '../parts/pagedList.tsx'
import { LevelTag } from '../parts/tags.tsx'
import { type Filter, paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { dispatchTexts as words } from '../texts/dispatch.ts'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'
import { BulkSupervision } from './bulkSupervision.tsx'
import { CaseStream } from './caseStream.tsx'
import { nextStepOf } from './deadlines.ts'
import { Order } from './order.tsx'
import { SupervisionList } from './supervisionList.tsx'

const REFRESH_MS = 20_000

type View = keyof typeof words.views
const queryOf: Readonly<Record<Exclude<View, 'supervision'>, Readonly<Record<string, string | number>>>> = {
  unroutable: { state: 'unroutable' },
  returned: { state: 'returned' },
  late: { late: 'true' },
  bounced: { bounces: 2 },
  approval: { awaiting: 'approval' },
}
const viewOf = ({ view }: Filter): View =>
  view !== undefined && view in words.views ? (view as View) : 'unroutable'

interface DispatchDeskProps {
  readonly me: Me
  readonly orderId: string | null
  readonly filter: Filter
}
export default function DispatchDesk({ me, orderId, filter }: DispatchDeskProps) {
  const view = viewOf(filter)
  return (
    <div className={orderId ? 'desk split' : 'desk dispatch'}>
      <section className="desk-list" aria-label={words.title}>
        <PageHead title={words.title} {...(orderId ? {} : { lead: words.lead })} />
        <div className="filters">
          <Chips
            legend={words.view}
            choices={choicesOf(words.views)}
            value={view}
            onChange={(next) => go(paths.dispatchDesk({ view: next }), { replace: true })}
          />
        </div>
        {view === 'supervision' ? (
          <SupervisionList reason={filter.reason ?? ''} />
        ) : (
          <Waiting key={view} view={view} me={me} orderId={orderId} />
        )}
      </section>
      {orderId ? (
        <Order key={orderId} me={me} orderId={orderId} back={paths.dispatchDesk(filter)} />
      ) : (
        <CaseStream />
      )}
    </div>
  )
}

interface WaitingProps {
  readonly view: Exclude<View, 'supervision'>
  readonly me: Me
  readonly orderId: string | null
}
function Waiting({ view, me, orderId }: WaitingProps) {
  const regions = useRegions()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [supervising, setSupervising] = useState(false)
  const orders = usePages<OrderItem>({
    ...{ of: ['orders', 'to dispatch'], path: '/v1/work-orders', query: queryOf[view], every_ms: REFRESH_MS },
  })
  const pushable = (o: OrderItem) =>
    (view === 'late' || view === 'bounced') &&
    !['unroutable', 'returned', 'closed'].includes(o.state) &&
    o.assignee !== me.federation &&
    o.assignee.startsWith(me.federation)
  return (
    <PagedList
      query={orders}
      label={words.views[view]}
      columns={columnsOf(regions, view)}
      keyOf={(o) => o.id}
      leadsTo={(o) => paths.dispatchOrder(o.id, { view })}
      isChosen={(o) => o.id === orderId}
      empty={
        <Empty title={words.empty[view]}>
          <span>{words.emptyAdvice}</span>
        </Empty>
      }
      around={(table, items) => {
        const able = items.filter(pushable)
        const picked = able.filter(({ id }) => chosen.has(id))
        const toggle = (ids: readonly string[], on: boolean) =>
          setChosen(new Set(on ? [...chosen, ...ids] : [...chosen].filter((id) => !ids.includes(id))))
        return (
          <>
            {able.length > 0 && (
              <div className="row bulk">
                <label>
                  <input
                    type="checkbox"
                    checked={picked.length === able.length}
                    onChange={(e) =>
                      toggle(
                        able.map(({ id }) => id),
                        e.target.checked,
                      )
                    }
                  />
                  {words.chooseAll}
                </label>
                <Button type="primary" disabled={picked.length === 0} onClick={() => setSupervising(true)}>
                  {words.supervise}
                </Button>
                {picked.length > 0 && <span className="soft">{words.chosen(picked.length)}</span>}
              </div>
            )}
            {table([
              ...(able.length > 0 ? [chooser(regions, chosen, toggle, pushable)] : []),
              ...columnsOf(regions, view),
            ])}
            {supervising && (
              <BulkSupervision
                orders={picked}
                onClose={(done) => {
                  setSupervising(false)
                  toggle(done, false)
                }}
              />
            )}
          </>
        )
      }}
    />
  )
}

const chooser = (
  regions: RegionNames,
  chosen: ReadonlySet<string>,
  toggle: (ids: readonly string[], on: boolean) => void,
  pushable: (order: OrderItem) => boolean,
): Column<OrderItem> => ({
  key: 'choose',
  title: '',
  cell: (o) =>
    pushable(o) && (
      <input
        type="checkbox"
        aria-label={words.choose(regions.full(o.regionCode))}
        checked={chosen.has(o.id)}
        onChange={(event) => toggle([o.id], event.target.checked)}
      />
    ),
})

const columnsOf = (regions: RegionNames, view: View): Column<OrderItem>[] => [
  {
    key: 'level',
    title: texts.orders.columns.level,
    kind: 'first',
    cell: (o) => <LevelTag level={o.level} />,
  },
  {
    key: 'clock',
    title: texts.orders.columns.clock,
    kind: 'end',
    cell: (o) =>
      o.nextDeadline && (
        <span className="nowrap">
          <span className="soft">{texts.orders.deadlines[nextStepOf(o)]} </span>
          <Countdown at={o.nextDeadline} />
        </span>
      ),
  },
  {
    key: 'region',
    title: texts.orders.columns.region,
    kind: 'main',
    cell: (o) => (
      <Link className="row-link" to={paths.dispatchOrder(o.id, { view })}>
        {regions.full(o.regionCode)} · {texts.disputeTypes[o.disputeType]}
      </Link>
    ),
  },
  view === 'unroutable'
    ? {
        key: 'why',
        title: words.why,
        kind: 'line',
        cell: (o) => marks.clauses(o.warnings.map((warning) => texts.orders.warnings[warning] ?? warning)),
      }
    : {
        key: 'assignee',
        title: texts.orders.columns.assignee,
        cell: (o) => regions.federation(o.assignee),
      },
  view === 'approval'
    ? {
        key: 'asked',
        title: words.why,
        cell: (o) => (o.extensionAskedAt ? words.asked.extension : words.asked.closure),
      }
    : {
        key: 'bounces',
        title: texts.orders.columns.bounces,
        cell: (o) => o.bounces > 0 && <span className="nowrap">{texts.orders.bounced(o.bounces)}</span>,
      },
]

/** 首页: what do I have to do now, what is late – each thing with its number, the most urgent of it, and the way
 *  to it. Differs by role: who works on orders sees hers, who supervises sees what waits for him. */
import { useQueries } from '@tanstack/react-query'
import { get, serverNow } from '../api/http.ts'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { CallbackItem, Me, OrderItem, Page, Role } from '../api/shapes.ts'
import { Empty, Failed, Loading } from '../parts/conditions.tsx'
import { PageHead, screensOf } from '../parts/frame.tsx'
import { Countdown, clockTime, fullTime } from '../parts/moment.tsx'
import { LevelTag } from '../parts/tags.tsx'
import { type Filter, paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { texts } from '../texts/zh.ts'

const words = texts.home
const REFRESH_MS = 20_000
const SHOWN = 5

type Thing = keyof typeof words.things
interface Ask {
  readonly thing: Thing
  readonly of: 'orders' | 'callbacks'
  readonly filter: Filter
}

const callbacks: readonly Ask[] = [
  { thing: 'callbacksLate', of: 'callbacks', filter: { state: 'late' } },
  { thing: 'callbacksDue', of: 'callbacks', filter: { state: 'due' } },
]
const own = (thing: Thing, state: string): Ask => ({ thing, of: 'orders', filter: { state, mine: 'true' } })
const late: Ask = { thing: 'late', of: 'orders', filter: { late: 'true' } }
const toApprove: Ask = { thing: 'toApprove', of: 'orders', filter: { state: 'closure-requested' } }

/** In the order in which they want to be done. */
const asksOf: Readonly<Record<Role, readonly Ask[]>> = {
  mediator: [late, own('toAccept', 'dispatched'), own('working', 'in-progress'), ...callbacks],
  'district-officer': [
    late,
    own('toAccept', 'dispatched'),
    toApprove,
    own('working', 'in-progress'),
    ...callbacks,
  ],
  dispatcher: [
    { thing: 'unroutable', of: 'orders', filter: { state: 'unroutable' } },
    { thing: 'returned', of: 'orders', filter: { state: 'returned' } },
    late,
    toApprove,
    ...callbacks.slice(0, 1),
  ],
  analyst: [],
  auditor: [],
  administrator: [],
}

type Item = { readonly key: string; readonly to: string; readonly due: string | null } & Pick<
  OrderItem,
  'level'
> & {
    readonly text: string
  }
interface Answer {
  readonly total: number
  readonly items: readonly Item[]
}

async function ask({ of, filter }: Ask, me: Me, regions: RegionNames): Promise<Answer> {
  const { state, late: isLate, mine } = filter
  const query = { state, late: isLate, assignee: mine ? me.federation : undefined, limit: SHOWN }
  if (of === 'callbacks') {
    const { total, items } = await get<Page<CallbackItem>>('/v1/callbacks', query)
    const shown = items.map((c) => ({
      key: `${c.caseId} ${c.alertId} ${c.dueAt}`,
      to: paths.callbackDesk({ ...filter, case: c.caseId }),
      due: c.dueAt,
      level: c.level,
      text: regions.federation(c.assignee),
    }))
    return { total, items: shown }
  }
  const { total, items } = await get<Page<OrderItem>>('/v1/work-orders', query)
  const shown = items.map((o) => ({
    key: o.id,
    to: paths.order(o.id, filter),
    due: o.nextDeadline,
    level: o.level,
    text: `${regions.full(o.regionCode)} · ${texts.disputeTypes[o.disputeType]}`,
  }))
  return { total, items: shown }
}

function greeting(): string {
  const hour = Number(clockTime(serverNow()).slice(0, 2))
  const { night, morning, noon, afternoon, evening } = words.greeting
  if (hour < 5) return night
  if (hour < 11) return morning
  if (hour < 13) return noon
  return hour < 18 ? afternoon : evening
}

export default function Home({ me }: { readonly me: Me }) {
  const regions = useRegions()
  const asks = asksOf[me.role]
  const answers = useQueries({
    queries: asks.map((one) => ({
      queryKey: [one.of, 'home', one, me.federation, regions.name(me.federation)],
      queryFn: () => ask(one, me, regions),
      refetchInterval: REFRESH_MS,
    })),
  })
  const figures = screensOf[me.role].includes('dynamicDatabase')
  const failed = answers.find((a) => a.isError && a.data === undefined)
  const loading = answers.some((a) => a.data === undefined)
  const nothing = !loading && asks.length > 0 && answers.every((a) => a.data?.total === 0)
  return (
    <>
      <PageHead
        title={`${greeting()}，${regions.federation(me.federation)}`}
        lead={fullTime(serverNow()).slice(0, 10)}
      />
      {failed ? (
        <Failed error={failed.error} retry={() => answers.forEach((a) => void a.refetch())} />
      ) : loading && asks.length > 0 ? (
        <Loading rows={8} />
      ) : (
        <div className="things">
          {asks.map((one, i) => {
            const data = answers[i]?.data
            return data && data.total > 0 ? <ThingCard key={one.thing} ask={one} answer={data} /> : null
          })}
        </div>
      )}
      {nothing && (
        <div className="card">
          <Empty title={words.nothing}>{words.nothingAdvice}</Empty>
        </div>
      )}
      {figures ? <Figures /> : <Empty title={words.noDesk}>{words.noDeskAdvice}</Empty>}
    </>
  )
}

function ThingCard({ ask: { thing, of, filter }, answer }: { readonly ask: Ask; readonly answer: Answer }) {
  const all = of === 'orders' ? paths.orderDesk(filter) : paths.callbackDesk(filter)
  const urgent = thing === 'late' || thing === 'callbacksLate' || thing === 'unroutable'
  return (
    <section className={urgent ? 'card thing urgent' : 'card thing'} aria-label={words.things[thing]}>
      <Link to={all} className="thing-head">
        <h2>{words.things[thing]}</h2>
        <b>{answer.total}</b>
        <span className="push soft small">{words.seeAll} ›</span>
      </Link>
      <ul>
        {answer.items.map((item) => (
          <li key={item.key}>
            <Link to={item.to}>
              <LevelTag level={item.level} />
              <span className="text">{item.text}</span>
              {item.due && <Countdown at={item.due} />}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

const Figures = () => (
  <nav className="row figures" aria-label={words.figures}>
    <span className="soft">{words.figures}</span>
    <Link to={paths.dynamicDatabase()}>{texts.nav.dynamicDatabase}</Link>
    <Link to={paths.callbackCoverage()}>{texts.nav.callbackCoverage}</Link>
    <Link to={paths.cases()}>{texts.nav.caseCard}</Link>
  </nav>
)

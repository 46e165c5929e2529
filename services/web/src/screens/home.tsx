/** 首页: what do I have to do now, what is late, what is new since I last looked – each thing with its number, the most
 *  urgent of it, and the way to it. Differs by role: who works on orders sees hers, who supervises sees what waits for
 *  him, who has none sees what the screens are for. */
import { useQueries } from '@tanstack/react-query'
import type { UnusualWeek } from '../api/accessShapes.ts'
import { get, serverNow } from '../api/http.ts'
import { type RegionNames, useRegions } from '../api/regions.ts'
import type { CallbackItem, Me, OrderItem, Page, Role } from '../api/shapes.ts'
import { DraftOffer } from '../drafts/draftOffer.tsx'
import { Empty, Failed, Loading } from '../parts/conditions.tsx'
import { PageHead, screensOf, startOf } from '../parts/frame.tsx'
import { Countdown, clockTime, shortTime, shownDay } from '../parts/moment.tsx'
import { LevelTag } from '../parts/tags.tsx'
import { type Filter, paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { accessTexts } from '../texts/access.ts'
import { draftTexts } from '../texts/drafts.ts'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'
import { useLastLooked } from './lastLooked.ts'
import { WeekFigures } from './weekFigures.tsx'

const words = texts.home
const REFRESH_MS = 20_000
const SHOWN = 5

type Thing = keyof typeof words.things
interface Ask {
  readonly thing: Thing
  readonly of: 'orders' | 'callbacks' | 'looks'
  readonly filter: Filter
}

const callbacks: readonly Ask[] = [
  { thing: 'callbacksLate', of: 'callbacks', filter: { state: 'late' } },
  { thing: 'callbacksDue', of: 'callbacks', filter: { state: 'due' } },
]
const own = (thing: Thing, state: string): Ask => ({ thing, of: 'orders', filter: { state, mine: 'true' } })
const late: Ask = { thing: 'late', of: 'orders', filter: { late: 'true' } }
const fresh = (since: string): Ask => ({ thing: 'fresh', of: 'orders', filter: { since } })
const caseworkers: readonly Role[] = ['mediator', 'district-officer', 'dispatcher']
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
  statistician: [],
  auditor: [{ thing: 'unusual', of: 'looks', filter: {} }],
  administrator: [],
}

interface Item {
  readonly key: string
  readonly to: string
  readonly due: string | null
  readonly level: OrderItem['level'] | null
  readonly text: string
}
interface Answer {
  readonly total: number
  readonly items: readonly Item[]
}

async function ask({ of, filter }: Ask, me: Me, regions: RegionNames): Promise<Answer> {
  if (of === 'looks') return unusualLooks(regions)
  const { state, late: isLate, mine, since } = filter
  const query = { state, late: isLate, assignee: mine ? me.federation : undefined, limit: SHOWN }
  if (of === 'callbacks') {
    const { total, items } = await get<Page<CallbackItem>>('/v1/callbacks', query)
    const shown = items.map((c) => ({
      key: `${c.caseId} ${c.alertId} ${c.dueAt}`,
      to: paths.callbackDesk({ ...filter, case: c.caseId }),
      due: c.dueAt,
      level: c.level,
      text: [regions.full(c.regionCode), c.disputeType && texts.disputeTypes[c.disputeType]]
        .filter(Boolean)
        .join(' · '),
    }))
    return { total, items: shown }
  }
  const { total, items } = await get<Page<OrderItem>>('/v1/work-orders', { ...query, since })
  const shown = items.map((o) => ({
    key: o.id,
    to: paths.order(o.id, filter),
    due: o.nextDeadline,
    level: o.level,
    text: `${regions.full(o.regionCode)} · ${texts.disputeTypes[o.disputeType]}`,
  }))
  return { total, items: shown }
}

async function unusualLooks(regions: RegionNames): Promise<Answer> {
  const { from, to, items } = await get<UnusualWeek>('/v1/audit/unusual')
  const shown = items.slice(0, SHOWN).map(({ accountId, username, federation, reasons }) => ({
    key: accountId,
    to: paths.audit({ from, to, account: username ?? accountId }),
    ...{ due: null, level: null },
    text: [
      username ?? accessTexts.unknownAccount,
      federation && regions.federation(federation),
      ...reasons.map(({ reason }) => accessTexts.unusual[reason]),
    ]
      .filter(Boolean)
      .join(' · '),
  }))
  return { total: items.length, items: shown }
}

const all = () => true

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
  const since = useLastLooked(me.id)
  const asks: readonly Ask[] = [
    ...(since && caseworkers.includes(me.role) ? [fresh(since)] : []),
    ...asksOf[me.role],
  ]
  const answers = useQueries({
    queries: asks.map((one) => ({
      queryKey: [one.of, 'home', one, me.federation, regions.name(me.federation)],
      queryFn: () => ask(one, me, regions),
      refetchInterval: REFRESH_MS,
    })),
  })
  const failed = answers.find((a) => a.isError && a.data === undefined)
  const loading = answers.some((a) => a.data === undefined)
  const nothing = !loading && asks.length > 0 && answers.every((a) => a.data?.total === 0)
  const [calm, calmAdvice] = caseworkers.includes(me.role)
    ? [words.nothing, words.nothingAdvice]
    : [accessTexts.calm, accessTexts.weekLead]
  return (
    <>
      <PageHead
        title={marks.also(greeting(), regions.federation(me.federation))}
        lead={[shownDay(serverNow()), since && words.lastLooked(shortTime(since))]
          .filter(Boolean)
          .join(' · ')}
      />
      <DraftOffer concerns={all} onOpen={({ place }) => go(place)} action={draftTexts.look} />
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
        <div className="card calm">
          <Empty title={calm}>{calmAdvice}</Empty>
        </div>
      )}
      {screensOf[me.role].includes('dynamicDatabase') && <WeekFigures />}
      {caseworkers.includes(me.role) ? <Figures /> : <Doors role={me.role} />}
    </>
  )
}

function ThingCard({ ask: { thing, of, filter }, answer }: { readonly ask: Ask; readonly answer: Answer }) {
  const all = { orders: paths.orderDesk, callbacks: paths.callbackDesk, looks: paths.audit }[of](filter)
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
              {item.level && <LevelTag level={item.level} />}
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

const Doors = ({ role }: { readonly role: Role }) => (
  <nav className="things" aria-label={texts.nav.label}>
    {doorsOf(role).map((screen) => (
      <Link key={screen} to={startOf[screen]()} className="card door">
        <h2>{texts.nav[screen]}</h2>
        <span className="soft">{words.doors[screen]}</span>
      </Link>
    ))}
  </nav>
)

type Door = keyof typeof words.doors
const doorsOf = (role: Role): readonly Door[] =>
  screensOf[role].filter((screen): screen is Door => screen in words.doors)

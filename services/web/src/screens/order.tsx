/** One order: how it stands, what is to be done next and by when, and everything that happened to it. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { get } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { Me, OrderDetail } from '../api/shapes.ts'
import { Loaded } from '../parts/conditions.tsx'
import { Facts } from '../parts/facts.tsx'
import { History } from '../parts/history.tsx'
import { Countdown, Moment, shortTime, shownDay } from '../parts/moment.tsx'
import { PrintButton } from '../parts/printed.tsx'
import { LevelTag, StateTag } from '../parts/tags.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { marks } from '../texts/marks.ts'
import { orderLifeTexts as life } from '../texts/orderLife.ts'
import { texts } from '../texts/zh.ts'
import { deadlineSteps } from './deadlines.ts'
import { OrderActs, useActs } from './orderActs.tsx'
import { jointForbidden } from './orderCommands.ts'
import { OrderDuty } from './orderDuty.tsx'
import { shortId } from './orderId.ts'
import { Engagements, Supervisions } from './orderLife.tsx'
import { OrderPeople } from './orderPeople.tsx'
import { OrderPrint } from './orderPrint.tsx'

const words = texts.orders
const REFRESH_MS = 20_000

export const orderQuery = (orderId: string) => ({
  queryKey: ['order', orderId] as const,
  queryFn: () => get<OrderDetail>(`/v1/work-orders/${encodeURIComponent(orderId)}`),
})

interface OrderProps {
  readonly me: Me
  readonly orderId: string
  readonly back: string
}
export function Order({ me, orderId, back }: OrderProps) {
  const order = useQuery({ ...orderQuery(orderId), refetchInterval: REFRESH_MS })
  return (
    <section className="desk-one" aria-label={words.number(shortId(orderId))}>
      <Link to={back} className="back">
        ‹ {words.back}
      </Link>
      <Loaded query={order} rows={8}>
        {(data) => <OrderSheet me={me} order={data} />}
      </Loaded>
    </section>
  )
}

function OrderSheet({ me, order }: { readonly me: Me; readonly order: OrderDetail }) {
  const regions = useRegions()
  const acts = useActs()
  return (
    <div className="stack">
      <div className="card stack">
        <header className="row">
          <LevelTag level={order.level} />
          <h1>
            {regions.full(order.regionCode)} · {texts.disputeTypes[order.disputeType]}
          </h1>
          <StateTag state={order.state} />
          <span className="push">
            <PrintButton label={texts.orders.print} />
          </span>
        </header>
        <OrderActs me={me} order={order} acts={acts} />
        <Warnings order={order} />
      </div>
      <Supervisions me={me} order={order} open={acts.open} />
      <Deadlines order={order} />
      <OrderPeople me={me} order={order} />
      {order.state !== 'closed' && <OrderDuty duty={order.duty} assignee={order.assignee} />}
      <Engagements me={me} order={order} open={acts.open} />
      <OrderFacts order={order} />
      <div className="card">
        <h2>{words.history}</h2>
        <History steps={[...order.history].reverse()} />
      </div>
      <OrderPrint me={me} order={order} />
    </div>
  )
}

function Warnings({ order }: { readonly order: OrderDetail }) {
  const violence = order.disputeType === 'domestic-violence'
  const { protection } = order
  const forbidden = protection ? words.noJointUnder(shownDay(protection.until)) : words.noJoint
  const joint = jointForbidden(order) ? forbidden : violence ? words.violenceConsent : null
  const open = order.state !== 'closed'
  const lines = [...order.warnings.map((w) => words.warnings[w] ?? w), ...(joint && open ? [joint] : [])]
  return (
    <>
      {order.shelter && jointForbidden(order) && (
        <div className="notice warn">
          <b>{words.life.shelter[order.shelter]}</b>
        </div>
      )}
      {order.extensionAskedAt && (
        <div className="notice">{words.life.extensionAsked(shortTime(order.extensionAskedAt))}</div>
      )}
      {lines.map((line) => (
        <div key={line} className="notice warn">
          {line}
        </div>
      ))}
    </>
  )
}

function Deadlines({ order }: { readonly order: OrderDetail }) {
  const steps = deadlineSteps(order)
  const next = steps.find((step) => step.metAt === null)
  if (steps.length === 0) return null
  return (
    <div className="card">
      <h2>{words.deadlines.title}</h2>
      <ol className="deadlines">
        {steps.map(({ name, by, metAt }) => (
          <li key={name} className={metAt ? 'met' : name === next?.name ? 'next' : ''}>
            <b>{words.deadlines[name]}</b>
            {metAt ? (
              <span className={metAt > by ? 'late' : 'done'}>
                {metAt > by ? words.deadlines.metLate : words.deadlines.met}
              </span>
            ) : (
              <Countdown at={by} />
            )}
            <span className="soft small">
              <Moment at={metAt ?? by} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

function OrderFacts({ order }: { readonly order: OrderDetail }) {
  const regions = useRegions()
  const facts: [string, ReactNode][] = [
    [words.facts.assignee, regions.federation(order.assignee)],
    [words.facts.supervisor, regions.federation(order.supervisor)],
    ...(order.assisting
      ? [[words.facts.assisting, regions.federation(order.assisting)] as [string, ReactNode]]
      : []),
    [words.facts.dispatchedAt, <Moment key="t" at={order.dispatchedAt} />],
    [words.facts.bounces, order.bounces],
    ...(order.extendedAt
      ? [[words.life.extended, <Moment key="e" at={order.extendedAt} />] as [string, ReactNode]]
      : []),
    ...(order.satisfaction
      ? [[words.life.satisfaction, satisfactionOf(order.satisfaction)] as [string, ReactNode]]
      : []),
    [
      words.facts.case,
      <Link key="c" to={paths.caseCard(order.caseId)}>
        {words.caseLink}
      </Link>,
    ],
    [
      words.columns.id,
      <span key="i" className="code">
        {shortId(order.id)}
      </span>,
    ],
  ]
  return <Facts facts={facts} ownCard />
}

const satisfactionOf = ({ score, of }: NonNullable<OrderDetail['satisfaction']>): string =>
  marks.bracketed(life.scores[score as keyof typeof life.scores], texts.partyRoles[of])

/** 工单打印单: an order on A4 as the bureaus file it – number, fields in a ruled table, deadlines, what was done, room to
 *  write, and lines to sign on. Only paper shows it, in Chinese whatever the
 *  screens speak: it is the office's document. It names no person and quotes nobody: papers lie about. */

import { serverNow } from '../api/http.ts'
import { useRegionsInChinese } from '../api/regions.ts'
import type { Me, OrderDetail } from '../api/shapes.ts'
import { filedTime } from '../parts/moment.tsx'
import { sayEventInChinese } from '../texts/history.ts'
import { chinese as words } from '../texts/orderPrint.ts'
import { chinese as texts } from '../texts/zh.ts'
import { deadlineSteps } from './deadlines.ts'

interface OrderPrintProps {
  readonly me: Me
  readonly order: OrderDetail
}
export function OrderPrint({ me, order }: OrderPrintProps) {
  const regions = useRegionsInChinese()
  return (
    <article className="print-only order-print">
      <h1>{words.title}</h1>
      <p className="numbers">
        <span>
          {words.number}：{order.id}
        </span>
        <span>
          {words.printed}：{filedTime(serverNow())}
        </span>
      </p>
      <Fields order={order} />
      <Steps order={order} />
      <table className="ruled">
        <caption>{words.course}</caption>
        <thead>
          <tr>
            <th className="when">{words.when}</th>
            <th>{words.what}</th>
          </tr>
        </thead>
        <tbody>
          {order.history.map((step) => (
            <tr key={step.eventId}>
              <td>{filedTime(step.occurredAt)}</td>
              <td>{sayEventInChinese(step, regions.federation)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="ruled rooms">
        <tbody>
          {words.rooms.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="signatures">
        {words.signatures.map((name) => (
          <div key={name}>
            <dt>{name}：</dt>
            <dd />
          </div>
        ))}
      </dl>
      <p className="foot">{words.foot(`${regions.federation(me.federation)} ${me.username}`)}</p>
    </article>
  )
}

function Fields({ order }: { readonly order: OrderDetail }) {
  const regions = useRegionsInChinese()
  const federation = (code: string | null) => (code ? regions.federation(code) : words.none)
  const fields = [
    [words.level, texts.levels[order.level]],
    [words.state, texts.orderStates[order.state]],
    [words.region, regions.full(order.regionCode)],
    [words.type, texts.disputeTypes[order.disputeType]],
    [words.assignee, federation(order.assignee)],
    [words.supervisor, federation(order.supervisor)],
    [words.assisting, federation(order.assisting)],
    [words.dispatchedAt, filedTime(order.dispatchedAt)],
    [words.bounces, words.times(order.bounces)],
    [words.case, order.caseId.slice(0, 13)],
  ]
  const pairs = fields.flatMap((_, i) => (i % 2 === 0 ? [fields.slice(i, i + 2)] : []))
  return (
    <table className="ruled fields">
      <tbody>
        {pairs.map((pair) => (
          <tr key={pair[0]![0]}>
            {pair.flatMap(([name, value]) => [
              <th key={name} scope="row">
                {name}
              </th>,
              <td key={`${name} is`}>{value}</td>,
            ])}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Steps = ({ order }: { readonly order: OrderDetail }) => (
  <table className="ruled">
    <caption>{words.deadlines}</caption>
    <thead>
      <tr>
        <th>{words.step}</th>
        <th>{words.by}</th>
        <th>{words.met}</th>
      </tr>
    </thead>
    <tbody>
      {deadlineSteps(order).map(({ name, by, metAt }) => (
        <tr key={name}>
          <td>{texts.orders.deadlines[name]}</td>
          <td>{filedTime(by)}</td>
          <td>{metAt ? `${filedTime(metAt)}${metAt > by ? words.late : ''}` : words.open}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

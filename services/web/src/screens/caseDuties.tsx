/** On the case card: its orders, the watch after them, and the callbacks that are owed or were made. */

import { useRegions } from '../api/regions.ts'
import type { CaseDetail, OrderItem } from '../api/shapes.ts'
import { Countdown, Moment, shownDay } from '../parts/moment.tsx'
import { AnswerTag, CallbackTag, LevelTag, StateTag } from '../parts/tags.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { answerTexts } from '../texts/answers.ts'
import { texts } from '../texts/zh.ts'

const words = texts.cases

interface CaseOrdersProps {
  readonly orders: readonly OrderItem[]
  readonly watches: CaseDetail['watches']
}
export function CaseOrders({ orders, watches }: CaseOrdersProps) {
  const regions = useRegions()
  return (
    <div className="card">
      <h2>{words.orders}</h2>
      {orders.length === 0 && <p className="soft">{words.noOrders}</p>}
      <ul className="lines">
        {orders.map((order) => (
          <li key={order.id}>
            <Link to={paths.order(order.id)} className="row">
              <LevelTag level={order.level} />
              <StateTag state={order.state} />
              <span>{regions.federation(order.assignee)}</span>
              {order.nextDeadline && (
                <span className="push">
                  <Countdown at={order.nextDeadline} />
                </span>
              )}
            </Link>
          </li>
        ))}
        {watches.map((watch) => (
          <li key={watch.orderId} className="soft">
            {words.watchUntil(shownDay(watch.until))}
          </li>
        ))}
      </ul>
    </div>
  )
}

export function CaseDuties({ data }: { readonly data: CaseDetail }) {
  return (
    <div className="card">
      <h2>{words.callbacks}</h2>
      {data.homeVisitRequested && <div className="notice warn">{words.homeVisit}</div>}
      {data.duties.length === 0 && <p className="soft">{words.noDuties}</p>}
      <ul className="lines">
        {data.duties.map((duty) => (
          <li key={duty.dutyId} className="row">
            <CallbackTag state={duty.state} />
            <span className="soft">{texts.callbacks.columns.due}</span>
            <Moment at={duty.dueAt} />
            {(duty.state === 'due' || duty.state === 'late') && (
              <span className="push">
                <Countdown at={duty.dueAt} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Reports of the case that are owed a word. */
export function CaseAnswers({ data }: { readonly data: CaseDetail }) {
  const regions = useRegions()
  if (data.answers.length === 0) return null
  return (
    <div className="card">
      <h2>{answerTexts.one}</h2>
      <ul className="lines">
        {data.answers.map(({ reportId, caseId, state, assignee, answerBy }) => (
          <li key={reportId}>
            <Link to={paths.answerDesk({ case: caseId, report: reportId })} className="row">
              <AnswerTag state={state} />
              <span>{regions.federation(assignee)}</span>
              {answerBy && (
                <span className="push">
                  <span className="soft">{answerTexts.steps[state === 'open' ? 'take' : 'conclude']} </span>
                  <Countdown at={answerBy} />
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

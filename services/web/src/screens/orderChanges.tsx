/** What happened to an order between the moment a person looked and the moment she acted. */
import { useRegions } from '../api/regions.ts'
import type { OrderDetail } from '../api/shapes.ts'
import { Moment } from '../parts/moment.tsx'
import { sayEvent } from '../texts/history.ts'
import { texts } from '../texts/zh.ts'

export type Standing = Pick<OrderDetail, 'revision' | 'state' | 'level' | 'assignee'>
export const standingOf = ({ revision, state, level, assignee }: OrderDetail): Standing => ({
  ...{ revision, state, level, assignee },
})

interface ChangedNoticeProps {
  readonly before: Standing
  readonly after: OrderDetail
}
export function ChangedNotice({ before, after }: ChangedNoticeProps) {
  const regions = useRegions()
  const words = texts.orders.changed
  const news = after.history.filter((step) => step.revision > before.revision)
  const lines = [
    ...(before.state === after.state
      ? []
      : [words.state(texts.orderStates[before.state], texts.orderStates[after.state])]),
    ...(before.level === after.level
      ? []
      : [words.level(texts.levels[before.level], texts.levels[after.level])]),
    ...(before.assignee === after.assignee
      ? []
      : [words.assignee(regions.federation(before.assignee), regions.federation(after.assignee))]),
  ]
  return (
    <div className="notice warn" role="alert">
      <div>
        <b>{words.title}</b>
        <ul className="changes">
          {news.map((step) => (
            <li key={step.eventId}>
              <Moment at={step.recordedAt} /> {sayEvent(step, regions.federation)}
            </li>
          ))}
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p>{words.advice}</p>
      </div>
    </div>
  )
}

/** What happened, in the order given, each with both times: when it was, and when it was entered. */
import { useRegions } from '../api/regions.ts'
import type { Step } from '../api/shapes.ts'
import { sayEvent, weightOf } from '../texts/history.ts'
import { langOf } from '../texts/language.ts'
import { texts } from '../texts/zh.ts'
import { fullTime, Moment } from './moment.tsx'

export function History({ steps }: { readonly steps: readonly Step[] }) {
  const regions = useRegions()
  return (
    <ol className="history">
      {steps.map((step) => (
        <li key={step.eventId} className={weightOf(step.type)}>
          <span className="what">{sayEvent(step, regions.federation)}</span>
          {Object.entries(step.texts ?? {}).map(([what, text]) => (
            <p key={what} className="said" lang={langOf(text)}>
              {text}
            </p>
          ))}
          <Times occurredAt={step.occurredAt} recordedAt={step.recordedAt} />
        </li>
      ))}
    </ol>
  )
}

interface TimesProps {
  readonly occurredAt: string
  readonly recordedAt: string
}
const Times = ({ occurredAt, recordedAt }: TimesProps) => (
  <div className={fullTime(occurredAt) === fullTime(recordedAt) ? 'times' : 'times apart'}>
    <span>
      {texts.orders.occurred} <Moment at={occurredAt} />
    </span>
    <span>
      {texts.orders.recorded} <Moment at={recordedAt} />
    </span>
  </div>
)

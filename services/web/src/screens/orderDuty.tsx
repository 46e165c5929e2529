/** Whom to call about an order now: whoever is on duty at its assignee, or above it where nobody is there. */
import type { OrderDuty as Duty } from '../api/directoryShapes.ts'
import { useRegions } from '../api/regions.ts'
import { shortTime } from '../parts/moment.tsx'
import { langOf } from '../texts/language.ts'
import { texts } from '../texts/zh.ts'

const words = texts.organisations.duty

interface OrderDutyProps {
  readonly duty: Duty | null
  readonly assignee: string
}
export function OrderDuty({ duty, assignee }: OrderDutyProps) {
  const regions = useRegions()
  if (!duty) return null
  const { federation, onDuty, until } = duty
  const inTheClear = onDuty.some(({ phone }) => phone !== null && !phone.includes('*'))
  return (
    <div className="card stack">
      <h2>{words.title}</h2>
      {onDuty.length === 0 ? (
        <div className="notice warn">
          <b>{words.nobody}</b>
          <span>{words.nobodyAdvice}</span>
        </div>
      ) : (
        <>
          {federation !== assignee && (
            <div className="notice warn">
              {words.above(regions.federation(assignee), regions.federation(federation))}
            </div>
          )}
          <ul className="people">
            {onDuty.map(({ role, label, phone }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same person may stand there twice
              <li key={i}>
                <span className="tag">{texts.organisations.dutyRoles[role]}</span>
                <b lang={langOf(label)}>{label ?? texts.organisations.noName}</b>
                {phone && !phone.includes('*') ? (
                  <a className="phone" href={`tel:${phone}`}>
                    {phone}
                  </a>
                ) : (
                  <span className="soft">{phone ?? texts.organisations.roster.noPhone}</span>
                )}
              </li>
            ))}
          </ul>
          <p className="small soft">
            {words.of(regions.federation(federation))}
            {until && ` · ${words.until(shortTime(until))}`}
            {inTheClear && ` · ${words.recorded}`}
          </p>
        </>
      )}
    </div>
  )
}

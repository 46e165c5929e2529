/** From when to when a version of the policy or of a risk model is in force. */
import { fullTime } from '../parts/moment.tsx'
import { policyTexts as words } from '../texts/policies.ts'

interface PeriodsProps {
  /** Null: from the beginning, or without an end. */
  readonly periods: readonly { readonly since: string | null; readonly until: string | null }[]
}
export function Periods({ periods }: PeriodsProps) {
  if (periods.length === 0) return <span className="soft">{words.neverInForce}</span>
  const said = (at: string | null) => at && fullTime(at)
  return periods.map(({ since, until }) => (
    <div key={since ?? ''}>{words.period(said(since), said(until))}</div>
  ))
}

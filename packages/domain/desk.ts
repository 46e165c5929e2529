/**
 * What decisions about cases and orders rest on besides their history: the policies, the risk models, the calendar, and
 * who is responsible where. What begins now goes by the policy in force at the moment; what is asked of an order that runs
 * goes by the version that it was dispatched under.
 */
import type { Clockwork, WorkCalendar } from './clocks.ts'
import type { RiskModels } from './models/inForce.ts'
import { type Policies, policyAt, policyOf } from './policies/inForce.ts'
import type { Territory } from './route.ts'

export interface Desk {
  readonly policies: Policies
  readonly models: RiskModels
  readonly calendar: WorkCalendar
  readonly territory: Territory
}

/** For an order, a schedule or an answer that begins at the moment. */
export const clockworkAt = ({ policies, calendar }: Desk, moment: Date): Clockwork => ({
  policy: policyAt(policies, moment),
  calendar,
})

/** For what runs already: later activations change nothing of it. */
export const clockworkOf = (
  { policies, calendar }: Desk,
  { policyVersion }: { readonly policyVersion: number },
): Clockwork => ({ policy: policyOf(policies, policyVersion), calendar })

/** What is recorded with a deadline. */
export const versionsOf = ({ policy, calendar }: Clockwork) => ({
  policyVersion: policy.version,
  calendarVersion: calendar.version,
})

/** A deed on an order and when somebody gets to it: by a deadline, mostly in time, now and then late; or in a while. */
import type { WorkOrderEvent } from '@jiahe/domain/catalogue.ts'
import type { WorkCalendar } from '@jiahe/domain/clocks.ts'
import type { Regions } from '@jiahe/domain/regions.ts'
import { type OrderState, rank } from '@jiahe/domain/vocabulary.ts'
import type { WorkOrder } from '@jiahe/domain/workOrder.ts'
import type { OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import { type Chance, exponential } from './chance.ts'
import { type Diligence, day_ms, getsToIt, type Hours, hour_ms, openAt } from './moments.ts'

export interface Deed {
  readonly at: number
  /** The federation that acts. */
  readonly by: string
  readonly command: OrderCommand
}
export interface Staff {
  readonly chance: Chance
  readonly calendar: WorkCalendar
  readonly regions: Regions
  readonly city: string
  /** Where the family really lives. */
  readonly township: string
  /** The state in which the order is left lying; a returned one is returned for it. */
  readonly left: OrderState | null
}

const usual: Diligence = { late: 0.06, never: 0.006 }
const careful: Diligence = { late: 0.04, never: 0.003 }
/** Until it is where it is left lying. */
const steady: Diligence = { late: 0.02, never: 0 }
/** Nights and weekends do not count for what is extreme, evenings are worked for what is high. */
const hoursOf = ({ level }: WorkOrder): Hours =>
  level === 'extreme' ? 'any' : level === 'high' ? 'day' : 'office'

export function timed(
  order: WorkOrder,
  from: number,
  by: string | null,
  federation: string,
  staff: Staff,
  command: OrderCommand,
): Deed {
  const { chance, calendar, left } = staff
  const diligence = left !== null ? steady : rank(order.level) >= rank('high') ? careful : usual
  const due = by === null ? from + (order.level === 'extreme' ? hour_ms : 8 * hour_ms) : Date.parse(by)
  const at = getsToIt(chance, from, due, hoursOf(order), diligence, calendar)
  // What nobody got to comes to light in the end.
  const days = Math.max(0, due - from) / day_ms + 9 + exponential(chance, 12)
  return at === null ? later(order, from, days, staff, command, federation) : { at, by: federation, command }
}

/** In a while that no deadline limits. */
export function later(
  order: WorkOrder,
  from: number,
  days: number,
  staff: Staff,
  command: OrderCommand,
  by = order.assignee,
) {
  const at = openAt(
    staff.chance,
    from + days * day_ms,
    order.level === 'extreme' ? 'day' : 'office',
    staff.calendar,
  )
  return { at, by, command }
}

/** What was done on the order since it was last opened, as far as it matters for what comes next. */
export function doneOn(history: readonly WorkOrderEvent[]): OrderCommand['type'][] {
  const opened = history.findLastIndex((event) => event.type === 'WorkOrderReopened')
  return history.slice(opened + 1).flatMap(({ type }) => commandOf[type] ?? [])
}
const commandOf: Partial<Record<WorkOrderEvent['type'], OrderCommand['type']>> = {
  WorkOrderAccepted: 'accept',
  WorkOrderReturned: 'return',
  WorkOrderTransferred: 'transfer',
  ContactMade: 'contact',
  VisitRecorded: 'visit',
  MediationHeld: 'mediation',
  DisposalReported: 'disposal',
  ClosureRejected: 'reject-closure',
  ResourceEngaged: 'resource',
  WorkOrderSupervised: 'supervise',
}

/**
 * What the federations do with an order, one deed after the other: accept it, call, visit, mediate, report, ask
 * for its closure; and those above them: dispatch what lies, send it on, approve or reject. Mostly in time, now
 * and then late, once in a while never. Each deed follows from the order as it stands.
 */
import type { WorkCalendar } from '@jiahe/domain/clocks.ts'
import type { Regions } from '@jiahe/domain/regions.ts'
import { type OrderState, rank } from '@jiahe/domain/vocabulary.ts'
import type { WorkOrder } from '@jiahe/domain/workOrder.ts'
import type { OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import { type Chance, exponential, happens, oneOf } from './chance.ts'
import { mediates, mediation, reasonOf, resultOf, visit } from './findings.ts'
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
const textId = null

/** The next deed on the order as it stands since `from`; null when nobody does anything more about it. `done`:
 *  the types of what was done on it before. */
export function nextDeed(
  order: WorkOrder,
  from: number,
  done: readonly OrderCommand['type'][],
  staff: Staff,
): Deed | null {
  if (order.state === staff.left) return null
  switch (order.state) {
    case 'unroutable':
      return timed(order, from, order.dispatchBy, order.assignee, staff, {
        type: 'dispatch',
        to: staff.township,
        textId,
      })
    case 'dispatched':
      return received(order, from, done, staff)
    case 'returned':
      return timed(order, from, order.dispatchBy, order.assignee, staff, {
        type: 'transfer',
        to: elsewhere(order, staff),
        textId,
      })
    case 'accepted':
    case 'in-progress':
      return worked(order, from, done, staff)
    case 'closure-requested':
      return judged(order, from, done, staff)
    case 'closed':
      return null
    default:
      return order.state satisfies never
  }
}

/** Nights and weekends do not count for what is extreme, evenings are worked for what is high. */
const hoursOf = ({ level }: WorkOrder): Hours =>
  level === 'extreme' ? 'any' : level === 'high' ? 'day' : 'office'

function timed(
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
function later(
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

function received(order: WorkOrder, from: number, done: readonly string[], staff: Staff): Deed | null {
  const { chance, left } = staff
  const acceptBy = order.deadlines!.acceptBy
  const returns =
    left === 'returned' || (order.bounces < 2 && !done.includes('accept') && happens(chance, 0.045))
  const window = Date.parse(acceptBy) - from
  if (returns && window > 0) {
    const at = from + window * (0.15 + 0.6 * chance())
    return { at, by: order.assignee, command: { type: 'return', reason: reasonOf(chance), textId } }
  }
  const accepted = timed(order, from, acceptBy, order.assignee, staff, { type: 'accept' })
  // A supervisor that sees it lie for days gives it to somebody else.
  const isStale = accepted.at > Date.parse(acceptBy) + 2 * day_ms && order.assignee.length === 9
  if (!isStale || done.includes('transfer')) return accepted
  return later(order, Date.parse(acceptBy), 1 + chance(), staff, transfer(order, staff), order.supervisor)
}

const transfer = (order: WorkOrder, staff: Staff): OrderCommand => ({
  type: 'transfer',
  to: elsewhere(order, staff),
  textId,
})

/** Another federation of the same kind that whoever owns the order may name. */
function elsewhere(
  { assignee, supervisor, level, state }: WorkOrder,
  { chance, regions, city, township }: Staff,
): string {
  const by = state === 'returned' ? assignee : supervisor
  if (level === 'extreme') {
    const district = by.length === 6 ? by : township.slice(0, 6)
    const others = regions.children(city).filter((code) => code !== district && code.startsWith(by))
    return others.length > 0 ? oneOf(chance, others) : district
  }
  const district = by.length === 6 ? by : township.slice(0, 6)
  const siblings = regions
    .children(district)
    .filter((code) => code !== township && code !== assignee && !regions.name(code)?.endsWith('监狱'))
  return siblings.length > 0 ? oneOf(chance, siblings) : district
}

function worked(order: WorkOrder, from: number, done: readonly string[], staff: Staff): Deed | null {
  const { chance } = staff
  const by = order.assignee
  const count = (type: OrderCommand['type']) => done.filter((t) => t === type).length
  if (!order.contactedAt)
    return timed(order, from, order.deadlines!.contactBy, by, staff, {
      type: 'contact',
      with: order.violence ? 'victim' : 'applicant',
      means: happens(chance, 0.8) ? 'phone' : 'in-person',
      textId,
    })
  if (order.deadlines!.visitBy && !order.visitedAt)
    return timed(order, from, order.deadlines!.visitBy, by, staff, visit(order, chance))
  if (!order.disposal) {
    if (count('visit') === 0 && happens(chance, order.violence ? 0.4 : 0.22))
      return later(order, from, 0.4 + exponential(chance, 1.2), staff, visit(order, chance))
    if (count('mediation') < 3 && happens(chance, mediates(order, count('mediation'))))
      return later(order, from, 0.6 + exponential(chance, 1.8), staff, mediation(order, chance))
    return timed(order, from, order.deadlines!.disposalBy, by, staff, {
      type: 'disposal',
      result: resultOf(order, chance),
      textId,
    })
  }
  // Grave cases are kept open longer.
  const days = staff.left !== null ? 0.5 : { low: 4, medium: 6, high: 16, extreme: 26 }[order.level]
  if (count('contact') < 3 && happens(chance, 0.35))
    return later(order, from, 1 + exponential(chance, days / 3), staff, {
      type: 'contact',
      with: oneOf(chance, [order.violence ? 'victim' : 'applicant', 'respondent', 'relative'] as const),
      means: 'phone',
      textId,
    })
  return later(order, from, 1.5 + exponential(chance, days), staff, { type: 'request-closure', textId })
}

function judged(order: WorkOrder, from: number, done: readonly string[], staff: Staff): Deed {
  const rejects = !done.includes('reject-closure') && happens(staff.chance, 0.1)
  const command = rejects
    ? ({ type: 'reject-closure', textId } as const)
    : ({ type: 'approve-closure' } as const)
  return later(order, from, 0.15 + exponential(staff.chance, 0.9), staff, command, order.supervisor)
}

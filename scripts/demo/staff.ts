/**
 * What the federations do with an order, one deed after the other: accept it, call, visit, mediate, report, ask
 * for its closure; and those above them: dispatch what lies, send it on, approve or reject. Mostly in time, now
 * and then late, once in a while never. Each deed follows from the order as it stands.
 */
import type { WorkOrder } from '@jiahe/domain/workOrder.ts'
import type { OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import { afterwards, helped, pressed, prolonged } from './around.ts'
import { exponential, happens, oneOf } from './chance.ts'
import { type Deed, later, type Staff, timed } from './deeds.ts'
import { mediates, mediation, reasonOf, resultOf, visit } from './findings.ts'
import { day_ms } from './moments.ts'

export type { Deed, Staff } from './deeds.ts'

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
      return afterwards(order, from, staff)
    default:
      return order.state satisfies never
  }
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
  const pressing = pressed(order, from, done, staff)
  if (pressing) return pressing
  if (!order.contactedAt)
    return timed(order, from, order.deadlines!.contactBy, by, staff, {
      type: 'contact',
      with: order.violence ? 'victim' : 'applicant',
      means: happens(chance, 0.8) ? 'phone' : 'in-person',
      textId,
    })
  const around = order.visitedAt || !order.deadlines!.visitBy ? helped(order, from, done, staff) : null
  if (around) return around
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
  const more = staff.left === null ? prolonged(order, from, staff) : null
  if (more) return more
  // Grave cases are kept open longer, and what was given more time takes it.
  const usually = { low: 4, medium: order.extendedAt ? 30 : 6, high: 16, extreme: 26 }[order.level]
  const days = staff.left !== null ? 0.5 : usually
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

/** What goes on around the work on an order: supervision and its answers, whoever is called in, more time, and what
 *  comes after its closing. */
import { isPending } from '@jiahe/domain/engagements.ts'
import { isOpen } from '@jiahe/domain/supervisions.ts'
import { rank } from '@jiahe/domain/vocabulary.ts'
import type { WorkOrder } from '@jiahe/domain/workOrder.ts'
import type { OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import { judgesExtension, pushes, reopening, reopens, satisfaction, wantsTime } from './above.ts'
import { exponential, happens } from './chance.ts'
import { type Deed, later, type Staff, timed } from './deeds.ts'
import { callsIn, engage, followUp } from './resources.ts'

const textId = null

/** Those above wait for a while before they push; the assignee answers in time, mostly. */
export function pressed(order: WorkOrder, from: number, done: readonly string[], staff: Staff): Deed | null {
  const { chance } = staff
  const open = order.supervisions.find(isOpen)
  if (open && !(open.silent && happens(chance, 0.5)))
    return timed(order, from, open.answerBy, order.assignee, staff, {
      ...{ type: 'answer-supervision', supervisionId: open.supervisionId, textId },
    })
  const reason = pushes(order, done.filter((type) => type === 'supervise').length, chance)
  if (!reason) return null
  const supervise: OrderCommand = { type: 'supervise', reason, textId }
  return later(order, from, 0.2 + exponential(chance, 0.8), staff, supervise, order.supervisor)
}

/** Whoever was called in comes, or does not, before the order is at its end. A grave case has its disposal first: that
 *  does not wait for others. */
export function helped(order: WorkOrder, from: number, done: readonly string[], staff: Staff): Deed | null {
  const { chance } = staff
  const grave = rank(order.level) >= rank('high')
  const pending = order.engagements.find(isPending)
  if (pending) {
    if (!order.disposal && (grave || happens(chance, 0.4))) return null
    const days = pending.state === 'accepted' ? 2.5 : pending.kind === 'shelter' ? 0.05 : 0.4
    return later(order, from, days + exponential(chance, days), staff, followUp(pending, chance))
  }
  const before = done.filter((type) => type === 'resource').length
  if (grave !== (order.disposal !== null) || !happens(chance, callsIn(order, before))) return null
  return later(order, from, 0.1 + exponential(chance, 0.6), staff, engage(order, staff.township, chance))
}

/** More time to close it, asked for and judged. */
export function prolonged(order: WorkOrder, from: number, staff: Staff): Deed | null {
  const { chance } = staff
  if (order.extensionAskedAt)
    return later(order, from, 0.3 + exponential(chance, 1), staff, judgesExtension(chance), order.supervisor)
  if (!wantsTime(order, chance)) return null
  return later(order, from, 1 + exponential(chance, 4), staff, {
    ...{ type: 'request-extension', textId },
    reason: order.disposal === 'litigation' ? 'awaiting-court' : 'mediation-going-on',
  })
}

/** Some are asked how satisfied they are; few orders are opened again. */
export function afterwards(order: WorkOrder, from: number, staff: Staff): Deed | null {
  const { chance, left } = staff
  if (left !== null) return null
  if (!order.satisfaction && happens(chance, 0.45))
    return later(order, from, 1 + exponential(chance, 3), staff, satisfaction(order, chance))
  if (!happens(chance, reopens(order))) return null
  return later(order, from, 3 + exponential(chance, 9), staff, reopening(chance), order.supervisor)
}

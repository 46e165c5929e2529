/**
 * What a level of one of several merged cases does to the family's orders: the open one is raised, whichever case it
 * is of; where none is open, the surviving case is dispatched as any other.
 */
import type { Desk } from '@jiahe/domain/desk.ts'
import { higher, type Level, rank } from '@jiahe/domain/vocabulary.ts'
import { foldWorkOrder } from '@jiahe/domain/workOrder.ts'
import { dispatchOrder } from '@jiahe/domain/workOrderDispatch.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { decideOrderStream, ordersOf } from './caseHistory.ts'
import type { Family } from './family.ts'
import { decideLatestOrder, type Matter } from './latestOrder.ts'

export async function decideFamilyOrder(
  log: EventLog,
  family: Family,
  matter: Matter,
  desk: Desk,
): Promise<void> {
  const grounds = { ...matter.grounds, caseId: family.root, sealedFor: family.state.sealedFor }
  const [root = [], ...others] = await Promise.all(family.members.map((member) => ordersOf(log, member)))
  const all = [...root, ...others.flat()]
  // Told again, whichever order it went to then.
  if (all.some((order) => order.gradings.includes(grounds.gradingId))) return
  const open = root.some((order) => order.state !== 'closed')
    ? undefined
    : others.flat().find((order) => order.state !== 'closed')
  if (open) {
    const handled = await decideOrderStream<'closed-meanwhile'>(log, open.orderId, (history) => {
      const order = foldWorkOrder(history)
      if (!order || order.state === 'closed') return { refusal: 'closed-meanwhile' }
      const decided = dispatchOrder(order, open.orderId, grounds, matter.context, desk)
      return 'next' in decided ? { refusal: 'closed-meanwhile' } : decided
    })
    if (handled.status !== 'refused') return
  }
  // What was worked to its end in one of them is not begun again in another because they are one.
  const worked = all.filter((order) => order.closedAt !== null && order.mergedInto === null)
  const gravest = worked.reduce<Level | null>(
    (level, order) => (level ? higher(level, order.level) : order.level),
    null,
  )
  const isOpen = all.some((order) => order.state !== 'closed')
  if (!isOpen && !grounds.newMatter && gravest && rank(grounds.level) <= rank(gravest)) return
  await decideLatestOrder(log, { ...matter, grounds }, desk)
}

/**
 * The cases that are one family: the surviving case, and those merged into it. Almost every case is alone, and then
 * nothing more is read.
 */
import { type FamilyCase, foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import type { OrderOf } from '@jiahe/domain/orderMerging.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { ordersOf, readCase } from './caseHistory.ts'

export interface Family {
  /** The case whose grade and orders are the family's. */
  readonly root: string
  readonly state: FamilyCase
  /** The root first. */
  readonly members: readonly string[]
}

/** `state`: the case as it stands. */
export async function familyOf(log: EventLog, caseId: string, state: FamilyCase): Promise<Family> {
  const root = state.joined?.into ?? caseId
  const own = root === caseId ? state : foldFamilyCase(await readCase(log, root))
  // Between a merge and its undoing one side may know of it and the other not.
  const others = [...own.merged.keys()]
  const members = root === caseId || others.includes(caseId) ? others : [...others, caseId]
  return { root, state: own, members: [root, ...members] }
}

/** Every order of the family that is open now. */
export async function openOrdersOf(log: EventLog, members: readonly string[]): Promise<OrderOf[]> {
  const orders = await Promise.all(members.map((member) => ordersOf(log, member)))
  return orders
    .flat()
    .filter((order) => order.state !== 'closed')
    .map(({ orderId, ...order }) => ({ orderId, order }))
}

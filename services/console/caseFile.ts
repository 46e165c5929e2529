/**
 * One family's matter straight from the log: the case's stream and those of its orders, so that what a person
 * sees and acts on is never behind. The n-th order has an id derived from the case, so no index is asked.
 */
import {
  type FamilyCaseEvent,
  familyCaseStream,
  type WorkOrderEvent,
  workOrderStream,
} from '@jiahe/domain/catalogue.ts'
import { type FamilyCase, foldFamilyCase, newestIntake } from '@jiahe/domain/familyCase.ts'
import { orderIdOf } from '@jiahe/domain/ids.ts'
import { normaliseRegion } from '@jiahe/domain/regions.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { foldWorkOrder, type WorkOrder } from '@jiahe/domain/workOrder.ts'
import type { EventLog, RecordedEvent } from '@jiahe/event-log/log.ts'
import type { Subject } from './authorise.ts'
import { isUuid } from './parameters.ts'

export interface CaseFile {
  readonly caseId: string
  readonly history: readonly RecordedEvent[]
  readonly events: readonly FamilyCaseEvent[]
  readonly state: FamilyCase
  /** Oldest first. */
  readonly orders: readonly OrderFile[]
}
export interface OrderFile {
  readonly orderId: string
  /** Of the case that it is of. */
  readonly state: FamilyCase
  readonly history: readonly RecordedEvent[]
  readonly order: WorkOrder
}

export const caseEvents = (history: readonly RecordedEvent[]): readonly FamilyCaseEvent[] =>
  history.map(readEvent) as readonly unknown[] as FamilyCaseEvent[]
export const orderEvents = (history: readonly RecordedEvent[]): readonly WorkOrderEvent[] =>
  history.map(readEvent) as readonly unknown[] as WorkOrderEvent[]

/** Null when there is no such case. */
export async function readCaseFile(log: EventLog, caseId: string): Promise<CaseFile | null> {
  if (!isUuid(caseId)) return null
  const history = await log.readStream(familyCaseStream(caseId))
  if (history.length === 0) return null
  const events = caseEvents(history)
  const state = foldFamilyCase(events)
  const orders: OrderFile[] = []
  for (let n = 1; ; n++) {
    const order = await readOrder(log, orderIdOf(caseId, n))
    if (!order) break
    orders.push({ ...order, state })
  }
  return { caseId, history, events, state, orders }
}

/** Null when there is no such order. */
export async function readOrderFile(log: EventLog, orderId: string): Promise<OrderFile | null> {
  const file = isUuid(orderId) ? await readOrder(log, orderId) : null
  if (!file) return null
  const history = caseEvents(await log.readStream(familyCaseStream(file.order.caseId)))
  return { ...file, state: foldFamilyCase(history) }
}

async function readOrder(log: EventLog, orderId: string): Promise<Omit<OrderFile, 'state'> | null> {
  const history = await log.readStream(workOrderStream(orderId))
  const order = foldWorkOrder(orderEvents(history))
  return order && { orderId, history, order }
}

/** More than any case has. */
const ORDERS_MAX = 1000

/** Whether the case has an order after this one; the n-th has an id derived from n. */
export async function hasNewerOrder(log: EventLog, { order, orderId }: OrderFile): Promise<boolean> {
  let n = 1
  while (n < ORDERS_MAX && orderIdOf(order.caseId, n) !== orderId) n++
  return (await log.readStream(workOrderStream(orderIdOf(order.caseId, n + 1)))).length > 0
}

const accountsOf = ({ sealedFor }: FamilyCase): string[] | null =>
  sealedFor && sealedFor.map(({ accountId }) => accountId)

const federationsOf = ({ assignee, supervisor, assisting }: WorkOrder) => [assignee, supervisor, assisting]

export const subjectOfOrder = ({ order, state }: Pick<OrderFile, 'order' | 'state'>): Subject => ({
  federations: federationsOf(order),
  sealedFor: accountsOf(state),
})

/** Whoever has an order, a callback or an answer of the case, and the city. While there is none of these, the district that it
 *  happened in: whoever gave an order back, perhaps to stand aside, has no more to do with the case. */
export function subjectOfCase({ state, orders }: CaseFile, city: string): Subject {
  const owners = [
    ...orders.flatMap(({ order }) => federationsOf(order)),
    ...[...state.duties.values()].map((duty) => duty.assignee),
    ...[...state.answers.values()].map((answer) => answer.assignee),
  ]
  const region = normaliseRegion(newestIntake(state)?.regionCode ?? null)
  return {
    federations: [...(owners.length > 0 ? owners : [region?.slice(0, 6) ?? null]), city],
    sealedFor: accountsOf(state),
  }
}

/** Those who have something to do for her now: open orders and callbacks that are owed. */
export function subjectOfContact({ state, orders }: CaseFile): Subject {
  const open = orders.filter(({ order }) => order.state !== 'closed')
  const owed = [...state.duties.values()].filter((duty) => duty.state !== 'done')
  return {
    federations: [
      ...open.flatMap(({ order }) => [order.assignee, order.assisting]),
      ...owed.map((d) => d.assignee),
    ],
    sealedFor: accountsOf(state),
  }
}

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
import { protectionInForce } from '@jiahe/domain/protectionOrders.ts'
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
  /** The cases that are one with this one, the surviving one first. */
  readonly relatives: readonly Relative[]
}
export type Relative = Pick<CaseFile, 'caseId' | 'state' | 'orders'>
export interface OrderFile {
  readonly orderId: string
  /** Of the case that it is of. */
  readonly state: FamilyCase
  /** Of that case and of those that are one with it. */
  readonly family: readonly FamilyCase[]
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
  const others = await statesOfRelatives(log, caseId, state)
  const family = [state, ...others.map((other) => other.state)]
  const ordersOf = async (of: string, state: FamilyCase) =>
    (await readOrders(log, of)).map((order) => ({ ...order, state, family }))
  const relatives = await Promise.all(
    others.map(async (one) => ({ ...one, orders: await ordersOf(one.caseId, one.state) })),
  )
  return { caseId, history, events, state, orders: await ordersOf(caseId, state), relatives }
}

/** Almost every case is alone, and then nothing is read. */
async function statesOfRelatives(
  log: EventLog,
  caseId: string,
  { joined, merged }: FamilyCase,
): Promise<Omit<Relative, 'orders'>[]> {
  const stateOf = async (of: string) => foldFamilyCase(caseEvents(await log.readStream(familyCaseStream(of))))
  const root = joined && { caseId: joined.into, state: await stateOf(joined.into) }
  const siblings = [...(root ? root.state.merged : merged).keys()].filter((id) => id !== caseId)
  const states = await Promise.all(siblings.map(async (id) => ({ caseId: id, state: await stateOf(id) })))
  return root ? [root, ...states] : states
}

async function readOrders(log: EventLog, caseId: string): Promise<Found[]> {
  const orders: Found[] = []
  for (let n = 1; ; n++) {
    const order = await readOrder(log, orderIdOf(caseId, n))
    if (!order) return orders
    orders.push(order)
  }
}

/** Null when there is no such order. */
export async function readOrderFile(log: EventLog, orderId: string): Promise<OrderFile | null> {
  const file = isUuid(orderId) ? await readOrder(log, orderId) : null
  if (!file) return null
  const { caseId } = file.order
  const state = foldFamilyCase(caseEvents(await log.readStream(familyCaseStream(caseId))))
  const others = await statesOfRelatives(log, caseId, state)
  return { ...file, state, family: [state, ...others.map((other) => other.state)] }
}

/** The protection order that is in force for the people of an order; null when none is. */
export const protectionOf = ({ family }: Pick<OrderFile, 'family'>, now: Date) =>
  family.map((state) => protectionInForce(state, now)).find((one) => one !== null) ?? null

type Found = Omit<OrderFile, 'state' | 'family'>
async function readOrder(log: EventLog, orderId: string): Promise<Found | null> {
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

const peopleOf = (family: readonly FamilyCase[]): string[] =>
  family.flatMap(({ intakes }) =>
    [...intakes.values()].flatMap(({ parties }) => parties.map(({ personId }) => personId)),
  )

export const subjectOfOrder = ({
  order,
  state,
  family = [state],
}: Pick<OrderFile, 'order' | 'state'> & Partial<Pick<OrderFile, 'family'>>): Subject => ({
  federations: federationsOf(order),
  sealedFor: accountsOf(state),
  people: peopleOf(family),
})

/** Whoever has an order, a callback or an answer of the case or of one that is one with it, and the city. While there is none of these, the district that it
 *  happened in: whoever gave an order back, perhaps to stand aside, has no more to do with the case. */
export function subjectOfCase({ state, orders, relatives }: CaseFile, city: string): Subject {
  const owners = [{ state, orders }, ...relatives].flatMap((one) => [
    ...one.orders.flatMap(({ order }) => federationsOf(order)),
    ...[...one.state.duties.values()].map((duty) => duty.assignee),
    ...[...one.state.answers.values()].map((answer) => answer.assignee),
  ])
  const region = normaliseRegion(newestIntake(state)?.regionCode ?? null)
  return {
    federations: [...(owners.length > 0 ? owners : [region?.slice(0, 6) ?? null]), city],
    sealedFor: accountsOf(state),
    people: peopleOf([state, ...relatives.map((one) => one.state)]),
  }
}

/** Those who have something to do for her now: open orders and callbacks that are owed. */
export function subjectOfContact({ state, orders, relatives }: CaseFile): Subject {
  const open = orders.filter(({ order }) => order.state !== 'closed')
  const owed = [...state.duties.values()].filter((duty) => duty.state !== 'done')
  return {
    federations: [
      ...open.flatMap(({ order }) => [order.assignee, order.assisting]),
      ...owed.map((d) => d.assignee),
    ],
    sealedFor: accountsOf(state),
    people: peopleOf([state, ...relatives.map((one) => one.state)]),
  }
}

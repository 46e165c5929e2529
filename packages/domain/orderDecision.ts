/**
 * What the slices of an order decide with: who acts on which order, when and with which clocks; and what they
 * answer with: one event, or a refusal. Here too is who stands above an order.
 */
import type { DataOf, WorkOrderEvent } from './catalogue.ts'
import type { Desk } from './desk.ts'
import type { Context } from './event.ts'
import type { WorkOrder } from './workOrder.ts'

/** Who gives a command, and what the order's case says that the order does not. */
export interface Acting {
  /** The federation acting, by its region code. */
  readonly by: string
  /** Whether a protection order forbids him to meet her at this moment. */
  readonly protectionOrderInForce: boolean
  /** Whether the case has an order after this one. */
  readonly newerOrder: boolean
}
/** A federation that acts on an order as it stands. */
export interface Asked extends Acting {
  readonly order: WorkOrder
  readonly context: Context
  readonly desk: Desk
}

type Told = {
  [T in WorkOrderEvent['type']]: { readonly type: T; readonly data: DataOf<T> }
}[WorkOrderEvent['type']]
export type Answer<Refusal extends string> = Told | { readonly refusal: Refusal }

export const tells = <T extends WorkOrderEvent['type']>(type: T, data: DataOf<T>): Told =>
  ({ type, data }) as unknown as Told
export const refuses = <Refusal extends string>(refusal: Refusal) => ({ refusal })

export const isAssignee = ({ order, by }: Asked): boolean => by === order.assignee
/** Those above: the supervisor, whoever its silence was told to, and the city over everyone. */
export const isAbove = ({ order, by }: Asked): boolean =>
  by === order.supervisor ||
  by === order.escalation?.to ||
  (by.length === 4 && order.supervisor.startsWith(by))

/**
 * What the slices of a case decide with: who acts on which case, when and with which clocks; and what they answer
 * with: one event, or a refusal. Here too is what stands above a township.
 */
import type { DataOf, FamilyCaseEvent } from './catalogue.ts'
import type { Desk } from './desk.ts'
import type { Context } from './event.ts'
import type { FamilyCase } from './familyCase.ts'
import type { WorkOrder } from './workOrder.ts'

/** A federation that acts, by its region code, on a case as it stands. */
export interface AskedOfCase {
  readonly caseId: string
  readonly state: FamilyCase
  /** Its orders, and those of the cases that are one with it, as they stand. */
  readonly orders: readonly WorkOrder[]
  readonly by: string
  readonly context: Context
  readonly desk: Desk
}

type Told = {
  [T in FamilyCaseEvent['type']]: {
    readonly type: T
    readonly data: DataOf<T>
    /** When it happened, ISO 8601; now, unless it is told of a day that is over. */
    readonly occurredAt?: string
  }
}[FamilyCaseEvent['type']]
export type CaseAnswer<Refusal extends string> = Told | { readonly refusal: Refusal }

export const tellsCase = <T extends FamilyCaseEvent['type']>(
  type: T,
  data: DataOf<T>,
  own: { readonly occurredAt?: string } = {},
): Told => ({ type, data, ...own }) as unknown as Told
export const refusesCase = <Refusal extends string>(refusal: Refusal) => ({ refusal })

/** A federation that supervises others: a district's, or the city's. */
export const isAboveTownships = (federation: string): boolean => federation.length <= 6

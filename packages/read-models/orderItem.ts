/** One order as lists show it, and what an order's own page shows beyond that. */
import { type Engagement, isPending } from '@jiahe/domain/engagements.ts'
import { isOpen, type Supervision } from '@jiahe/domain/supervisions.ts'
import type { DisputeType, Level, OrderState } from '@jiahe/domain/vocabulary.ts'
import { nextDeadline, type WorkOrder } from '@jiahe/domain/workOrder.ts'

export interface OrderItem {
  readonly id: string
  readonly caseId: string
  readonly state: OrderState
  readonly level: Level
  readonly assignee: string
  readonly supervisor: string
  readonly assisting: string | null
  readonly regionCode: string | null
  readonly disputeType: DisputeType
  readonly dispatchedAt: string
  /** While it waits to be dispatched or sent on. */
  readonly dispatchBy: string | null
  readonly acceptBy: string | null
  readonly contactBy: string | null
  readonly visitBy: string | null
  readonly disposalBy: string | null
  readonly closeBy: string | null
  readonly nextDeadline: string | null
  readonly late: boolean
  readonly bounces: number
  /** How many supervisions are not answered yet, and when the next answer is due. */
  readonly supervised: number
  readonly answerBy: string | null
  /** A shelter that was asked to take her in, or does; null where none is. */
  readonly shelter: 'asked' | 'accepted' | null
  /** Since when more time to close it is asked for. */
  readonly extensionAskedAt: string | null
  readonly warnings: readonly string[]
  readonly revision: number
}

export function orderItem(id: string, order: WorkOrder, now: Date): OrderItem {
  const { caseId, state, level, assignee, supervisor, assisting, regionCode, disputeType } = order
  const { dispatchedAt, dispatchBy, deadlines, bounces, extensionAskedAt, warnings, revision } = order
  const next = nextDeadline(order)
  const open = order.supervisions.filter(isOpen)
  return {
    ...{ id, caseId, state, level, assignee, supervisor, assisting, regionCode, disputeType, dispatchedAt },
    dispatchBy,
    acceptBy: deadlines?.acceptBy ?? dispatchBy,
    contactBy: deadlines?.contactBy ?? null,
    visitBy: deadlines?.visitBy ?? null,
    disposalBy: deadlines?.disposalBy ?? null,
    closeBy: deadlines?.closeBy ?? null,
    nextDeadline: next,
    late: next !== null && Date.parse(next) < now.getTime(),
    bounces,
    supervised: open.length,
    answerBy: open.map(({ answerBy }) => answerBy).sort()[0] ?? null,
    shelter: shelterOf(order.engagements),
    ...{ extensionAskedAt, warnings, revision },
  }
}

function shelterOf(engagements: readonly Engagement[]): OrderItem['shelter'] {
  const shelters = engagements.filter((one) => one.kind === 'shelter' && isPending(one))
  if (shelters.length === 0) return null
  return shelters.some(({ state }) => state === 'accepted') ? 'accepted' : 'asked'
}

export interface OrderLife {
  readonly engagements: readonly Engagement[]
  readonly supervisions: readonly Omit<Supervision, 'silent'>[]
  /** Since when its closing has more time. */
  readonly extendedAt: string | null
  readonly satisfaction: WorkOrder['satisfaction']
}
export const orderLife = ({ engagements, supervisions, extendedAt, satisfaction }: WorkOrder): OrderLife => ({
  engagements,
  supervisions: supervisions.map(({ silent: _silent, ...one }) => one),
  ...{ extendedAt, satisfaction },
})

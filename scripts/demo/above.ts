/** What those above an order do beside approving it: push on what is late or keeps coming back, grant more time, and
 *  reopen what was closed too soon. */
import type { ReopenReason, SupervisionReason } from '@jiahe/domain/orderVocabulary.ts'
import { isOpen } from '@jiahe/domain/supervisions.ts'
import type { WorkOrder } from '@jiahe/domain/workOrder.ts'
import type { OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import { type Chance, happens, weighted } from './chance.ts'

const textId = null

/** Why it is pushed on now; null when nobody does. */
export function pushes(order: WorkOrder, before: number, chance: Chance): SupervisionReason | null {
  if (before >= 2 || order.supervisions.some(isOpen) || order.assignee === order.supervisor) return null
  if (order.missed.length > 0 && happens(chance, 0.4)) return 'late'
  if (order.bounces > 1 && happens(chance, 0.5)) return 'bounced'
  if (order.gradings.length > 1 && happens(chance, 0.12)) return 'repeat-alert'
  return happens(chance, 0.008) ? 'weak-handling' : null
}

/** A court takes longer than a closing may; few orders ask for more time. */
export const wantsTime = (order: WorkOrder, chance: Chance): boolean =>
  order.level === 'medium' &&
  !order.extendedAt &&
  !order.extensionAskedAt &&
  happens(chance, order.disposal === 'litigation' ? 0.3 : 0.015)

export const judgesExtension = (chance: Chance): OrderCommand =>
  happens(chance, 0.85) ? { type: 'approve-extension', textId } : { type: 'reject-extension', textId }

export const satisfaction = ({ violence }: WorkOrder, chance: Chance): OrderCommand => ({
  type: 'satisfaction',
  score: Number(weighted(chance, { 5: 46, 4: 34, 3: 13, 2: 5, 1: 2 })),
  of: violence ? 'victim' : 'applicant',
  textId,
})

/** Who is dissatisfied is listened to. */
export const reopens = ({ satisfaction }: WorkOrder): number =>
  satisfaction ? (satisfaction.score <= 2 ? 0.25 : 0.003) : 0.006

export const reopening = (chance: Chance): OrderCommand => ({
  ...{ type: 'reopen', textId },
  reason: weighted<Exclude<ReopenReason, 'new-matter'>>(chance, {
    ...{ unresolved: 50, 'person-asks': 26, 'happened-again': 12, 'handled-wrongly': 10, other: 2 },
  }),
})

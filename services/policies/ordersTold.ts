/** A case is told which of its orders are open and which are over, so that it knows when nothing is open any more. */
import { idOfStream } from '@jiahe/domain/catalogue.ts'
import { tellOfOrder } from '@jiahe/domain/closing.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { decideCase } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

const over = ['ClosureApproved', 'WorkOrderMerged'] as const

export const ordersTold = ({ log, now }: PolicyContext): Policy => ({
  name: 'ordersTold',
  types: ['WorkOrderDispatched', 'WorkOrderUnroutable', 'WorkOrderReopened', ...over],
  async react(event) {
    // What was unroutable is dispatched later: it has been open since it came.
    const opens = event.revision === 0 || event.type === 'WorkOrderReopened'
    if (!opens && !(over as readonly string[]).includes(event.type)) return
    const caseId = event.metadata.correlationId
    const order = { orderId: idOfStream(event.stream), caseId }
    const context = { now: now(), actor: 'policy:ordersTold', causeId: event.id }
    await decideCase(log, caseId, (history) =>
      tellOfOrder(foldFamilyCase(history), caseId, opens ? 'OrderOpened' : 'OrderConcluded', order, context),
    )
  },
})

/** An order of a grave case that closes starts the watch: the case is followed for ninety days more, unless the order
 *  is opened again. */

import type { DomainEvent, WorkOrderEvent } from '@jiahe/domain/catalogue.ts'
import { idOfStream, workOrderStream } from '@jiahe/domain/catalogue.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { endWatch, startWatch } from '@jiahe/domain/watches.ts'
import { foldWorkOrder, watchUntil } from '@jiahe/domain/workOrder.ts'
import { decideCase } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

export const watch = ({ log, desk, now }: PolicyContext): Policy => {
  const contextOf = ({ id }: DomainEvent) => ({ now: now(), actor: 'policy:watch', causeId: id })

  async function start(event: DomainEvent): Promise<void> {
    const orderId = idOfStream(event.stream)
    const history = (await log.readStream(workOrderStream(orderId))).map(readEvent) as WorkOrderEvent[]
    const order = foldWorkOrder(history.filter((e) => e.revision <= event.revision))
    const until = order && watchUntil(order, desk)
    if (!order || !until) return
    const caseId = event.metadata.correlationId
    const started = { orderId, level: order.level, until: until.toISOString() }
    await decideCase(log, caseId, (state) =>
      startWatch(foldFamilyCase(state), caseId, started, contextOf(event)),
    )
  }

  return {
    name: 'watch',
    types: ['ClosureApproved', 'WorkOrderReopened'],
    async react(event) {
      if (event.type === 'ClosureApproved') return start(event)
      const caseId = event.metadata.correlationId
      await decideCase(log, caseId, (state) =>
        endWatch(foldFamilyCase(state), caseId, idOfStream(event.stream), contextOf(event)),
      )
    },
  }
}

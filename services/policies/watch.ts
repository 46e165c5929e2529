/** An order of a grave case that closes starts the watch: the case is followed for ninety days more. */

import type { WorkOrderEvent } from '@jiahe/domain/catalogue.ts'
import { idOfStream, workOrderStream } from '@jiahe/domain/catalogue.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { startWatch } from '@jiahe/domain/familyCaseDecisions.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { foldWorkOrder, watchUntil } from '@jiahe/domain/workOrder.ts'
import { decideCase } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

export const watch = ({ log, desk, now }: PolicyContext): Policy => ({
  name: 'watch',
  types: ['ClosureApproved'],
  async react(event) {
    const orderId = idOfStream(event.stream)
    const history = (await log.readStream(workOrderStream(orderId))).map(readEvent) as WorkOrderEvent[]
    const order = foldWorkOrder(history.filter((e) => e.revision <= event.revision))
    const until = order && watchUntil(order, desk)
    if (!order || !until) return
    const caseId = event.metadata.correlationId
    const context = { now: now(), actor: 'policy:watch', causeId: event.id }
    const started = { orderId, level: order.level, until: until.toISOString() }
    await decideCase(log, caseId, (state) => startWatch(foldFamilyCase(state), caseId, started, context))
  },
})

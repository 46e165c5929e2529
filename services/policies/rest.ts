/** A grade that fell due is not worked out again where nothing of the case is open: it comes before grading, which
 *  then finds it answered. */
import { idOfStream, type WorkOrderEvent, workOrderStream } from '@jiahe/domain/catalogue.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { orderIdOf } from '@jiahe/domain/ids.ts'
import { isAtRest, suspendRegrading } from '@jiahe/domain/regrading.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { foldWorkOrder, type WorkOrder } from '@jiahe/domain/workOrder.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { decideCase, readCase } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

export const rest = ({ log, now }: PolicyContext): Policy => ({
  name: 'rest',
  types: ['GradingFellDue'],
  async react(event) {
    if (event.type !== 'GradingFellDue') return
    const caseId = idOfStream(event.stream)
    if (!isAtRest(foldFamilyCase(await readCase(log, caseId)), [])) return
    const orders = await ordersOf(log, caseId)
    const context = { now: now(), actor: 'policy:rest', causeId: event.id }
    await decideCase(log, caseId, (history) =>
      suspendRegrading(foldFamilyCase(history), caseId, event.data.gradingId, orders, context),
    )
  },
})

async function ordersOf(log: EventLog, caseId: string): Promise<WorkOrder[]> {
  const orders: WorkOrder[] = []
  for (;;) {
    const history = await log.readStream(workOrderStream(orderIdOf(caseId, orders.length + 1)))
    const order = foldWorkOrder(history.map(readEvent) as WorkOrderEvent[])
    if (!order) return orders
    orders.push(order)
  }
}

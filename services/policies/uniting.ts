/** A merged family has one open order: where two are open, one stays and the other goes on in it. */
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { derivedId, timeOfId } from '@jiahe/domain/ids.ts'
import { absorbOrder, mergeOrder, staying } from '@jiahe/domain/orderMerging.ts'
import { foldWorkOrder } from '@jiahe/domain/workOrder.ts'
import { decideOrderStream, readCase } from './caseHistory.ts'
import { familyOf, openOrdersOf } from './family.ts'
import type { Policy, PolicyContext } from './policy.ts'

export const uniting = ({ log, desk, now }: PolicyContext): Policy => ({
  name: 'uniting',
  types: ['CaseJoined', 'OrderOpened'],
  async react(event) {
    const caseId = event.metadata.correlationId
    const family = await familyOf(log, caseId, foldFamilyCase(await readCase(log, caseId)))
    if (family.members.length < 2) return
    for (;;) {
      const open = await openOrdersOf(log, family.members)
      const stays = staying(open, family.root)
      if (!stays) return
      const other = open.find(({ orderId }) => orderId !== stays.orderId)!
      const causeId = derivedId(timeOfId(event.id), event.id, other.orderId)
      const context = { now: now(), actor: 'policy:uniting', causeId }
      const raised = await decideOrderStream(log, stays.orderId, (history) =>
        absorbOrder(foldWorkOrder(history)!, stays.orderId, other.order, context, desk, family.state),
      )
      // It came to its end meanwhile: look again who is left.
      if (raised.status === 'refused') continue
      await decideOrderStream(log, other.orderId, (history) =>
        mergeOrder(foldWorkOrder(history)!, other.orderId, stays.orderId, context),
      )
    }
  },
})

/** Whoever reported is owed an answer: its clocks are set when the report comes in, and what happens to the order
 *  that came of it answers as well. */
import { answerByOrder, scheduleAnswer } from '@jiahe/domain/answers.ts'
import { type DomainEvent, idOfStream } from '@jiahe/domain/catalogue.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { decideCase } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

export const answers = ({ log, desk, now }: PolicyContext): Policy => ({
  name: 'answers',
  types: ['ReportReceived', 'WorkOrderAccepted', 'ClosureApproved'],
  async react(event: DomainEvent) {
    const caseId = event.metadata.correlationId
    const context = { now: now(), actor: 'policy:answers', causeId: event.id }
    if (event.type === 'ReportReceived')
      await decideCase(log, caseId, (history) =>
        scheduleAnswer(foldFamilyCase(history), event.id, caseId, context, desk),
      )
    if (event.type !== 'WorkOrderAccepted' && event.type !== 'ClosureApproved') return
    const result = event.type === 'ClosureApproved' ? event.data.result : null
    const ofOrder = {
      orderId: idOfStream(event.stream),
      by: event.data.by,
      result,
      at: event.metadata.recordedAt,
    }
    await decideCase(log, caseId, (history) =>
      answerByOrder(foldFamilyCase(history), caseId, ofOrder, context),
    )
  },
})

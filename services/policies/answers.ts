/** Whoever reported is owed an answer: its clocks are set when the report comes in, and what happens to the order
 *  that came of it answers as well. */
import { answerByOrder, scheduleAnswer } from '@jiahe/domain/answers.ts'
import { type DomainEvent, idOfStream, workOrderStream } from '@jiahe/domain/catalogue.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { orderIdOf } from '@jiahe/domain/ids.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { decideCase } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

const answering = ['WorkOrderAccepted', 'ClosureApproved'] as const
type Answering = Extract<DomainEvent, { type: (typeof answering)[number] }>
const answersSomething = (event: { readonly type: string }): boolean =>
  (answering as readonly string[]).includes(event.type)

export const answers = (context: PolicyContext): Policy => ({
  name: 'answers',
  types: ['ReportReceived', ...answering],
  async react(event: DomainEvent) {
    if (event.type === 'ReportReceived') await schedule(context, event)
    else if (answersSomething(event)) await answer(context, event as Answering)
  },
})

const because = ({ id }: DomainEvent, now: Date) => ({ now, actor: 'policy:answers', causeId: id })

async function schedule({ log, desk, now }: PolicyContext, event: DomainEvent): Promise<void> {
  const caseId = event.metadata.correlationId
  await decideCase(log, caseId, (history) =>
    scheduleAnswer(foldFamilyCase(history), event.id, caseId, because(event, now()), desk),
  )
}

async function answer({ log, now }: PolicyContext, event: Answering): Promise<void> {
  const { correlationId: caseId, occurredAt: at, recordedAt } = event.metadata
  const result = event.type === 'ClosureApproved' ? event.data.result : null
  const step = { orderId: idOfStream(event.stream), by: event.data.by, result, at, recordedAt }
  await decideCase(log, caseId, (history) =>
    answerByOrder(foldFamilyCase(history), caseId, step, because(event, now())),
  )
}

/** Tells a case what its orders have said already: who comes to it before the policy does records the same. Only what
 *  answers is read of an order, so one that cannot be folded keeps nobody from looking. */
export async function answerByItsOrders(context: PolicyContext, caseId: string): Promise<void> {
  for (let n = 1; ; n++) {
    const history = await context.log.readStream(workOrderStream(orderIdOf(caseId, n)))
    if (history.length === 0) return
    for (const event of history.filter(answersSomething)) await answer(context, readEvent(event) as Answering)
  }
}

/**
 * An alert is never skipped in silence: a case that a policy cannot go on with is put on the dispatcher's desk
 * as an order without a route, or its open order is raised. Once per event, whichever policies stop at it.
 */
import { foldFamilyCase, type Intake, isViolent, newestIntake } from '@jiahe/domain/familyCase.ts'
import { orderIdOf } from '@jiahe/domain/ids.ts'
import { dispatchOrder, foldWorkOrder, type Grounds } from '@jiahe/domain/workOrder.ts'
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import { decideOrderStream, readCase } from './caseHistory.ts'
import type { PolicyContext } from './policy.ts'

/** More than any case has. */
const ORDERS = 100

export const fallback =
  ({ log, desk, now }: PolicyContext, isTransient: (error: unknown) => boolean) =>
  async (event: RecordedEvent): Promise<void> => {
    const caseId = event.metadata.correlationId
    const readable = <T>(read: Promise<T>): Promise<T | null> =>
      read.catch((error) => {
        if (isTransient(error)) throw error
        return null
      })
    const known = await readable(readCase(log, caseId).then(foldFamilyCase))
    const grounds = groundsOf(event, known && newestIntake(known), known ? isViolent(known) : true)
    const context = { now: now(), actor: 'policy:fallback', causeId: event.id }
    for (let n = 1; n <= ORDERS; n++) {
      const orderId = orderIdOf(caseId, n)
      const handled = await readable(
        decideOrderStream<'closed-for-good'>(log, orderId, (history) => {
          const decision = dispatchOrder(foldWorkOrder(history), orderId, grounds, context, desk)
          return 'next' in decision ? { refusal: 'closed-for-good' } : decision
        }),
      )
      // An order that cannot be read is passed by like one that is closed for good.
      if (handled && handled.status !== 'refused') return
    }
    throw new Error(`no order stream of case ${caseId} takes the fallback`)
  }

/** High until a person has looked: the level is not known, and neither is that it is low. */
const groundsOf = (event: RecordedEvent, intake: Intake | null, violence: boolean): Grounds => ({
  caseId: event.metadata.correlationId,
  gradingId: event.id,
  intakeId: intake?.intakeId ?? null,
  level: 'high',
  regionCode: intake?.regionCode ?? null,
  disputeType: intake?.disputeType ?? 'other',
  maritalStatus: intake?.maritalStatus ?? null,
  channel: intake?.channel ?? 'internal-referral',
  violence,
  newMatter: true,
  unroutable: 'processing-failed',
})

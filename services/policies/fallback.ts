/**
 * An alert is never skipped in silence: a case that a policy cannot go on with is put on the dispatcher's desk
 * as an order without a route, or its open order is raised. Once per event, whichever policies stop at it.
 */
import { foldFamilyCase, isViolent, newestIntake } from '@jiahe/domain/familyCase.ts'
import type { SaidIntake } from '@jiahe/domain/intakes.ts'
import type { Grounds } from '@jiahe/domain/workOrderDispatch.ts'
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import { readCase } from './caseHistory.ts'
import { decideLatestOrder } from './latestOrder.ts'
import type { PolicyContext } from './policy.ts'

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
    const about = groundsOf(event, known && newestIntake(known), known ? isViolent(known) : true)
    const grounds = { ...about, sealedFor: known?.sealedFor ?? null }
    const context = { now: now(), actor: 'policy:fallback', causeId: event.id }
    await decideLatestOrder(log, { grounds, gradedAt: event.metadata.recordedAt, context }, desk, readable)
  }

/** High until a person has looked: the level is not known, and neither is that it is low. */
const groundsOf = (event: RecordedEvent, intake: SaidIntake | null, violence: boolean): Grounds => ({
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

/**
 * Medium and above becomes an order. The n-th order of a case has an id derived from the case alone, so the
 * case's orders are found without any index: the first that is missing is dispatched, an open one is raised,
 * one in its watch is reopened, and one closed for good is passed by.
 */
import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import { foldFamilyCase, isViolent, newestIntake } from '@jiahe/domain/familyCase.ts'
import { orderIdOf } from '@jiahe/domain/ids.ts'
import { rank } from '@jiahe/domain/vocabulary.ts'
import { dispatchOrder, foldWorkOrder, type Grounds } from '@jiahe/domain/workOrder.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { decideOrderStream, readCase } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

type RiskGraded = Extract<DomainEvent, { type: 'RiskGraded' }>
const newMatters: readonly string[] = ['AlertReceived', 'ReportReceived', 'MeasureBreached']

export const dispatch = ({ log, desk, now }: PolicyContext): Policy => ({
  name: 'dispatch',
  types: ['RiskGraded'],
  async react(event) {
    if (event.type !== 'RiskGraded' || rank(event.data.level) < rank('medium')) return
    const grounds = await groundsOf(log, event)
    if (!grounds) return
    const context = { now: now(), actor: 'policy:dispatch', causeId: event.id }
    for (let n = 1; ; n++) {
      const orderId = orderIdOf(grounds.caseId, n)
      const handled = await decideOrderStream<'closed-for-good'>(log, orderId, (history) => {
        const decision = dispatchOrder(foldWorkOrder(history), orderId, grounds, context, desk)
        return 'next' in decision ? { refusal: 'closed-for-good' } : decision
      })
      if (handled.status !== 'refused') return
    }
  },
})

/** What the order is about, from the case as it stood at the grading; null when the intake has moved away. */
async function groundsOf(log: EventLog, grading: RiskGraded): Promise<Grounds | null> {
  const caseId = grading.metadata.correlationId
  const history = await readCase(log, caseId)
  const state = foldFamilyCase(history.filter((e) => e.revision <= grading.revision))
  const intake = newestIntake(state)
  if (!intake) return null
  const cause = history.find((e) => e.id === grading.metadata.causationId)
  return {
    caseId,
    gradingId: grading.id,
    intakeId: intake.intakeId,
    level: grading.data.level,
    regionCode: intake.regionCode,
    disputeType: intake.disputeType,
    maritalStatus: intake.maritalStatus,
    channel: intake.channel,
    violence: grading.data.track === 'violence' || isViolent(state),
    newMatter: cause !== undefined && newMatters.includes(cause.type),
  }
}

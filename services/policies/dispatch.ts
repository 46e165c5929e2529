/** Medium and above becomes an order: one is dispatched, or the case's latest is raised or reopened. */
import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import { foldFamilyCase, isViolent, newestIntake } from '@jiahe/domain/familyCase.ts'
import { rank } from '@jiahe/domain/vocabulary.ts'
import type { Grounds } from '@jiahe/domain/workOrderDispatch.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { readCase } from './caseHistory.ts'
import { decideLatestOrder } from './latestOrder.ts'
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
    await decideLatestOrder(log, { grounds, gradedAt: event.metadata.recordedAt, context }, desk)
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

/** Medium and above becomes an order: one is dispatched, or the case's latest is raised or reopened. */
import type { FamilyCaseEvent } from '@jiahe/domain/catalogue.ts'
import { foldFamilyCase, newestIntake } from '@jiahe/domain/familyCase.ts'
import { levelSetBy } from '@jiahe/domain/levelSet.ts'
import { rank } from '@jiahe/domain/vocabulary.ts'
import type { Grounds } from '@jiahe/domain/workOrderDispatch.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { readCase } from './caseHistory.ts'
import { decideLatestOrder } from './latestOrder.ts'
import type { Policy, PolicyContext } from './policy.ts'

const newMatters: readonly string[] = ['AlertReceived', 'ReportReceived', 'MeasureBreached']

export const dispatch = ({ log, desk, now }: PolicyContext): Policy => ({
  name: 'dispatch',
  types: ['RiskGraded', 'GradeOverridden'],
  async react(event) {
    if (event.type !== 'RiskGraded' && event.type !== 'GradeOverridden') return
    const grounds = await groundsOf(log, event)
    if (!grounds) return
    const context = { now: now(), actor: 'policy:dispatch', causeId: event.id }
    await decideLatestOrder(log, { grounds, gradedAt: event.metadata.recordedAt, context }, desk)
  },
})

/** What the order is about, from the case as it stood at the event; null below medium, when nothing was raised, or
 *  when the intake has moved away. */
async function groundsOf(log: EventLog, event: FamilyCaseEvent): Promise<Grounds | null> {
  const history = await readCase(log, event.metadata.correlationId)
  const set = levelSetBy(history, event)
  if (!set || rank(set.level) < rank('medium')) return null
  const then = foldFamilyCase(history.filter((e) => e.revision <= event.revision))
  const intake = newestIntake(then)
  if (!intake) return null
  const cause = history.find((e) => e.id === set.causeId)
  return {
    caseId: set.caseId,
    gradingId: set.id,
    intakeId: intake.intakeId,
    level: set.level,
    regionCode: intake.regionCode,
    disputeType: intake.disputeType,
    maritalStatus: intake.maritalStatus,
    channel: intake.channel,
    violence: set.violence,
    // Whoever raises a case whose order is closed wants something done about it.
    newMatter: set.byPerson || (cause !== undefined && newMatters.includes(cause.type)),
    // Who sees it now: an order that nobody sees would be nobody's.
    sealedFor: foldFamilyCase(history).sealedFor,
  }
}

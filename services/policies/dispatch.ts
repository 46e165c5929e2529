/** Medium and above becomes an order: one is dispatched, or the case's latest is raised or reopened. */
import type { FamilyCaseEvent } from '@jiahe/domain/catalogue.ts'
import { foldFamilyCase, newestIntake } from '@jiahe/domain/familyCase.ts'
import { levelSetBy } from '@jiahe/domain/levelSet.ts'
import { tellsOfNews } from '@jiahe/domain/merging.ts'
import { rank } from '@jiahe/domain/vocabulary.ts'
import type { Grounds } from '@jiahe/domain/workOrderDispatch.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { readCase } from './caseHistory.ts'
import { familyOf, openOrdersOf } from './family.ts'
import { decideFamilyOrder } from './familyOrder.ts'
import { decideLatestOrder } from './latestOrder.ts'
import type { Policy, PolicyContext } from './policy.ts'

const newMatters: readonly string[] = ['AlertReceived', 'ReportReceived', 'MeasureBreached']

export const dispatch = ({ log, desk, now }: PolicyContext): Policy => ({
  name: 'dispatch',
  types: ['RiskGraded', 'GradeOverridden'],
  async react(event) {
    if (event.type !== 'RiskGraded' && event.type !== 'GradeOverridden') return
    const history = await readCase(log, event.metadata.correlationId)
    const state = foldFamilyCase(history)
    const grounds = await groundsOf(log, history, event)
    if (!grounds) return
    const context = { now: now(), actor: 'policy:dispatch', causeId: event.id }
    // Who sees it now: an order that nobody sees would be nobody's.
    const seen = { ...grounds, sealedFor: state.sealedFor }
    const matter = { grounds: seen, gradedAt: event.metadata.recordedAt, context }
    const isAlone = !state.joined && state.merged.size === 0
    if (isAlone) await decideLatestOrder(log, matter, desk)
    else await decideFamilyOrder(log, await familyOf(log, grounds.caseId, state), matter, desk)
  },
})

/** What the order is about, from the case as it stood at the event; null below medium, when nothing was raised, or
 *  when the intake has moved away. */
async function groundsOf(
  log: EventLog,
  history: readonly FamilyCaseEvent[],
  event: FamilyCaseEvent,
): Promise<Grounds | null> {
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
    newMatter: set.byPerson || (cause !== undefined && (await isNewMatter(log, history, cause))),
  }
}

/** Something happened anew; or the case is on its own again and the order that was worked on is the other's. */
async function isNewMatter(
  log: EventLog,
  history: readonly FamilyCaseEvent[],
  cause: FamilyCaseEvent,
): Promise<boolean> {
  if (cause.type === 'CaseParted' || cause.type === 'CasesUnmerged')
    return (await openOrdersOf(log, [cause.data.from])).length > 0
  if (cause.type === 'MergedHistoryTold') {
    const before = foldFamilyCase(history.filter((e) => e.revision < cause.revision))
    return tellsOfNews(before.merged.get(cause.data.from), cause.data)
  }
  return newMatters.includes(cause.type)
}

/**
 * Every alert owes callbacks, whatever its grade: scheduled when it is graded, tightened when the level rises. Cases
 * that were merged are one family, and as much in danger whichever of them the alert is of.
 */

import { scheduleCallbacks } from '@jiahe/domain/callbacks.ts'
import type { FamilyCaseEvent } from '@jiahe/domain/catalogue.ts'
import { type FamilyCase, foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { type LevelSet, levelSetBy } from '@jiahe/domain/levelSet.ts'
import { standingLevel } from '@jiahe/domain/overrides.ts'
import { higher } from '@jiahe/domain/vocabulary.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { decideCase, readCase } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

export const callbacks = ({ log, desk, now }: PolicyContext): Policy => ({
  name: 'callbacks',
  types: ['RiskGraded', 'GradeOverridden'],
  async react(event) {
    if (event.type !== 'RiskGraded' && event.type !== 'GradeOverridden') return
    const caseId = event.metadata.correlationId
    const context = { now: now(), actor: 'policy:callbacks', causeId: event.id }
    const { set, others } = await ofFamily(log, await readCase(log, caseId), event)
    if (!set) return
    await decideCase(log, caseId, (history) => scheduleCallbacks(foldFamilyCase(history), set, context, desk))
    for (const other of others)
      await decideCase(log, other, (history) => {
        const state = foldFamilyCase(history)
        return scheduleCallbacks(state, forNewest(state, other, set), context, desk)
      })
  },
})

/** The level that came into force, not below that of the case it was merged into; and the cases merged into it. */
async function ofFamily(
  log: EventLog,
  history: readonly FamilyCaseEvent[],
  event: FamilyCaseEvent,
): Promise<{ readonly set: LevelSet | null; readonly others: readonly string[] }> {
  const set = levelSetBy(history, event)
  const { joined, merged } = foldFamilyCase(history)
  if (!set || !joined) return { set, others: [...merged.keys()] }
  const lead = standingLevel(foldFamilyCase(await readCase(log, joined.into)))
  return { set: { ...set, level: lead ? higher(set.level, lead) : set.level }, others: [] }
}

/** As if the other case itself had risen to the level just now. */
const forNewest = ({ grading }: FamilyCase, caseId: string, set: LevelSet): LevelSet => ({
  ...set,
  caseId,
  causeId: null,
  gradingId: grading?.gradingId ?? set.gradingId,
})

/** Every alert owes callbacks, whatever its grade: scheduled when it is graded, tightened when the level rises. */

import { scheduleCallbacks } from '@jiahe/domain/callbacks.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { levelSetBy } from '@jiahe/domain/levelSet.ts'
import { decideCase } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

export const callbacks = ({ log, desk, now }: PolicyContext): Policy => ({
  name: 'callbacks',
  types: ['RiskGraded', 'GradeOverridden'],
  async react(event) {
    if (event.type !== 'RiskGraded' && event.type !== 'GradeOverridden') return
    const context = { now: now(), actor: 'policy:callbacks', causeId: event.id }
    await decideCase(log, event.metadata.correlationId, (history) => {
      const set = levelSetBy(history, event)
      return set ? scheduleCallbacks(foldFamilyCase(history), set, context, desk) : { events: [] }
    })
  },
})

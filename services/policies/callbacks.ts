/** Every alert owes callbacks, whatever its grade: scheduled when it is graded, tightened when the grade rises. */

import { scheduleCallbacks } from '@jiahe/domain/callbacks.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { decideCase } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

export const callbacks = ({ log, desk, now }: PolicyContext): Policy => ({
  name: 'callbacks',
  types: ['RiskGraded'],
  async react(event) {
    if (event.type !== 'RiskGraded') return
    const context = { now: now(), actor: 'policy:callbacks', causeId: event.id }
    await decideCase(log, event.metadata.correlationId, (history) =>
      scheduleCallbacks(foldFamilyCase(history), event, context, desk),
    )
  },
})

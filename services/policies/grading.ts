/** Grades a case on its whole history whenever something new is known of it, by the models in force. */
import { gradeCase, gradingCauses } from '@jiahe/domain/familyCaseDecisions.ts'
import { decideCase } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

export const grading = ({ log, desk, now }: PolicyContext): Policy => ({
  name: 'grading',
  types: gradingCauses,
  async react(event) {
    const context = { now: now(), actor: 'policy:grading', causeId: event.id }
    await decideCase(log, event.metadata.correlationId, (history) => {
      const cause = history.find((e) => e.id === event.id)
      return cause ? gradeCase(history, cause, context, desk.models) : { events: [] }
    })
  },
})

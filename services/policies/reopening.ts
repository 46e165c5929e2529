/** What happens anew in a case that was closed reopens it: an alert, a report, a breach, an order that is open. */
import { reopenBy } from '@jiahe/domain/closing.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { decideCase } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

export const reopening = ({ log, now }: PolicyContext): Policy => ({
  name: 'reopening',
  types: ['AlertReceived', 'ReportReceived', 'MeasureBreached', 'MergedHistoryTold', 'OrderOpened'],
  async react(event) {
    // Nothing before it that could have been closed.
    if (event.revision === 0) return
    const context = { now: now(), actor: 'policy:reopening', causeId: event.id }
    await decideCase(log, event.metadata.correlationId, (history) => {
      const told = history.find((e) => e.id === event.id)
      if (!told) return { events: [] }
      const then = foldFamilyCase(history.filter((e) => e.revision <= told.revision))
      return reopenBy(told, then, foldFamilyCase(history), context)
    })
  },
})

/** The clock of one stream: records what has passed on it, and tells when something passes next. Whoever looks twice,
 *  or late, records the same. */
import { familyCaseTypes, workOrderTypes } from '@jiahe/domain/catalogue.ts'
import { type Passed, recordPassed } from '@jiahe/domain/dues.ts'
import type { Alarm } from './alarms.ts'
import { decideAnyStream } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

export interface ClockTold {
  /** When the stream wants to be looked at next. */
  alarm(alarm: Alarm): void
  /** What was recorded now. */
  recorded(type: string): void
}

export const clock = ({ log, desk, now }: PolicyContext, told: ClockTold): Policy => ({
  name: 'clocks',
  types: [...familyCaseTypes, ...workOrderTypes],
  async react({ stream, metadata }) {
    let passed: Passed = { events: [], next: null }
    const handled = await decideAnyStream(log, stream, (history) => {
      passed = recordPassed(history, now(), desk)
      return { events: passed.events }
    })
    if (handled.status === 'refused') return
    for (const { type } of handled.events) told.recorded(type)
    const { revision } = handled
    told.alarm({ stream, caseId: metadata.correlationId, dueAt: passed.next, revision })
  },
})

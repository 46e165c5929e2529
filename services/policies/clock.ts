/** The clock of one stream: records what has passed on it, and tells when something passes next. Whoever looks twice,
 *  or late, records the same. Before an answer is called missed the case's orders are asked, because a policy that is
 *  behind may not have told the case yet what was said in time. */
import { familyCaseTypes, idOfStream, workOrderTypes } from '@jiahe/domain/catalogue.ts'
import { type Passed, recordPassed } from '@jiahe/domain/dues.ts'
import type { Alarm } from './alarms.ts'
import { answerByItsOrders } from './answers.ts'
import { decideAnyStream } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

export interface ClockTold {
  /** When the stream wants to be looked at next. */
  alarm(alarm: Alarm): void
  /** What was recorded now. */
  recorded(type: string): void
}

export const clock = (context: PolicyContext, told: ClockTold): Policy => ({
  name: 'clocks',
  types: [...familyCaseTypes, ...workOrderTypes],
  async react({ stream, metadata }) {
    let looked = await look(context, stream, (passed) => !missesAnAnswer(passed))
    if (looked.handled.status === 'unchanged' && missesAnAnswer(looked.passed)) {
      await answerByItsOrders(context, idOfStream(stream))
      looked = await look(context, stream)
    }
    const { handled, passed } = looked
    if (handled.status === 'refused') return
    for (const { type } of handled.events) told.recorded(type)
    const { revision } = handled
    told.alarm({ stream, caseId: metadata.correlationId, dueAt: passed.next, revision })
  },
})

/** Records what has passed, if it may be. */
async function look(
  { log, desk, now }: PolicyContext,
  stream: string,
  mayBe: (passed: Passed) => boolean = () => true,
) {
  let passed: Passed = { events: [], next: null }
  const handled = await decideAnyStream(log, stream, (history) => {
    passed = recordPassed(history, now(), desk)
    return { events: mayBe(passed) ? passed.events : [] }
  })
  return { handled, passed }
}

const missesAnAnswer = ({ events }: Passed): boolean => events.some(({ type }) => type === 'AnswerMissed')

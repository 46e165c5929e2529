/** Appends one step of an intake to its case, once, whoever tried before. */

import { type FamilyCaseEvent, familyCaseStream } from '@jiahe/domain/catalogue.ts'
import { emptyCase, foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { amendIntake, receiveIntake } from '@jiahe/domain/familyCaseDecisions.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { handle } from '@jiahe/event-log/handle.ts'
import {
  type EventLog,
  type NewEvent,
  NO_STREAM,
  type Position,
  type RecordedEvent,
} from '@jiahe/event-log/log.ts'
import type { Step } from './receiptTable.ts'

export const caseOfStep = (step: Step): string => ('receive' in step ? step.receive : step.amend).caseId
const eventOfStep = (step: Step): string =>
  'receive' in step ? step.receive.intakeId : step.amend.amendmentId

/** Gives the position of the step's event. `newCase`: the stream is not read first, because it will most likely
 *  not exist; if it does after all, it is read then. */
export async function appendStep(
  log: EventLog,
  source: string,
  step: Step,
  newCase: boolean,
  now: Date,
): Promise<Position> {
  const stream = familyCaseStream(caseOfStep(step))
  const eventId = eventOfStep(step)
  const context = { now, actor: `source:${source}`, causeId: eventId }
  const decide = (history: readonly RecordedEvent[]) => {
    const state =
      history.length === 0 ? emptyCase : foldFamilyCase(history.map(readEvent) as FamilyCaseEvent[])
    const decision =
      'receive' in step
        ? receiveIntake(state, step.receive, context)
        : amendIntake(state, step.amend, context)
    return 'refusal' in decision ? decision : { events: decision.events as readonly NewEvent[] }
  }
  if (newCase) {
    const decision = decide([])
    if ('events' in decision) {
      const result = await log.append(stream, NO_STREAM, decision.events)
      if (result.status !== 'conflict') return result.position
    }
  }
  const handled = await handle(log, stream, decide)
  if (handled.status === 'refused') throw new Error(`${handled.refusal}: event ${eventId} in ${stream}`)
  const position = handled.position ?? handled.history.find((event) => event.id === eventId)?.position
  if (position === undefined) throw new Error(`event ${eventId} is not in ${stream}`)
  return position
}

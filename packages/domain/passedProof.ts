/**
 * Holds what time did to a stream against its history: whatever was to be done by a moment was done before it, or
 * stands there as missed, once, at that moment; and nothing is called missed that was not. Walks the stream event by
 * event, so that a deadline is judged by what was known of it then.
 */
import type { DomainEvent, EventType, FamilyCaseEvent, WorkOrderEvent } from './catalogue.ts'
import { idOfStream } from './catalogue.ts'
import { type DeadlineFault, faultOfCaseEvent, faultOfOrderEvent } from './deadlineProof.ts'
import type { Desk } from './desk.ts'
import { type Due, passed } from './due.ts'
import { CLOCKS, caseDues, orderDues } from './dues.ts'
import { emptyCase, evolveFamilyCase, type FamilyCase } from './familyCase.ts'
import { evolveWorkOrder, type WorkOrder } from './workOrder.ts'

export type Fault =
  | DeadlineFault
  /** A moment passed with nothing done, and nobody was told. */
  | 'not-recorded'
  /** Recorded as missed, though it was done in time or never owed. */
  | 'not-missed'
  /** Recorded as missed with other data, or at another moment. */
  | 'missed-otherwise'
export interface FoundFault {
  readonly fault: Fault
  readonly type: EventType
  /** Of the event; of what is not recorded, of the event after which it should stand. */
  readonly revision: number
}

/** What somebody had to do by a moment. The rest of what time does prompts somebody, or ends what runs. */
const owed: readonly EventType[] = [
  ...(['CallbackMissed', 'DeadlineMissed', 'AnswerMissed', 'SupervisionUnanswered'] as const),
  ...(['LetterFollowUpMissed', 'MandatoryReportMissed'] as const),
]
/** Made by the clock alone, and told with what it was worked out with. */
const told: readonly EventType[] = [...owed, 'WorkOrderEscalated', 'RenewalFellDue', 'ProtectionOrderExpired']

type Expected = ReturnType<typeof passed>[number]

/** Of the stream of a case or an order. `by`: until when everything that passed must have been recorded. */
export function faultsOf(history: readonly DomainEvent[], by: Date, desk: Desk): FoundFault[] {
  const first = history[0]
  if (!first) return []
  const about = idOfStream(first.stream)
  const isOrder = first.stream.startsWith('workOrder-')
  const faults: FoundFault[] = []
  let state: FamilyCase | WorkOrder | null = isOrder ? null : emptyCase
  let ahead = new Map<string, Expected>()
  const everAhead = new Map<string, Expected>()
  const expects = expecting(first, about)
  for (const [i, event] of history.entries()) {
    const { type, revision } = event
    const find = (fault: Fault | null, what: EventType = type) => {
      if (fault) faults.push({ fault, type: what, revision })
    }
    const earlier = history.slice(0, i)
    find(
      isOrder
        ? faultOfOrderEvent(
            earlier as WorkOrderEvent[],
            state as WorkOrder | null,
            event as WorkOrderEvent,
            about,
            desk,
          )
        : faultOfCaseEvent(earlier as FamilyCaseEvent[], state as FamilyCase, event as FamilyCaseEvent, desk),
    )
    if (told.includes(type)) find(faultOfMissed(event, owed.includes(type) ? ahead : everAhead, desk))
    state = isOrder
      ? evolveWorkOrder(state as WorkOrder | null, event as WorkOrderEvent)
      : evolveFamilyCase(state as FamilyCase, event as FamilyCaseEvent)
    const next = new Map(expects(duesOfState(state, isOrder, desk)).map((e) => [e.id, e]))
    const recordedAt = supersededAt(event, earlier)
    for (const [id, expected] of ahead)
      if (id !== event.id && !next.has(id) && isOwedBy(expected, recordedAt))
        find('not-recorded', expected.type)
    for (const [id, expected] of next) everAhead.set(id, expected)
    ahead = next
  }
  const { revision } = history.at(-1)!
  const left = [...ahead.values()].filter((expected) => isOwedBy(expected, by.toISOString()))
  return [...faults, ...left.map(({ type }) => ({ fault: 'not-recorded' as const, type, revision }))]
}

function duesOfState(state: FamilyCase | WorkOrder | null, isOrder: boolean, desk: Desk): readonly Due[] {
  if (!isOrder) return caseDues(state as FamilyCase, desk)
  return state ? orderDues(state as WorkOrder, desk) : []
}

/** When what the event takes away ceased to be owed: calls that are scheduled anew, when it was known why; what is told
 *  of an order's answer or of a call in a merged case, when that was. */
function supersededAt(event: DomainEvent, earlier: readonly DomainEvent[]): string {
  const { type, metadata } = event
  if (type === 'CallbackShared') return metadata.occurredAt
  if ((type === 'ReportTaken' || type === 'ReportConcluded') && event.data.orderId !== null)
    return metadata.occurredAt
  const cause = type === 'CallbackScheduled' && earlier.find(({ id }) => id === metadata.causationId)
  return (cause || { metadata }).metadata.recordedAt
}

/** What stands ahead, as it would be recorded. What stood there before is not made again. */
function expecting({ metadata }: DomainEvent, about: string): (dues: readonly Due[]) => Expected[] {
  const made = new Map<string, readonly Expected[]>()
  const clock = { now: endOfTime, actor: CLOCKS }
  return (dues) =>
    dues.flatMap((due) => {
      const key = JSON.stringify(due)
      const expected = made.get(key) ?? passed([due], metadata.correlationId, about, clock)
      made.set(key, expected)
      return expected
    })
}
const endOfTime = new Date(8.64e15)

const isOwedBy = ({ type, metadata }: Expected, at: string): boolean =>
  owed.includes(type) && Date.parse(metadata.occurredAt) < Date.parse(at)

function faultOfMissed(event: DomainEvent, ahead: ReadonlyMap<string, Expected>, desk: Desk): Fault | null {
  const expected = ahead.get(event.id)
  if (!expected) return 'not-missed'
  const named = event.data as { readonly calendarVersion?: string }
  if (named.calendarVersion !== undefined && named.calendarVersion !== desk.calendar.version) return null
  const same =
    JSON.stringify(sorted(event.data)) === JSON.stringify(sorted(expected.data)) &&
    Date.parse(event.metadata.occurredAt) === Date.parse(expected.metadata.occurredAt)
  return same ? null : 'missed-otherwise'
}
const sorted = (data: object): readonly unknown[] => Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))

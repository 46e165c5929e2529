/**
 * Everything that time alone does to a case or an order, collected from their slices, and the one decision about
 * it: what has passed becomes events, in the order in which it passed. What is recorded follows from the history,
 * the policy and the calendar, and not from when somebody looks; whoever looks again finds nothing to record.
 */
import { answerDues } from './answers.ts'
import {
  type DomainEvent,
  type FamilyCaseEvent,
  idOfStream,
  type NewDomainEvent,
  type WorkOrderEvent,
} from './catalogue.ts'
import { closingDues } from './closing.ts'
import type { Desk } from './desk.ts'
import { type Due, nextMoment, passed } from './due.ts'
import { callbackDues } from './duties.ts'
import { emptyCase, evolveFamilyCase, type FamilyCase } from './familyCase.ts'
import { measureDues } from './measures.ts'
import { deadlineDues } from './orderClocks.ts'
import { regradeDues } from './regrading.ts'
import { supervisionDues } from './supervisions.ts'
import { watchDues } from './watches.ts'
import { evolveWorkOrder, type WorkOrder } from './workOrder.ts'

/** Who records what passed. */
export const CLOCKS = 'policy:clocks'

export const caseDues = (state: FamilyCase, desk: Desk): Due[] => [
  ...callbackDues(state),
  ...state.lapsed,
  ...watchDues(state),
  ...regradeDues(state, desk),
  ...measureDues(state),
  ...answerDues(state),
  ...closingDues(state, desk),
]

export const orderDues = (order: WorkOrder, desk: Desk): Due[] => [
  ...deadlineDues(order, desk),
  ...supervisionDues(order),
]

/** What is folded of a stream, with what time does to it. */
interface Timed<State> {
  readonly empty: State
  evolve(state: State, event: DomainEvent): State
  dues(state: State, desk: Desk): readonly Due[]
}
const timedCase: Timed<FamilyCase> = {
  empty: emptyCase,
  evolve: (state, event) => evolveFamilyCase(state, event as FamilyCaseEvent),
  dues: caseDues,
}
const timedOrder: Timed<WorkOrder | null> = {
  empty: null,
  evolve: (state, event) => evolveWorkOrder(state, event as WorkOrderEvent),
  dues: (order, desk) => (order ? orderDues(order, desk) : []),
}
const timedOf = (stream: string): Timed<unknown> =>
  (stream.startsWith('workOrder-') ? timedOrder : timedCase) as Timed<unknown>

/** What lies ahead of a stream of a case or an order, or has passed and is not recorded. */
export function duesOf(history: readonly DomainEvent[], desk: Desk): readonly Due[] {
  if (history.length === 0) return []
  const { empty, evolve, dues } = timedOf(history[0]!.stream)
  return dues(history.reduce(evolve, empty), desk)
}

export interface Passed {
  /** What is to be recorded now. */
  readonly events: readonly NewDomainEvent[]
  /** When something passes next, once these are recorded; null when nothing will. */
  readonly next: string | null
}

/** What has passed on a stream of a case or an order by `now`. What passes first is taken into account for what
 *  passes later. */
export function recordPassed(history: readonly DomainEvent[], now: Date, desk: Desk): Passed {
  const last = history.at(-1)
  if (!last) return { events: [], next: null }
  const { stream } = last
  const caseId = last.metadata.correlationId
  const { empty, evolve, dues } = timedOf(stream)
  const events: NewDomainEvent[] = []
  for (let state = history.reduce(evolve, empty); ; ) {
    const ahead = dues(state, desk)
    const next = nextMoment(ahead)
    const first = ahead.find(({ at }) => at === next)
    const happened = first ? passed([first], caseId, idOfStream(stream), { now, actor: CLOCKS }) : []
    if (happened.length === 0) return { events, next }
    for (const event of happened) {
      // It would go on for ever.
      if (events.some(({ id }) => id === event.id)) throw new Error(`${event.type} of ${stream} stays due`)
      events.push(event)
      state = evolve(state, recordedBehind(last, event, events.length))
    }
  }
}

const recordedBehind = (last: DomainEvent, event: NewDomainEvent, n: number): DomainEvent => {
  const recordedAt = last.metadata.recordedAt
  const metadata = { ...event.metadata, recordedAt, prevHash: null }
  return { ...event, metadata, stream: last.stream, revision: last.revision + n } as DomainEvent
}

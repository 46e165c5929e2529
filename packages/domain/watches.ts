/**
 * The watch: a case is followed on after an order of it closed, until the time is over or the order is open again.
 * A watch stands in the history once per closure, and so does its end.
 */
import type { watchEvents } from './catalogue/watch.ts'
import type { DataOf, EventsOf, NewDomainEvent } from './catalogue.ts'
import { type Due, due } from './due.ts'
import type { Context, Decision } from './event.ts'
import type { FamilyCase } from './familyCase.ts'
import { newEvent } from './newEvent.ts'

export interface Watches {
  /** Those that run, by order: until when. */
  readonly watches: ReadonlyMap<string, string>
}
export const noWatches: Watches = { watches: new Map() }

export function evolveWatches({ watches }: Watches, event: EventsOf<typeof watchEvents>): Watches {
  const running = new Map(watches)
  switch (event.type) {
    case 'WatchStarted':
      return { watches: running.set(event.data.orderId, event.data.until) }
    case 'WatchEnded':
      running.delete(event.data.orderId)
      return { watches: running }
    default:
      return event satisfies never
  }
}

export const watchDues = ({ watches }: Watches): Due[] =>
  [...watches].map(([orderId, until]) =>
    due(until, `${orderId} ${until}`, 'WatchEnded', { orderId, because: 'over' }),
  )

type Decided = Decision<NewDomainEvent, never>

/** `context.causeId`: the closure. */
export function startWatch(
  state: FamilyCase,
  caseId: string,
  data: DataOf<'WatchStarted'>,
  context: Context,
): Decided {
  if (state.watches.get(data.orderId) === data.until) return { events: [] }
  return once(state, newEvent('WatchStarted', data, caseId, caseId, context))
}

/** The order is open again. `context.causeId`: its reopening. */
export function endWatch(state: FamilyCase, caseId: string, orderId: string, context: Context): Decided {
  if (!state.watches.has(orderId)) return { events: [] }
  return once(state, newEvent('WatchEnded', { orderId, because: 'reopened' }, caseId, caseId, context))
}

const once = ({ eventIds }: FamilyCase, event: NewDomainEvent): Decided => ({
  events: eventIds.has(event.id) ? [] : [event],
})

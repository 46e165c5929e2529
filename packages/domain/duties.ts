/**
 * The callbacks that a case owes and how each stands: open, done, or unreachable. A schedule belongs to an alert;
 * one `reached` settles whatever it names, over all alerts of the case.
 */

import type { callbackEvents } from './catalogue/callbacks.ts'
import type { EventsOf } from './catalogue.ts'
import { type Due, due } from './due.ts'
import type { CallbackOutcome, Level } from './vocabulary.ts'

export interface Duty {
  readonly dutyId: string
  readonly alertId: string
  readonly assignee: string
  readonly opensAt: string
  readonly dueAt: string
  /** At which it was scheduled. */
  readonly level: Level
  readonly state: 'open' | 'done' | 'unreachable'
  /** When it was first more than open. */
  readonly settledAt: string | null
  /** It was recorded that nobody had called in time. */
  readonly missed: boolean
}
export interface Attempt {
  readonly attemptId: string
  readonly outcome: CallbackOutcome
  readonly occurredAt: string
}
export interface Duties {
  /** Level that each alert's callbacks run at. */
  readonly schedules: ReadonlyMap<string, Level>
  readonly duties: ReadonlyMap<string, Duty>
  /** Attempts since she was last reached or a home visit was last asked for. */
  readonly attempts: readonly Attempt[]
  readonly homeVisitRequested: boolean
}
export const noDuties: Duties = {
  schedules: new Map(),
  duties: new Map(),
  attempts: [],
  homeVisitRequested: false,
}

const fresh = { state: 'open', settledAt: null, missed: false } as const

export function evolveDuties(state: Duties, event: EventsOf<typeof callbackEvents>): Partial<Duties> {
  switch (event.type) {
    case 'CallbackScheduled': {
      const { alertId, assignee, level, replaces } = event.data
      const duties = without(state.duties, (d) => replaces.includes(d.dutyId))
      for (const duty of event.data.duties)
        duties.set(duty.dutyId, { ...duty, alertId, assignee, level, ...fresh })
      return { duties, schedules: new Map(state.schedules).set(alertId, level) }
    }
    case 'CallbackAttempted': {
      const { outcome } = event.data
      const attempt = { attemptId: event.id, outcome, occurredAt: event.metadata.occurredAt }
      return { attempts: [...state.attempts, attempt] }
    }
    case 'CallbackCompleted':
    case 'CallbackShared':
      return {
        duties: settled(state.duties, event.data.discharged, 'done', event.metadata.occurredAt),
        attempts: [],
        homeVisitRequested: false,
      }
    case 'HomeVisitRequested':
      return {
        duties: settled(state.duties, event.data.unreachable, 'unreachable', event.metadata.occurredAt),
        attempts: [],
        homeVisitRequested: true,
      }
    case 'CallbackMissed': {
      const duty = state.duties.get(event.data.dutyId)
      return duty ? { duties: new Map(state.duties).set(duty.dutyId, { ...duty, missed: true }) } : {}
    }
    default:
      return event satisfies never
  }
}

/** An alert that moved to another case takes its duties along. */
export const dutiesWithout = ({ duties }: Duties, alertId: string): Partial<Duties> => ({
  duties: without(duties, (d) => d.alertId === alertId),
})

function without(duties: ReadonlyMap<string, Duty>, gone: (duty: Duty) => boolean): Map<string, Duty> {
  const left = new Map(duties)
  for (const duty of duties.values()) if (gone(duty)) left.delete(duty.dutyId)
  return left
}

function settled(
  duties: ReadonlyMap<string, Duty>,
  ids: readonly string[],
  state: Duty['state'],
  at: string,
): Map<string, Duty> {
  const next = new Map(duties)
  for (const id of ids) {
    const duty = duties.get(id)
    if (duty) next.set(id, { ...duty, state, settledAt: duty.settledAt ?? at })
  }
  return next
}

/** Each duty that was not settled before its time is recorded as missed once, also when it was settled late and
 *  nobody noticed between. It stays open until then. */
export const callbackDues = ({ duties }: Pick<Duties, 'duties'>): Due[] =>
  [...duties.values()]
    .filter((d) => !d.missed && (d.settledAt === null || Date.parse(d.settledAt) >= Date.parse(d.dueAt)))
    .map(({ dutyId, alertId, assignee, level, dueAt }) =>
      due(dueAt, dutyId, 'CallbackMissed', { dutyId, alertId, assignee, level }),
    )

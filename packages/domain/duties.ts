/**
 * The callbacks that a case owes and how each stands: open, done, or unreachable. A schedule belongs to an alert;
 * one `reached` settles whatever it names, over all alerts of the case.
 */

import type { callbackEvents } from './catalogue/callbacks.ts'
import type { EventsOf } from './catalogue.ts'
import type { CallbackOutcome, Level } from './vocabulary.ts'

export interface Duty {
  readonly dutyId: string
  readonly alertId: string
  readonly assignee: string
  readonly opensAt: string
  readonly dueAt: string
  readonly state: 'open' | 'done' | 'unreachable'
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

export function evolveDuties(state: Duties, event: EventsOf<typeof callbackEvents>): Partial<Duties> {
  switch (event.type) {
    case 'CallbackScheduled': {
      const { alertId, assignee, level, replaces } = event.data
      const duties = without(state.duties, (d) => replaces.includes(d.dutyId))
      for (const duty of event.data.duties)
        duties.set(duty.dutyId, { ...duty, alertId, assignee, state: 'open' })
      return { duties, schedules: new Map(state.schedules).set(alertId, level) }
    }
    case 'CallbackAttempted': {
      const { outcome } = event.data
      const attempt = { attemptId: event.id, outcome, occurredAt: event.metadata.occurredAt }
      return { attempts: [...state.attempts, attempt] }
    }
    case 'CallbackCompleted':
      return {
        duties: settled(state.duties, event.data.discharged, 'done'),
        attempts: [],
        homeVisitRequested: false,
      }
    case 'HomeVisitRequested':
      return {
        duties: settled(state.duties, event.data.unreachable, 'unreachable'),
        attempts: [],
        homeVisitRequested: true,
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
  return new Map([...duties].filter(([, duty]) => !gone(duty)))
}

function settled(
  duties: ReadonlyMap<string, Duty>,
  ids: readonly string[],
  state: Duty['state'],
): Map<string, Duty> {
  return new Map([...duties].map(([id, duty]) => [id, ids.includes(id) ? { ...duty, state } : duty]))
}

/**
 * A policy reacts to recorded events by appending others. It acts once per cause: what it appends has an id
 * derived from the causing event, and its decision answers nothing to a repeat. So it may run twice, in two
 * processes, or be killed at any line, and the history is the same. Rebuilding a read model never runs it.
 */
import type { DomainEvent, EventType } from '@jiahe/domain/catalogue.ts'
import type { Desk } from '@jiahe/domain/desk.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { answers } from './answers.ts'
import { callbacks } from './callbacks.ts'
import { dispatch } from './dispatch.ts'
import { findings } from './findings.ts'
import { grading } from './grading.ts'
import { mandatoryReports } from './mandatoryReports.ts'
import { merging } from './merging.ts'
import { ordersTold } from './ordersTold.ts'
import { reopening } from './reopening.ts'
import { uniting } from './uniting.ts'
import { watch } from './watch.ts'

export interface Policy {
  readonly name: string
  /** The event types that it reacts to; it is given no others. */
  readonly types: readonly EventType[]
  /** Done when what follows from the event is durable. Throws on faults only. */
  react(event: DomainEvent): Promise<void>
}

export interface PolicyContext {
  readonly log: EventLog
  /** Clocks and territory by which orders are routed and deadlines are set. */
  readonly desk: Desk
  readonly now: () => Date
}

/** Every policy of the system. An event goes through them in this order, the soonest order first. */
export const allPolicies = (context: PolicyContext): readonly Policy[] => [
  grading(context),
  dispatch(context),
  callbacks(context),
  answers(context),
  mandatoryReports(context),
  findings(context),
  watch(context),
  ordersTold(context),
  merging(context),
  uniting(context),
  reopening(context),
]

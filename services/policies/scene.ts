/**
 * One family in the made-up city, on a log in memory, for tests: what happens is appended, the policies are
 * run until nothing follows any more, and whole streams are compared. The clock stands until it is moved.
 */

import { type AttemptCallback, attemptCallback } from '@jiahe/domain/callbacks.ts'
import { type CaseCommand, decideOnCase } from '@jiahe/domain/caseCommands.ts'
import {
  type DataOf,
  type DomainEvent,
  type EventType,
  type FamilyCaseEvent,
  familyCaseStream,
  type WorkOrderEvent,
  workOrderStream,
} from '@jiahe/domain/catalogue.ts'
import type { Context } from '@jiahe/domain/event.ts'
import { desk } from '@jiahe/domain/exampleCity.ts'
import { alertOf, reportOf } from '@jiahe/domain/exampleEvents.ts'
import type { FactorAnswers } from '@jiahe/domain/facts.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { derivedId, orderIdOf } from '@jiahe/domain/ids.ts'
import { caseId, monday } from '@jiahe/domain/spec.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { foldWorkOrder } from '@jiahe/domain/workOrder.ts'
import { decideOrder, type OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import type { EventLog, NewEvent, Position } from '@jiahe/event-log/log.ts'
import { START } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import { decideCase, decideOrderStream, ordersOf } from './caseHistory.ts'
import { allPolicies, type Policy, type PolicyContext } from './policy.ts'

const day_ms = 86_400_000

export const medium: FactorAnswers = { F07: 'yes', F12: 'yes' }
export const high: FactorAnswers = { F02: 'yes' }
export const extreme: FactorAnswers = { F01: 'yes', F02: 'yes' }

/** One family's case and its orders. */
export interface OnCase {
  readonly caseId: string
  happens<T extends EventType>(stream: string, type: T, data: DataOf<T>): Promise<string>
  alert(facts?: FactorAnswers, own?: Partial<DataOf<'AlertReceived'>>): Promise<string>
  report(facts?: FactorAnswers, own?: Partial<DataOf<'ReportReceived'>>): Promise<string>
  /** A person's command on the case's n-th order. */
  does(by: string, command: OrderCommand, n?: number): Promise<void>
  calls(attempt: Pick<AttemptCallback, 'outcome' | 'by' | 'facts'>): Promise<void>
  /** A person's command on the case. */
  decides(by: string, command: CaseCommand, actor?: string): Promise<void>
  case(): Promise<readonly FamilyCaseEvent[]>
  order(n?: number): Promise<readonly WorkOrderEvent[]>
}
export interface Scene extends PolicyContext, OnCase {
  readonly policies: readonly Policy[]
  daysLater(days: number): void
  /** Gives the policies what they have not seen, until nothing follows. */
  settle(policies?: readonly Policy[]): Promise<void>
  /** A case beside this one, on the same log. */
  another(name: string): OnCase
}

/** `clock`: that of the log, where it is another's. */
export function scene(log?: EventLog, clock?: () => Date): Scene {
  let time = Date.parse(monday)
  let happenings = 0
  const now = clock ?? (() => new Date(time))
  const kept = log ?? memoryLog({ now })
  const context = { log: kept, desk, now }
  const policies = allPolicies(context)
  let seen = START
  const cause = (actor: string) => {
    happenings++
    return { now: now(), actor, causeId: derivedId(now(), 'happening', String(happenings)) }
  }
  return {
    ...context,
    ...onCase(kept, caseId, cause),
    policies,
    daysLater(days) {
      time += days * day_ms
    },
    async settle(those = policies) {
      seen = await settle(kept, those, seen)
    },
    another: (name) => onCase(kept, derivedId(monday, name), cause),
  }
}

function onCase(log: EventLog, caseId: string, cause: (actor: string) => Context): OnCase {
  const orderId = (n: number) => orderIdOf(caseId, n)
  const read = async (stream: string) => (await log.readStream(stream)).map(readEvent)

  async function happens<T extends EventType>(stream: string, type: T, data: DataOf<T>): Promise<string> {
    const { causeId: id, now } = cause('')
    const before = await log.readStream(stream)
    const metadata = {
      schemaVersion: 1,
      actor: 'source:example',
      correlationId: caseId,
      causationId: null,
      occurredAt: now.toISOString(),
    }
    await log.append(stream, before.length - 1, [{ id, type, data, metadata } as NewEvent])
    return id
  }

  return {
    caseId,
    happens,
    alert: (facts, own) => happens(familyCaseStream(caseId), 'AlertReceived', alertOf(facts, own)),
    report: (facts, own) => happens(familyCaseStream(caseId), 'ReportReceived', reportOf(facts, own)),
    async does(by, command, n = 1) {
      const context = cause('account:example')
      const acting = { by, protectionOrderInForce: false, newerOrder: false }
      const handled = await decideOrderStream<string>(log, orderId(n), (history) =>
        decideOrder(foldWorkOrder(history), orderId(n), command, acting, context, desk),
      )
      if (handled.status !== 'appended') throw new Error(`${command.type} by ${by}: ${handled.status}`)
    },
    async calls(attempt) {
      const context = cause('account:example')
      const handled = await decideCase<string>(log, caseId, (history) =>
        attemptCallback(foldFamilyCase(history), { caseId, textId: null, ...attempt }, context),
      )
      if (handled.status !== 'appended') throw new Error(`call: ${handled.status}`)
    },
    async decides(by, command, actor = 'account:example') {
      const context = cause(actor)
      const orders = await ordersOf(log, caseId)
      const handled = await decideCase<string>(log, caseId, (history) =>
        decideOnCase({ caseId, state: foldFamilyCase(history), orders, by, context, desk }, command),
      )
      if (handled.status !== 'appended')
        throw new Error(handled.status === 'refused' ? handled.refusal : handled.status)
    },
    case: async () => (await read(familyCaseStream(caseId))) as FamilyCaseEvent[],
    order: async (n = 1) => (await read(workOrderStream(orderId(n)))) as WorkOrderEvent[],
  }
}

/** Gives the policies what follows `after`, until nothing follows any more; tells how far that is. */
export async function settle(log: EventLog, policies: readonly Policy[], after = START): Promise<Position> {
  for (let seen = after; ; ) {
    const { events, position } = await log.readAll({ after: seen, limit: 1000 })
    if (events.length === 0) return seen
    for (const event of events) {
      for (const policy of policies) {
        if ((policy.types as readonly string[]).includes(event.type))
          await policy.react(readEvent(event) as DomainEvent)
      }
    }
    seen = position
  }
}

export const typesOf = (events: readonly DomainEvent[]): string[] => events.map((event) => event.type)

/** The data of the newest event of that type. */
export function newest<T extends EventType>(events: readonly DomainEvent[], type: T): DataOf<T> {
  const found = events.findLast((event) => event.type === type)
  if (!found) throw new Error(`no ${type}`)
  return found.data as unknown as DataOf<T>
}

/** The assignee's way from acceptance to a closure that the supervisor approves. */
export async function worksAndCloses(scene: OnCase, by: string, supervisor: string, n = 1): Promise<void> {
  await scene.does(by, { type: 'accept' }, n)
  await scene.does(by, { type: 'contact', with: 'victim', means: 'phone', textId: null }, n)
  await scene.does(by, { type: 'disposal', result: 'safety-plan', textId: null }, n)
  await scene.does(by, { type: 'request-closure', textId: null }, n)
  await scene.does(supervisor, { type: 'approve-closure' }, n)
}

/** Alerts of several made-up families for tests of interleavings, and what must be true of them in the end. */
import {
  type DomainEvent,
  familyCaseStream,
  type NewDomainEvent,
  type WorkOrderEvent,
} from '@jiahe/domain/catalogue.ts'
import { township } from '@jiahe/domain/exampleCity.ts'
import { alertOf } from '@jiahe/domain/exampleEvents.ts'
import type { FactorAnswers } from '@jiahe/domain/facts.ts'
import { derivedId } from '@jiahe/domain/ids.ts'
import { monday } from '@jiahe/domain/spec.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { higher, type Level, rank } from '@jiahe/domain/vocabulary.ts'
import { foldWorkOrder } from '@jiahe/domain/workOrder.ts'
import type { EventLog, NewEvent, RecordedEvent } from '@jiahe/event-log/log.ts'
import type { Reporter } from './runner.ts'

export const caseOf = (family: number): string => derivedId(monday, 'example case', String(family))

export async function alertTo(
  log: EventLog,
  family: number,
  n: number,
  facts: FactorAnswers = {},
  regionCode: string = township,
): Promise<string> {
  const caseId = caseOf(family)
  const id = derivedId(monday, 'example alert', caseId, String(n))
  const event = {
    id,
    type: 'AlertReceived',
    data: alertOf(facts, { regionCode }),
    metadata: {
      schemaVersion: 1,
      actor: 'source:example',
      correlationId: caseId,
      causationId: null,
      occurredAt: monday,
    },
  } satisfies Partial<NewDomainEvent>
  for (;;) {
    const stream = await log.readStream(familyCaseStream(caseId))
    const result = await log.append(stream[0]?.stream ?? familyCaseStream(caseId), stream.length - 1, [
      event as NewEvent,
    ])
    if (result.status !== 'conflict') return id
  }
}

export async function everything(log: EventLog): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for (let after = ''; ; ) {
    const page = await log.readAll({ after, limit: 5000 })
    events.push(...page.events)
    after = page.position
    if (page.atEnd) return events
  }
}

/** What is missing or doubled, in words; nothing when each alert was acted on once and each case has one order. */
export function wrongsOf(recorded: readonly RecordedEvent[]): string[] {
  const cases = new Map<string, DomainEvent[]>()
  for (const event of recorded.map(readEvent)) {
    const { correlationId } = event.metadata
    cases.set(correlationId, [...(cases.get(correlationId) ?? []), event])
  }
  return [...cases].flatMap(([caseId, history]) =>
    [...wrongAlerts(history), ...wrongOrders(history)].map((wrong) => `case ${caseId}: ${wrong}`),
  )
}

const ofType = <T extends DomainEvent['type']>(history: readonly DomainEvent[], type: T) =>
  history.filter((event): event is Extract<DomainEvent, { type: T }> => event.type === type)

function wrongAlerts(history: readonly DomainEvent[]): string[] {
  return ofType(history, 'AlertReceived').flatMap(({ id }) => {
    const graded = ofType(history, 'RiskGraded').filter((e) => e.metadata.causationId === id).length
    const levels = ofType(history, 'CallbackScheduled')
      .filter((e) => e.data.alertId === id)
      .map((e) => rank(e.data.level))
    return [
      ...(graded === 1 ? [] : [`alert ${id} was graded ${graded} times`]),
      ...(levels.length > 0 ? [] : [`alert ${id} owes no callback`]),
      ...(levels.every((level, i) => i === 0 || level > levels[i - 1]!)
        ? []
        : [`alert ${id} twice at a level`]),
    ]
  })
}

function wrongOrders(history: readonly DomainEvent[]): string[] {
  const events = history.filter((event) => event.type.startsWith('WorkOrder')) as WorkOrderEvent[]
  const order = foldWorkOrder(events)
  const worst = ofType(history, 'RiskGraded').reduce<Level>((level, e) => higher(level, e.data.level), 'low')
  const expected = rank(worst) >= rank('medium') ? worst : undefined
  const streams = new Set(events.map((event) => event.stream))
  const first = events.filter((e) => e.type === 'WorkOrderDispatched' || e.type === 'WorkOrderUnroutable')
  return [
    ...(streams.size <= 1 && first.length <= 1 ? [] : [`${streams.size} orders`]),
    ...(order?.level === expected ? [] : [`is ${worst}, its order ${order?.level}`]),
  ]
}

/** The bytes of every grade, by its id. */
export const gradesOf = (events: readonly RecordedEvent[]): Record<string, string> =>
  Object.fromEntries(
    events
      .filter((event) => event.type === 'RiskGraded')
      .map((event): [string, string] => [event.id, JSON.stringify(event.data)])
      .sort(),
  )

export const silent: Reporter = {
  waiting: () => {},
  processed: () => {},
  retrying: () => {},
  parked: () => {},
  released: () => {},
  unheard: () => {},
}

/**
 * Given what happened, when someone acts, then this follows: the form in which the aggregates are specified.
 * What happened is told by type and data; id, stream, revision and metadata are filled in. Every decision that
 * is accepted here is also checked against the catalogue, and made again: a repeat must yield nothing.
 */
import type { Test } from 'tap'
import {
  catalogue,
  type DataOf,
  type DomainEvent,
  type EventType,
  familyCaseStream,
  familyCaseTypes,
  type NewDomainEvent,
  organisationTypes,
  policyTypes,
  riskModelTypes,
  workOrderStream,
} from './catalogue.ts'
import type { Context, Decision } from './event.ts'
import { derivedId } from './ids.ts'
import type { Acting } from './orderDecision.ts'
import { organisationIdOf, organisationStream } from './organisation.ts'
import { policyLineId, policyStream } from './policy.ts'
import { riskModelLineId, riskModelStream } from './riskModels.ts'

/** The case, the order and the organisation that every specification is about. */
export const caseId = '019cab00-0000-8000-8000-0000000000ca'
export const orderId = '019cab00-0000-8000-8000-0000000000de'
export const organisation = 'BH990101001'
/** Monday, 2 March 2026, nine in the morning in Shanghai: when things happen unless said otherwise. */
export const monday = '2026-03-02T01:00:00.000Z'
/** So many hours after Monday at nine. */
export const hours = (n: number): string => new Date(Date.parse(monday) + n * 3_600_000).toISOString()
/** So many days after Monday, at nine. */
export const day = (n: number): string => hours(24 * n)
/** An id that is the same for the same name. */
export const named = (name: string): string => derivedId(monday, name)
/** Someone acts at that moment; a repeat is the same cause. */
export const acting = (at = monday, cause = 'a command'): Context => ({
  now: new Date(at),
  actor: 'specification',
  causeId: derivedId(at, cause),
})

/** A federation acts on the only order of a case without a protection order, unless said otherwise. */
export const actor = (by: string, own: Partial<Acting> = {}): Acting => ({
  ...{ by, protectionOrderInForce: false, newerOrder: false },
  ...own,
})

interface Own {
  readonly id?: string
  /** When it happened. */
  readonly at?: string
  /** When it was learned; `at` unless said otherwise, and never before the event in front of it. */
  readonly recordedAt?: string
  readonly cause?: string
  readonly actor?: string
}
export type Happened<T extends EventType = EventType> = {
  [K in T]: { readonly type: K; readonly data: DataOf<K>; readonly own: Own }
}[T]

export const happened = <T extends EventType>(type: T, data: DataOf<T>, own: Own = {}): Happened<T> =>
  ({ type, data, own }) as unknown as Happened<T>

/** The stream as the log would give it. Recorded events among them stay as they are but for their revision. */
export function recorded<E extends DomainEvent>(history: readonly (E | Happened<E['type']>)[]): E[] {
  const events: DomainEvent[] = []
  for (const item of history) {
    const before = events.at(-1)?.metadata.recordedAt ?? ''
    events.push(
      'metadata' in item
        ? { ...item, revision: events.length }
        : record(item as unknown as Happened, events.length, before),
    )
  }
  return events as readonly DomainEvent[] as E[]
}

function record({ type, data, own }: Happened, revision: number, before: string): DomainEvent {
  const stream = streamOf(type)
  const occurredAt = own.at ?? monday
  const recordedAt = own.recordedAt ?? occurredAt
  const metadata = {
    schemaVersion: catalogue[type].version,
    actor: own.actor ?? 'specification',
    correlationId: correlationOf(type),
    causationId: own.cause ?? null,
    occurredAt,
    recordedAt: recordedAt < before ? before : recordedAt,
    prevHash: null,
  }
  const id = own.id ?? derivedId(occurredAt, stream, String(revision))
  return { id, type, data, metadata, stream, revision } as DomainEvent
}

const isOf = (types: readonly EventType[], type: EventType) => types.includes(type)

function streamOf(type: EventType): string {
  if (isOf(organisationTypes, type)) return organisationStream(organisation)
  if (isOf(policyTypes, type)) return policyStream()
  if (isOf(riskModelTypes, type)) return riskModelStream()
  return isOf(familyCaseTypes, type) ? familyCaseStream(caseId) : workOrderStream(orderId)
}
function correlationOf(type: EventType): string {
  if (isOf(organisationTypes, type)) return organisationIdOf(organisation)
  if (isOf(riskModelTypes, type)) return riskModelLineId()
  return isOf(policyTypes, type) ? policyLineId() : caseId
}

/** What was decided, as it is read back: recorded behind the history at the moment it happened. */
export function appended<E extends DomainEvent>(
  history: readonly E[],
  events: readonly NewDomainEvent[],
): E[] {
  const added = events.map((event, i) => ({
    ...event,
    metadata: { ...event.metadata, recordedAt: event.metadata.occurredAt, prevHash: null },
    stream: streamOf(event.type),
    revision: history.length + i,
  }))
  return [...history, ...(added as unknown as E[])]
}

type Decide<E> = (history: readonly E[]) => Decision<NewDomainEvent, string>
/** A type alone, or a type with those of its data that matter. */
type Expected = EventType | { readonly type: EventType; readonly data: Readonly<Record<string, unknown>> }

export const given = <E extends DomainEvent>(t: Test, what: readonly (E | Happened<E['type']>)[]) => ({
  when(decide: Decide<E>) {
    const history = recorded<E>(what)
    const decision = decide(history)
    return {
      /** Gives the history with the new events, for what comes next. */
      // biome-ignore lint/suspicious/noThenProperty: the third word of the form; nobody awaits it
      then(expected: readonly Expected[]): E[] {
        const events = 'events' in decision ? decision.events : []
        t.strictSame(
          'refusal' in decision ? decision : events.map((e) => e.type),
          expected.map((e) => (typeof e === 'string' ? e : e.type)),
        )
        expected.forEach((e, i) => {
          if (typeof e !== 'string') matches(t, events[i]?.data, e.data)
        })
        for (const { type, data } of events)
          t.strictSame(catalogue[type].schema.safeParse(data).error, undefined, `${type} as catalogued`)
        const after = appended(history, events)
        t.strictSame(decide(after), { events: [] }, 'decided again, it yields nothing')
        return after
      },
      thenRefused(reason: string): void {
        t.strictSame(decision, { refusal: reason })
      },
      thenNothing(): void {
        t.strictSame(decision, { events: [] })
      },
    }
  },
})

function matches(t: Test, data: unknown, expected: Readonly<Record<string, unknown>>): void {
  const said = Object.entries(data ?? {}).filter(([key]) => key in expected)
  t.strictSame(Object.fromEntries(said), expected)
}

/**
 * What the passing of time alone turns into a fact. A slice of a case or an order tells, from its state, which
 * moments are still ahead and what each becomes when nobody acts before it; nothing stores a countdown. The event
 * has an id derived from its moment, so whoever notices it late, or twice, records the same one.
 */
import { catalogue, type DataOf, type EventType, type NewDomainEvent } from './catalogue.ts'
import { derivedId } from './ids.ts'

/** At `at` (ISO 8601) the stream's history is to hold this event, unless something happened before. */
export interface Due<T extends EventType = EventType> {
  readonly at: string
  /** What it is about within the stream: a duty's id, a deadline's name with its moment. One event a type and key. */
  readonly key: string
  readonly type: T
  readonly data: DataOf<T>
  /** What happens together with it, in the same append. */
  readonly also?: readonly Omit<Due, 'at' | 'also'>[]
}

/** A due of one type, checked as such. */
export const due = <T extends EventType>(
  at: string,
  key: string,
  type: T,
  data: DataOf<T>,
  also: Due['also'] = [],
): Due => ({ at, key, type, data, also }) as unknown as Due

/** The earliest moment among them; null when time alone changes nothing any more. */
export const nextMoment = (dues: readonly Due[]): string | null =>
  dues.reduce<string | null>(
    (least, { at }) => (least === null || Date.parse(at) < Date.parse(least) ? at : least),
    null,
  )

/** The moments of an order or case that have passed, as events, oldest first: they happened then, though they are
 *  recorded now. `about`: the id of the case or order whose stream it is. */
export function passed(
  dues: readonly Due[],
  caseId: string,
  about: string,
  { now, actor }: { readonly now: Date; readonly actor: string },
): NewDomainEvent[] {
  return dues
    .filter(({ at }) => Date.parse(at) <= now.getTime())
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .flatMap(({ at, also = [], ...one }) => {
      const causeId = derivedId(at, 'due', one.type, about, one.key)
      return [one, ...also].map(({ type, key, data }) => ({
        id: derivedId(at, type, about, key),
        type,
        data,
        metadata: {
          schemaVersion: catalogue[type].version,
          actor,
          correlationId: caseId,
          causationId: causeId,
          occurredAt: at,
        },
      }))
    }) as readonly unknown[] as NewDomainEvent[]
}

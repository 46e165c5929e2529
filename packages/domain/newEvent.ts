/** A new event of a case or of one of its orders. Its id is derived from what caused it, so whoever decides the
 *  same thing again makes the same event. */
import { catalogue, type DataOf, type EventType, type NewDomainEvent } from './catalogue.ts'
import type { Context } from './event.ts'
import { derivedId, timeOfId } from './ids.ts'

/** What an event says of itself where it is not derived. */
interface Own {
  /** Reserved for it. */
  readonly id?: string
  readonly occurredAt?: string
  /** Nothing in the log caused it: it came from outside. */
  readonly causationId?: null
}

/** The id that an event of the type has when this cause brings it about. */
export const idOfNew = (type: EventType, about: string, causeId: string): string =>
  derivedId(timeOfId(causeId), type, about, causeId)

/** `about`: the id of the case or order whose stream it goes into. */
export function newEvent<T extends EventType>(
  type: T,
  data: DataOf<T>,
  caseId: string,
  about: string,
  context: Context,
  own: Own = {},
): NewDomainEvent {
  return {
    id: own.id ?? idOfNew(type, about, context.causeId),
    type,
    data,
    metadata: {
      schemaVersion: catalogue[type].version,
      actor: context.actor,
      correlationId: caseId,
      causationId: own.causationId === null ? null : context.causeId,
      occurredAt: own.occurredAt ?? context.now.toISOString(),
    },
  } as NewDomainEvent
}

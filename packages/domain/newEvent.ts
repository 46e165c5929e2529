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

/** Whether the cause has brought about an event of one of the types already; `ids` are those of the stream. An id begins
 *  with its cause's moment, so no more is worked out where none of them does. */
export function isBroughtAbout(
  ids: Iterable<string>,
  types: readonly EventType[],
  about: string,
  causeId: string,
): boolean {
  const moment = idOfNew(types[0]!, about, causeId).slice(0, MOMENT_CHARACTERS)
  const ofThatMoment = new Set<string>()
  for (const id of ids) if (id.startsWith(moment)) ofThatMoment.add(id)
  return ofThatMoment.size > 0 && types.some((type) => ofThatMoment.has(idOfNew(type, about, causeId)))
}
/** Of an id, as text. */
const MOMENT_CHARACTERS = 13

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

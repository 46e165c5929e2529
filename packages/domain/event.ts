/**
 * The envelope of an event as the domain sees it. It is the shape that the event log stores, with the type
 * and data narrowed; the domain never asks for a position, so a decision cannot depend on one.
 */

/** Times are ISO 8601 with zone. See the log's port for each field. */
export interface EventMetadata {
  readonly schemaVersion: number
  readonly actor: string
  readonly correlationId: string
  readonly causationId: string | null
  readonly occurredAt: string
}

/** An event that is to be appended. */
export interface NewEventOf<Type extends string, Data> {
  readonly id: string
  readonly type: Type
  readonly data: Data
  readonly metadata: EventMetadata
}

/** An event that has been recorded. `prevHash` and `recordedAt` were set by the log. */
export interface RecordedEventOf<Type extends string, Data> {
  readonly id: string
  readonly type: Type
  readonly data: Data
  readonly metadata: EventMetadata & { readonly recordedAt: string; readonly prevHash: string | null }
  readonly stream: string
  readonly revision: number
}

/** Events to append (none: nothing is to be done), or a refusal as a value. */
export type Decision<Event, Refusal extends string> =
  | { readonly events: readonly Event[] }
  | { readonly refusal: Refusal }

/** Who acts, when, and under which id: a command's own id or that of the event a policy reacts to. */
export interface Context {
  readonly now: Date
  readonly actor: string
  readonly causeId: string
}

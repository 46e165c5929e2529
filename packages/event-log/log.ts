/**
 * The port: the only door to the store. A stream is an ordered list of events about one thing; an append
 * is atomic, to one stream, at an expected revision, and idempotent by event id. All streams together have
 * one total order, told by an opaque position token that compares as text.
 */

import type { ChainBreak } from './hashChain.ts'

/** Anything that JSON can hold. A string with `\u0000` or half a surrogate pair is refused at the edge:
 *  PostgreSQL cannot keep it. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/** Opaque, serialisable, and ordered by plain string comparison. `START` lies before every event. */
export type Position = string
export const START: Position = ''

/** What a log knows of its positions, for those above the port who check, measure or are given one. */
export interface Positions {
  /** Whether a text is a position of such a log; `START` is one of any. */
  includes(text: string): boolean
  /** How far it lies from the start, in a measure of the log's own: for saying how much of a way is done. */
  distance(position: Position): number
  /** Each event lies one further than the one before it: where one lies two further, one is missing. */
  readonly gapless: boolean
}

/** What the caller says of an event. Times are ISO 8601 with zone. */
export interface Metadata {
  /** Version of the data's shape, from 1; see the catalogue's upcasts. */
  readonly schemaVersion: number
  /** Who did it: `account:<id>`, `source:<source>` or `policy:<name>`. Never a person's name. */
  readonly actor: string
  /** The case that this belongs to. Consumers partition by it. */
  readonly correlationId: string
  /** Id of the event or command that caused this one. */
  readonly causationId: string | null
  /** When it happened. */
  readonly occurredAt: string
}

/** What the log adds: when we learned it (from the injected clock, never behind the predecessor in its
 *  stream) and the hash of the stream's previous event (null for the first), which makes it a chain. */
export interface RecordedMetadata extends Metadata {
  readonly recordedAt: string
  readonly prevHash: string | null
}

export interface NewEvent {
  /** UUID in lower case; ids should sort by time (v7, or v8 where derived): random ones halve the append rate. */
  readonly id: string
  readonly type: string
  readonly data: Json
  readonly metadata: Metadata
}

export interface RecordedEvent {
  readonly id: string
  readonly type: string
  readonly data: Json
  readonly metadata: RecordedMetadata
  /** `<category>-<id>` */
  readonly stream: string
  /** From 0, without gaps within its stream. */
  readonly revision: number
  readonly position: Position
}

/** `-1` means that the stream must not exist yet; otherwise the revision of its last event. */
export type ExpectedRevision = number
export const NO_STREAM: ExpectedRevision = -1

/**
 * - `appended`: durable now. `revision` and `position` are those of the last event appended.
 * - `duplicate`: every event id of the request is in the stream already, one after the other; nothing
 *   was written. `revision` and `position` are those of the last of them, as first recorded. An exact retry is
 *   a duplicate whatever `expected` says.
 * - `conflict`: nothing was written; `revision` is the stream's real one (-1: no stream). Also when only some
 *   of the ids are in the stream. An id is unique in its stream; a log may also refuse one that another stream
 *   has, as PostgreSQL does and EventStoreDB cannot.
 */
export type AppendResult =
  | { readonly status: 'appended' | 'duplicate'; readonly revision: number; readonly position: Position }
  | { readonly status: 'conflict'; readonly revision: number }

export interface ReadAllOptions {
  readonly after: Position
  readonly limit: number
  /** Stream categories, the part before the first `-`; all when left out. */
  readonly categories?: readonly string[]
  /** Event types; all when left out. */
  readonly types?: readonly string[]
}

/** One page in total order. `position` is how far the log was looked through, also past events that the
 *  filter left out: a checkpoint can be kept there. `atEnd` says that nothing more was there when read. */
export interface Page {
  readonly events: readonly RecordedEvent[]
  readonly position: Position
  readonly atEnd: boolean
}

export interface SubscribeOptions extends Omit<ReadAllOptions, 'limit'> {
  /** At most this many events a batch. */
  readonly batchSize: number
  readonly signal: AbortSignal
}

export interface EventLog {
  /** At most 1 MiB in one append. */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>
  /** The whole stream, or what follows `fromRevision` (inclusive). Empty when there is none. */
  readStream(stream: string, fromRevision?: number): Promise<RecordedEvent[]>
  readAll(options: ReadAllOptions): Promise<Page>
  /** Catch-up that turns into live without a gap. Yields pages in order, an empty one too when only the
   *  position moved or when live is first reached. Ends when the signal aborts; transient faults are
   *  retried inside with back-off and never end it. */
  subscribe(options: SubscribeOptions): AsyncIterable<Page>
  /** Position of the newest event; `START` when there is none. */
  head(): Promise<Position>
  readonly positions: Positions
  /** Answers what waits, ends the subscriptions, and lets go of connections; a second call is the first. */
  close(): Promise<void>
}

/** A log that takes in what another log has recorded. */
export interface RestorableLog extends EventLog {
  /**
   * Appends recorded events exactly as they are – id, data, metadata with `recordedAt` and `prevHash`, revision –
   * behind what their streams have; positions are this log's own. Those that stand there already are passed over,
   * so that a copy which was broken off can be repeated. What belongs to one case keeps its order, over all of its
   * streams. Throws `BrokenCopy` where an event does not follow its stream's end; what came before it may stand.
   */
  restore(events: readonly RecordedEvent[]): Promise<void>
  /** What a person calls it: `postgres`, or the hosts of an EventStoreDB and its prefix. No credentials. */
  readonly name: string
  /** A UUID that this log got when it was made. A copy has another, though it holds the same events. */
  identity(): Promise<string>
}

/** An event to be restored is not the next one of its stream, by its revision, by the hash of its predecessor or
 *  by its time; or another stream has its id. */
export class BrokenCopy extends Error {
  override name = 'BrokenCopy'
  readonly stream: string
  readonly revision: number
  readonly reason: ChainBreak['reason'] | 'id-elsewhere'
  constructor(
    { stream, revision }: Pick<RecordedEvent, 'stream' | 'revision'>,
    reason: BrokenCopy['reason'],
  ) {
    super(`${stream}@${revision} does not follow its stream's end: ${reason}`)
    this.stream = stream
    this.revision = revision
    this.reason = reason
  }
}

/** The queue of waiting appends is full: the caller should answer 503 and come back later. */
export class LogOverloaded extends Error {
  override name = 'LogOverloaded'
  readonly retryAfter_s: number
  constructor(retryAfter_s: number) {
    super('the event log has more appends waiting than it takes')
    this.retryAfter_s = retryAfter_s
  }
}

/** The store did not answer within the time that an append may take. Whether it was recorded is not known:
 *  trying again with the same event ids is safe and tells. The code is SQLSTATE's word for just that. */
export class LogUnavailable extends Error {
  override name = 'LogUnavailable'
  readonly code = '08007'
  constructor(cause: unknown) {
    super('the event log does not answer', { cause })
  }
}

/** The store does not let this process in, or not write: user and password of its address want to be looked at. */
export class LogDenied extends Error {
  override name = 'LogDenied'
  constructor(cause: unknown) {
    super('the event log refuses access', { cause })
  }
}

/** `familyCase-0193…` → `familyCase` */
export const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'))

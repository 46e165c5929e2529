/**
 * Load → decide → append, tried again when another writer was faster. The only way commands and policies
 * write: a decision always rests on the whole stream as it stands at the expected revision.
 */
import { type EventLog, type NewEvent, NO_STREAM, type Position, type RecordedEvent } from './log.ts'

/** What a decision gives: events to append (none: nothing is to be done), or a refusal as a value. */
export type Decision<Refusal> = { readonly events: readonly NewEvent[] } | { readonly refusal: Refusal }

export type Handled<Refusal> =
  | {
      readonly status: 'appended' | 'unchanged'
      /** The stream as it was loaded, before the append. */
      readonly history: readonly RecordedEvent[]
      /** What was appended now; empty when unchanged. */
      readonly events: readonly NewEvent[]
      /** Revision of the stream's last event; -1 when there is none. */
      readonly revision: number
      /** Position of the last event appended; null when unchanged. */
      readonly position: Position | null
    }
  | { readonly status: 'refused'; readonly refusal: Refusal; readonly history: readonly RecordedEvent[] }

/** Other writers were always faster. It passes by itself: the code is SQLSTATE's word for just that. */
export class StreamContended extends Error {
  override name = 'StreamContended'
  readonly code = '40001'
}

const TRIES = 10

/** `decide` may be called several times and must be pure. Throws `StreamContended` after ten lost races. */
export async function handle<Refusal>(
  log: EventLog,
  stream: string,
  decide: (history: readonly RecordedEvent[]) => Decision<Refusal>,
): Promise<Handled<Refusal>> {
  for (let tries = 1; ; tries++) {
    const history = await log.readStream(stream)
    const revision = history.length === 0 ? NO_STREAM : history[history.length - 1]!.revision
    const decision = decide(history)
    if ('refusal' in decision) return { status: 'refused', refusal: decision.refusal, history }
    if (decision.events.length === 0)
      return { status: 'unchanged', history, events: [], revision, position: null }
    const result = await log.append(stream, revision, decision.events)
    if (result.status !== 'conflict') {
      const { revision, position } = result
      return { status: 'appended', history, events: decision.events, revision, position }
    }
    if (tries === TRIES) throw new StreamContended(`stream ${stream} changed ${TRIES} times while deciding`)
  }
}

/**
 * What was read of streams, remembered for their next append: which event ids they have and how they end. A
 * stream only grows, so what was read stays true; whether more has come is the server's to say, which refuses
 * an append at any other revision.
 */
import type { RecordedEvent } from '../log.ts'
import type { Place } from '../record.ts'

/** A stream from its beginning up to a revision (-1: nothing). */
export interface Known {
  readonly revision: number
  readonly last: RecordedEvent | null
  readonly places: ReadonlyMap<string, Place>
  /** On the clock of `performance.now()`: when the reading began that saw no more than this. */
  readonly readAt_ms: number
  /** A revision that the stream has reached since then, by an append of this process. */
  readonly atLeast: number
}

const STREAMS = 2000
export const NOTHING: Known = {
  revision: -1,
  last: null,
  places: new Map(),
  readAt_ms: -Infinity,
  atLeast: -1,
}

export interface StreamEnds {
  of(stream: string): Known
  /** Learns that just these events follow `known`. */
  read(stream: string, known: Known, events: readonly RecordedEvent[], readAt_ms: number): Known
  appended(stream: string, revision: number): void
}

export function streamEnds(): StreamEnds {
  const ends = new Map<string, Known>()

  function keep(stream: string, known: Known): void {
    ends.delete(stream)
    ends.set(stream, known)
    if (ends.size > STREAMS) ends.delete(ends.keys().next().value!)
  }
  const of = (stream: string) => ends.get(stream) ?? NOTHING

  return {
    of,
    read(stream, known, events, readAt_ms) {
      const last = events.at(-1) ?? known.last
      const places = new Map(known.places)
      for (const { id, revision, position } of events) places.set(id, { stream, revision, position })
      const { atLeast, revision } = of(stream)
      const learnt = { revision: last?.revision ?? -1, last, places, readAt_ms, atLeast }
      if (learnt.revision >= revision) keep(stream, learnt)
      return learnt
    },
    appended: (stream, revision) => keep(stream, { ...of(stream), atLeast: revision }),
  }
}

/**
 * One append: look what the stream has, answer what needs no writing, else record it at the expected revision.
 * The server refuses it at any other, so the chain holds whoever else writes; and it takes the same event ids
 * at the same revision for the same append, so that trying again after a lost answer is safe.
 */
import type { AppendResult } from '../log.ts'
import { type Append, answerOf, record } from '../record.ts'
import { type Store, WrongRevision } from './client.ts'
import type { Known, StreamEnds } from './streamEnds.ts'

/** Who decides on a stream has just read it. Another process that sends the same ids within that time may be
 *  told `appended` too; they stand once. */
const JUST_READ_MS = 1000

/** `afresh`: an answer may have been lost, so what is remembered of the stream does not do. */
export async function appendTo(
  store: Store,
  ends: StreamEnds,
  append: Append,
  now: () => Date,
  afresh: boolean,
): Promise<AppendResult> {
  const { stream, expected, events } = append
  const remembered = ends.of(stream)
  const trusted = !afresh && suffices(remembered, expected)
  const known = trusted ? remembered : await look(store, ends, stream)
  const answer = answerOf(append, known.revision, (id) => known.places.get(id))
  if (answer?.status === 'conflict' && trusted) return appendTo(store, ends, append, now, true)
  if (answer) return answer
  try {
    const position = await store.append(stream, expected, record(append, known.last, now()))
    const revision = expected + events.length
    ends.appended(stream, revision)
    if (position !== null) return { status: 'appended', revision, position }
  } catch (error) {
    if (!(error instanceof WrongRevision)) throw error
  }
  // Another writer was faster, with these events or with others.
  return appendTo(store, ends, append, now, true)
}

const suffices = ({ revision, atLeast, readAt_ms }: Known, expected: number): boolean =>
  revision === expected && atLeast <= revision && performance.now() - readAt_ms < JUST_READ_MS

/** Reads what has come since the stream was last read. */
async function look(store: Store, ends: StreamEnds, stream: string): Promise<Known> {
  const readAt_ms = performance.now()
  const known = ends.of(stream)
  return ends.read(stream, known, await store.readStream(stream, known.revision + 1), readAt_ms)
}

/**
 * Fills an empty log with events that were recorded elsewhere, in their order. They keep their revisions,
 * `recordedAt` and `prevHash`, so what vouched for them still does; only positions are given anew, from 1 and
 * without gaps. Nothing is written unless the log is empty and the chain of every stream holds.
 */
import { type ChainBreak, chainVerifier } from '../hashChain.ts'
import type { RecordedEvent } from '../log.ts'
import { type Entry, positionOf } from '../record.ts'
import { insertEntries } from './insertEntries.ts'

export type Copied =
  | { readonly status: 'copied'; readonly position: string }
  | { readonly status: 'refused'; readonly refusal: 'log-not-empty' }
  | { readonly status: 'refused'; readonly refusal: 'broken-chain'; readonly at: ChainBreak }

/** Runs one statement in the caller's transaction. */
export type Query = (statement: {
  readonly text: string
  readonly values?: readonly unknown[]
}) => Promise<{ readonly rows: readonly unknown[] }>

const EVENTS_A_STATEMENT = 2000

/** What was copied becomes visible when the caller commits; after a refusal there is nothing to commit. The n-th
 *  event gets position `positionOf(n)`. `onProgress` is told how many are verified and written, of twice their
 *  number. */
export async function bulkCopy(
  query: Query,
  events: readonly Omit<RecordedEvent, 'position'>[],
  onProgress: (done: number) => void = () => {},
): Promise<Copied> {
  const { rows } = await query({ text: 'SELECT position FROM log.head FOR UPDATE' })
  if ((rows[0] as { position: string }).position !== '0')
    return { status: 'refused', refusal: 'log-not-empty' }
  const verify = chainVerifier()
  for (const [i, event] of events.entries()) {
    const { broken } = verify(event)
    if (broken) return { status: 'refused', refusal: 'broken-chain', at: broken }
    if (i % EVENTS_A_STATEMENT === 0) onProgress(i)
  }
  for (let from = 0; from < events.length; from += EVENTS_A_STATEMENT) {
    const entries = events.slice(from, from + EVENTS_A_STATEMENT).map(entryOf)
    await query(insertEntries(entries, from))
    onProgress(events.length + from + entries.length)
  }
  return { status: 'copied', position: events.length === 0 ? '' : positionOf(events.length) }
}

const entryOf = (event: Omit<RecordedEvent, 'position'>): Entry => ({
  ...event,
  data: JSON.stringify(event.data),
})

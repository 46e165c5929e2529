/**
 * One commit of the log: many appends to different streams in one transaction. The head row is locked first
 * and everything else is read after that, with a fresh snapshot, so what is decided here is what is true;
 * positions are handed out under the lock and become visible with it, in order and without gaps.
 */
import type { ClientBase } from 'pg'
import type { AppendResult } from '../log.ts'
import { type Append, answerOf, type Entry, positionOf, record } from '../record.ts'
import { insertEntries } from './insertEntries.ts'
import { type Known, knownFrom, lookUp } from './lookUp.ts'
import type { EventRow } from './rows.ts'

/** A writer that stops in the middle holds up all others: the server ends its transaction after that time.
 *  The settings end with the transaction, as a pooler in transaction mode needs it. */
export const BEGIN = `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
SET LOCAL lock_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = '5s';
SELECT position FROM log.head FOR UPDATE`

/** Answers each append on its own, in the given order; no stream may stand in the batch twice. Statements are
 *  sent ahead of the answers where the connection pipelines. After a fault the connection is not to be used. */
export async function flush(
  client: ClientBase,
  batch: readonly Append[],
  now: () => Date,
): Promise<AppendResult[]> {
  const [head, rows] = await Promise.all([
    client.query(BEGIN) as unknown as Promise<{ rows: { position: string }[] }[]>,
    client.query<EventRow>(lookUp(batch)),
  ])
  const position = Number(head.at(-1)!.rows[0]!.position)
  const { results, entries } = decide(batch, knownFrom(rows.rows), position, now())
  const inserted = entries.length > 0 ? client.query(insertEntries(entries, position)) : null
  const [, committed] = await Promise.all([inserted, client.query('COMMIT')])
  if (committed.command !== 'COMMIT') throw new Error('the log could not commit')
  return results
}

/** What each append is answered, and what is written so that the answers are true. */
function decide(
  batch: readonly Append[],
  { last, places }: Known,
  head: number,
  now: Date,
): { results: AppendResult[]; entries: Entry[] } {
  const entries: Entry[] = []
  const results = batch.map((append): AppendResult => {
    const before = last.get(append.stream) ?? null
    const answer = answerOf(append, before?.revision ?? -1, (id) => places.get(id))
    if (answer) return answer
    for (const entry of record(append, before, now)) {
      entries.push(entry)
      // A neighbour in this batch that brings the same id meets it here.
      const { id, stream, revision } = entry
      places.set(id, { stream, revision, position: positionOf(head + entries.length) })
    }
    return {
      status: 'appended',
      revision: entries.at(-1)!.revision,
      position: positionOf(head + entries.length),
    }
  })
  return { results, entries }
}

/**
 * What tells this log from its copies: the id of one event in a stream that is none of the log's, written by
 * whoever asks first. It lies in the store, so it stays when hosts get other names, and no copy takes it along.
 */
import { randomUUID } from 'node:crypto'
import type { Position, RecordedMetadata } from '../log.ts'
import { type Store, WrongRevision } from './client.ts'

export interface Identity {
  readonly id: string
  /** Where it stands in the store. */
  readonly position: Position
}

/** Without a category: nobody reads it as a stream of the log. */
const STREAM = 'jiahe'

export async function identityOf(store: Store): Promise<Identity> {
  const [first] = await store.readStream(STREAM, 0)
  if (first) return first
  // Nothing of what the log says of its events.
  const metadata = {} as RecordedMetadata
  const event = { id: randomUUID(), type: 'LogIdentified', data: '{}', metadata, stream: STREAM, revision: 0 }
  await store.append(STREAM, -1, [event]).catch((error) => {
    // Another one was faster.
    if (!(error instanceof WrongRevision)) throw error
  })
  return identityOf(store)
}

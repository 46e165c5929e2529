/**
 * A store in which this log has begun. None of its events stands before its identity, and what was looked through
 * once is not looked through again: where others share the store, nothing is read of what they wrote before this
 * log came, nor twice of what they write behind its end.
 */
import { type Position, type RecordedEvent, START } from '../log.ts'
import type { Store } from './client.ts'
import { type Identity, identityOf } from './identity.ts'

export interface BegunStore extends Store {
  identity(): Promise<string>
  /** The newest event of this log; null when there is none. */
  newest(): Promise<RecordedEvent | null>
}

const LOOKS_BACK = 32
const LOOKS_BACK_MAX = 4096

export function begun(store: Store): BegunStore {
  let begin: Promise<Identity> | null = null
  const beginning = (): Promise<Identity> => {
    begin ??= identityOf(store).catch((error) => {
      begin = null
      throw error
    })
    return begin
  }
  const from = async (after: Position) => (after === START ? (await beginning()).position : after)

  /** The newest event among all that was looked through, and how far that is. */
  let seen: { readonly upTo: Position; readonly event: RecordedEvent | null } = { upTo: START, event: null }

  async function newest(): Promise<RecordedEvent | null> {
    const before = seen.upTo === START ? { upTo: (await beginning()).position, event: null } : seen
    let end: Position | null = null
    for await (const { position, event } of back(before.upTo)) {
      end ??= position
      if (event) return remember(end, event)
    }
    return remember(end ?? before.upTo, before.event)
  }

  function remember(upTo: Position, event: RecordedEvent | null): RecordedEvent | null {
    if (upTo > seen.upTo) seen = { upTo, event }
    return event
  }

  /** What stands behind that position, the newest first: in ever larger portions, as it may be the first or far back. */
  async function* back(upTo: Position) {
    let at: Position | null = null
    for (let count = LOOKS_BACK; ; count = Math.min(count * 4, LOOKS_BACK_MAX)) {
      let looked = 0
      for await (const look of store.lookBack(at, count)) {
        if (look.position <= upTo) return
        yield look
        at = look.position
        looked++
      }
      if (looked < count) return
    }
  }

  return {
    ...store,
    async append(stream, expected, entries) {
      await beginning()
      return store.append(stream, expected, entries)
    },
    async *readAll(after, count) {
      yield* store.readAll(await from(after), count)
    },
    subscribe: async (after, wanted, buffer) => store.subscribe(await from(after), wanted, buffer),
    identity: async () => (await beginning()).id,
    newest,
  }
}

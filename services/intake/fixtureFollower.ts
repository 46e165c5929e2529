/** A process that follows the log for the senders' feeds, as far as the store can tell, for tests. */
import { randomUUID } from 'node:crypto'
import { isTransient } from '@jiahe/event-log/transient.ts'
import { lockProgress } from '@jiahe/service-kit/workSharing.ts'
import { eventually } from '@jiahe/testing/jiahe.ts'
import type { Test } from 'tap'
import { type FollowOptions, followReceipts } from './feedFollower.ts'
import type { Store } from './fixture.ts'

export interface Follower {
  /** Ends it in good order. */
  stop(): Promise<void>
}

export function followerOn(t: Test, store: Store, own: Partial<FollowOptions> = {}): Follower {
  const { db, log, clock } = store
  const stopping = new AbortController()
  const ended = followReceipts({
    ...{ db, log, now: () => clock.now, owner: randomUUID(), signal: stopping.signal, isTransient },
    onFault: () => {},
    ...own,
  })
  ended.catch((error) => t.fail(String(error)))
  const stop = async () => {
    stopping.abort()
    await ended.catch(() => {})
  }
  t.teardown(stop)
  return { stop }
}

/** Resolves when all that is in the log has been counted. */
export const followed = ({ db, log }: Pick<Store, 'db' | 'log'>): Promise<true> =>
  eventually(async () => {
    const { events } = await log.readAll({
      after: await db.transaction().execute(async (trx) => (await lockProgress(trx, 'receipts')).least),
      categories: ['familyCase', 'workOrder'],
      limit: 1,
    })
    return events.length === 0
  })

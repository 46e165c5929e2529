/**
 * Signs the head of each day when the day is over, once, whichever of the processes comes first, and keeps it in the
 * database and in the folder. Without a key nothing is signed, and that is said.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { dayOf } from '@jiahe/domain/clocks.ts'
import { hashOf } from '@jiahe/event-log/hashChain.ts'
import { headsOfDatabase, keepHead, lastHead, writeHeads } from '@jiahe/event-log/keptHeads.ts'
import { type EventLog, START } from '@jiahe/event-log/log.ts'
import { type Head, nextHead, type SigningKey } from '@jiahe/event-log/signedHead.ts'
import { lookEnds } from '@jiahe/service-kit/accessChain.ts'
import type { AccessDb } from '@jiahe/service-kit/accessTable.ts'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'

export interface SigningOptions<T> {
  readonly db: Kysely<T>
  readonly log: EventLog & { identity(): Promise<string> }
  readonly key: SigningKey
  readonly now: () => Date
}
interface Keeping {
  /** None: heads stay in the database alone. */
  readonly folder: string | undefined
  readonly logger: Logger
  readonly signal: AbortSignal
}

const LOOK_EVERY_MS = 60_000
const DAY_MS = 86_400_000
const PAGE = 5000

/** Ends when the signal aborts. A fault is logged, and tried again at the next look. */
export async function signHeads<T>(options: SigningOptions<T> & Keeping): Promise<void> {
  const { logger, signal, folder, db } = options
  while (!signal.aborted) {
    try {
      const head = await signHead(options)
      if (head) logger.info({ day: head.day, n: head.n, events: head.events }, 'head signed')
      if (folder !== undefined) writeHeads(folder, await headsOfDatabase(db))
    } catch (err) {
      if (!signal.aborted) logger.warn({ err }, 'head not signed')
    }
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
  }
}

/** Signs for yesterday, unless that was done. No transaction is open while the log is read, which takes long where it is
 *  the first head: whoever is first keeps his, and another's is thrown away. */
export async function signHead<T>({ db, log, key, now }: SigningOptions<T>): Promise<Head | null> {
  const day = dayOf(new Date(now().getTime() - DAY_MS))
  const before = await lastHead(db)
  if (before && before.head.day >= day) return null
  const identity = await log.identity()
  const next = nextHead(before?.head ?? null, identity)
  const end = await log.head()
  let after = before?.head.log === identity ? before.position : START
  while (after < end) {
    const { events, position } = await log.readAll({ after, limit: PAGE })
    for (const event of events) if (event.position <= end) next.add(event, hashOf(event))
    after = position
  }
  // The day before once more: a look that was under way at midnight came after its head.
  const looks = await lookEnds(db as unknown as AccessDb, before?.head.looks ? before.head.day : null, day)
  const head = next.signed(day, now(), key, looks)
  return (await keepHead(db, { head, position: end })) ? head : null
}

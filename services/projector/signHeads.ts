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
import { type Kysely, sql } from 'kysely'
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

/** Signs for yesterday, unless that was done or another process does it now. */
export async function signHead<T>({ db, log, key, now }: SigningOptions<T>): Promise<Head | null> {
  const day = dayOf(new Date(now().getTime() - DAY_MS))
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ mine: boolean }>`
      SELECT pg_try_advisory_xact_lock(hashtext('jiahe signed head')) AS mine`.execute(trx)
    if (!rows[0]!.mine) return null
    const before = await lastHead(trx)
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
    const head = next.signed(day, now(), key)
    await keepHead(trx, { head, position: end })
    return head
  })
}

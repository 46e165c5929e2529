/**
 * Which log this database follows. Checkpoints are positions of that one and mean nothing in another, and a copy
 * looks like its original: so the log's own identity is kept here, and whoever would work on another one is
 * stopped before it looks at anything. Services say that they live, so that nobody changes it under them.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, type QueryExecutorProvider, sql, type Transaction } from 'kysely'
import { WrongSetting } from './settings.ts'
import { LEASE_MS, leaseEnd } from './workTable.ts'

export interface NamedLog {
  /** What a person calls it. */
  readonly name: string
  identity(): Promise<string>
}
export interface FollowedLog {
  readonly identity: string
  readonly name: string
  /** A made-up city is being filled into it, or the filling was broken off. */
  readonly filling: boolean
}

const BEAT_EVERY_MS = 1000

/** Null until something was started on this database. */
export async function followedLog<T>(db: Kysely<T>): Promise<FollowedLog | null> {
  const { rows } = await sql<FollowedLog>`SELECT identity, name, filling FROM work.log`.execute(db)
  return rows[0] ?? null
}

/** Throws `WrongSetting` unless it is the log that this database follows; a database that followed none follows it
 *  from now on. Waits while somebody changes that. */
export async function checkLog<T>(db: Kysely<T>, log: NamedLog): Promise<void> {
  const { name } = log
  const identity = await log.identity()
  await sql`INSERT INTO work.log (identity, name) VALUES (${identity}, ${name}) ON CONFLICT DO NOTHING`.execute(
    db,
  )
  const { rows } = await sql<FollowedLog>`SELECT identity, name FROM work.log FOR SHARE`.execute(db)
  const followed = rows[0]!
  if (followed.identity !== identity) throw otherLog(followed, log)
}

function otherLog(followed: FollowedLog, { name }: NamedLog): WrongSetting {
  const named = followed.name === name ? `another one under the name of ${name}` : name
  return new WrongSetting(
    `This database follows the log in ${followed.name}, and EVENT_STORE_URL names ${named}, where its history is not. Set EVENT_STORE_URL and EVENT_STORE_PREFIX as before, or move: npx jiahe log switch --to …`,
  )
}

/** For a service: checks the log, and says that somebody works on it until the signal aborts. */
export async function followLog<T>(db: Kysely<T>, log: NamedLog, signal: AbortSignal): Promise<void> {
  const owner = randomUUID()
  const identity = await log.identity()
  const beat = () =>
    sql`INSERT INTO work.follower (owner, seen_until) VALUES (${owner}, ${leaseEnd})
      ON CONFLICT (owner) DO UPDATE SET seen_until = excluded.seen_until`.execute(db)
  // Before the look: whoever changes the log sees that somebody comes, or is waited for.
  await beat()
  await checkLog(db, log)
  void (async () => {
    while (!signal.aborted) {
      await sleep(BEAT_EVERY_MS, undefined, { signal, ref: false }).catch(() => {})
      if (signal.aborted) break
      // The database may be away: then nobody changes anything there either.
      await beat().catch(() => {})
      // A process that hung for longer than a lease was taken for dead: this may no longer be the log.
      const followed = await followedLog(db).catch(() => null)
      if (followed && followed.identity !== identity) throw otherLog(followed, log)
    }
    await sql`DELETE FROM work.follower WHERE owner = ${owner}`.execute(db).catch(() => {})
  })()
}

/** Nobody begins to follow until the transaction ends. False when somebody works on the log and goes on. */
export async function lockLog<T>(trx: Transaction<T>): Promise<boolean> {
  await sql`SELECT FROM work.log FOR UPDATE`.execute(trx)
  for (let waited_ms = 0; waited_ms <= LEASE_MS + BEAT_EVERY_MS; waited_ms += BEAT_EVERY_MS / 2) {
    const { rows } = await sql`SELECT FROM work.follower WHERE seen_until > clock_timestamp()`.execute(trx)
    if (rows.length === 0) return true
    await sleep(BEAT_EVERY_MS / 2)
  }
  return false
}

export async function changeLog<T>(trx: Transaction<T>, log: NamedLog): Promise<void> {
  const identity = await log.identity()
  await sql`UPDATE work.log SET identity = ${identity}, name = ${log.name}, filling = false`.execute(trx)
  await sql`DELETE FROM work.follower`.execute(trx)
}

/** A filling that cannot be taken back is remembered until all of it is there. */
export async function markFilling(db: QueryExecutorProvider, filling: boolean): Promise<void> {
  await sql`UPDATE work.log SET filling = ${filling}`.execute(db)
}

/** After a filling that was broken off: what it was filled into is left, and the next log may be followed. */
export async function leaveLog(db: QueryExecutorProvider): Promise<void> {
  await sql`DELETE FROM work.log`.execute(db)
}

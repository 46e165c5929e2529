/**
 * When something passes next on each stream, so that nobody has to look through all of them. An alarm only wakes:
 * what has passed is decided on the stream itself, so that one which is out of date does no harm, and all of them
 * can be made anew from the log.
 */
import { partitionOf } from '@jiahe/service-kit/workSharing.ts'
import { type QueryExecutorProvider, sql } from 'kysely'

export interface Alarm {
  readonly stream: string
  readonly caseId: string
  /** Null when nothing passes any more. */
  readonly dueAt: string | null
  /** Of the stream's last event that was taken into account. */
  readonly revision: number
}

/** Sets one alarm a stream; one that knows more of its stream stays as it is. */
export async function setAlarms(db: QueryExecutorProvider, alarms: readonly Alarm[]): Promise<void> {
  if (alarms.length === 0) return
  const column = <T>(of: (alarm: Alarm) => T): T[] => alarms.map(of)
  await sql`
    WITH told AS (SELECT * FROM unnest(
        ${column((a) => a.stream)}::text[], ${column((a) => partitionOf(a.caseId))}::int[],
        ${column((a) => a.dueAt)}::timestamptz[], ${column((a) => a.revision)}::int[])
      AS t (stream, partition, due_at, revision)),
    silent AS (DELETE FROM policy.alarm a USING told t
      WHERE a.stream = t.stream AND t.due_at IS NULL AND a.revision <= t.revision)
    INSERT INTO policy.alarm AS a (stream, partition, due_at, revision)
    SELECT * FROM told WHERE due_at IS NOT NULL ORDER BY stream
    ON CONFLICT (stream) DO UPDATE SET due_at = excluded.due_at, revision = excluded.revision
      WHERE a.revision <= excluded.revision`.execute(db)
}

/** For streams that are parked: they do not wake anybody until they are tried again. */
export async function silence(db: QueryExecutorProvider, streams: readonly string[]): Promise<void> {
  if (streams.length === 0) return
  await sql`DELETE FROM policy.alarm WHERE stream = ANY(${streams}::text[])`.execute(db)
}

export interface Nearest {
  /** The oldest of those that are due. */
  readonly due: readonly { readonly stream: string; readonly dueAt: Date }[]
  /** When the next is due after now; null when there is none. */
  readonly next: Date | null
}

/** One index scan a partition for what is due, and one for what is next. */
export async function nearestAlarms(
  db: QueryExecutorProvider,
  partitions: readonly number[],
  now: Date,
  limit: number,
): Promise<Nearest> {
  const { rows } = await sql<{ stream: string; due_at: Date }>`
    SELECT a.* FROM unnest(${partitions}::int[]) p, LATERAL (
      (SELECT stream, due_at FROM policy.alarm WHERE partition = p AND due_at <= ${now}
        ORDER BY due_at LIMIT ${limit})
      UNION ALL
      (SELECT stream, due_at FROM policy.alarm WHERE partition = p AND due_at > ${now}
        ORDER BY due_at LIMIT 1)) a
    ORDER BY a.due_at`.execute(db)
  return {
    due: rows
      .filter((row) => row.due_at <= now)
      .slice(0, limit)
      .map(({ stream, due_at }) => ({ stream, dueAt: due_at })),
    next: rows.find((row) => row.due_at > now)?.due_at ?? null,
  }
}

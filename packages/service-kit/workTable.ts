/**
 * Which process works on which part of the log, and how far that part has come. One row a partition is the
 * lease, the fence and the checkpoint at once: who claims it raises its epoch, and a move of its position names
 * the epoch that it was claimed with. Rows are locked in the order of their numbers, and times are the database's.
 */
import {
  type Kysely,
  type Migration,
  Migrator,
  type QueryExecutorProvider,
  sql,
  type Transaction,
} from 'kysely'

/** `receipts`: tells senders what became of what they sent. */
export type Processor = 'policies' | 'clocks' | 'projector' | 'receipts'
/** More processes than this would find nothing to do. */
export const PARTITIONS = 8
/** How long a process that died keeps what it held. */
export const LEASE_MS = 4000

/** One process at one kind of work. */
export interface Seat {
  readonly processor: Processor
  /** A UUID of its own for each process. */
  readonly owner: string
}
export interface Held {
  readonly partition: number
  readonly epoch: number
  readonly position: string
}
/** What the process holds, how much would be its fair share, and how much nobody holds. */
export interface Attendance {
  readonly held: readonly Held[]
  readonly share: number
  readonly free: number
}

const migrations: Record<string, Migration> = {
  '001_work': {
    async up(db: Kysely<unknown>) {
      for (const statement of [
        sql`CREATE TABLE work.partition (
          processor text, partition int, position text COLLATE "C" NOT NULL DEFAULT '',
          owner uuid, epoch int NOT NULL DEFAULT 0, held_until timestamptz,
          PRIMARY KEY (processor, partition))`,
        sql`CREATE TABLE work.member (
          processor text, owner uuid, seen_until timestamptz NOT NULL, PRIMARY KEY (processor, owner))`,
        sql`INSERT INTO work.partition (processor, partition)
          SELECT processor, n FROM unnest(ARRAY['policies', 'projector']) processor,
            generate_series(0, ${sql.lit(PARTITIONS - 1)}) n`,
      ])
        await statement.execute(db)
    },
  },
  '002_log': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE TABLE work.log (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), identity uuid NOT NULL, name text NOT NULL,
        filling boolean NOT NULL DEFAULT false)`.execute(db)
      await sql`CREATE TABLE work.follower (owner uuid PRIMARY KEY, seen_until timestamptz NOT NULL)`.execute(
        db,
      )
    },
  },
  '003_receipts': {
    async up(db: Kysely<unknown>) {
      await sql`INSERT INTO work.partition (processor, partition)
        SELECT 'receipts', generate_series(0, ${sql.lit(PARTITIONS - 1)})`.execute(db)
    },
  },
  '004_clocks': {
    async up(db: Kysely<unknown>) {
      await sql`INSERT INTO work.partition (processor, partition)
        SELECT 'clocks', n FROM generate_series(0, ${sql.lit(PARTITIONS - 1)}) n`.execute(db)
    },
  },
  '005_what_if': {
    async up(db: Kysely<unknown>) {
      // What a console runs in the background; seen_until is its lease on the row.
      await sql`CREATE TABLE work.what_if (
        id uuid PRIMARY KEY, model jsonb NOT NULL, started_by uuid NOT NULL, started_at timestamptz NOT NULL,
        read_at timestamptz NOT NULL, seen_until timestamptz NOT NULL, done int NOT NULL DEFAULT 0, total int,
        ended_at timestamptz, fault text, result jsonb)`.execute(db)
    },
  },
}

export async function migrateWork<T>(db: Kysely<T>): Promise<void> {
  await sql`CREATE SCHEMA IF NOT EXISTS work`.execute(db)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'work',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

export const leaseEnd = sql`clock_timestamp() + ${sql.lit(LEASE_MS)} * interval '1 millisecond'`

/** Says that the process lives, and prolongs what it holds. */
export async function attend(db: QueryExecutorProvider, { processor, owner }: Seat): Promise<Attendance> {
  await sql`INSERT INTO work.member (processor, owner, seen_until) VALUES (${processor}, ${owner}, ${leaseEnd})
    ON CONFLICT (processor, owner) DO UPDATE SET seen_until = excluded.seen_until`.execute(db)
  const held = await hold(
    db,
    processor,
    sql`SELECT partition FROM work.partition WHERE processor = ${processor} AND owner = ${owner}
      ORDER BY partition FOR UPDATE`,
    sql`held_until = ${leaseEnd}`,
  )
  const { rows } = await sql<{ members: number; free: number }>`
    SELECT (SELECT count(*) FROM work.member
        WHERE processor = ${processor} AND seen_until > clock_timestamp())::int AS members,
      (SELECT count(*) FROM work.partition
        WHERE processor = ${processor} AND (owner IS NULL OR held_until < clock_timestamp()))::int AS free`.execute(
    db,
  )
  const { members, free } = rows[0]!
  return { held, free, share: Math.ceil(PARTITIONS / Math.max(1, members)) }
}

/** Lets go of what is more than the fair share, or claims what nobody holds, up to it. Gives what is held then.
 *  Nothing may be at work on what is held. */
export function takeShare<T>(db: Kysely<T>, seat: Seat): Promise<readonly Held[]> {
  return db.transaction().execute(async (trx) => {
    await forgetTheDead(trx, seat)
    const { held, share } = await attend(trx, seat)
    if (held.length > share) await letGo(trx, seat, held.slice(share))
    const claimed = held.length < share ? await claim(trx, seat, share - held.length) : []
    return [...held.slice(0, share), ...claimed]
  })
}

const claim = (trx: QueryExecutorProvider, { processor, owner }: Seat, wanted: number): Promise<Held[]> =>
  hold(
    trx,
    processor,
    // What is locked is being worked on, or claimed by another.
    sql`SELECT partition FROM work.partition
      WHERE processor = ${processor} AND (owner IS NULL OR held_until < clock_timestamp())
      ORDER BY partition LIMIT ${wanted} FOR UPDATE SKIP LOCKED`,
    sql`owner = ${owner}, epoch = epoch + 1, held_until = ${leaseEnd}`,
  )

async function hold(
  db: QueryExecutorProvider,
  processor: Processor,
  which: ReturnType<typeof sql>,
  set: ReturnType<typeof sql>,
): Promise<Held[]> {
  const { rows } = await sql<Held>`WITH locked AS MATERIALIZED (${which})
    UPDATE work.partition SET ${set} FROM locked
    WHERE processor = ${processor} AND work.partition.partition = locked.partition
    RETURNING work.partition.partition, epoch, position`.execute(db)
  return rows.sort((a, b) => a.partition - b.partition)
}

async function letGo(trx: QueryExecutorProvider, seat: Seat, surplus: readonly Held[]): Promise<void> {
  const partitions = surplus.map(({ partition }) => partition)
  await sql`UPDATE work.partition SET owner = NULL, held_until = NULL
    WHERE processor = ${seat.processor} AND owner = ${seat.owner} AND partition = ANY(${partitions})`.execute(
    trx,
  )
}

/** Gives everything back at once. */
export function leave<T>(db: Kysely<T>, seat: Seat): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await letGo(trx, seat, (await attend(trx, seat)).held)
    await sql`DELETE FROM work.member WHERE processor = ${seat.processor} AND owner = ${seat.owner}`.execute(
      trx,
    )
  })
}

async function forgetTheDead(trx: QueryExecutorProvider, { processor, owner }: Seat): Promise<void> {
  await sql`DELETE FROM work.member WHERE (processor, owner) IN (
    SELECT processor, owner FROM work.member
    WHERE processor = ${processor} AND owner <> ${owner} AND seen_until < clock_timestamp()
    FOR UPDATE SKIP LOCKED)`.execute(trx)
}

/** Moves the positions of what is held, never back. Gives how many were still held. */
export async function advanceTo(
  db: QueryExecutorProvider,
  { processor, owner }: Seat,
  held: readonly Held[],
  position: string,
): Promise<number> {
  const moved = await hold(
    db,
    processor,
    sql`SELECT p.partition FROM work.partition p
      JOIN unnest(${held.map((h) => h.partition)}::int[], ${held.map((h) => h.epoch)}::int[])
        AS mine (partition, epoch) USING (partition, epoch)
      WHERE p.processor = ${processor} AND p.owner = ${owner} ORDER BY p.partition FOR UPDATE OF p`,
    sql`position = greatest(position, ${position})`,
  )
  return moved.length
}

/** Every partition's position, by its number, as they stand now. */
export async function readPositions(
  db: QueryExecutorProvider,
  processor: Processor,
): Promise<readonly string[]> {
  const { rows } = await sql<{ position: string }>`
    SELECT position FROM work.partition WHERE processor = ${processor} ORDER BY partition`.execute(db)
  return rows.map((row) => row.position)
}

/** Every partition's position, by its number; none can move until the transaction ends. */
export async function lockPositions<T>(
  trx: Transaction<T>,
  processor: Processor,
): Promise<readonly string[]> {
  const { rows } = await sql<{ position: string }>`
    SELECT position FROM work.partition WHERE processor = ${processor} ORDER BY partition FOR UPDATE`.execute(
    trx,
  )
  return rows.map((row) => row.position)
}

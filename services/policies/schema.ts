/** The tables of the policies: streams that one of them stopped at, the calendars that deadlines were worked out with,
 *  and when something passes next on each stream. How far they have come is `work.partition`. */
import { type Generated, type Kysely, type Migration, Migrator, sql } from 'kysely'

export interface PolicyTables {
  'policy.parked': {
    name: string
    stream: string
    /** Of the case: who owns the partition tries it again. */
    partition: number
    event_id: string
    position: string
    parked_at: Date
    /** The error's name, never its message. */
    fault: string
    retry: Generated<boolean>
  }
  'policy.calendar': {
    version: string
    adopted_at: Date
  }
  /** Can be made anew from the log at any time. */
  'policy.alarm': {
    stream: string
    partition: number
    due_at: Date
    /** Of the stream's last event that was taken into account. */
    revision: number
  }
}
export type PolicyDb = Kysely<PolicyTables>

const migrations: Record<string, Migration> = {
  '001_parked': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE TABLE policy.parked (
        name text, stream text, partition int NOT NULL, event_id uuid NOT NULL, position text NOT NULL,
        parked_at timestamptz NOT NULL, fault text NOT NULL, retry boolean NOT NULL DEFAULT false,
        PRIMARY KEY (name, stream))`.execute(db)
    },
  },
  '002_calendar': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE TABLE policy.calendar (version text PRIMARY KEY, adopted_at timestamptz NOT NULL)`.execute(
        db,
      )
    },
  },
  '003_alarm': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE TABLE policy.alarm (
        stream text PRIMARY KEY, partition int NOT NULL, due_at timestamptz NOT NULL, revision int NOT NULL)`.execute(
        db,
      )
      await sql`CREATE INDEX ON policy.alarm (partition, due_at)`.execute(db)
    },
  },
}

export async function migratePolicies(db: PolicyDb): Promise<void> {
  await sql`CREATE SCHEMA IF NOT EXISTS policy`.execute(db)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'policy',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

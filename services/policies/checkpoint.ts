/**
 * How far each policy has come. The checkpoint is fenced by an epoch: a process that was taken over cannot
 * move it any more. Losing one, or keeping an old one, only repeats work, which repeats nothing.
 */
import { type Generated, type Kysely, type Migration, Migrator, sql } from 'kysely'

export interface PolicyTables {
  'policy.checkpoint': { name: string; position: string; epoch: number }
  'policy.parked': {
    name: string
    stream: string
    event_id: string
    position: string
    parked_at: Date
    /** The error's name, never its message. */
    fault: Generated<string>
    retry: Generated<boolean>
  }
}
export type PolicyDb = Kysely<PolicyTables>

const migrations: Record<string, Migration> = {
  '001_checkpoints': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE TABLE policy.checkpoint (name text PRIMARY KEY, position text NOT NULL, epoch int NOT NULL)`.execute(
        db,
      )
      await sql`CREATE TABLE policy.parked (
        name text, stream text, event_id uuid NOT NULL, position text NOT NULL, parked_at timestamptz NOT NULL,
        PRIMARY KEY (name, stream))`.execute(db)
    },
  },
  '002_retry_of_parked': {
    async up(db: Kysely<unknown>) {
      await sql`ALTER TABLE policy.parked
        ADD COLUMN fault text NOT NULL DEFAULT '', ADD COLUMN retry boolean NOT NULL DEFAULT false`.execute(
        db,
      )
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

/** Thrown when another process has taken the policy over. */
export class TakenOver extends Error {
  override name = 'TakenOver'
}

export interface Checkpoint {
  readonly position: string
  /** Moves it forward; throws `TakenOver` when another process holds the policy now. */
  advance(position: string): Promise<void>
}

/** Takes the policy over from whoever had it: the epoch goes up, and the older process's next advance fails. */
export async function takeOver(db: PolicyDb, name: string): Promise<Checkpoint> {
  const taken = await db
    .insertInto('policy.checkpoint')
    .values({ name, position: '', epoch: 1 })
    .onConflict((c) =>
      c.column('name').doUpdateSet((eb) => ({ epoch: eb('policy.checkpoint.epoch', '+', 1) })),
    )
    .returning(['position', 'epoch'])
    .executeTakeFirstOrThrow()
  let position = taken.position
  return {
    get position() {
      return position
    },
    async advance(to) {
      if (to === position) return
      const { numUpdatedRows } = await db
        .updateTable('policy.checkpoint')
        .set({ position: to })
        .where('name', '=', name)
        .where('epoch', '=', taken.epoch)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw new TakenOver(`policy ${name} is run by another process now`)
      position = to
    },
  }
}

/**
 * Tables of the PostgreSQL log and their migrations. `head` has one row, locked for the length of a commit:
 * it hands out positions. `identity` tells this log from its copies.
 * Events and signed heads are only ever added: the database itself refuses to change or delete one. Data and metadata are `json`, kept as they were
 * written: nobody searches in them here, and `jsonb` would double what an insert costs.
 */
import { Kysely, type Migration, Migrator, PostgresDialect, sql } from 'kysely'
import pg from 'pg'

const migrations: Record<string, Migration> = {
  '001_log': {
    async up(db: Kysely<unknown>) {
      for (const statement of [
        // Room on the page keeps the row's next versions there, out of the index.
        sql`CREATE TABLE log.head (
          singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
          position bigint NOT NULL
        ) WITH (fillfactor = 10)`,
        sql`INSERT INTO log.head (position) VALUES (0)`,
        sql`CREATE TABLE log.event (
          position bigint PRIMARY KEY,
          id uuid NOT NULL UNIQUE,
          revision int NOT NULL,
          stream text COLLATE "C" NOT NULL,
          category text COLLATE "C" NOT NULL,
          type text COLLATE "C" NOT NULL,
          data json NOT NULL,
          metadata json NOT NULL,
          UNIQUE (stream, revision)
        )`,
      ])
        await statement.execute(db)
    },
  },
  '002_identity': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE TABLE log.identity (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), identity uuid NOT NULL)`.execute(db)
      await sql`INSERT INTO log.identity (identity) VALUES (gen_random_uuid())`.execute(db)
    },
  },
  '003_append_only': {
    async up(db: Kysely<unknown>) {
      for (const statement of [
        // The head as text: its bytes are what was signed.
        sql`CREATE TABLE log.signed_head (
          n int PRIMARY KEY, day date NOT NULL UNIQUE, position text COLLATE "C" NOT NULL, head text NOT NULL)`,
        sql`CREATE FUNCTION log.append_only() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'log.% is append-only', TG_TABLE_NAME; END $$`,
        ...['event', 'identity', 'signed_head'].map(
          (table) => sql`CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE
            ON ${sql.table(`log.${table}`)} EXECUTE FUNCTION log.append_only()`,
        ),
      ])
        await statement.execute(db)
    },
  },
}

/** Brings the schema up to date; several processes may do it at once. A pool that is given stays open. */
export async function migrateEventLog(database: string | pg.Pool): Promise<void> {
  const given = typeof database !== 'string'
  const pool = given ? database : new pg.Pool({ connectionString: database, max: 1 })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: async () => migrations },
      migrationTableSchema: 'log',
    }).migrateToLatest()
    if (error) throw error
  } finally {
    if (!given) await pool.end()
  }
}

/** Tables of the PostgreSQL log. `head` has one row, locked for the length of a commit: it hands out positions. */
import pg from 'pg'

const schema = `
CREATE SCHEMA IF NOT EXISTS log;
CREATE TABLE IF NOT EXISTS log.head (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  position bigint NOT NULL
);
INSERT INTO log.head (position) VALUES (0) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS log.event (
  position bigint PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  stream text NOT NULL,
  revision int NOT NULL,
  category text NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL,
  metadata jsonb NOT NULL,
  UNIQUE (stream, revision)
);
`

/** Makes the tables when they are not there. Two processes may run it at once. */
export async function migrateEventLog(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock(hashtext('jiahe event log')); ${schema} COMMIT`)
  } finally {
    await client.end()
  }
}

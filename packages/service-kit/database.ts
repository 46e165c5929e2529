/** A Kysely database on a pool. Idle connections that break are replaced at their next use. */
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

export function openDatabase<Tables>(connectionString: string, connections = 10): Kysely<Tables> {
  const pool = new pg.Pool({ connectionString, max: connections, connectionTimeoutMillis: 10_000 })
  pool.on('error', () => {})
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

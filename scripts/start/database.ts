/**
 * The database that a start works on: the one that `DATABASE_URL` names, or an embedded PostgreSQL that is
 * watched and started again when it dies. One start at a time: the others are told who is there.
 */
import pg from 'pg'
import { startPostgres } from '../postgres.ts'

export interface Database {
  readonly url: string
  readonly embedded: boolean
  /** Resolves to false when another start holds the database. Held until this process ends. */
  claim(): Promise<boolean>
  stop(): Promise<void>
}

const WATCH_MS = 2000
/** An arbitrary number that stands for "a start of Jiahe runs on this database". */
const CLAIM = 5_740_613

export async function openStartDatabase(dataDir: string, external: string | undefined): Promise<Database> {
  const postgres = external === undefined ? await startPostgres({ dataDir, durable: true }) : null
  const url = external ?? postgres!.url
  if (postgres?.adopted)
    console.log('Found the database of an earlier start still running, and took it over.')
  let stopped = false
  let claim: pg.Client | null = null

  async function takeClaim(): Promise<boolean> {
    const client = new pg.Client({ connectionString: url, keepAlive: true })
    client.on('error', () => {})
    await client.connect()
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS held', [CLAIM])
    if (!rows[0].held) {
      await client.end()
      return false
    }
    claim = client
    if (postgres?.adopted)
      console.log('Found the database of an earlier start still running, and took it over.')
    return true
  }

  const watch = setInterval(() => {
    if (!postgres || stopped || postgres.alive()) return
    console.error('PostgreSQL ended; starting it again')
    postgres
      .revive()
      .then(takeClaim)
      .catch((error) => console.error(`PostgreSQL could not be started again: ${error.message}`))
  }, WATCH_MS)
  if (!postgres) clearInterval(watch)

  return {
    url,
    embedded: postgres !== null,
    claim: takeClaim,
    async stop() {
      stopped = true
      clearInterval(watch)
      await claim?.end().catch(() => {})
      postgres?.stop()
    },
  }
}

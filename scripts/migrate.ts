/**
 * Brings every schema up to date and ends: for a job or an init container, before any service starts. Needs
 * `DATABASE_URL`, of the schemas' owner; with `SERVICE_DATABASE_URL` it also makes the login that services have. It may run again and several at once: one works, the others wait for it, and
 * what is up to date stays as it is. Ends with 0, with 1 when it failed, with 2 when a setting is wrong.
 */
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { readSettings, required, WrongSetting } from '@jiahe/service-kit/settings.ts'
import pg from 'pg'
import { migrate } from './start/migrate.ts'
import { grantServices } from './start/serviceLogin.ts'

try {
  const settings = readSettings()
  await migrateAlone(required(settings, 'DATABASE_URL'), settings.SERVICE_DATABASE_URL)
  console.log('The schemas are up to date.')
} catch (error) {
  console.error(error instanceof WrongSetting ? error.message : error)
  process.exitCode = error instanceof WrongSetting ? 2 : 1
}

/** The lock belongs to the connection: whoever dies with it lets the next one in. */
async function migrateAlone(url: string, serviceUrl: string | undefined): Promise<void> {
  const turn = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await turn.connect()
  const db = openDatabase<unknown>(url, 2)
  try {
    await turn.query(`SELECT pg_advisory_lock(hashtext('jiahe migrations'))`)
    await migrate(url, db)
    if (serviceUrl !== undefined) await grantServices(db, serviceUrl)
  } finally {
    await db.destroy()
    await turn.end()
  }
}

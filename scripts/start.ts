/**
 * `npm start`: everything of Jiahe on one machine. PostgreSQL first, then the schemas, accounts and screens, on
 * a first start the made-up city, then the services; on the way out the other way round. Killed at any point,
 * it loses nothing: the next start takes over what it finds.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { LogDenied, LogUnavailable } from '@jiahe/event-log/log.ts'
import { openLog } from '@jiahe/event-log/openLog.ts'
import { publicText, signingKeyOf } from '@jiahe/event-log/signedHead.ts'
import type { AccountDb } from '@jiahe/service-kit/accounts.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { readSettings, type Settings, WrongSetting } from '@jiahe/service-kit/settings.ts'
import { buildWeb } from '@jiahe/web/build.ts'
import { remembered } from './postgres.ts'
import { demoAccounts, demoSource, makeAccounts } from './start/accounts.ts'
import { openStartDatabase } from './start/database.ts'
import { makeUpCity } from './start/makeUpCity.ts'
import { migrate } from './start/migrate.ts'
import { claimPorts, PortTaken } from './start/ports.ts'
import { grantServices } from './start/serviceLogin.ts'
import { settleLog } from './start/settledLog.ts'
import { type Supervisor, supervise } from './start/supervise.ts'

const services = ['projector', 'policies', 'intake', 'console'].map((name) => ({
  name,
  main: `services/${name}/main.ts`,
}))
const random = (bytes: number) => () => randomBytes(bytes).toString('base64url')

/** What is undone when the start ends, last first. */
const undo: (() => Promise<void> | void)[] = []
let ending = false
async function end(code: number): Promise<void> {
  if (ending) return
  ending = true
  for (const step of undo.reverse()) await step()
  process.exit(code)
}
// Who read what is said here may be gone, as when a terminal is closed: there is a database to stop all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
// A program of ours that started it, and has ended in whatever way.
process.once('disconnect', () => void end(0))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (!ending) console.log('\nStopping …')
    void end(0)
  })

try {
  await start(readSettings())
} catch (error) {
  if (error instanceof WrongSetting || error instanceof PortTaken) console.error(error.message)
  else if (error instanceof LogDenied || error instanceof LogUnavailable) console.error(sayOfLog(error))
  else if (!ending) console.error(error)
  await end(error instanceof WrongSetting ? 2 : 1)
}

/** A login of its own for the services, in the database of `url`. */
function serviceUrlOf(url: string, dataDir: string): string {
  const login = new URL(url)
  login.username = 'jiahe_services'
  login.password = remembered(join(dataDir, 'services-password'), random(24))
  return login.href
}

/** As a file, so that services read it again when `jiahe key rotate-master` has exchanged it. */
function masterKeyOf(settings: Settings, dataDir: string): { readonly MASTER_KEY_FILE?: string } {
  const { KEY_SERVICE, MASTER_KEY, MASTER_KEY_FILE } = settings
  if (KEY_SERVICE !== 'local' || MASTER_KEY !== undefined || MASTER_KEY_FILE !== undefined) return {}
  const file = join(dataDir, 'master-key')
  remembered(file, () => randomBytes(32).toString('base64'))
  return { MASTER_KEY_FILE: file }
}

/** The client's first line says what happened, and quotes no address. */
function sayOfLog({ message, cause }: LogDenied | LogUnavailable): string {
  const why = cause instanceof Error ? ` (${cause.message.split('\n')[0]})` : ''
  return `EVENT_STORE_URL: ${message}${why}. Is it the right one, and does the server run?`
}

async function start(settings: Settings): Promise<void> {
  const { HOST, PORT, INTAKE_PORT, CITY } = settings
  const began = Date.now()
  const dataDir = resolve(settings.DATA_DIR)
  mkdirSync(dataDir, { recursive: true })
  const runningFile = join(dataDir, 'running.json')
  const regions = loadRegions(CITY)
  if (!regions.exists(CITY))
    throw new WrongSetting(`CITY is wrong: there is no city ${CITY} (GB/T 2260). Example: CITY=3204`)
  await claimPorts(HOST, { PORT, INTAKE_PORT }, existsSync(runningFile))

  const database = await openStartDatabase(dataDir, settings.DATABASE_URL)
  if (!(await database.claim())) {
    console.error(`Jiahe is running already on this database (DATA_DIR=${dataDir}). Stop it first.`)
    return void (await end(1))
  }
  undo.push(() => database.stop())
  if (ending) return
  const db = openDatabase<unknown>(database.url, 4)
  await migrate(database.url, db)
  const serviceUrl = settings.SERVICE_DATABASE_URL ?? serviceUrlOf(database.url, dataDir)
  await grantServices(db, serviceUrl)
  const eventStoreUrl = settings.EVENT_STORE_URL
  const eventStorePrefix = settings.EVENT_STORE_PREFIX
  const log = await openLog({ databaseUrl: database.url, eventStoreUrl, eventStorePrefix, connections: 1 })
  const empty = await settleLog(db, log).finally(() => log.close())

  const key = masterKeyOf(settings, dataDir)
  const signingKey =
    settings.SIGNING_KEY ?? remembered(join(dataDir, 'signing-key'), () => randomBytes(32).toString('base64'))
  const headsDir = resolve(settings.HEADS_DIR ?? join(dataDir, 'heads'))
  const password = settings.DEMO_PASSWORD ?? remembered(join(dataDir, 'demo-password'), random(9))
  const intakeKey = settings.DEMO_INTAKE_KEY ?? remembered(join(dataDir, 'demo-intake-key'), random(24))
  await makeAccounts(db as unknown as AccountDb, demoAccounts(CITY, regions), password, intakeKey)
  if (await buildWeb()) console.log('Built the screens.')
  await db.destroy()
  if (settings.DEMO !== 'none' && empty) {
    const own = { DATABASE_URL: database.url, ...key }
    await makeUpCity({ ...process.env, ...own }, (step) => undo.push(step))
  }
  if (ending) return

  const env = {
    ...process.env,
    DATABASE_URL: serviceUrl,
    ...key,
    SIGNING_KEY: signingKey,
    HEADS_DIR: headsDir,
    LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
  }
  const supervisor: Supervisor = supervise(services, env)
  undo.push(() => supervisor.stop())
  await supervisor.started
  const consoleUrl = `http://${HOST}:${PORT}`
  const intakeUrl = `http://${HOST}:${INTAKE_PORT}`
  const running = {
    databaseUrl: database.url,
    masterKeyFile: key.MASTER_KEY_FILE,
    headsDir,
    headKey: publicText(signingKeyOf(signingKey).publicKey),
    consoleUrl,
    intakeUrl,
    intakeKey,
    password,
    city: CITY,
    eventStoreUrl,
    eventStorePrefix,
    pid: process.pid,
  }
  writeFileSync(runningFile, JSON.stringify(running, null, 2), { mode: 0o600 })
  undo.push(() => rmSync(runningFile, { force: true }))
  const seconds = Math.round((Date.now() - began) / 1000)
  console.log(`
家和 Jiahe is ready (${seconds} s).

  Console   ${consoleUrl}
  Intake    ${intakeUrl}    (API documents: /docs on both)

  Accounts  city, district-${CITY}02, township-${CITY}02003 … one for every district and township,
            analyst, statistician, auditor, admin
  Password  ${password}
  Intake    key of ${demoSource}: ${intakeKey}

Data in ${dataDir}. Ctrl-C stops everything and keeps it.
`)
}

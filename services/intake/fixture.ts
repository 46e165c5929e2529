/**
 * An intake for tests: a database of its own, the real log, vault and HTTP, a key for each of two sources. The
 * clock stands still until a test moves it. The log can be made to refuse appends.
 */
import { Writable } from 'node:stream'
import { type EventLog, LogUnavailable } from '@jiahe/event-log/log.ts'
import { postgresLog } from '@jiahe/event-log/postgres/postgresLog.ts'
import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { type Keyring, openKeyring } from '@jiahe/privacy/keyring.ts'
import { localKeys } from '@jiahe/privacy/localKeys.ts'
import { migrateVault, type VaultDb } from '@jiahe/privacy/schema.ts'
import { type AccountDb, migrateAccounts } from '@jiahe/service-kit/accounts.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { addIntakeKey } from '@jiahe/service-kit/intakeKeys.ts'
import { createLogger } from '@jiahe/service-kit/logging.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { createServer, type Server } from '@jiahe/service-kit/server.ts'
import { migrateWork } from '@jiahe/service-kit/workTable.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { keepLogged } from '@jiahe/testing/keptLogs.ts'
import type { Test } from 'tap'
import { type IntakeApi, intakeApi } from './api.ts'
import { alertExample, type IntakeBody } from './body.ts'
import { createIntake, type Intake } from './intake.ts'
import { type IntakeDb, type IntakeTables, migrateIntake } from './receiptTable.ts'
import { senderKeys } from './senderKeys.ts'

export const masterKey = Buffer.alloc(32, 7).toString('base64')
export const source = 'psb-changzhou'
export const key = 'key-of-psb-changzhou'
export const otherSource = 'hotline-12338'
export const otherKey = 'key-of-hotline-12338'

const localKeyring = (db: VaultDb): Promise<Keyring> =>
  openKeyring(
    db,
    localKeys(() => masterKey),
  )

export interface Store {
  readonly connectionString: string
  readonly db: IntakeDb
  readonly log: EventLog
  readonly keyring: Keyring
  readonly clock: { now: Date }
}

async function makeIntake(url: string): Promise<void> {
  const db = openDatabase<IntakeTables>(url, 1)
  await migrateEventLog(url)
  await migrateVault(db as unknown as VaultDb)
  await migrateIntake(db)
  await migrateAccounts(db as unknown as AccountDb)
  await migrateWork(db)
  await addIntakeKey(db as unknown as AccountDb, source, key)
  await addIntakeKey(db as unknown as AccountDb, otherSource, otherKey)
  await db.destroy()
}

/** The database with everything migrated, and what opens it. */
export async function intakeStore(t: Test, keyringOn = localKeyring): Promise<Store> {
  const connectionString = await testDatabase(t, { name: 'intake', make: makeIntake })
  const db = openDatabase<IntakeTables>(connectionString, 4)
  const clock = { now: new Date('2026-11-23T13:30:00Z') }
  const log = postgresLog({ connectionString, now: () => clock.now, connections: 2 })
  const keyring = await keyringOn(db as unknown as VaultDb)
  t.teardown(async () => {
    await log.close()
    await db.destroy()
  })
  return { connectionString, db, log, keyring, clock }
}

/** A process of its own, as far as the store can tell. */
export function intakeOn(t: Test, { db, log, keyring, clock }: Store, capacity?: number): Intake {
  const intake = createIntake({ db, log, keyring, now: () => clock.now, ...(capacity ? { capacity } : {}) })
  t.teardown(() => intake.close())
  return intake
}

/** The log as it is when it goes away before an append arrives. */
export const withoutAppends = (log: EventLog): EventLog => ({
  ...log,
  append: () => Promise.reject(new LogUnavailable(null)),
})

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests are about
  readonly body: any
}
export interface Call {
  /** Null: none at all. */
  readonly key?: string | null
  readonly type?: string
  readonly body?: unknown
}
export interface Served extends Store {
  readonly intake: Intake
  readonly server: Server
  readonly url: string
  /** Lines that the service has logged. */
  readonly logged: string[]
  /** `call('POST /v1/police-alerts', {body})` */
  call(line: string, call?: Call): Promise<Answer>
  /** As at the end of its process. */
  end(): Promise<void>
}

/** The service as it listens. */
export async function intakeService(
  t: Test,
  options: {
    readonly log?: EventLog
    readonly capacity?: number
    readonly limit?: IntakeApi['limit']
    readonly keyringOn?: (db: VaultDb) => Promise<Keyring>
  } = {},
): Promise<Served> {
  const store = await intakeStore(t, options.keyringOn)
  const log = options.log ?? store.log
  const intake = intakeOn(t, { ...store, log }, options.capacity)
  const { logged, logger } = listeningLogger()
  const ending = new AbortController()
  const server = createServer({
    logger,
    api: { title: 'intake', description: '', security: 'bearer' },
    ready: async () => {},
  })
  await intakeApi(server, {
    db: store.db,
    log,
    intake,
    regions: loadRegions('3204'),
    keys: senderKeys(store.db as unknown as AccountDb, store.keyring, () => store.clock.now),
    now: () => store.clock.now,
    indexKey: store.keyring.indexKey,
    ending: ending.signal,
    ...(options.limit ? { limit: options.limit } : {}),
  })
  const url = await server.app.listen({ host: '127.0.0.1', port: 0 })
  const end = async () => {
    ending.abort()
    await server.app.close()
  }
  t.teardown(end)
  return { ...store, log, intake, server, url, logged, call: (line, call) => send(url, line, call), end }
}

function listeningLogger() {
  const logged: string[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(chunk.toString())
      keepLogged(chunk.toString())
      done()
    },
  })
  return { logged, logger: createLogger('intake', 'debug', sink) }
}

async function send(url: string, line: string, { key: said = key, type, body }: Call = {}): Promise<Answer> {
  const [method = 'GET', path = '/'] = line.split(' ')
  const raw = typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData
  const headers: Record<string, string> = said === null ? {} : { authorization: `Bearer ${said}` }
  if (body !== undefined && !(body instanceof FormData)) headers['content-type'] = type ?? 'application/json'
  const sent = body === undefined ? null : raw ? (body as string) : JSON.stringify(body)
  const response = await fetch(`${url}${path}`, { method, headers, body: sent })
  const text = await response.text()
  const isJson =
    /json/.test(response.headers.get('content-type') ?? '') &&
    !/ndjson/.test(response.headers.get('content-type')!)
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : text }
}

/** The example of the interface, with other content. */
export const alert = (change: Record<string, unknown> = {}): IntakeBody =>
  ({ ...alertExample, ...change }) as IntakeBody

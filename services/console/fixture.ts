/**
 * A console for tests: a database of its own, the real log, vault and HTTP, accounts of every role, and families
 * whose matters come in, are graded, dispatched and given their callbacks by the domain's own decisions. The
 * clock stands still until a test moves it; read models are folded when a test asks for it.
 */

import type { Writable } from 'node:stream'
import { deskBy, followRules } from '@jiahe/event-log/followedRules.ts'
import { postgresLog } from '@jiahe/event-log/postgres/postgresLog.ts'
import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { openKeyring } from '@jiahe/privacy/keyring.ts'
import { localKeys } from '@jiahe/privacy/localKeys.ts'
import { migrateVault, type VaultDb } from '@jiahe/privacy/schema.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import type { ReadDb } from '@jiahe/read-models/tables.ts'
import { type AccessDb, migrateAccessLog } from '@jiahe/service-kit/accessTable.ts'
import {
  type AccountDb,
  type AccountTables,
  hashPassword,
  migrateAccounts,
  putAccount,
  type Role,
} from '@jiahe/service-kit/accounts.ts'
import { chineseCalendar } from '@jiahe/service-kit/calendar.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { createLogger } from '@jiahe/service-kit/logging.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { createServer, type Server } from '@jiahe/service-kit/server.ts'
import { migrateWork } from '@jiahe/service-kit/workTable.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { keepLogged } from '@jiahe/testing/keptLogs.ts'
import type { Test } from 'tap'
import { consoleApi } from './api.ts'
import { apiInfo } from './apiInfo.ts'
import type { Console } from './console.ts'
import { bringIn, type Family, type Matter, township } from './fixtureFamily.ts'
import { makeReadModels, readModelsFor } from './fixtureReadModels.ts'
import { liveFeed } from './liveFeed.ts'
import { readMap } from './map.ts'
import type { RequestLimits } from './requestLimits.ts'
import type { SingleSignOn } from './singleSignOn.ts'
import { whatIfRuns } from './whatIfRuns.ts'

export { township }
export const neighbour = '320402004'
export const district = '320402'
export const elsewhere = '320404'
export const city = '3204'
export const password = 'correct-horse'

const accounts: readonly (readonly [username: string, role: Role, federation: string])[] = [
  ['mediator', 'mediator', township],
  ['colleague', 'mediator', township],
  ['neighbour', 'mediator', neighbour],
  ['officer', 'district-officer', district],
  ['elsewhere', 'district-officer', elsewhere],
  ['dispatcher', 'dispatcher', city],
  ['analyst', 'analyst', city],
  ['statistician', 'statistician', city],
  ['auditor', 'auditor', city],
  ['administrator', 'administrator', city],
]

export type { Family }

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests are about
  readonly body: any
}
export interface Call {
  readonly as?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}
export interface Fixture {
  readonly api: Console
  readonly server: Server
  readonly url: string
  readonly clock: { now: Date }
  /** `call('GET /v1/me', {as: 'mediator'})` */
  call(line: string, call?: Call): Promise<Answer>
  /** A family's matter, with the order if its level raises one. */
  family(matter?: Partial<Matter>): Promise<Family>
  /** Folds what was appended since into the read models. */
  project(): Promise<void>
}

export interface FixtureOptions {
  /** Where it logs to; nowhere unless said. */
  readonly logTo?: Writable
  /** How many changes are kept for who lost the connection. */
  readonly kept?: number
  readonly beat_ms?: number
  readonly limits?: RequestLimits
  readonly singleSignOn?: (accounts: AccountDb, now: () => Date) => SingleSignOn
}

async function makeConsole(url: string): Promise<void> {
  const db = openDatabase<AccountTables>(url, 1)
  await migrateEventLog(url)
  await migrateVault(db as unknown as VaultDb)
  await migrateAccounts(db as unknown as AccountDb)
  await migrateAccessLog(db as unknown as AccessDb)
  await migrateWork(db)
  const password_hash = await hashPassword(password, { memoryCost: 1024, timeCost: 1 })
  for (const [username, role, federation] of accounts)
    await putAccount(db as unknown as AccountDb, { username, role, federation, password_hash })
  await makeReadModels(db as unknown as ReadDb)
  await db.destroy()
}

export async function consoleFixture(t: Test, options: FixtureOptions = {}): Promise<Fixture> {
  const connectionString = await testDatabase(t, { name: 'console', make: makeConsole })
  const db = openDatabase<AccountTables>(connectionString, 4)
  const clock = { now: new Date('2026-11-23T13:14:00Z') }
  const now = () => clock.now
  const vault = db as unknown as VaultDb
  const log = postgresLog({ connectionString, now, connections: 4 })
  const regions = loadRegions(city)
  const ended = new AbortController()
  const onFault = (error: unknown) => t.error(error)
  // How long ago they were read is told by a clock that runs: the test's own may leap over a day at once.
  const running = () => new Date()
  const followed = await followRules(log, { now: running, signal: ended.signal, onFault, every_ms: 20 })
  const desk = deskBy(followed, { calendar: chineseCalendar(), territory: { regions, city } })
  const whatIfs = whatIfRuns({ db, log, desk, now, onFault, signal: ended.signal, every_ms: 20 })
  const models = readModelsFor(db as unknown as ReadDb, log, regions)
  const types = [...new Set(readModels.flatMap((model) => model.types))]
  const api: Console = {
    live: liveFeed({
      ...{
        log,
        types,
        signal: ended.signal,
        name: 'fixture',
        onFault,
        every_ms: 1,
        kept: options.kept ?? 1000,
      },
      folded: async () => (event) => event.position <= models.position,
    }),
    log,
    now,
    map: readMap(undefined, city),
    desk,
    whatIfs,
    vault,
    keyring: await openKeyring(
      vault,
      localKeys(() => Buffer.alloc(32, 7).toString('base64')),
    ),
    accounts: db as unknown as AccountDb,
    access: db as unknown as AccessDb,
    singleSignOn: options.singleSignOn?.(db as unknown as AccountDb, now) ?? null,
    read: db as unknown as ReadDb,
  }
  const server = createServer({
    logger: createLogger('console', 'debug', options.logTo ?? { write: keepLogged }),
    api: apiInfo,
    ready: async () => {},
  })
  await consoleApi(server, api, {
    // Tests ask more in a second than anybody does in a minute.
    limits: options.limits ?? { requests: 1_000_000, cards: 1_000_000 },
    ...(options.beat_ms === undefined ? {} : { beat_ms: options.beat_ms }),
  })
  const url = await server.app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(async () => {
    ended.abort()
    await server.app.close()
    await whatIfs.settled()
    await log.close()
    await db.destroy()
  })
  const { project } = models
  return {
    ...{ api, server, url, clock, project },
    call: caller(url),
    family: (matter) => bringIn(api, matter),
  }
}

/** Signs each account in at its first call, and again when its session is over. */
function caller(url: string): Fixture['call'] {
  const cookies = new Map<string, string>()
  const send = async (line: string, { body, headers = {} }: Call, cookie: string): Promise<Answer> => {
    const [method = '', path = ''] = line.split(' ')
    const raw = typeof body === 'string' || Buffer.isBuffer(body)
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    })
    const type = response.headers.get('content-type') ?? ''
    // Such an answer does not end by itself.
    if (type.startsWith('text/event-stream')) await response.body!.cancel()
    const text = response.bodyUsed ? '' : await response.text()
    const json = /[/+]json/.test(type)
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text }
  }
  return async (line, call = {}) => {
    const { as } = call
    if (as === undefined) return send(line, call, '')
    const known = cookies.get(as)
    const answer = known === undefined ? null : await send(line, call, known)
    if (answer && answer.status !== 401) return answer
    const signed = await send('POST /v1/session', { body: { username: as, password } }, '')
    cookies.set(as, signed.headers.get('set-cookie')!.split(';')[0]!)
    return send(line, call, cookies.get(as)!)
  }
}

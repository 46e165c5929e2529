/**
 * Where Jiahe runs: the database that `DATABASE_URL` names, else what `npm start` wrote down in `running.json`
 * of the data directory. Nothing of it is ever printed.
 */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { RestorableLog } from '@jiahe/event-log/log.ts'
import { openLog } from '@jiahe/event-log/openLog.ts'
import type { Keyring } from '@jiahe/privacy/keyring.ts'
import type { VaultDb } from '@jiahe/privacy/schema.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { checkLog } from '@jiahe/service-kit/followedLog.ts'
import { keyringOf } from '@jiahe/service-kit/keyService.ts'
import { readSettings, type Settings, WrongSetting } from '@jiahe/service-kit/settings.ts'
import type { Kysely } from 'kysely'
import { Ended, wrongUse } from './outcome.ts'

export interface Running {
  readonly databaseUrl: string
  readonly intakeUrl: string
  readonly intakeKey: string
  readonly consoleUrl?: string
  /** Of the accounts that the start has made. */
  readonly password?: string
  readonly city?: string
  /** Where the master key is, unless a key service has it. */
  readonly masterKeyFile?: string
  /** Where signed heads are kept once more, and the public key that signed them. */
  readonly headsDir?: string
  readonly headKey?: string
  /** Where the log is, unless it is in the database. */
  readonly eventStoreUrl?: string
  readonly eventStorePrefix?: string
}

const fields = ['databaseUrl', 'intakeUrl', 'intakeKey'] as const

export function settings(): Settings {
  try {
    return readSettings()
  } catch (error) {
    throw error instanceof WrongSetting ? wrongUse(error.message) : error
  }
}

/** What a start in this directory wrote down; null when there is none. */
export function running(): Running | null {
  const file = join(resolve(settings().DATA_DIR), 'running.json')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Ended(3, `无法读取 ${file}：请用启动家和的账号运行。`, error)
  }
  try {
    const said = JSON.parse(text)
    if (fields.every((field) => typeof said[field] === 'string')) return said as Running
  } catch {
    // Not JSON: said below.
  }
  throw new Ended(3, `${file} 已损坏。请停止家和后重新运行 npm start。`)
}

export function notRunning(): Ended {
  const { DATA_DIR } = settings()
  return new Ended(
    3,
    `家和没有在这里运行（找不到 ${join(DATA_DIR, 'running.json')}）。请在家和的目录下运行 npm start，或设置 DATA_DIR 或 DATABASE_URL。`,
  )
}

export interface KeySettings {
  readonly settings: Settings
  /** Whose file it is that the master key stands in: ours, and services of this machine read it again. */
  readonly ownFile: string | null
}

/** The settings of the services: those of the environment, else the file that `npm start` has the key in. */
function keySettingsOf(said: Settings, here: Running | null): KeySettings {
  const { KEY_SERVICE, MASTER_KEY, MASTER_KEY_FILE } = said
  const ownFile = here?.masterKeyFile
  if (KEY_SERVICE !== 'local' || (MASTER_KEY ?? MASTER_KEY_FILE ?? ownFile) === undefined)
    return { settings: said, ownFile: null }
  if (MASTER_KEY !== undefined || MASTER_KEY_FILE !== undefined) return { settings: said, ownFile: null }
  return { settings: { ...said, MASTER_KEY_FILE: ownFile }, ownFile: ownFile! }
}

export interface Store<Tables> {
  readonly db: Kysely<Tables>
  readonly log: RestorableLog
  /** Four digits. */
  readonly city: string
  readonly keySettings: KeySettings
  /** Of the people's keys and what else is sealed. Throws where no setting says what wraps them. */
  keyring(): Promise<Keyring>
}

/** Opens database and log for the length of `use`. They belong together: of another log's history, nothing that
 *  stands here would be found true, and a rebuild would put that in its place. */
export async function withStore<Tables, T>(use: (store: Store<Tables>) => Promise<T>): Promise<T> {
  const said = settings()
  const { DATABASE_URL, EVENT_STORE_URL, EVENT_STORE_PREFIX, CITY } = said
  const here = DATABASE_URL === undefined ? running() : null
  const url = DATABASE_URL ?? here?.databaseUrl
  if (url === undefined) throw notRunning()
  const db = openDatabase<Tables>(url, 2)
  const eventStoreUrl = EVENT_STORE_URL ?? here?.eventStoreUrl
  const eventStorePrefix = EVENT_STORE_PREFIX ?? here?.eventStorePrefix
  const log = await openLog({ databaseUrl: url, eventStoreUrl, eventStorePrefix, connections: 1 })
  try {
    await checkLog(db, log)
    const keySettings = keySettingsOf(said, here)
    const keyring = () => keyringOf(db as unknown as VaultDb, keySettings.settings)
    const city = process.env.CITY ? CITY : (here?.city ?? CITY)
    return await use({ db, log, city, keySettings, keyring })
  } finally {
    await log.close()
    await db.destroy()
  }
}

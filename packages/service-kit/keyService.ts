/** The key service that the settings name, and the keyring of a process that runs on it. What is wrong with a setting and
 *  shows only when the service is asked ends the start, too, with a line that names it. */
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { type Keyring, openKeyring } from '@jiahe/privacy/keyring.ts'
import { type KeyService, KeyServiceFault, passesByItself } from '@jiahe/privacy/keyService.ts'
import { localKeys } from '@jiahe/privacy/localKeys.ts'
import type { VaultDb } from '@jiahe/privacy/schema.ts'
import { tencentKms } from '@jiahe/privacy/tencentKms.ts'
import { vaultTransit } from '@jiahe/privacy/vaultTransit.ts'
import { sayInUse } from '@jiahe/privacy/wrappingKeys.ts'
import type { Logger } from 'pino'
import { required, type Settings, type WrongSetting, wrongSetting } from './settings.ts'

const textOf = (path: string): string => readFileSync(path, 'utf8').trim()

/** Throws `WrongSetting` where half of it is said, or a file cannot be read. */
export function keyServiceOf(settings: Settings): KeyService {
  switch (settings.KEY_SERVICE) {
    case 'local':
      return localService(settings)
    case 'vault':
      return vaultService(settings)
    case 'tencent-kms':
      return tencentKms({
        endpoint: settings.KMS_ENDPOINT,
        region: required(settings, 'KMS_REGION'),
        keyId: required(settings, 'KMS_KEY_ID'),
        secretId: required(settings, 'KMS_SECRET_ID'),
        secretKey: required(settings, 'KMS_SECRET_KEY'),
        ca: fileOf(settings, 'KMS_CACERT'),
      })
  }
}

function localService(settings: Settings): KeyService {
  const { MASTER_KEY_FILE: path } = settings
  if (path !== undefined && settings.MASTER_KEY !== undefined)
    throw wrongSetting('MASTER_KEY_FILE', 'MASTER_KEY is set as well, unset one of them')
  if (path === undefined) {
    const key = required(settings, 'MASTER_KEY')
    return localKeys(() => key)
  }
  fileOf(settings, 'MASTER_KEY_FILE')
  return localKeys(() => textOf(path))
}

function vaultService(settings: Settings): KeyService {
  const {
    VAULT_TOKEN_FILE: path,
    VAULT_TOKEN,
    VAULT_NAMESPACE,
    VAULT_TRANSIT_MOUNT,
    VAULT_TRANSIT_KEY,
  } = settings
  if (path !== undefined && VAULT_TOKEN !== undefined)
    throw wrongSetting('VAULT_TOKEN_FILE', 'VAULT_TOKEN is set as well, unset one of them')
  const address = required(settings, 'VAULT_ADDR')
  const token = path === undefined ? required(settings, 'VAULT_TOKEN') : null
  fileOf(settings, 'VAULT_TOKEN_FILE')
  return vaultTransit({
    address,
    token: () => token ?? textOf(path!),
    namespace: VAULT_NAMESPACE,
    mount: VAULT_TRANSIT_MOUNT,
    key: VAULT_TRANSIT_KEY,
    ca: fileOf(settings, 'VAULT_CACERT'),
  })
}

function fileOf(
  settings: Settings,
  name: 'VAULT_CACERT' | 'KMS_CACERT' | 'VAULT_TOKEN_FILE' | 'MASTER_KEY_FILE',
): string | undefined {
  const path = settings[name]
  if (path === undefined) return undefined
  try {
    return textOf(path)
  } catch (error) {
    throw wrongSetting(name, `the file cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}

/** The keyring for one task. Throws `WrongSetting`, or a `KeyServiceFault` that passes by itself. */
export async function keyringOf(db: VaultDb, settings: Settings): Promise<Keyring> {
  try {
    return await openKeyring(db, keyServiceOf(settings))
  } catch (error) {
    throw (error instanceof KeyServiceFault && settingAtFault(settings, error)) || error
  }
}

const TRY_AGAIN_MS = 2000
const LOOK_EVERY_MS = 10_000

/** The keyring of a service: it waits for a key service that is away, then keeps what it holds fresh and says that it
 *  leans on this master key, until the signal aborts. */
export async function serviceKeyring(
  db: VaultDb,
  settings: Settings,
  { signal, logger }: { readonly signal: AbortSignal; readonly logger: Logger },
): Promise<Keyring> {
  const service = keyServiceOf(settings)
  const opened = async (): Promise<Keyring> => {
    for (;;) {
      try {
        return await keyringOf(db, settings)
      } catch (error) {
        if (!passesByItself(error)) throw error
        logger.warn({ err: error }, 'waiting for the key service')
        await pause(TRY_AGAIN_MS, undefined, { signal })
      }
    }
  }
  const keyring = await opened()
  const look = async () => {
    await keyring.refresh()
    await sayInUse(db, service)
  }
  await look()
  const timer = setInterval(() => {
    look().catch((err) => {
      if (!signal.aborted) logger.warn({ err }, 'the key service was not to be asked; what is held is used')
    })
  }, LOOK_EVERY_MS).unref()
  signal.addEventListener('abort', () => clearInterval(timer))
  return keyring
}

/** The line for a fault that waiting does not mend. */
export function settingAtFault(
  settings: Settings,
  { fault, said = '' }: KeyServiceFault,
): WrongSetting | null {
  const kind = settings.KEY_SERVICE
  const local = settings.MASTER_KEY_FILE === undefined ? 'MASTER_KEY' : 'MASTER_KEY_FILE'
  const why = said === '' ? '' : ` (${said})`
  switch (fault) {
    case 'denied':
      return kind === 'vault'
        ? wrongSetting(
            settings.VAULT_TOKEN_FILE ? 'VAULT_TOKEN_FILE' : 'VAULT_TOKEN',
            `Vault refuses it${why}`,
          )
        : wrongSetting('KMS_SECRET_ID', `the key management refuses it or KMS_SECRET_KEY${why}`)
    case 'unknown-key':
      return kind === 'vault'
        ? wrongSetting('VAULT_TRANSIT_KEY', `Vault has no such key at VAULT_TRANSIT_MOUNT${why}`)
        : wrongSetting('KMS_KEY_ID', `the key management has no such key${why}`)
    case 'cannot-open':
      return kind === 'local'
        ? wrongSetting(local, 'it is not the key that this database was made with')
        : wrongSetting('KEY_SERVICE', `its key does not open what this database is under${why}`)
    case 'misread':
      if (kind === 'local') return wrongSetting(local, `it holds no key${why}`)
      return wrongSetting(
        kind === 'vault' ? 'VAULT_ADDR' : 'KMS_ENDPOINT',
        `something else answers there${why}`,
      )
    default:
      return null
  }
}

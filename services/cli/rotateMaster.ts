/**
 * `jiahe key rotate-master`: another master key, or another key service, while everything runs. First the new one is let
 * in beside the old, then services change over (those of this machine by themselves, others when they are given the new
 * settings), then every key is wrapped anew and the old one opens nothing any more. Whatever it is broken off at, the
 * same command goes on.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { KeyService } from '@jiahe/privacy/keyService.ts'
import { localKeys } from '@jiahe/privacy/localKeys.ts'
import { admitMaster, isRotating, mastersInUse, type Rotated, rotate } from '@jiahe/privacy/rotation.ts'
import type { VaultDb, VaultTables } from '@jiahe/privacy/schema.ts'
import { keyServiceOf } from '@jiahe/service-kit/keyService.ts'
import { keySettings } from '@jiahe/service-kit/keySettings.ts'
import { readSettings, WrongSetting } from '@jiahe/service-kit/settings.ts'
import { type Kysely, sql } from 'kysely'
import { type KeySettings, withStore } from './connection.ts'
import { Ended, type ExitCode, wrongUse } from './outcome.ts'
import { progress } from './progress.ts'

const NEW = 'NEW_'

export const rotateMaster = ({ json = false }: { readonly json?: boolean }): Promise<ExitCode> =>
  withStore<VaultTables, ExitCode>(({ db, keySettings }) =>
    alone<ExitCode>(db, async () => {
      const rotated = await changeOver(db, keySettings)
      if (rotated === null) return 0
      const { keys, master } = rotated
      if (json) console.log(JSON.stringify(rotated))
      else console.log(`已换用 ${master}：逐一打开核对 ${keys} 个密钥，此前的主密钥已打不开任何内容。`)
      return 0
    }),
  )

/** Null when the services have to be changed over first. */
async function changeOver(db: VaultDb, { settings, ownFile }: KeySettings): Promise<Rotated | null> {
  const from = keyServiceOf(settings)
  const to = newService() ?? (ownFile === null ? null : await newKeyOf(db, from, ownFile))
  if (to) await admitMaster(db, from, to)
  else if (settings.KEY_SERVICE === 'local' && !(await isRotating(db, from)))
    throw wrongUse(
      '请在 NEW_MASTER_KEY 中给出新的主密钥（openssl rand -base64 32），或用 NEW_KEY_SERVICE 等指定密钥服务',
    )
  if (to && ownFile !== null && existsSync(nextOf(ownFile))) renameSync(nextOf(ownFile), ownFile)
  const lasting = to ?? from
  if (!(await leftBy(db, lasting, ownFile !== null && newService() === null))) {
    console.log(
      `新的主密钥（${lasting.master()}）已能打开全部内容。请把各服务的设置改为新的，逐个重启，然后用新的设置再次运行本命令。`,
    )
    return null
  }
  const bar = progress('重新包装密钥', '个')
  return rotate(db, lasting, { onProgress: bar.update }).finally(bar.end)
}

const nextOf = (file: string) => `${file}.next`

/** The key that is to stand in the file of this machine: made now, unless a rotation is on its way already. */
async function newKeyOf(db: VaultDb, from: KeyService, file: string): Promise<KeyService | null> {
  const next = nextOf(file)
  if (!existsSync(next)) {
    if (await isRotating(db, from)) return null
    writeFileSync(`${next}.part`, randomBytes(32).toString('base64'), { mode: 0o600 })
    renameSync(`${next}.part`, next)
  }
  const key = readFileSync(next, 'utf8').trim()
  return localKeys(() => key)
}

/** What the settings with `NEW_` before their names say; null: there are none. */
function newService(): KeyService | null {
  const given = Object.keys(keySettings).filter((name) => process.env[NEW + name])
  if (given.length === 0) return null
  const others = Object.entries(process.env).filter(([name]) => !(name in keySettings))
  const said = given.map((name) => [name, process.env[NEW + name]])
  try {
    return keyServiceOf(readSettings(Object.fromEntries([...others, ...said])))
  } catch (error) {
    if (!(error instanceof WrongSetting)) throw error
    throw wrongUse(NEW + error.message.replace('Example: ', `Example: ${NEW}`))
  }
}

const CHANGE_OVER_MS = 60_000

/** Whether no running service leans on another master key. Those of this machine change over by themselves. */
async function leftBy(db: VaultDb, to: KeyService, byThemselves: boolean): Promise<boolean> {
  const until = Date.now() + (byThemselves ? CHANGE_OVER_MS : 0)
  for (;;) {
    if ((await mastersInUse(db, to.master())).length === 0) return true
    if (Date.now() >= until) return false
    await pause(500)
  }
}

/** Two at once would undo each other's work. */
async function alone<T>(db: Kysely<VaultTables>, work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    const { rows } = await sql<{ mine: boolean }>`
      SELECT pg_try_advisory_lock(hashtext('jiahe rotation')) AS mine`.execute(connection)
    if (!rows[0]!.mine) throw new Ended(3, '另一处正在更换主密钥。请等它完成，或终止后再次运行本命令。')
    // The lock goes with the connection.
    return work()
  })
}

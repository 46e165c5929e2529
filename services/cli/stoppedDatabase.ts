/**
 * The database while Jiahe is stopped: the one that `DATABASE_URL` names, else the embedded one of the data
 * directory, which stops together with Jiahe and is started for as long as a command needs it.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { programOf } from '@jiahe/service-kit/program.ts'
import { notRunning, settings } from './connection.ts'
import { Ended } from './outcome.ts'

export interface StoppedDatabase {
  readonly url: string
  end(): Promise<void>
}

/** How a start begins it is a script of the product, and none that a service may import. */
const script = fileURLToPath(new URL('../../scripts/database.ts', import.meta.url))

export async function stoppedDatabase(): Promise<StoppedDatabase> {
  const { DATABASE_URL, DATA_DIR } = settings()
  if (DATABASE_URL !== undefined) return { url: DATABASE_URL, end: async () => {} }
  if (!existsSync(join(DATA_DIR, 'postgres-password'))) throw notRunning()
  const { file, execArgv } = programOf(script)
  const child = fork(file, { execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = once(child, 'exit')
  const url = await Promise.race([once(child, 'message').then(([said]) => said), ended.then(() => undefined)])
  if (typeof url === 'string')
    return {
      url,
      async end() {
        child.disconnect()
        await ended
      },
    }
  if (url === null) throw stillRunning()
  throw new Ended(3, `无法启动 ${DATA_DIR} 中的数据库，见上。`)
}

export const stillRunning = (): Ended =>
  new Ended(3, '家和正在运行。请先停止（在运行 npm start 处按 Ctrl-C，或停止全部服务），再运行此命令。')

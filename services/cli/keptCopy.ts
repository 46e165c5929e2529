/** How far a copy between two logs has come, in a small file of the data directory, one for each pair of logs. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { settings } from './connection.ts'
import type { Copied } from './copyLog.ts'
import { Ended } from './outcome.ts'

export interface KeptCopy {
  read(): Copied | null
  write(copied: Copied): void
}

/** By the identities of the logs. */
export function keptCopy(source: string, target: string): KeptCopy {
  const dataDir = resolve(settings().DATA_DIR)
  const file = join(dataDir, `log-copy-${source}-${target}.json`)
  return {
    read() {
      let text: string
      try {
        text = readFileSync(file, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw new Ended(3, `无法读取 ${file}，请检查权限。`, error)
      }
      try {
        const { position, events } = JSON.parse(text)
        if (typeof position === 'string' && Number.isInteger(events)) return { position, events }
      } catch {
        // Not JSON: said below.
      }
      throw new Ended(3, `${file} 已损坏。请清空目标日志，删除此文件，再重新复制。`)
    },
    write(copied) {
      mkdirSync(dataDir, { recursive: true })
      writeFileSync(`${file}.new`, `${JSON.stringify({ source, target, ...copied })}\n`, { mode: 0o600 })
      renameSync(`${file}.new`, file)
    },
  }
}

/**
 * The file to be sent, read here as whoever imports it will read it: what is no table never leaves this machine, and a
 * row that is named by its number is found without anything of it having to travel back.
 */
import { readFileSync, statSync } from 'node:fs'
import { isWorkbook, readTable, type Table, type Titles } from '@jiahe/sheets/table.ts'
import { UnreadableFile } from '@jiahe/sheets/unreadable.ts'
import { wrongUse } from './outcome.ts'

export interface LocalFile {
  readonly path: string
  readonly bytes: Buffer
  readonly contentType: string
  /** How many it has, below the header. */
  readonly rows: number
  /** From the beginning, at each call. */
  read(): Promise<Table>
}

const FILE_BYTES = 64 * 1024 * 1024
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function contentOf(path: string): Buffer {
  const size = statSync(path, { throwIfNoEntry: false })
  if (!size) throw wrongUse(`找不到文件 ${path}`)
  if (!size.isFile()) throw wrongUse(`${path} 不是文件`)
  if (size.size > FILE_BYTES) throw wrongUse(`${path} 超过 64 MiB，请拆分后导入`)
  try {
    return readFileSync(path)
  } catch {
    throw wrongUse(`无法读取 ${path}，请检查权限`)
  }
}

export async function readLocal(path: string, bytes: Buffer, titles: Titles): Promise<LocalFile> {
  const contentType = isWorkbook(bytes) ? XLSX : 'text/csv'
  const read = () => readTable(bytes, contentType, titles)
  try {
    let rows = 0
    for await (const _row of (await read()).rows) rows++
    return { path, bytes, contentType, rows, read }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    throw wrongUse(`文件无法读取；${error.message.replace(/…+$/, '')}。`)
  }
}

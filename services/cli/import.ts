/** `jiahe import`: a bureau's file into the intake, and what became of every row. */
import { type FileKind, fileKinds } from '@jiahe/domain/fileColumns.ts'
import { notRunning, running } from './connection.ts'
import { type ImportResult, type Remark, sendFile } from './importAnswer.ts'
import { contentOf, readLocal } from './localFile.ts'
import { type ExitCode, wrongUse } from './outcome.ts'
import { progress } from './progress.ts'
import { inWords } from './reasons.ts'
import { type Rejected, rejectedRows, writeRejected } from './rejectedFile.ts'

export interface ImportOptions {
  readonly kind: string
  readonly key?: string
  readonly to?: string
  readonly json?: boolean
}

export async function importFile(path: string, options: ImportOptions): Promise<ExitCode> {
  const { kind, json = false } = options
  if (!isKind(kind)) throw wrongUse(`--kind 应为 ${fileKinds.join(' 或 ')}，不能是 ${kind}`)
  const bytes = contentOf(path)
  const { to, key } = intakeOf(options)
  const url = new URL(`v1/imports?kind=${kind}`, to)
  const file = await readLocal(path, bytes, kind)
  const bar = progress('导入', '行')
  const onProgress = (done: number) => bar.update(done, file.rows)
  const result = await sendFile({ url, key, ...file, onProgress }).finally(bar.end)
  const rejected = await rejectedRows(file, result)
  const rejectedFile = writeRejected(file, rejected)
  if (json) console.log(JSON.stringify({ ...result, rejectedFile }))
  else tell(result, rejected, rejectedFile)
  return result.rejected.length > 0 ? 1 : 0
}

const isKind = (kind: string): kind is FileKind => fileKinds.some((known) => known === kind)

/** The key of this machine's intake goes to no other address. */
function intakeOf({ to, key }: ImportOptions): { to: URL; key: string } {
  const here = to === undefined || key === undefined ? running() : null
  const address = to ?? here?.intakeUrl
  if (address === undefined) throw notRunning()
  if (!/^https?:\/\//.test(address) || !URL.canParse(address))
    throw wrongUse('--to 应为接入服务的地址，如 http://127.0.0.1:8081')
  const url = new URL(address.endsWith('/') ? address : `${address}/`)
  const own = here && new URL(here.intakeUrl).origin === url.origin ? here.intakeKey : undefined
  const secret = key ?? own
  if (secret === undefined) throw wrongUse('须用 --key 给出此地址的接入密钥（jiahe key add 可生成）')
  if (!/^[\x21-\x7e]+$/.test(secret)) throw wrongUse('--key 不是接入密钥')
  return { to: url, key: secret }
}

function tell(result: ImportResult, { rows: rejectedRows }: Rejected, rejectedFile: string | null): void {
  const { rows, accepted, amended, duplicates, rejected, warnings } = result
  console.log(
    `共 ${rows} 行：新增 ${accepted}，变更 ${amended}，重复 ${duplicates}，未导入 ${rejectedRows.length}。`,
  )
  if (rejected.length > 0) console.log(['未导入：', ...grouped(rejected)].join('\n'))
  if (warnings.length > 0) console.log(['已导入，请核对：', ...grouped(warnings)].join('\n'))
  if (rejectedFile) console.log(`未导入的行已写入 ${rejectedFile}，改好后可直接导入。`)
  for (const { row, text } of rejectedRows)
    if (text === null) console.log(`第 ${row} 行起无法读取，请在原文件中更正后重新导入。`)
}

const ROWS_NAMED = 10

/** One line for each column and reason, in the order of their first rows. */
function grouped(remarks: readonly Remark[]): string[] {
  const groups = new Map<string, Remark[]>()
  for (const remark of remarks) {
    const name = `${remark.column}  ${inWords(remark.reason)}`
    groups.set(name, [...(groups.get(name) ?? []), remark])
  }
  return [...groups].map(([name, group]) => {
    const named = group.slice(0, ROWS_NAMED).map(({ row }) => row)
    const more = group.length > ROWS_NAMED ? ` 等 ${group.length} 行` : ' 行'
    return `  第 ${named.join('、')}${more}  ${name}`
  })
}

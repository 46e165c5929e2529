/** A file goes to a service that imports it, with a bar while it does; what became of its rows is told, and those
 *  that were not taken are written beside it. */
import { type ImportResult, type Remark, sendFile } from './importAnswer.ts'
import type { LocalFile } from './localFile.ts'
import type { ExitCode } from './outcome.ts'
import { progress } from './progress.ts'
import { type Rejected, rejectedRows, writeRejected } from './rejectedFile.ts'

/** A reason code in words. */
type InWords = (reason: string) => string
export interface Importing {
  readonly url: URL
  /** By which the service knows who sends. */
  readonly headers: Readonly<Record<string, string>>
  readonly inWords: InWords
  readonly json: boolean
}

export async function importInto(
  file: LocalFile,
  { url, headers, inWords, json }: Importing,
): Promise<ExitCode> {
  const bar = progress('导入', '行')
  const onProgress = (done: number) => bar.update(done, file.rows)
  const result = await sendFile({ url, headers, ...file, onProgress }).finally(bar.end)
  const rejected = await rejectedRows(file, result)
  const rejectedFile = writeRejected(file, rejected)
  if (json) console.log(JSON.stringify({ ...result, rejectedFile }))
  else tell(result, rejected, rejectedFile, inWords)
  return result.rejected.length > 0 ? 1 : 0
}

function tell(
  result: ImportResult,
  { rows: rejectedRows }: Rejected,
  rejectedFile: string | null,
  inWords: InWords,
): void {
  const { rows, accepted, amended, duplicates, rejected, warnings } = result
  console.log(
    `共 ${rows} 行：新增 ${accepted}，变更 ${amended}，重复 ${duplicates}，未导入 ${rejectedRows.length}。`,
  )
  if (rejected.length > 0) console.log(['未导入：', ...grouped(rejected, inWords)].join('\n'))
  if (warnings.length > 0) console.log(['已导入，请核对：', ...grouped(warnings, inWords)].join('\n'))
  if (rejectedFile) console.log(`未导入的行已写入 ${rejectedFile}，改好后可直接导入。`)
  for (const { row, text } of rejectedRows)
    if (text === null) console.log(`第 ${row} 行起无法读取，请在原文件中更正后重新导入。`)
}

const ROWS_NAMED = 10

/** One line for each column and reason, in the order of their first rows. */
function grouped(remarks: readonly Remark[], inWords: InWords): string[] {
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

/**
 * The rows that were not taken, under the header of their file and in its encoding, so that they can be
 * corrected and imported again. For the owner's eyes only: they name people.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { textOfRow } from '@jiahe/sheets/rowText.ts'
import { isWorkbook } from '@jiahe/sheets/table.ts'
import iconv from 'iconv-lite'
import type { ImportResult } from './importAnswer.ts'
import type { LocalFile } from './localFile.ts'

export interface RejectedRow {
  readonly row: number
  /** As it stands in the file; null where it cannot be told from the rows after it. */
  readonly text: string | null
}
export interface Rejected {
  readonly encoding: string
  /** As it stands in the file. */
  readonly header: string
  readonly rows: readonly RejectedRow[]
}

/** Finds them in the file by their numbers. */
export async function rejectedRows(
  file: Pick<LocalFile, 'read'>,
  { rejected }: Pick<ImportResult, 'rejected'>,
): Promise<Rejected> {
  if (rejected.length === 0) return { encoding: 'utf-8', header: '', rows: [] }
  const wanted = new Set(rejected.map(({ row }) => row))
  const table = await file.read()
  const rows: RejectedRow[] = []
  for await (const row of table.rows)
    if (wanted.has(row.row)) rows.push({ row: row.row, text: textOfRow(row) })
  return { encoding: table.encoding, header: textOfRow(table.header) ?? '', rows }
}

const boms = [
  [0xef, 0xbb, 0xbf],
  [0xff, 0xfe],
  [0xfe, 0xff],
]

/** Writes them beside the file and gives the path; null when there are none that could be written. What an
 *  earlier import left there may have been worked on: it is kept as `….old`. */
export function writeRejected(
  { path, bytes: source }: Pick<LocalFile, 'path' | 'bytes'>,
  { encoding, header, rows: rejected }: Rejected,
): string | null {
  const rows = rejected.flatMap(({ text }) => (text === null ? [] : [text]))
  if (rows.length === 0) return null
  const lineEnd = isWorkbook(source) || source.includes('\r\n') ? '\r\n' : '\n'
  const text = [header, ...rows].map((row) => row + lineEnd).join('')
  const addBOM = isWorkbook(source) || boms.some((bom) => bom.every((byte, i) => source[i] === byte))
  const bytes = iconv.encode(text, encoding, { addBOM })
  const target = `${path}.rejected.csv`
  if (existsSync(target) && !readFileSync(target).equals(bytes)) renameSync(target, `${target}.old`)
  writeFileSync(target, bytes, { mode: 0o600 })
  return target
}

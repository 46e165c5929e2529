/**
 * The rows that were not taken, under the header of their file and in its encoding, so that they can be
 * corrected and imported again. For the owner's eyes only: they name people.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import type { ImportAnswer } from './importAnswer.ts'

const boms = [
  [0xef, 0xbb, 0xbf],
  [0xff, 0xfe],
  [0xfe, 0xff],
]

/** Writes them beside the file and gives the path; null when there are none that could be written. What an
 *  earlier import left there may have been worked on: it is kept as `….old`. */
export function writeRejected(
  path: string,
  source: Buffer,
  { encoding, header, rejectedRows }: Omit<ImportAnswer, 'result'>,
): string | null {
  const rows = rejectedRows.flatMap(({ text }) => (text === null ? [] : [text]))
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

/** XLSX is a zip. */
export const isWorkbook = (bytes: Buffer): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b

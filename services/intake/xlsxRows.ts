/**
 * Rows of an XLSX workbook, sheet by sheet, as they are read: a sheet of a hundred thousand rows is never in
 * memory as a whole. Numbers come as the digits that Excel still has.
 */
import { Readable } from 'node:stream'
import { Problem } from '@jiahe/service-kit/problem.ts'
import ExcelJS from 'exceljs'
import type { TableRow } from './table.ts'

/** What the parts of a workbook may be together when unpacked. */
const UNPACKED_BYTES = 1024 * 1024 * 1024
const END_OF_DIRECTORY = Buffer.from([0x50, 0x4b, 5, 6])
const DIRECTORY_ENTRY = Buffer.from([0x50, 0x4b, 1, 2])

/** Throws `invalid-file` when it is no workbook, also in the middle of it. */
export async function* xlsxSheets(bytes: Buffer): AsyncGenerator<AsyncIterable<TableRow>> {
  const unpacked = unpackedSize(bytes)
  if (unpacked === null) throw new Problem('invalid-file', { detail: '不是完整的 XLSX 文件' })
  if (unpacked > UNPACKED_BYTES) throw new Problem('invalid-file', { detail: 'XLSX 解压后过大' })
  const workbook = new ExcelJS.stream.xlsx.WorkbookReader(Readable.from([bytes]), {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  })
  try {
    for await (const sheet of workbook) yield rowsOf(sheet)
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('invalid-file', { detail: '不是完整的 XLSX 文件' })
  }
}

async function* rowsOf(sheet: AsyncIterable<ExcelJS.Row>): AsyncGenerator<TableRow> {
  for await (const { number, values } of sheet) {
    const cells = values as ExcelJS.CellValue[]
    // Cells count from 1, and those that are empty are not there.
    yield { row: number, cells: Array.from({ length: cells.length }, (_, i) => textOf(cells[i])).slice(1) }
  }
}

function textOf(value: ExcelJS.CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  // The moment that the cell shows, told as if it were UTC; what is stored is a fraction of a day.
  if (value instanceof Date) {
    const time = Math.round(value.getTime() / 1000) * 1000
    return Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 19).replace('T', ' ')
  }
  // Excel keeps fifteen digits; what had more has lost the rest, and is written so that it shows.
  if (typeof value === 'number') return Math.abs(value) >= 1e15 ? value.toExponential() : String(value)
  if (typeof value !== 'object') return String(value)
  if ('richText' in value) return value.richText.map((part) => part.text).join('')
  if ('result' in value) return textOf(value.result as ExcelJS.CellValue)
  if ('text' in value) return textOf(value.text as ExcelJS.CellValue)
  return ''
}

/** Bytes of all parts as the zip's directory declares them; null when the file has no whole directory. */
function unpackedSize(bytes: Buffer): number | null {
  const end = bytes.lastIndexOf(END_OF_DIRECTORY)
  if (end < 0 || end + 22 > bytes.length) return null
  const entries = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  let total = 0
  for (let i = 0; i < entries; i++) {
    if (at + 46 > end || !bytes.subarray(at, at + 4).equals(DIRECTORY_ENTRY)) return null
    total += bytes.readUInt32LE(at + 24)
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries === 0 ? null : total
}

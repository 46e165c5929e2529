/**
 * Rows of an XLSX workbook, sheet by sheet, as they are read: a sheet of a hundred thousand rows is never in
 * memory as a whole. Numbers come as the digits that Excel still has, dates as what the cell shows.
 */
import type { TableRow } from './table.ts'
import { UnreadableFile } from './unreadable.ts'
import { readWorkbook, type Workbook } from './workbook.ts'
import { parseXml } from './xml.ts'
import { openZip } from './zip.ts'

/** Throws `UnreadableFile` when it is no workbook, also in the middle of it. */
export async function* xlsxSheets(bytes: Buffer): AsyncGenerator<AsyncIterable<TableRow>> {
  const zip = await openZip(bytes)
  const workbook = await readWorkbook(zip)
  for (const name of workbook.sheets) {
    const sheet = zip(name)
    if (!sheet) throw new UnreadableFile('broken-workbook')
    yield rowsOf(sheet, workbook)
  }
}

/** Columns of the widest sheet that Excel can make. */
const COLUMNS = 16_384

async function* rowsOf(sheet: AsyncIterable<string>, workbook: Workbook): AsyncGenerator<TableRow> {
  const rows: TableRow[] = []
  let row = 0
  let cells: string[] = []
  let column = -1
  let cell = { type: '', style: 0, text: '' }
  let inValue = false
  const pieces = parseXml(sheet, {
    open(name, { r, t = 'n', s = '0' }) {
      inValue = name === 'v' || name === 't'
      if (name === 'row') {
        row = r === undefined ? row + 1 : Number(r)
        cells = []
        column = -1
      } else if (name === 'c') {
        column = r === undefined ? column + 1 : columnOf(r)
        cell = { type: t, style: Number(s), text: '' }
      }
    },
    text(more) {
      if (inValue) cell.text += more
    },
    close(name) {
      inValue = false
      if (name === 'c' && column >= 0 && column < COLUMNS) cells[column] = shown(cell, workbook)
      if (name === 'row') rows.push({ row, cells: Array.from(cells, (text) => text ?? '') })
    },
  })
  for await (const _ of pieces) yield* rows.splice(0)
}

/** `AB12` → 27 */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? ''
  return [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function shown(
  { type, style, text }: { readonly type: string; readonly style: number; readonly text: string },
  { strings, isDate, epoch_d }: Workbook,
): string {
  switch (type) {
    case 's':
      return strings[Number(text)] ?? ''
    case 'b':
      return text === '1' ? 'TRUE' : 'FALSE'
    // What could not be calculated says nothing.
    case 'e':
      return ''
    case 'n': {
      const number = Number(text)
      if (text === '' || !Number.isFinite(number)) return text
      if (isDate[style]) return dateOf(number - epoch_d) ?? text
      // Excel keeps fifteen digits; what had more has lost the rest, and is written so that it shows.
      return Math.abs(number) >= 1e15 ? number.toExponential() : String(number)
    }
    default:
      return text
  }
}

/** The moment on the wall that a cell shows; what is stored is a fraction of a day. */
function dateOf(days: number): string | null {
  const time = new Date(Math.round(days * 86_400) * 1000)
  return Number.isNaN(time.getTime()) ? null : time.toISOString().slice(0, 19).replace('T', ' ')
}

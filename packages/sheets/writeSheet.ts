/**
 * A table as a file that spreadsheets open: XLSX, CSV (UTF-8 with its mark, for Excel) or NDJSON, written row by row.
 * Numbers are numbers, every text is a text: none of them can become a formula.
 */
import { once } from 'node:events'
import type { Writable } from 'node:stream'

export type Value = string | number | null
export interface Sheet {
  readonly name: string
  /** Lines above the titles; only in XLSX and CSV. */
  readonly heading: readonly string[]
  readonly columns: readonly SheetColumn[]
  readonly rows: AsyncIterable<readonly Value[]> | Iterable<readonly Value[]>
}
export interface SheetColumn {
  /** The key in NDJSON. */
  readonly key: string
  readonly title: string
  /** In characters. */
  readonly width?: number
}
export const sheetFormats = ['xlsx', 'csv', 'ndjson'] as const
export type SheetFormat = (typeof sheetFormats)[number]
export const sheetTypes: Readonly<Record<SheetFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
}

/** Ends `out`. */
export async function writeSheet(format: SheetFormat, sheet: Sheet, out: Writable): Promise<void> {
  if (format === 'xlsx') return writeXlsx(sheet, out)
  for await (const line of format === 'csv' ? csvLines(sheet) : jsonLines(sheet))
    if (!out.write(line)) await once(out, 'drain')
  const finished = once(out, 'finish')
  out.end()
  await finished
}

async function* csvLines({ heading, columns, rows }: Sheet): AsyncGenerator<string> {
  yield '\uFEFF'
  for (const line of heading) yield csvLine([line])
  yield csvLine(columns.map(({ title }) => title))
  for await (const row of rows) yield csvLine(row)
}
const csvLine = (values: readonly Value[]): string => `${values.map(csvCell).join(',')}\r\n`
/** What a spreadsheet would take for a formula gets an apostrophe before it. */
function csvCell(value: Value): string {
  if (typeof value === 'number') return String(value)
  return `"${(value ?? '').replace(/^[=+\-@\t\r\n]/, "'$&").replaceAll('"', '""')}"`
}

async function* jsonLines({ columns, rows }: Sheet): AsyncGenerator<string> {
  for await (const row of rows)
    yield `${JSON.stringify(Object.fromEntries(columns.map(({ key }, i) => [key, row[i] ?? null])))}\n`
}

/** Excel's own limit, with the lines above the rows. */
const ROWS_MAX = 1_048_000
/** So many rows are packed between two looks at whether whoever reads keeps up. */
const BREATH = 500

async function writeXlsx({ name, heading, columns, rows }: Sheet, out: Writable): Promise<void> {
  const { default: excel } = await import('exceljs')
  const book = new excel.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false })
  const begin = (part: number) => {
    const titles = heading.length + 1
    const options = { views: [{ state: 'frozen' as const, ySplit: titles }] }
    const page = book.addWorksheet(part === 1 ? name : `${name}（${part}）`, options)
    page.columns = columns.map(({ title, width }) => ({ width: width ?? Math.max(10, title.length * 2 + 4) }))
    for (const line of heading) page.addRow([line]).commit()
    const row = page.addRow(columns.map(({ title }) => title))
    row.font = { bold: true }
    row.commit()
    return page
  }
  let part = 1
  let page = begin(part)
  let n = 0
  for await (const row of rows) {
    if (n > 0 && n % ROWS_MAX === 0) {
      page.commit()
      page = begin(++part)
    }
    page.addRow(row.map(plain)).commit()
    if (++n % BREATH === 0) {
      await new Promise(setImmediate)
      if (out.writableNeedDrain) await once(out, 'drain')
    }
  }
  page.commit()
  await book.commit()
}

/** XML has no control characters but these. */
const plain = (value: Value): Value =>
  typeof value === 'string'
    ? value.replace(/\p{Cc}|[\uFFFE\uFFFF]/gu, (c) => ('\t\n\r'.includes(c) ? c : ''))
    : value

/**
 * A bureau's file as a table: its header, found even under a title, and the rows below it, read as they are
 * asked for. Rows keep the number that a person sees beside them.
 */
import { type FieldError, Problem } from '@jiahe/service-kit/problem.ts'
import type { Kind } from './body.ts'
import { type Column, columnsOf, headerOf } from './columns.ts'
import { csvRows } from './csvRows.ts'
import { encodingOf } from './decode.ts'
import { xlsxSheets } from './xlsxRows.ts'

export interface TableRow {
  readonly row: number
  readonly cells: readonly string[]
  /** As it stands in a text file, without its line end. */
  readonly text?: string
  /** Set when the cells cannot be trusted. */
  readonly fault?: 'unclosed-quote'
}
export interface Header {
  readonly title: string
  readonly column: Column
}
export interface Table {
  /** Of the text it was read from; what a workbook's rows are written in as text is UTF-8. */
  readonly encoding: string
  readonly headerRow: number
  readonly header: TableRow
  /** Null where the column is unknown or to be ignored. */
  readonly headers: readonly (Header | null)[]
  /** Titles as they stand in the file. */
  readonly titles: readonly string[]
  readonly unknownTitles: readonly string[]
  /** Rows with anything in them. */
  readonly rows: AsyncIterable<TableRow>
}

const LOOK_AT_ROWS = 10
const ZIP = Buffer.from([0x50, 0x4b])
const OLD_EXCEL = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])

/** Throws `invalid-file`, and says what is wrong with it. `contentType` may name the charset. */
export async function readTable(bytes: Buffer, contentType: string, kind: Kind): Promise<Table> {
  if (bytes.length === 0) throw new Problem('invalid-file', { detail: '文件是空的' })
  if (bytes.subarray(0, 4).equals(OLD_EXCEL))
    throw new Problem('invalid-file', { detail: '不支持旧版 XLS，请另存为 XLSX 或 CSV' })
  const columns = columnsOf(kind)
  const isZip = bytes.subarray(0, 2).equals(ZIP) || contentType.includes('spreadsheetml')
  const isTitle = (cell: string) => columns.has(headerOf(cell))
  const sheets = isZip ? xlsxSheets(bytes) : [csvRows(bytes, contentType, isTitle)]
  for await (const sheet of sheets) {
    const rows = sheet[Symbol.asyncIterator]()
    for (let i = 0; i < LOOK_AT_ROWS; i++) {
      const { value, done } = await rows.next()
      if (done) break
      if (value.cells.filter(isTitle).length >= 2) {
        const encoding = isZip ? 'utf-8' : encodingOf(bytes, contentType)
        return { encoding, ...tableFrom(value, columns, rows) }
      }
    }
    // What comes before the next sheet has to be read.
    while (!(await rows.next()).done);
  }
  const expected = [...columns.keys()].slice(0, 8).join('、')
  throw new Problem('invalid-file', { detail: `没有找到表头。应有的列：${expected}……` })
}

function tableFrom(
  header: TableRow,
  columns: ReadonlyMap<string, Column>,
  rows: AsyncIterator<TableRow>,
): Omit<Table, 'encoding'> {
  const { row, cells } = header
  const headers = cells.map((cell): Header | null => {
    const title = headerOf(cell)
    const column = columns.get(title)
    return column && !('ignored' in column) ? { title, column } : null
  })
  const errors = faultsOf(headers, columns)
  if (errors.length > 0)
    throw new Problem('invalid-file', { detail: '表头有误，请按 errors 逐项更正', errors })
  const unknownTitles = cells.map(headerOf).filter((title) => title !== '' && !columns.has(title))
  return { headerRow: row, header, headers, titles: cells, unknownTitles, rows: filled(rows) }
}

async function* filled(rows: AsyncIterator<TableRow>): AsyncGenerator<TableRow> {
  for (let next = await rows.next(); !next.done; next = await rows.next())
    if (next.value.fault || next.value.cells.some((cell) => cell.trim() !== '')) yield next.value
}

/** Without a reference, a time and a person no row could be taken; a column that stands twice says two things. */
function faultsOf(headers: readonly (Header | null)[], columns: ReadonlyMap<string, Column>): FieldError[] {
  const meanings = headers.map((header) => header && JSON.stringify(header.column))
  const doubled = headers.flatMap((header, i) =>
    header && meanings.indexOf(meanings[i]!) < i
      ? [{ pointer: header.title, reason: 'duplicate-column' }]
      : [],
  )
  const required = ['sourceRef', 'occurredAt'] as const
  const missing = required.flatMap((field) =>
    headers.some((h) => h && 'field' in h.column && h.column.field === field)
      ? []
      : [{ pointer: titleOf(columns, field), reason: 'missing-column' }],
  )
  return [...doubled, ...missing]
}

const titleOf = (columns: ReadonlyMap<string, Column>, field: string): string =>
  [...columns].find(([, column]) => 'field' in column && column.field === field)![0]

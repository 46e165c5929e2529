/**
 * A file as a table: its header, found by the titles that are known, even under a title of the whole, and the
 * rows below it, read as they are asked for. Rows keep the number that a person sees beside them, so whoever
 * reads the same file finds the same rows under the same numbers.
 */
import { csvRows } from './csvRows.ts'
import { encodingOf } from './decode.ts'
import { UnreadableFile } from './unreadable.ts'
import { xlsxSheets } from './xlsxRows.ts'

export interface TableRow {
  readonly row: number
  readonly cells: readonly string[]
  /** As it stands in a text file, without its line end. */
  readonly text?: string
  /** Set when the cells cannot be trusted. */
  readonly fault?: 'unclosed-quote'
}
export interface Table {
  /** Of the text it was read from; what a workbook's rows are written in as text is UTF-8. */
  readonly encoding: string
  readonly header: TableRow
  /** Rows with anything in them. */
  readonly rows: AsyncIterable<TableRow>
}
/** Titles by which a header is known, in the order in which a person is told of them. */
export type Titles = Pick<ReadonlyMap<string, unknown>, 'has' | 'keys'>

const LOOK_AT_ROWS = 10
const TITLES_NAMED = 8
const ZIP = Buffer.from([0x50, 0x4b])
const OLD_EXCEL = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])

/** XLSX is a zip. */
export const isWorkbook = (bytes: Buffer): boolean => bytes.subarray(0, 2).equals(ZIP)

/** Throws `UnreadableFile`, also in the middle of the rows. `contentType` may name the charset. */
export async function readTable(bytes: Buffer, contentType: string, titles: Titles): Promise<Table> {
  if (bytes.length === 0) throw new UnreadableFile('empty-file')
  if (bytes.subarray(0, 4).equals(OLD_EXCEL)) throw new UnreadableFile('old-excel')
  const isZip = isWorkbook(bytes) || contentType.includes('spreadsheetml')
  const isTitle = (cell: string) => titles.has(titleOf(cell))
  const sheets = isZip ? xlsxSheets(bytes) : [csvRows(bytes, contentType, isTitle)]
  for await (const sheet of sheets) {
    const rows = sheet[Symbol.asyncIterator]()
    for (let i = 0; i < LOOK_AT_ROWS; i++) {
      const { value, done } = await rows.next()
      if (done) break
      if (value.cells.filter(isTitle).length >= 2) {
        const encoding = isZip ? 'utf-8' : encodingOf(bytes, contentType)
        return { encoding, header: value, rows: filled(rows) }
      }
    }
    // What comes before the next sheet has to be read.
    while (!(await rows.next()).done);
  }
  const expected = [...titles.keys()].slice(0, TITLES_NAMED).join('、')
  throw new UnreadableFile('no-header', `。应有的列：${expected}……`)
}

async function* filled(rows: AsyncIterator<TableRow>): AsyncGenerator<TableRow> {
  for (let next = await rows.next(); !next.done; next = await rows.next())
    if (next.value.fault || next.value.cells.some((cell) => cell.trim() !== '')) yield next.value
}

/** Titles as people type them: full-width, with spaces, marked as required, with a remark in brackets. */
export const titleOf = (cell: string): string =>
  cell
    .normalize('NFKC')
    .replace(/[\s*\u200b\ufeff]/g, '')
    .replace(/\(.*\)$/, '')
    .replace(/:$/, '')

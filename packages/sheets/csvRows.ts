/**
 * Rows of a delimited text file, as they are read. A record is a row, as a spreadsheet counts, also when a
 * quoted cell runs over several lines. A quote that was never closed, or only by a later row's, is told of:
 * rows that it has swallowed must not go missing in silence.
 */
import { parse } from 'csv-parse'
import { decoded, encodingOf } from './decode.ts'
import type { TableRow } from './table.ts'

const RECORD_CHARACTERS = 512 * 1024
const LOOK_AT_LINES = 10

interface RawRecord {
  readonly record: string[]
  readonly raw: string
}

const delimiters = [',', '\t', ';', '，', '|']

/** `isTitle` tells a header that is known: the delimiter is the one that finds most of them. */
export async function* csvRows(
  bytes: Buffer,
  contentType: string,
  isTitle: (cell: string) => boolean,
): AsyncGenerator<TableRow> {
  const pieces = decoded(bytes, encodingOf(bytes, contentType))
  const first = pieces.next().value ?? ''
  const delimiter = delimiterOf(first, isTitle)
  const records: RawRecord[] = []
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: RECORD_CHARACTERS,
    raw: true,
    // Taken here and not from the stream, which gives up what it has read when it meets a fault.
    on_record: (record: unknown) => {
      records.push(record as RawRecord)
      return null
    },
  })
  let broken = false
  parser.on('error', () => {
    broken = true
  })
  let row = 0
  let width = 0
  const rowOf = ({ record: cells, raw }: RawRecord): TableRow => {
    width = Math.max(width, cells.length)
    const text = raw.replace(/^[\r\n]+|[\r\n]+$/g, '')
    return { row: ++row, cells, text, ...(swallows(cells, delimiter, width) ? unclosed : {}) }
  }
  for (let piece: string | undefined = first; piece !== undefined && !broken; piece = pieces.next().value) {
    await new Promise<void>((resolve) => parser.write(piece, () => resolve()))
    yield* records.splice(0).map(rowOf)
  }
  if (!broken) await new Promise<void>((resolve) => parser.once('error', () => resolve()).end(resolve))
  yield* records.splice(0).map(rowOf)
  if (broken) yield { row: row + 1, cells: [], ...unclosed }
}

const unclosed = { fault: 'unclosed-quote' } as const

function delimiterOf(text: string, isTitle: (cell: string) => boolean): string {
  const lines = text.split(/\r\n|\n|\r/, LOOK_AT_LINES)
  const titlesBy = (delimiter: string) =>
    Math.max(...lines.map((line) => line.split(delimiter).filter((cell) => isTitle(unquoted(cell))).length))
  const found = delimiters.map((delimiter) => ({ delimiter, titles: titlesBy(delimiter) }))
  return found.reduce((a, b) => (b.titles > a.titles ? b : a)).delimiter
}

const unquoted = (cell: string): string => cell.trim().replace(/^"(.*)"$/, '$1')

/** Whether a cell of several lines holds what looks like rows of this file. */
function swallows(cells: readonly string[], delimiter: string, width: number): boolean {
  const many = Math.max(4, Math.floor(width / 2))
  return cells.some(
    (cell) =>
      /[\r\n]/.test(cell) && cell.split(/[\r\n]+/).some((line) => line.split(delimiter).length > many),
  )
}

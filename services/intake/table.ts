/**
 * A bureau's file as rows of text, whatever it was made with: CSV in UTF-8 or GB18030 with any usual
 * delimiter, or XLSX. Rows keep the number that a person sees beside them in the file.
 */
import { Problem } from '@jiahe/service-kit/problem.ts'
import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'

export interface TableRow {
  readonly row: number
  readonly cells: readonly string[]
}

/** Throws `invalid-file`. `contentType` may name the charset. */
export async function readTable(bytes: Buffer, contentType: string): Promise<TableRow[]> {
  const zipped = bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))
  if (zipped || contentType.includes('spreadsheetml')) return readXlsx(bytes)
  return readCsv(decode(bytes, contentType))
}

/** The content type's charset, else the BOM, else UTF-8 if it is valid, else GB18030. */
export function decode(bytes: Buffer, contentType: string): string {
  const named = /charset="?([\w-]+)/i.exec(contentType)?.[1]
  if (named) {
    if (!iconv.encodingExists(named)) throw new Problem('invalid-file', { detail: `不认识的字符集 ${named}` })
    return strip(iconv.decode(bytes, /^gb/i.test(named) ? 'gb18030' : named))
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return strip(iconv.decode(bytes, 'utf-16le'))
  try {
    return strip(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return strip(iconv.decode(bytes, 'gb18030'))
  }
}
const strip = (text: string): string => text.replace(/^\ufeff/, '')

function readCsv(text: string): TableRow[] {
  const head = text.slice(0, text.search(/[\r\n]|$/))
  const delimiter = [',', '\t', ';', '，']
    .map((d) => [d, head.split(d).length] as const)
    .sort((a, b) => b[1] - a[1])[0]![0]
  try {
    const records = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    }) as string[][]
    return records.map((cells, i) => ({ row: i + 1, cells }))
  } catch (cause) {
    throw new Problem('invalid-file', {
      detail: '不是完整的 CSV：引号不成对',
      cause: cause instanceof Error ? cause.name : undefined,
    })
  }
}

async function readXlsx(bytes: Buffer): Promise<TableRow[]> {
  const workbook = new ExcelJS.Workbook()
  try {
    await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer)
  } catch {
    throw new Problem('invalid-file', { detail: '不是完整的 XLSX 文件' })
  }
  const sheet = workbook.worksheets.find((s) => s.rowCount > 0)
  if (!sheet) throw new Problem('invalid-file', { detail: 'XLSX 中没有内容' })
  const rows: TableRow[] = []
  sheet.eachRow((row, number) => {
    const values = row.values as ExcelJS.CellValue[]
    rows.push({
      row: number,
      cells: Array.from({ length: values.length }, (_, i) => textOf(values[i])).slice(1),
    })
  })
  return rows
}

function textOf(value: ExcelJS.CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 19).replace('T', ' ')
  // Excel keeps fifteen digits; what had more has lost the rest, and is written so that it shows.
  if (typeof value === 'number') return Math.abs(value) >= 1e15 ? value.toExponential() : String(value)
  if (typeof value !== 'object') return String(value)
  if ('richText' in value) return value.richText.map((part) => part.text).join('')
  if ('result' in value) return textOf(value.result as ExcelJS.CellValue)
  if ('text' in value) return textOf(value.text as ExcelJS.CellValue)
  return ''
}

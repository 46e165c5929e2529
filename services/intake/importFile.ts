/** A whole file: every good row becomes durable, every bad one is named by row, column and reason. */
import type { Regions } from '@jiahe/domain/regions.ts'
import { Problem } from '@jiahe/service-kit/problem.ts'
import { type IntakeBody, type Kind, kinds } from './body.ts'
import { type Column, columnsOf, headerOf } from './columns.ts'
import type { Intake } from './intake.ts'
import { type Header, type Remark, readRow } from './readRow.ts'
import { readTable, type TableRow } from './table.ts'
import { warningsOf } from './warnings.ts'

export interface ImportResult {
  readonly rows: number
  readonly accepted: number
  readonly amended: number
  readonly duplicates: number
  readonly rejected: readonly Remark[]
  readonly warnings: readonly Remark[]
}
export interface ImportFile {
  readonly bytes: Buffer
  readonly contentType: string
  readonly kind: Kind
  readonly source: string
  readonly submit: Intake['submit']
  readonly regions: Regions
  readonly now: Date
}

const ROWS_AT_ONCE = 256

export async function importFile(file: ImportFile): Promise<ImportResult> {
  const { kind, source, submit, regions, now } = file
  const table = await readTable(file.bytes, file.contentType)
  const { headers, headerRow, warnings } = findHeaders(table, columnsOf(kind))
  const data = table.filter(({ row, cells }) => row > headerRow && cells.some((cell) => cell.trim() !== ''))
  const count = { accepted: 0, amended: 0, duplicates: 0 }
  const rejected: Remark[] = []
  for (let from = 0; from < data.length; from += ROWS_AT_ONCE) {
    const good: IntakeBody[] = []
    for (const { row, cells } of data.slice(from, from + ROWS_AT_ONCE)) {
      const read = readRow(row, cells, { kind, source, headers, now })
      if ('rejected' in read) {
        rejected.push(...read.rejected)
        continue
      }
      const parsed = kinds[kind].safeParse(read.body)
      if (!parsed.success) {
        rejected.push({ row, column: String(parsed.error.issues[0]?.path[0] ?? ''), reason: 'invalid-value' })
        continue
      }
      good.push(parsed.data as IntakeBody)
      warnings.push(...read.warnings, ...doubts(row, parsed.data as IntakeBody, headers, regions))
    }
    const results = good.length > 0 ? await submit(good.map((body) => ({ kind, body }))) : []
    for (const { duplicate, amended } of results)
      count[duplicate ? 'duplicates' : amended ? 'amended' : 'accepted']++
  }
  return { rows: data.length, ...count, rejected, warnings }
}

/** The first of the first ten rows that has a reference or a time and one more known title. */
function findHeaders(table: readonly TableRow[], columns: ReadonlyMap<string, Column>) {
  for (const { row, cells } of table.slice(0, 10)) {
    const titles = cells.map(headerOf)
    if (titles.filter((title) => columns.has(title)).length < 2) continue
    const warnings: Remark[] = []
    const seen = new Set<string>()
    const headers = titles.map((title): Header | null => {
      const column = columns.get(title)
      const repeated = seen.has(title)
      seen.add(title)
      if (title !== '' && (!column || repeated))
        warnings.push({ row, column: title, reason: repeated ? 'duplicate-column' : 'unknown-column' })
      return column && !repeated ? { title, column } : null
    })
    return { headers, headerRow: row, warnings }
  }
  throw new Problem('invalid-file', {
    detail: `没有找到表头。应有的列：${[...columns.keys()].slice(0, 8).join('、')}……`,
  })
}

/** Warnings about the body, told by the column that they came from. */
function doubts(
  row: number,
  body: IntakeBody,
  headers: readonly (Header | null)[],
  regions: Regions,
): Remark[] {
  return warningsOf(body, regions).map(({ pointer, reason }) => {
    const [, , index, field] = pointer.split('/')
    const role = index === undefined ? null : body.parties[Number(index)]!.role
    const header = headers.find(
      (h) =>
        h &&
        (role === null
          ? 'field' in h.column && h.column.field === 'regionCode'
          : 'person' in h.column && h.column.person === role && h.column.field === field),
    )
    return { row, column: header?.title ?? '区划代码', reason }
  })
}

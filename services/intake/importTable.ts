/**
 * A bureau's file as the intake takes it: what each column means, and the rows. A header without which no row
 * could be taken, and a file that is no table, is refused as `invalid-file`.
 */
import { type Column, columnsOf } from '@jiahe/domain/fileColumns.ts'
import { type FieldError, Problem } from '@jiahe/service-kit/problem.ts'
import { readTable, type TableRow, titleOf } from '@jiahe/sheets/table.ts'
import { UnreadableFile } from '@jiahe/sheets/unreadable.ts'
import type { Kind } from './body.ts'

export interface Header {
  readonly title: string
  readonly column: Column
}
export interface ImportTable {
  readonly headerRow: number
  /** Null where the column is unknown or to be ignored. */
  readonly headers: readonly (Header | null)[]
  readonly unknownTitles: readonly string[]
  readonly rows: AsyncIterable<TableRow>
}

/** Throws `invalid-file`, and says what is wrong with it, also in the middle of the rows. */
export async function readImportTable(bytes: Buffer, contentType: string, kind: Kind): Promise<ImportTable> {
  const columns = columnsOf(kind)
  const { header, rows } = await readTable(bytes, contentType, columns).catch(refuse)
  const titles = header.cells.map(titleOf)
  const headers = titles.map((title): Header | null => {
    const column = columns.get(title)
    return column && !('ignored' in column) ? { title, column } : null
  })
  const errors = faultsOf(headers, columns)
  if (errors.length > 0)
    throw new Problem('invalid-file', { detail: '表头有误，请按 errors 逐项更正', errors })
  const unknownTitles = titles.filter((title) => title !== '' && !columns.has(title))
  return { headerRow: header.row, headers, unknownTitles, rows: refusing(rows) }
}

async function* refusing(rows: AsyncIterable<TableRow>): AsyncGenerator<TableRow> {
  try {
    yield* rows
  } catch (error) {
    refuse(error)
  }
}

function refuse(error: unknown): never {
  throw error instanceof UnreadableFile ? new Problem('invalid-file', { detail: error.message }) : error
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
      : [{ pointer: titleOfField(columns, field), reason: 'missing-column' }],
  )
  return [...doubled, ...missing]
}

const titleOfField = (columns: ReadonlyMap<string, Column>, field: string): string =>
  [...columns].find(([, column]) => 'field' in column && column.field === field)![0]

/**
 * A bureau's file as the intake takes it: what each column means, and the rows. A header without which no row
 * could be taken, and a file that is no table, is refused as `invalid-file`.
 */
import { type Column, columnsOf } from '@jiahe/domain/fileColumns.ts'
import { type FieldError, Problem } from '@jiahe/service-kit/problem.ts'
import { type Header as HeaderOf, headersOf } from '@jiahe/sheets/headers.ts'
import { readTable, type TableRow } from '@jiahe/sheets/table.ts'
import { UnreadableFile } from '@jiahe/sheets/unreadable.ts'
import type { Kind } from './body.ts'

export type Header = HeaderOf<Column>
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
  const { headers, unknownTitles, doubledTitles } = headersOf(header, columns)
  const errors = faultsOf(headers, doubledTitles, columns)
  if (errors.length > 0)
    throw new Problem('invalid-file', { detail: '表头有误，请按 errors 逐项更正', errors })
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
function faultsOf(
  headers: readonly (Header | null)[],
  doubledTitles: readonly string[],
  columns: ReadonlyMap<string, Column>,
): FieldError[] {
  const doubled = doubledTitles.map((pointer) => ({ pointer, reason: 'duplicate-column' }))
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

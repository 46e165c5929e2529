/**
 * A directory's file as it is taken: what each column means, and the rows. A header without which no row could be
 * taken, and a file that is no table, is refused as `invalid-file`.
 */
import {
  type OrganisationColumn,
  type OrganisationField,
  organisationColumns,
  requiredFields,
  titleOfField,
} from '@jiahe/domain/organisationColumns.ts'
import { Problem } from '@jiahe/service-kit/problem.ts'
import type { UploadedFile } from '@jiahe/service-kit/uploadedFile.ts'
import { type Header, headersOf } from '@jiahe/sheets/headers.ts'
import { readTable, type TableRow } from '@jiahe/sheets/table.ts'
import { UnreadableFile } from '@jiahe/sheets/unreadable.ts'
import type { Remark } from './organisationRow.ts'

export interface OrganisationTable {
  readonly headerRow: number
  readonly headers: readonly (Header<OrganisationColumn> | null)[]
  readonly unknownTitles: readonly string[]
  readonly rows: AsyncIterable<TableRow>
}

/** Throws `invalid-file`, and says what is wrong with it, also in the middle of the rows. */
export async function readOrganisationTable({
  bytes,
  contentType,
}: UploadedFile): Promise<OrganisationTable> {
  const { header, rows } = await readTable(bytes, contentType, organisationColumns).catch(refuse)
  const { headers, unknownTitles, doubledTitles } = headersOf(header, organisationColumns)
  const missing = requiredFields.filter((field) => headerOf(headers, field) === null)
  const errors = [
    ...doubledTitles.map((pointer) => ({ pointer, reason: 'duplicate-column' })),
    ...missing.map((field) => ({ pointer: titleOfField(field), reason: 'missing-column' })),
  ]
  if (errors.length > 0)
    throw new Problem('invalid-file', { detail: '表头有误，请按 errors 逐项更正', errors })
  return { headerRow: header.row, headers, unknownTitles, rows: refusing(rows) }
}

const headerOf = (
  headers: OrganisationTable['headers'],
  field: OrganisationField,
): Header<OrganisationColumn> | null =>
  headers.find((header) => header && 'field' in header.column && header.column.field === field) ?? null

/** The title under which a field stands in this file. */
export const titleIn = ({ headers }: OrganisationTable, field: OrganisationField): string =>
  headerOf(headers, field)?.title ?? titleOfField(field)

/** What concerns the whole file is told once, at its header. */
export function headerWarnings({ headerRow, headers, unknownTitles }: OrganisationTable): Remark[] {
  const unknown = unknownTitles.join('、')
  const kind = headerOf(headers, 'kind')
  return [
    ...(unknown === '' ? [] : [{ row: headerRow, column: unknown, reason: 'unknown-column' }]),
    ...(kind ? [] : [{ row: headerRow, column: titleOfField('kind'), reason: 'missing-kind-column' }]),
  ]
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

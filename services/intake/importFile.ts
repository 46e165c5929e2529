/**
 * A whole file: every good row becomes durable, every bad one is named by row, column and reason. Rows are
 * handed in in the file's order, so what they say of one pair of people is appended in that order.
 */
import type { Regions } from '@jiahe/domain/regions.ts'
import type { TableRow } from '@jiahe/sheets/table.ts'
import type { IntakeBody, Kind } from './body.ts'
import { handIn, type InHand } from './handIn.ts'
import { type Header, type ImportTable, readImportTable } from './importTable.ts'
import type { Intake } from './intake.ts'
import type { Submission } from './plan.ts'
import { type Remark, readRow } from './readRow.ts'
import { warningsOf } from './warnings.ts'

export interface ImportResult {
  /** Rows with anything in them, below the header. */
  readonly rows: number
  /** New ones; amendments and duplicates are counted apart. */
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
/** While these are appended, the next are read and admitted. */
const BATCHES_IN_HAND = 4

/** Throws `invalid-file` when there is no table in it. Fails as a whole when the log is overloaded: importing
 *  it again takes up where it stopped. */
export async function importFile(file: ImportFile): Promise<ImportResult> {
  const steps = importSteps(await readImportTable(file.bytes, file.contentType, file.kind), file)
  for (;;) {
    const step = await steps.next()
    if (step.done) return step.value
  }
}

/** Yields how many rows are done. */
export async function* importSteps(
  table: ImportTable,
  { kind, source, submit, regions, now }: ImportFile,
): AsyncGenerator<number, ImportResult> {
  const { headers } = table
  const count = { rows: 0, accepted: 0, amended: 0, duplicates: 0 }
  const rejected: Remark[] = []
  const warnings = headerWarnings(table)
  const inHand: (InHand & { readonly rows: number })[] = []
  async function answered(): Promise<number> {
    const { answers, rows } = inHand.shift()!
    for (const { duplicate, amended } of await answers)
      count[duplicate ? 'duplicates' : amended ? 'amended' : 'accepted']++
    count.rows += rows
    return count.rows
  }
  for await (const rows of byTheBatch(table.rows)) {
    const submissions: Submission[] = []
    for (const row of rows) {
      const read = readRow(row, { kind, source, headers, now })
      if ('rejected' in read) rejected.push(...read.rejected)
      else {
        submissions.push({ kind, body: read.body })
        warnings.push(...read.warnings, ...doubts(row.row, read.body, headers, regions))
      }
    }
    inHand.push({ ...(await handIn(submissions, submit)), rows: rows.length })
    if (inHand.length === BATCHES_IN_HAND) yield await answered()
  }
  while (inHand.length > 0) yield await answered()
  return { ...count, rejected, warnings }
}

async function* byTheBatch(rows: AsyncIterable<TableRow>): AsyncGenerator<TableRow[]> {
  let batch: TableRow[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < ROWS_AT_ONCE) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

const REGION_TITLE = '区划代码'

/** What concerns the whole file is told once, at its header. */
function headerWarnings({ headerRow, headers, unknownTitles }: ImportTable): Remark[] {
  const unknown = unknownTitles.join('、')
  return [
    ...(unknown === '' ? [] : [{ row: headerRow, column: unknown, reason: 'unknown-column' }]),
    ...(headers.some(isRegion) ? [] : [{ row: headerRow, column: REGION_TITLE, reason: 'missing-column' }]),
  ]
}

const isRegion = (header: Header | null): boolean =>
  header !== null && 'field' in header.column && header.column.field === 'regionCode'

/** Warnings about the body, told by the column that they came from. */
function doubts(
  row: number,
  body: IntakeBody,
  headers: readonly (Header | null)[],
  regions: Regions,
): Remark[] {
  return warningsOf(body, regions).flatMap(({ pointer, reason }) => {
    const [, name, index, field] = pointer.split('/')
    const role = index === undefined ? null : body.parties[Number(index)]!.role
    const header = headers.find(
      (h) =>
        h !== null &&
        ('role' in h.column
          ? h.column.role === role && h.column.person === field
          : 'field' in h.column && role === null && h.column.field === name),
    )
    // A column that is not there was told of at the header.
    return header ? [{ row, column: header.title, reason }] : []
  })
}

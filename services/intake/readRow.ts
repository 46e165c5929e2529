/**
 * A row of a file becomes a body, or is rejected for what makes it impossible: no or unreadable time, no
 * reference, no person. Everything else that is odd is a warning. Remarks name row and column, never a value.
 */
import type { MatterField } from '@jiahe/domain/fileColumns.ts'
import { plainDigits } from '@jiahe/domain/idNumber.ts'
import { tidyCell } from '@jiahe/sheets/cell.ts'
import type { TableRow } from '@jiahe/sheets/table.ts'
import { faultOfTime, type IntakeBody, type Kind, kinds } from './body.ts'
import type { Header } from './importTable.ts'
import { readMoment } from './moment.ts'
import { type PersonCells, putPerson } from './personCells.ts'
import {
  readAnswer,
  readChannel,
  readDisputeType,
  readInjury,
  readMaritalStatus,
  readRelationship,
} from './words.ts'

export interface Remark {
  readonly row: number
  readonly column: string
  readonly reason: string
}
export interface RowContext {
  readonly kind: Kind
  readonly source: string
  readonly headers: readonly (Header | null)[]
  readonly now: Date
}
export type ReadRow =
  | { readonly body: IntakeBody; readonly warnings: readonly Remark[] }
  | { readonly rejected: readonly Remark[] }

/** What a row says, before it is asked whether it can be taken. */
interface Said {
  readonly matter: Partial<Record<MatterField, string>>
  readonly facts: Record<string, string>
  readonly people: Map<string, PersonCells>
  readonly warnings: Remark[]
}

export function readRow(tableRow: TableRow, context: RowContext): ReadRow {
  const { row, cells, fault } = tableRow
  const first = context.headers.find((header) => header !== null)?.title ?? ''
  if (fault) return { rejected: [{ row, column: first, reason: fault }] }
  const said = readCells(row, cells, context)
  const occurredAt = readMoment(said.matter.occurredAt ?? '')
  const rejected = faultsOf(row, said, occurredAt, context)
  if (rejected.length > 0) return { rejected }
  const parsed = kinds[context.kind].safeParse(bodyOf(said, occurredAt!, context))
  if (parsed.success) return { body: parsed.data as IntakeBody, warnings: said.warnings }
  return { rejected: [{ row, column: first, reason: 'invalid-value' }] }
}

function readCells(row: number, cells: readonly string[], { headers }: RowContext): Said {
  const said: Said = { matter: {}, facts: {}, people: new Map(), warnings: [] }
  for (const [i, header] of headers.entries()) {
    const cell = tidyCell(cells[i] ?? '')
    if (!header || cell === '') continue
    const { title, column } = header
    const warn = (reason: string) => said.warnings.push({ row, column: title, reason })
    if ('factor' in column) {
      const answer = column.factor === 'F06' ? readInjury(cell) : readAnswer(cell)
      if (answer === undefined) warn(column.factor === 'F06' ? 'unknown-injury' : 'unknown-answer')
      said.facts[column.factor] = answer ?? 'unknown'
    } else if ('role' in column) {
      const person = said.people.get(column.role) ?? {}
      said.people.set(column.role, person)
      putPerson(person, column.person, cell, warn)
    } else if ('field' in column) {
      const value = readField(column.field, cell, warn)
      if (value !== undefined) said.matter[column.field] = value
    }
  }
  return said
}

const longest: Partial<Record<MatterField, number>> = { regionCode: 32, address: 500, narrative: 20_000 }

function readField(field: MatterField, cell: string, warn: (reason: string) => void): string | undefined {
  const orWarn = (code: string | undefined, reason: string) => {
    if (code === undefined) warn(reason)
    return code
  }
  switch (field) {
    case 'sourceRef':
      return cell
        .normalize('NFKC')
        .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
        .trim()
    case 'maritalStatus':
      return orWarn(readMaritalStatus(cell), 'unknown-marital-status')
    case 'relationship':
      return orWarn(readRelationship(cell), 'unknown-relationship') ?? 'other'
    case 'disputeType':
      return orWarn(readDisputeType(cell), 'unknown-dispute-type')
    case 'channel': {
      const channel = readChannel(cell)
      return orWarn(channel === 'police-110' ? undefined : channel, 'unknown-channel')
    }
    default: {
      const text = field === 'regionCode' ? plainDigits(cell).replace(/\.0+$/, '') : cell
      const most = longest[field] ?? text.length
      if (text.length > most) warn('cut-off')
      return text.slice(0, most)
    }
  }
}

/** As a spreadsheet shows a long number: many references would come to be the same one. */
const DIGITS_LOST = /^\d(\.\d+)?E\+\d{2}$/i
const LONGEST_REFERENCE = 128

function faultsOf(
  row: number,
  { matter, people }: Said,
  occurredAt: string | null,
  { headers, kind, now }: RowContext,
): Remark[] {
  const titleOf = (is: (header: Header) => boolean) => headers.find((h) => h !== null && is(h))?.title
  const ofField = (field: MatterField) =>
    titleOf(({ column }) => 'field' in column && column.field === field) ?? ''
  const ofPerson =
    titleOf(({ column }) => 'role' in column) ?? (kind === 'police-alerts' ? '受害人姓名' : '申请人姓名')
  const reference = matter.sourceRef ?? ''
  const referenceFault =
    reference === ''
      ? 'missing-reference'
      : DIGITS_LOST.test(reference)
        ? 'reference-digits-lost'
        : reference.length > LONGEST_REFERENCE
          ? 'reference-too-long'
          : null
  const timeFault = !matter.occurredAt
    ? 'missing-time'
    : occurredAt === null
      ? 'unreadable-time'
      : faultOfTime(occurredAt, now)
  const personFault = [...people.values()].some(isSomebody) ? null : 'no-person'
  const faults: [string, string | null][] = [
    [ofField('sourceRef'), referenceFault],
    [ofField('occurredAt'), timeFault],
    [ofPerson, personFault],
  ]
  return faults.flatMap(([column, reason]) => (reason === null ? [] : [{ row, column, reason }]))
}

const isSomebody = ({ name, idNumber, phone }: PersonCells): boolean =>
  [name, idNumber, phone].some((cell) => cell !== undefined)

function bodyOf({ matter, facts, people }: Said, occurredAt: string, { kind, source }: RowContext): object {
  const isAlert = kind === 'police-alerts'
  return {
    ...matter,
    source,
    channel: isAlert ? 'police-110' : (matter.channel ?? 'internal-referral'),
    occurredAt,
    disputeType: matter.disputeType ?? (isAlert ? 'domestic-violence' : 'other'),
    parties: [...people]
      .filter(([, person]) => isSomebody(person))
      .map(([role, person]) => ({ role, ...person })),
    facts,
  }
}

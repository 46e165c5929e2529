/**
 * A row of a file becomes a body, or is rejected for what makes it impossible: no or unreadable time, no
 * reference, no person. Everything else that is odd is a warning.
 */
import { injuries } from '@jiahe/domain/facts.ts'
import { plainDigits } from '@jiahe/domain/idNumber.ts'
import { channels, disputeTypes, maritalStatuses, relationships } from '@jiahe/domain/vocabulary.ts'
import type { IntakeBody, Kind } from './body.ts'
import type { Column, PersonField } from './columns.ts'
import { readDate, readMoment } from './moment.ts'

export interface Remark {
  readonly row: number
  readonly column: string
  readonly reason: string
}
export interface Header {
  readonly title: string
  readonly column: Column
}
export interface RowContext {
  readonly kind: Kind
  readonly source: string
  readonly headers: readonly (Header | null)[]
  readonly now: Date
}
export type ReadRow =
  | { readonly body: IntakeBody; readonly warnings: Remark[] }
  | { readonly rejected: Remark[] }

type Party = IntakeBody['parties'][number]

export function readRow(
  row: number,
  cells: readonly string[],
  { kind, source, headers, now }: RowContext,
): ReadRow {
  const warnings: Remark[] = []
  const rejected: Remark[] = []
  const said: Record<string, string | undefined> = {}
  const facts: Record<string, string> = {}
  const parties = new Map<string, Record<string, string>>()
  headers.forEach((header, i) => {
    const cell = tidy(cells[i] ?? '')
    if (!header || cell === '') return
    const warn = (reason: string) => warnings.push({ row, column: header.title, reason })
    const { column } = header
    if ('factor' in column)
      facts[column.factor] = column.factor === 'F06' ? readInjury(cell, warn) : readAnswer(cell, warn)
    else if ('person' in column) putPerson(parties, column.person, column.field, cell, warn)
    else if (column.field !== 'ignored') said[column.field] = readField(column.field, cell, warn)
  })
  const titleOf = (field: string) =>
    headers.find((h) => h && 'field' in h.column && !('person' in h.column) && h.column.field === field)
      ?.title ?? ''
  const occurredAt = said.occurredAt ? readMoment(said.occurredAt) : null
  const reject = (column: string, reason: string) => rejected.push({ row, column, reason })
  if (!said.sourceRef) reject(titleOf('sourceRef'), 'missing-reference')
  if (!said.occurredAt) reject(titleOf('occurredAt'), 'missing-time')
  else if (!occurredAt || Date.parse(occurredAt) < Date.parse('1990-01-01'))
    reject(titleOf('occurredAt'), 'unreadable-time')
  else if (Date.parse(occurredAt) > now.getTime() + 86_400_000)
    reject(titleOf('occurredAt'), 'more-than-a-day-ahead')
  if (![...parties.values()].some((p) => p.name || p.idNumber || p.phone))
    reject(kind === 'police-alerts' ? '受害人姓名' : '申请人姓名', 'no-person')
  if (rejected.length > 0) return { rejected }
  const body = {
    source,
    sourceRef: said.sourceRef!.slice(0, 128),
    channel: kind === 'police-alerts' ? 'police-110' : (said.channel ?? 'internal-referral'),
    occurredAt: occurredAt!,
    regionCode: said.regionCode?.slice(0, 32),
    address: said.address?.slice(0, 500),
    maritalStatus: said.maritalStatus,
    disputeType: said.disputeType ?? (kind === 'police-alerts' ? 'domestic-violence' : 'other'),
    relationship: said.relationship,
    parties: [...parties]
      .filter(([, p]) => p.name || p.idNumber || p.phone)
      .map(([role, p]) => ({ role, ...p }) as Party),
    facts,
    narrative: said.narrative?.slice(0, 20_000),
  }
  // A cell that said nothing is a field that was not sent.
  return { body: JSON.parse(JSON.stringify(body)) as IntakeBody, warnings }
}

/** Stray spaces and marks of every width are gone; a cell that only says that it is empty is empty. */
function tidy(cell: string): string {
  const text = cell
    .replaceAll('\u0000', '')
    .replace(/[\u200b\ufeff]/g, '')
    .trim()
  return /^(-+|—+|\/|null|NULL|无此项)$/.test(text) ? '' : text
}

type Warn = (reason: string) => void

function readField(field: string, cell: string, warn: Warn): string | undefined {
  switch (field) {
    case 'sourceRef':
      return cell.normalize('NFKC').replace(/\p{C}/gu, '').trim()
    case 'regionCode':
      return plainDigits(cell).replace(/\.0+$/, '')
    case 'maritalStatus':
      return codeOf(maritalStatuses, cell) ?? unknown(warn, 'unknown-marital-status', undefined)
    case 'relationship':
      return codeOf(relationships, cell) ?? unknown(warn, 'unknown-relationship', 'other')
    case 'disputeType':
      return codeOf(disputeTypes, cell) ?? unknown(warn, 'unknown-dispute-type', undefined)
    case 'channel':
      return codeOf(channels, cell) ?? unknown(warn, 'unknown-channel', undefined)
    default:
      return cell
  }
}

function unknown<T>(warn: Warn, reason: string, instead: T): T {
  warn(reason)
  return instead
}

/** The code, given as itself or as its Chinese word. */
function codeOf(table: Readonly<Record<string, string>>, cell: string): string | undefined {
  const text = cell.normalize('NFKC').replace(/\s/g, '')
  if (Object.hasOwn(table, text)) return text
  return Object.entries(table).find(
    ([, word]) => word === text || word === `${text}线索` || text === `${word}关系`,
  )?.[0]
}

const yes = ['是', '有', 'Y', 'YES', '1', '√', 'TRUE']
const no = ['否', '无', '没有', 'N', 'NO', '0', '×', 'FALSE']
const open = ['未知', '不详', '不明', '不清楚', 'UNKNOWN', '?']

function readAnswer(cell: string, warn: Warn): string {
  const text = plainDigits(cell)
  if (yes.includes(text)) return 'yes'
  if (no.includes(text)) return 'no'
  return open.includes(text) ? 'unknown' : unknown(warn, 'unknown-answer', 'unknown')
}

function readInjury(cell: string, warn: Warn): string {
  const text = cell.normalize('NFKC').replace(/\s/g, '')
  const found = Object.entries(injuries).find(
    ([code, word]) =>
      code === text || word === text || `${word}伤` === text || (code === 'serious' && text === '重伤'),
  )
  if (found) return found[0]
  return open.includes(text.toUpperCase()) ? 'unknown' : unknown(warn, 'unknown-injury', 'unknown')
}

function putPerson(
  parties: Map<string, Record<string, string>>,
  role: string,
  field: PersonField,
  cell: string,
  warn: Warn,
): void {
  const person = parties.get(role) ?? {}
  parties.set(role, person)
  if (field === 'sex') {
    const sex = { 男: '1', 女: '2', 未知: '0', '1': '1', '2': '2', '0': '0', '9': '9' }[plainDigits(cell)]
    if (sex) person.sex = sex
    else warn('unknown-sex')
  } else if (field === 'birthDate') {
    const date = readDate(cell)
    if (date) person.birthDate = date
    else warn('unreadable-date')
  } else person[field] = (field === 'name' ? cell : plainDigits(cell)).slice(0, field === 'name' ? 100 : 64)
}

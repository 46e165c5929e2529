/**
 * A row of a directory's file becomes an organisation, or is rejected for what makes it impossible: no code or one
 * that is a person's, no name, no region of the city. Everything else that is odd is a warning. Remarks name row and
 * column, never a value.
 */
import { isScientific, plainDigits, readPhone } from '@jiahe/domain/idNumber.ts'
import type { Particulars } from '@jiahe/domain/organisation.ts'
import { readOrganisationCode } from '@jiahe/domain/organisationCode.ts'
import {
  type OrganisationColumn,
  type OrganisationField,
  titleOfField,
} from '@jiahe/domain/organisationColumns.ts'
import { faultOfPlace } from '@jiahe/domain/organisationCommands.ts'
import type { ImportedOrganisation } from '@jiahe/domain/organisationImport.ts'
import { normaliseRegion } from '@jiahe/domain/regions.ts'
import type { Territory } from '@jiahe/domain/route.ts'
import type { Card } from '@jiahe/privacy/cards.ts'
import { tidyCell } from '@jiahe/sheets/cell.ts'
import type { Header } from '@jiahe/sheets/headers.ts'
import type { TableRow } from '@jiahe/sheets/table.ts'
import { inOrder } from './organisationBodies.ts'
import { readCapability, readKind, readStatus } from './organisationWords.ts'

export interface Remark {
  readonly row: number
  readonly column: string
  readonly reason: string
}
export interface OrganisationInRow {
  readonly row: number
  readonly code: string
  readonly particulars: Omit<Particulars, 'cardId'>
  readonly card: Card
  readonly status: ImportedOrganisation['status']
}
export type ReadOrganisationRow =
  | { readonly organisation: OrganisationInRow; readonly warnings: readonly Remark[] }
  | { readonly rejected: readonly Remark[] }

type OrganisationHeader = Header<OrganisationColumn>
type Said = Partial<Record<OrganisationField, string>>
type Warn = (field: OrganisationField, reason: string) => void

const longest: Partial<Record<OrganisationField, number>> = { name: 100, address: 300, contactName: 100 }

export function readOrganisationRow(
  { row, cells, fault }: TableRow,
  headers: readonly (OrganisationHeader | null)[],
  territory: Territory,
): ReadOrganisationRow {
  const titles = new Map<string, string>()
  for (const header of headers)
    if (header && 'field' in header.column) titles.set(header.column.field, header.title)
  const remark = (field: OrganisationField, reason: string): Remark => ({
    row,
    column: titles.get(field) ?? titleOfField(field),
    reason,
  })
  if (fault) return { rejected: [remark('code', fault)] }
  const warnings: Remark[] = []
  const warn: Warn = (field, reason) => void warnings.push(remark(field, reason))
  const said = readCells(cells, headers, warn)
  const kind = kindOf(said, warn)
  const { code, fault: codeFault } = codeOf(said, kind)
  const region = regionOf(said, kind, code, territory, warn)
  const faults = [
    ...(codeFault ? [remark('code', codeFault)] : []),
    ...(said.name ? [] : [remark('name', 'missing-name')]),
    ...('fault' in region ? [remark('regionCode', region.fault)] : []),
  ]
  if (faults.length > 0 || 'fault' in region) return { rejected: faults }
  const misplaced = faultOfPlace(code, { kind, regionCode: region.code }, territory)
  if (misplaced) {
    const isOfCode = misplaced === 'federation-code' || misplaced === 'code-of-a-region'
    return { rejected: [remark(isOfCode ? 'code' : 'regionCode', misplaced)] }
  }
  const particulars = {
    ...{ kind, regionCode: region.code },
    capabilities: capabilitiesOf(said, warn),
    capacity: capacityOf(said, warn),
  }
  const status = said.status === undefined ? null : statusOf(said.status, warn)
  return { organisation: { row, code, particulars, card: cardOf(said, warn), status }, warnings }
}

function readCells(
  cells: readonly string[],
  headers: readonly (OrganisationHeader | null)[],
  warn: Warn,
): Said {
  const said: Said = {}
  for (const [i, header] of headers.entries()) {
    const text = tidyCell(cells[i] ?? '')
    if (!header || !('field' in header.column) || text === '') continue
    const { field } = header.column
    const most = longest[field] ?? text.length
    if (text.length > most) warn(field, 'cut-off')
    said[field] = text.slice(0, most)
  }
  return said
}

function kindOf({ kind }: Said, warn: Warn): Particulars['kind'] {
  const read = kind === undefined ? undefined : readKind(kind)
  if (kind !== undefined && read === undefined) warn('kind', 'unknown-kind')
  return read ?? 'other'
}

/** A federation's code may be written with the zeros that fill a region code up. */
function codeOf({ code = '' }: Said, kind: Particulars['kind']): ReturnType<typeof readOrganisationCode> {
  const digits = plainDigits(code).replace(/\.0+$/, '')
  const region = kind === 'federation' ? normaliseRegion(digits) : null
  return readOrganisationCode(region ?? (/^\d+$/.test(digits) ? digits : code))
}

/** An unknown township of a known district lies in the district. A federation's code is its region, too. */
function regionOf(
  { regionCode }: Said,
  kind: Particulars['kind'],
  code: string,
  { regions }: Territory,
  warn: Warn,
): { readonly code: string } | { readonly fault: string } {
  if (regionCode === undefined) return kind === 'federation' ? { code } : { fault: 'missing-region' }
  const digits = plainDigits(regionCode).replace(/\.0+$/, '')
  if (isScientific(digits)) return { fault: 'region-digits-lost' }
  const region = normaliseRegion(digits)
  if (region === null) return { fault: 'unknown-region' }
  if (regions.exists(region)) return { code: region }
  const district = region.slice(0, 6)
  if (region.length < 9 || !regions.exists(district)) return { fault: 'unknown-region' }
  warn('regionCode', 'unknown-township-of-organisation')
  return { code: district }
}

function capabilitiesOf({ capabilities = '' }: Said, warn: Warn): Particulars['capabilities'] {
  const words = capabilities.split(/[、,，;；/|\s]+/).filter((word) => word !== '')
  const read = words.map(readCapability)
  if (read.includes(undefined)) warn('capabilities', 'unknown-capability')
  return inOrder(read.filter((capability) => capability !== undefined))
}

function capacityOf({ capacity }: Said, warn: Warn): number | null {
  if (capacity === undefined) return null
  const digits = plainDigits(capacity)
    .replace(/\.0+$/, '')
    .replace(/[张个床位人]+$/, '')
  if (/^\d{1,4}$/.test(digits)) return Number(digits)
  warn('capacity', 'unreadable-capacity')
  return null
}

function statusOf(text: string, warn: Warn): ImportedOrganisation['status'] {
  const status = readStatus(text)
  if (status === undefined) warn('status', 'unknown-status')
  return status ?? null
}

function cardOf({ name = '', address, contactName, ...said }: Said, warn: Warn): Card {
  const phoneOf = (field: 'phone' | 'contactPhone') => {
    const text = said[field]
    if (text === undefined) return {}
    const read = readPhone(text.replace(/(转|-)\d{1,6}$/, ''))
    if (!read.usable) warn(field, read.digitsLost ? 'phone-digits-lost' : 'organisation-phone-format')
    return { [field]: text.normalize('NFKC').slice(0, 40) }
  }
  return {
    name,
    ...(address ? { address } : {}),
    ...phoneOf('phone'),
    ...(contactName ? { contactName } : {}),
    ...phoneOf('contactPhone'),
  }
}

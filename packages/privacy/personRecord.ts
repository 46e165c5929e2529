/**
 * What is known of one person, and how a further mention of her is taken in: what was said last holds, what it
 * displaces is kept under `former`, and a number or phone that cannot be right never displaces one that can.
 */
import { readIdNumber, readPhone } from '@jiahe/domain/idNumber.ts'

export interface PersonDetails {
  readonly name?: string | undefined
  readonly idNumber?: string | undefined
  readonly phone?: string | undefined
  /** GB/T 2261.1. */
  readonly sex?: string | undefined
  /** `YYYY-MM-DD` */
  readonly birthDate?: string | undefined
}
type Field = keyof PersonDetails
const fields = ['name', 'idNumber', 'phone', 'sex', 'birthDate'] as const satisfies readonly Field[]

export interface PersonRecord extends PersonDetails {
  /** When the newest mention was said, ISO 8601 in UTC. */
  readonly saidAt?: string | undefined
  /** Other values that were said, oldest first. */
  readonly former?: Readonly<Partial<Record<Field, readonly string[]>>> | undefined
}

const FORMER_KEPT = 20

/** `saidAt` in UTC. Mentions may come in any order: an old file does not displace what is newer. */
export function takeIn(before: PersonRecord, said: PersonDetails, saidAt: string): PersonRecord {
  const newer = before.saidAt === undefined || saidAt >= before.saidAt
  const next: Partial<Record<Field, string>> = {}
  const former: Partial<Record<Field, readonly string[]>> = { ...before.former }
  for (const field of fields) {
    const [old, fresh] = [before[field], oneForm(field, said[field])]
    const wins = old === undefined || (fresh !== undefined && displaces(field, fresh, old, newer))
    const [kept, put] = wins ? [fresh, old] : [old, fresh]
    if (kept !== undefined) next[field] = kept
    const others = (former[field] ?? []).filter((value) => value !== kept && value !== put)
    if (put !== undefined && put !== kept) former[field] = [...others, put].slice(-FORMER_KEPT)
  }
  const has = Object.keys(former).length > 0
  return { ...next, saidAt: newer ? saidAt : before.saidAt, ...(has ? { former } : {}) }
}

function displaces(field: Field, fresh: string, old: string, newer: boolean): boolean {
  const [a, b] = [isSound(field, fresh), isSound(field, old)]
  return a === b ? newer && fresh !== old : a
}

function isSound(field: Field, value: string): boolean {
  if (field === 'idNumber') return readIdNumber(value).fault === null
  return field !== 'phone' || readPhone(value).usable
}

function oneForm(field: Field, value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined
  if (field === 'idNumber') return readIdNumber(value).number
  return field === 'phone' ? readPhone(value).phone : value
}

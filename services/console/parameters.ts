/** The query parameters that several lists share, with clear faults for what cannot be read. */
import { dayOf } from '@jiahe/domain/clocks.ts'
import { normaliseRegion, type Regions } from '@jiahe/domain/regions.ts'
import { decodeCursor, decodeWords } from '@jiahe/read-models/paging.ts'
import type { Account } from '@jiahe/service-kit/accounts.ts'
import { Problem } from '@jiahe/service-kit/problem.ts'
import { z } from 'zod'
import { authorise } from './authorise.ts'
import { refusal } from './refusals.ts'

/** PostgreSQL has no such character. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((s) => !s.includes('\u0000'), 'null-character')

/** A moment with its zone. A `+` that a caller forgot to encode arrives as a space. */
const readMoment = (sent: string): string => sent.replace(/ (?=\d{2}:?\d{2}$)/, '+')
const isMoment = (sent: string): boolean =>
  z.iso.datetime({ offset: true }).safeParse(readMoment(sent)).success &&
  Number.isFinite(Date.parse(readMoment(sent)))
const isDay = (sent: string): boolean => z.iso.date().safeParse(sent).success

/** `YYYY-MM-DD` in Asia/Shanghai, or a moment, which stands for its day there. */
export const day = text(40)
  .refine((s) => isDay(s) || isMoment(s), 'not-a-day')
  .transform((s) => (isDay(s) ? s : dayOf(readMoment(s))))

/** A moment with its zone, or a day, which stands for its end in Asia/Shanghai. */
export const moment = text(40)
  .refine((s) => isDay(s) || isMoment(s), 'not-a-time-with-zone')
  .transform((s) => new Date(isDay(s) ? `${s}T23:59:59.999+08:00` : readMoment(s)))

export const region = text(12).regex(/^\d{2,12}$/)
export const federation = text(9).regex(/^(\d{4}|\d{6}|\d{9})$/)
export const search = text(64)
export const name = text(128)
export const flag = z.enum(['true', 'false']).transform((s) => s === 'true')
export const count = z.coerce.number().int().min(0).max(999)
export const limit = z.coerce.number().int().min(1).max(200).default(50)
export const cursor = text(512).refine((s) => decodeCursor(s) !== undefined, 'not-a-cursor')
/** Of a list whose key is so many words. */
export const cursorOf = (count: number) =>
  text(512).refine((s) => decodeWords(s, count) !== undefined, 'not-a-cursor')
export const id = text(64)

/** Words of a list, separated by commas, each once. */
export const words = <const W extends string>(known: readonly W[]) =>
  text(256).transform((sent, context): W[] => {
    const list = sent === '' ? [] : sent.split(',')
    const isKnown = (word: string): word is W => (known as readonly string[]).includes(word)
    if (!list.every(isKnown)) context.addIssue({ code: 'custom', message: 'not-one-of-the-values' })
    else if (new Set(list).size < list.length) context.addIssue({ code: 'custom', message: 'named-twice' })
    else return list
    return z.NEVER
  })

export const isUuid = (sent: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(sent)

export const invalidQuery = (parameter: string, reason: string): Problem =>
  new Problem('invalid-query', { errors: [{ pointer: `?${parameter}`, reason }] })

/** Throws when the days are the wrong way round. */
export function checkDays({ from, to }: { from?: string | undefined; to?: string | undefined }): void {
  if (from !== undefined && to !== undefined && to < from) throw invalidQuery('to', 'before-from')
}

/** The region that is asked about, or the account's own. Throws when it does not exist or is not the account's. */
export function regionFor(
  account: Account,
  sent: string | undefined,
  regions: Regions,
  action: 'see-board' | 'see-supervision' = 'see-board',
): string {
  if (sent === undefined) return account.federation
  const code = normaliseRegion(sent)
  if (code === null || !regions.exists(code)) throw invalidQuery('region', 'unknown-region')
  const refused = authorise(account, action, { federations: [code] })
  if (refused) throw refusal(refused)
  return code
}

/** Asks the read models. What the database cannot read as a value was a made-up cursor; while a start is
 *  still making the tables, or those of a new version, the answer is to come back. */
export async function asked<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code.startsWith('22')) throw invalidQuery('cursor', 'not-a-cursor')
    if (['42P01', '42703', '3F000'].includes(code)) throw new Problem('overloaded')
    throw error
  }
}

/** What is said of an organisation over HTTP: the shapes of the bodies, and how they become particulars and a card. */
import { organisationCode } from '@jiahe/domain/catalogue/organisation.ts'
import { plainDigits, readPhone } from '@jiahe/domain/idNumber.ts'
import type { Organisation, Particulars } from '@jiahe/domain/organisation.ts'
import { capabilities, closingReasons, codesOf, organisationKinds } from '@jiahe/domain/vocabulary.ts'
import type { Card } from '@jiahe/privacy/cards.ts'
import { z } from 'zod'

const words = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((s) => !s.includes('\u0000'), 'null-character')
/** An office's telephone may have an extension. */
const phone = z
  .string()
  .max(40)
  .refine((sent) => readPhone(sent.replace(/(转|-)\d{1,6}$/, '')).usable, 'phone-format')
const name = words(100)
const place = z.string().regex(/^(\d{4}|\d{6}|\d{9})$/)
const able = z.array(z.enum(codesOf(capabilities))).max(20)
const capacity = z.int().min(0).max(9999)
const kind = z.enum(codesOf(organisationKinds))
const reached = {
  address: words(300).nullish(),
  phone: phone.nullish(),
  contactName: words(100).nullish(),
  contactPhone: phone.nullish(),
}

export const registerBody = z.strictObject({
  code: z
    .string()
    .transform((sent) => plainDigits(sent))
    .pipe(organisationCode),
  kind,
  regionCode: place,
  name,
  ...reached,
  capabilities: able.default([]),
  capacity: capacity.nullish(),
})
export type RegisterBody = z.output<typeof registerBody>

/** What is left out stays as it is; what is null is no more. */
export const amendBody = z.strictObject({
  kind: kind.optional(),
  regionCode: place.optional(),
  name: name.optional(),
  ...reached,
  capabilities: able.optional(),
  capacity: capacity.nullish(),
})
export type AmendBody = z.output<typeof amendBody>

export const closeBody = z.strictObject({ reason: z.enum(codesOf(closingReasons)) })

type Said = Omit<AmendBody, 'name'> & { readonly name?: string | undefined }

/** Each capability once, in the order of the vocabulary: the same is said the same way. */
export const inOrder = (said: readonly Particulars['capabilities'][number][]): Particulars['capabilities'] =>
  codesOf(capabilities).filter((code) => said.includes(code))

export const particularsOf = (
  before: Organisation | null,
  { kind, regionCode, capabilities, capacity }: Said,
  cardId: string,
): Particulars => ({
  kind: kind ?? before?.kind ?? 'other',
  regionCode: regionCode ?? before?.regionCode ?? '',
  capabilities: inOrder(capabilities ?? before?.capabilities ?? []),
  capacity: capacity === undefined ? (before?.capacity ?? null) : capacity,
  cardId,
})

const fields = ['address', 'phone', 'contactName', 'contactPhone'] as const

export function cardOf(before: Card | null, said: Said): Card {
  const card: Record<string, string> = { name: said.name ?? before?.name ?? '' }
  for (const field of fields) {
    const value = said[field] === undefined ? before?.[field] : said[field]
    if (value) card[field] = value
  }
  return card as unknown as Card
}

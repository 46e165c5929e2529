/**
 * The fields that events of several kinds have in common. None of them can hold a name, a number, a phone or an
 * address: a person is an id, words are a `textId` of the vault, a reason is a code.
 */
import { z } from 'zod'
import { codesOf, levels, partyRoles } from '../vocabulary.ts'

export const id = z.uuid()
export const time = z.iso.datetime({ offset: true })
export const level = z.enum(codesOf(levels))
/** A federation by its region code: city 4 digits, district 6, township 9. */
export const federationCode = z.string().regex(/^(\d{4}|\d{6}|\d{9})$/)
export const textId = id.nullable()
/** 2, 4, 6, 9 or 12 digits that do not begin with a zero: a phone put there by mistake has no such form. */
export const regionCode = z
  .string()
  .regex(/^[1-9]\d(\d{2}|\d{4}|\d{7}|\d{10})?$/)
  .nullable()
/** A sender's code name, as its key names it. No run of seven digits, so no phone and no identity number. */
export const senderCode = z.string().regex(/^(?!.*\d{7})[a-z0-9][a-z0-9-]{0,63}$/)
/** An account of the console, by its id. */
export const accountId = id

export const party = z.strictObject({ role: z.enum(codesOf(partyRoles)), personId: id })

/** What a deadline was worked out with. */
export const versions = {
  policyVersion: z.int(),
  calendarVersion: z.string().regex(/^(?!.*\d{7})[a-z0-9][a-z0-9.@-]{0,63}$/),
}

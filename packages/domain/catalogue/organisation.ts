/**
 * What happens to an organisation, and who is on duty there. What it is called, where it lies and how it is reached
 * are words: they are in its card, a text of the vault under a key of its own. Who is on duty is an account, or a
 * person of the vault.
 */
import { z } from 'zod'
import { isOrganisationCode } from '../organisationCode.ts'
import { capabilities, closingReasons, codesOf, dutyRoles, organisationKinds } from '../vocabulary.ts'
import { federationCode, id, time } from './fields.ts'

/** What an organisation is called by in events of others; see `organisationCode.ts`. */
export const organisationCode = z.string().refine(isOrganisationCode)

const particulars = {
  kind: z.enum(codesOf(organisationKinds)),
  /** Whom it serves: what lies in this region. */
  regionCode: federationCode,
  capabilities: z.array(z.enum(codesOf(capabilities))),
  /** How many it can take in; null where it takes in nobody, or it is not known. */
  capacity: z.int().min(0).max(9999).nullable(),
  cardId: id,
}
const officer = z.strictObject({ is: z.enum(['account', 'person']), id })
const shift = z.strictObject({
  shiftId: id,
  officer,
  role: z.enum(codesOf(dutyRoles)),
  from: time,
  until: time,
})

export const organisationEvents = {
  OrganisationRegistered: { version: 1, schema: z.strictObject(particulars) },
  /** All of it anew. The card before may be destroyed or not: the newest is the one that holds. */
  OrganisationAmended: { version: 1, schema: z.strictObject(particulars) },
  OrganisationClosed: { version: 1, schema: z.strictObject({ reason: z.enum(codesOf(closingReasons)) }) },
  OrganisationReopened: { version: 1, schema: z.strictObject({}) },
  DutyRostered: { version: 1, schema: z.strictObject({ shifts: z.array(shift).min(1) }) },
  DutyWithdrawn: { version: 1, schema: z.strictObject({ shiftIds: z.array(id).min(1) }) },
} as const

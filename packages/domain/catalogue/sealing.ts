/** A case that only the named few see. */
import { z } from 'zod'
import { codesOf, sealReasons, unsealReasons } from '../vocabulary.ts'
import { accountId, federationCode, textId } from './fields.ts'

export const sealingEvents = {
  /** Takes the place of an earlier list. */
  CaseSealed: {
    version: 1,
    schema: z.strictObject({
      /** Each with the federation it then belonged to: orders go where somebody sees them. */
      named: z.array(z.strictObject({ accountId, federation: federationCode })).min(1),
      reason: z.enum(codesOf(sealReasons)),
      by: federationCode,
      textId,
    }),
  },
  CaseUnsealed: {
    version: 1,
    schema: z.strictObject({ reason: z.enum(codesOf(unsealReasons)), by: federationCode, textId }),
  },
} as const

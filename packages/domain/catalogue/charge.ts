/** A named leader takes a hard case in charge until he is released. */
import { z } from 'zod'
import { chargeGrounds, codesOf, leaderReleaseReasons } from '../vocabulary.ts'
import { accountId, federationCode, textId } from './fields.ts'

export const chargeEvents = {
  LeaderTookCharge: {
    version: 1,
    schema: z.strictObject({
      leaderId: accountId,
      /** What makes it a case for a leader. */
      because: z.enum(codesOf(chargeGrounds)),
      by: federationCode,
      textId,
    }),
  },
  LeaderReleased: {
    version: 1,
    schema: z.strictObject({
      leaderId: accountId,
      reason: z.enum(codesOf(leaderReleaseReasons)),
      by: federationCode,
      textId,
    }),
  },
} as const

/** How an order comes to its end: its assignee asks, someone above approves or rejects, a party says how satisfied
 *  it is. */
import { z } from 'zod'
import { codesOf, disposalResults, partyRoles } from '../vocabulary.ts'
import { federationCode, id, textId } from './fields.ts'

export const closureEvents = {
  ClosureRequested: { version: 1, schema: z.strictObject({ by: federationCode, textId }) },
  ClosureApproved: {
    version: 1,
    schema: z.strictObject({ by: federationCode, result: z.enum(codesOf(disposalResults)) }),
  },
  ClosureRejected: { version: 1, schema: z.strictObject({ by: federationCode, textId }) },
  /** What is left to do goes on in the order of the case that this one's case is one with. */
  WorkOrderMerged: { version: 1, schema: z.strictObject({ into: id }) },
  SatisfactionRecorded: {
    version: 1,
    schema: z.strictObject({
      by: federationCode,
      /** 1 very dissatisfied to 5 very satisfied. */
      score: z.int().min(1).max(5),
      /** Who said so. */
      of: z.enum(codesOf(partyRoles)),
      textId,
    }),
  },
} as const

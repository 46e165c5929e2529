/** How an order comes to its end: its assignee asks, someone above approves or rejects. */
import { z } from 'zod'
import { codesOf, disposalResults } from '../vocabulary.ts'
import { federationCode, textId } from './fields.ts'

export const closureEvents = {
  ClosureRequested: { version: 1, schema: z.strictObject({ by: federationCode, textId }) },
  ClosureApproved: {
    version: 1,
    schema: z.strictObject({ by: federationCode, result: z.enum(codesOf(disposalResults)) }),
  },
  ClosureRejected: { version: 1, schema: z.strictObject({ by: federationCode, textId }) },
} as const

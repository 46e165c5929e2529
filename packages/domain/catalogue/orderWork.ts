/** What a federation does with an order, from its acceptance to the approved closure. */
import { z } from 'zod'
import { factorAnswers as facts } from '../facts.ts'
import { codesOf, disposalResults, mediationOutcomes, partyRoles, returnReasons } from '../vocabulary.ts'
import { federationCode, textId } from './fields.ts'

export const orderWorkEvents = {
  WorkOrderAccepted: { version: 1, schema: z.strictObject({ by: federationCode }) },
  WorkOrderReturned: {
    version: 1,
    schema: z.strictObject({ by: federationCode, reason: z.enum(codesOf(returnReasons)), textId }),
  },
  ContactMade: {
    version: 1,
    schema: z.strictObject({
      by: federationCode,
      with: z.enum(codesOf(partyRoles)),
      means: z.enum(['phone', 'in-person', 'message']),
      textId,
    }),
  },
  VisitRecorded: {
    version: 1,
    schema: z.strictObject({ by: federationCode, withPolice: z.boolean(), facts, textId }),
  },
  MediationHeld: {
    version: 1,
    schema: z.strictObject({
      by: federationCode,
      joint: z.boolean(),
      /** Her consent to a joint mediation, asked for separately from him. */
      consent: z.boolean(),
      outcome: z.enum(codesOf(mediationOutcomes)),
      textId,
    }),
  },
  DisposalReported: {
    version: 1,
    schema: z.strictObject({ by: federationCode, result: z.enum(codesOf(disposalResults)), textId }),
  },
  ClosureRequested: { version: 1, schema: z.strictObject({ by: federationCode, textId }) },
  ClosureApproved: {
    version: 1,
    schema: z.strictObject({ by: federationCode, result: z.enum(codesOf(disposalResults)) }),
  },
  ClosureRejected: { version: 1, schema: z.strictObject({ by: federationCode, textId }) },
} as const

/** What a federation does with an order between its acceptance and its closure. */
import { z } from 'zod'
import { factorAnswers as facts } from '../facts.ts'
import { codesOf, disposalResults, mediationOutcomes, partyRoles } from '../vocabulary.ts'
import { federationCode, textId } from './fields.ts'

export const orderWorkEvents = {
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
} as const

/** The rules themselves: published, activated with effect from a date, retired. The document stands in the event. */
import { z } from 'zod'
import { policyDocument, policyHash, policyId, policyVersion } from '../policies/document.ts'
import { time } from './fields.ts'

export const policyEvents = {
  PolicyPublished: {
    version: 1,
    schema: z.strictObject({
      policyId,
      version: policyVersion,
      hash: policyHash,
      document: policyDocument,
    }),
  },
  PolicyActivated: {
    version: 1,
    schema: z.strictObject({ policyId, version: policyVersion, hash: policyHash, effectiveFrom: time }),
  },
  /** It is activated no more, and what was to take effect later does not. */
  PolicyRetired: {
    version: 1,
    schema: z.strictObject({ policyId, version: policyVersion, hash: policyHash }),
  },
} as const

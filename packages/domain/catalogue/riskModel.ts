/** The risk models: published and activated with effect from a moment. The document stands in the event without its words;
 *  an activation says what the what-if before it came to, for each federation that it means work for. */
import { z } from 'zod'
import { modelHash, modelVersion, publishedModelId, storedModel } from '../models/publication.ts'
import { federationCode, id, time } from './fields.ts'

const orders = z.int().min(0)
const model = { modelId: publishedModelId, version: modelVersion, hash: modelHash }

export const riskModelEvents = {
  RiskModelPublished: {
    version: 1,
    schema: z.strictObject({ ...model, document: storedModel }),
  },
  RiskModelActivated: {
    version: 1,
    schema: z.strictObject({
      ...model,
      track: z.enum(['violence', 'dispute']),
      effectiveFrom: time,
      whatIf: z.strictObject({
        whatIfId: id,
        /** When the history was read, and the hash of all that came of it. */
        readAt: time,
        resultHash: z.string().regex(/^[0-9a-f]{64}$/),
        cases: z.int().min(0),
        higher: z.int().min(0),
        lower: z.int().min(0),
        /** Orders that would have gone out, by the models then in force and by this one. */
        workload: z.array(z.strictObject({ federation: federationCode, inForce: orders, candidate: orders })),
      }),
    }),
  },
} as const

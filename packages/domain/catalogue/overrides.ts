/** A person's word against the grade: upward at once, downward with a second person's approval. */
import { z } from 'zod'
import { codesOf, overrideReasons } from '../vocabulary.ts'
import { federationCode, id, level, textId } from './fields.ts'

export const overrideEvents = {
  GradeOverridden: {
    version: 1,
    schema: z.strictObject({
      /** The grading that was spoken against, and the level that stood until now. */
      gradingId: id,
      from: level,
      level,
      reason: z.enum(codesOf(overrideReasons)),
      textId,
      by: federationCode,
      /** `needed` where the level is to fall: it stands until somebody else approves. */
      approval: z.enum(['not-needed', 'needed']),
    }),
  },
  OverrideApproved: {
    version: 1,
    schema: z.strictObject({ overrideId: id, gradingId: id, level, by: federationCode }),
  },
  OverrideDeclined: {
    version: 1,
    schema: z.strictObject({ overrideId: id, gradingId: id, by: federationCode, textId }),
  },
} as const

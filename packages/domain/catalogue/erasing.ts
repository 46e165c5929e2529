/** A person of a case is forgotten: asked for, declined, done. What happened stays, and counts as before. */
import { z } from 'zod'
import { codesOf, erasureDeclineReasons, erasureGrounds } from '../vocabulary.ts'
import { federationCode, id, textId } from './fields.ts'

const ground = z.enum(codesOf(erasureGrounds))

export const erasingEvents = {
  ErasureRequested: {
    version: 1,
    schema: z.strictObject({ personId: id, ground, by: federationCode, textId }),
  },
  ErasureDeclined: {
    version: 1,
    schema: z.strictObject({
      personId: id,
      requestId: id,
      reason: z.enum(codesOf(erasureDeclineReasons)),
      by: federationCode,
      textId,
    }),
  },
  /** Nobody can open any more what was known of her. Told to each of her cases; the first is the decision. */
  PersonErased: {
    version: 1,
    schema: z.strictObject({ personId: id, requestId: id, ground, by: federationCode }),
  },
} as const

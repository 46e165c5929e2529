/** More time to close an order: asked for by its assignee, granted or rejected by someone above. */
import { z } from 'zod'
import { extensionReasons } from '../orderVocabulary.ts'
import { codesOf } from '../vocabulary.ts'
import { federationCode, textId, time, versions } from './fields.ts'

export const extensionEvents = {
  ClosureExtensionRequested: {
    version: 1,
    schema: z.strictObject({ by: federationCode, reason: z.enum(codesOf(extensionReasons)), textId }),
  },
  ClosureExtended: {
    version: 1,
    schema: z.strictObject({ by: federationCode, closeBy: time, textId, ...versions }),
  },
  ClosureExtensionRejected: { version: 1, schema: z.strictObject({ by: federationCode, textId }) },
} as const

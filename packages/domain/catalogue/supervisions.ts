/** 督办: a formal push from above on an order, its answer, and the silence where none came in time. */
import { z } from 'zod'
import { supervisionReasons } from '../orderVocabulary.ts'
import { codesOf } from '../vocabulary.ts'
import { federationCode, id, textId, time, versions } from './fields.ts'

export const supervisionEvents = {
  WorkOrderSupervised: {
    version: 1,
    schema: z.strictObject({
      supervisionId: id,
      by: federationCode,
      reason: z.enum(codesOf(supervisionReasons)),
      answerBy: time,
      textId,
      ...versions,
    }),
  },
  SupervisionAnswered: {
    version: 1,
    schema: z.strictObject({ supervisionId: id, by: federationCode, textId }),
  },
  /** Time alone made it so: the moment had come and nobody had answered. */
  SupervisionUnanswered: {
    version: 1,
    schema: z.strictObject({ supervisionId: id }),
  },
} as const

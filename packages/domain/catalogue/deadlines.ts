/** What an order's silence became: a deadline that passed, and who above was told of it. */
import { z } from 'zod'
import { codesOf, deadlines, escalationReasons } from '../vocabulary.ts'
import { federationCode, time, versions } from './fields.ts'

export const deadlineEvents = {
  DeadlineMissed: {
    version: 1,
    schema: z.strictObject({
      deadline: z.enum(codesOf(deadlines)),
      dueAt: time,
      /** Who had to meet it. */
      by: federationCode,
    }),
  },
  WorkOrderEscalated: {
    version: 1,
    schema: z.strictObject({
      from: federationCode,
      to: federationCode,
      because: z.enum(codesOf(escalationReasons)),
      /** When it goes on one level up unless it was accepted until then; null where nobody is above. */
      nextBy: time.nullable(),
      ...versions,
    }),
  },
} as const

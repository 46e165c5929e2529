/** What an order's silence became: a deadline that passed, and who above was told of it. And what a new calendar
 *  moved of the deadlines that were still ahead. */
import { z } from 'zod'
import { codesOf, deadlines, escalationReasons } from '../vocabulary.ts'
import { orderDeadlines } from './dispatch.ts'
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
  DeadlinesRecomputed: {
    version: 1,
    schema: z.strictObject({
      deadlines: orderDeadlines.nullable(),
      dispatchBy: time.nullable(),
      moved: z.array(z.enum(codesOf(deadlines))).min(1),
      /** The calendar that they were worked out with before. */
      previousCalendar: versions.calendarVersion,
      ...versions,
    }),
  },
} as const

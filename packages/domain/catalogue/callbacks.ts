/** The calls that a case owes, and what came of them. */
import { z } from 'zod'
import { factorAnswers as facts } from '../facts.ts'
import { callbackOutcomes, codesOf } from '../vocabulary.ts'
import { federationCode, id, level, textId, time, versions } from './fields.ts'

const duty = z.strictObject({ dutyId: id, opensAt: time, dueAt: time })

export const callbackEvents = {
  CallbackScheduled: {
    version: 1,
    schema: z.strictObject({
      alertId: id,
      /** The grading, or the override, whose level it follows. */
      gradingId: id,
      level,
      assignee: federationCode,
      duties: z.array(duty).min(1),
      /** Duties of an earlier, slower schedule of this alert that these take the place of. */
      replaces: z.array(id),
      ...versions,
    }),
  },
  CallbackAttempted: {
    version: 1,
    schema: z.strictObject({ outcome: z.enum(codesOf(callbackOutcomes)), by: federationCode, textId }),
  },
  CallbackCompleted: {
    version: 1,
    schema: z.strictObject({ attemptId: id, discharged: z.array(id), facts }),
  },
  CallbackMissed: {
    version: 1,
    schema: z.strictObject({ dutyId: id, alertId: id, assignee: federationCode, level }),
  },
  /** She was reached in a call of a case that is one with this one. */
  CallbackShared: {
    version: 1,
    schema: z.strictObject({ caseId: id, completedId: id, discharged: z.array(id) }),
  },
  HomeVisitRequested: {
    version: 1,
    schema: z.strictObject({ attempts: z.array(id), unreachable: z.array(id), withPolice: z.boolean() }),
  },
} as const

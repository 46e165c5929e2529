/** What a person who reported is owed an answer on: whether it is taken up, and what came of it. */
import { z } from 'zod'
import { answerExtensionReasons, codesOf, declineReasons, disposalResults } from '../vocabulary.ts'
import { federationCode, id, textId, time, versions } from './fields.ts'

const own = { reportId: id, by: federationCode, textId }

export const answerEvents = {
  AnswerScheduled: {
    version: 1,
    schema: z.strictObject({
      reportId: id,
      assignee: federationCode,
      takeBy: time,
      concludeBy: time,
      ...versions,
    }),
  },
  /** It is taken up: decided by a person, or by the acceptance of the order that came of it (`orderId`). */
  ReportTaken: { version: 1, schema: z.strictObject({ ...own, orderId: id.nullable() }) },
  ReportDeclined: {
    version: 1,
    schema: z.strictObject({ ...own, reason: z.enum(codesOf(declineReasons)) }),
  },
  ReportConcluded: {
    version: 1,
    schema: z.strictObject({ ...own, result: z.enum(codesOf(disposalResults)), orderId: id.nullable() }),
  },
  AnswerExtensionRequested: {
    version: 1,
    schema: z.strictObject({ ...own, reason: z.enum(codesOf(answerExtensionReasons)) }),
  },
  ExtensionApproved: { version: 1, schema: z.strictObject({ ...own, concludeBy: time, ...versions }) },
  AnswerExtensionRejected: { version: 1, schema: z.strictObject(own) },
  /** Nobody answered in time. */
  AnswerMissed: {
    version: 1,
    schema: z.strictObject({
      reportId: id,
      step: z.enum(['take', 'conclude']),
      dueAt: time,
      assignee: federationCode,
    }),
  },
} as const

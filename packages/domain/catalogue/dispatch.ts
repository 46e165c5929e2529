/** How an order comes to a federation, is taken or given back: dispatched, accepted, returned, moved, raised,
 *  reopened. */
import { z } from 'zod'
import { reopenReasons } from '../orderVocabulary.ts'
import { channels, codesOf, disputeTypes, maritalStatuses, returnReasons } from '../vocabulary.ts'
import { federationCode, id, level, regionCode, textId, time, versions } from './fields.ts'

export const orderDeadlines = z.strictObject({
  acceptBy: time,
  contactBy: time,
  visitBy: time.nullable(),
  disposalBy: time,
  closeBy: time,
})
const assignment = {
  assignee: federationCode,
  supervisor: federationCode,
  /** Federation that helps and sees the order: the township of an extreme case. */
  assisting: federationCode.nullable(),
}
const orderSubject = {
  caseId: id,
  /** The grading, or the override, that raised the order, and the intake behind it. */
  gradingId: id,
  intakeId: id.nullable(),
  level,
  regionCode,
  disputeType: z.enum(codesOf(disputeTypes)),
  maritalStatus: z.enum(codesOf(maritalStatuses)).nullable(),
  channel: z.enum(codesOf(channels)),
  /** Whether violence is in it: first contact then runs on calendar days and joint mediation is fenced. */
  violence: z.boolean(),
}

export const dispatchEvents = {
  WorkOrderDispatched: {
    version: 1,
    schema: z.strictObject({
      ...orderSubject,
      ...assignment,
      deadlines: orderDeadlines,
      /** What routing had to assume. */
      warnings: z.array(z.enum(['unknown-township', 'district-only'])),
      ...versions,
    }),
  },
  WorkOrderUnroutable: {
    version: 1,
    schema: z.strictObject({
      ...orderSubject,
      /** `processing-failed`: the case could not be graded or dispatched by itself, a person has to look. */
      reason: z.enum(['no-region', 'unknown-region', 'outside-city', 'processing-failed']),
      supervisor: federationCode,
      dispatchBy: time,
      ...versions,
    }),
  },
  WorkOrderRaised: {
    version: 1,
    schema: z.strictObject({
      gradingId: id,
      level,
      violence: z.boolean(),
      /** Null while the order is still unroutable or returned: it is raised where it lies. */
      assignment: z.strictObject(assignment).nullable(),
      deadlines: orderDeadlines.nullable(),
      dispatchBy: time.nullable(),
      ...versions,
    }),
  },
  WorkOrderAccepted: { version: 1, schema: z.strictObject({ by: federationCode }) },
  WorkOrderReturned: {
    version: 2,
    schema: z.strictObject({
      by: federationCode,
      reason: z.enum(codesOf(returnReasons)),
      textId,
      /** By when it is to be sent on; null in what was returned before that was recorded. */
      clock: z.strictObject({ dispatchBy: time, ...versions }).nullable(),
    }),
  },
  WorkOrderTransferred: {
    version: 1,
    schema: z.strictObject({ ...assignment, deadlines: orderDeadlines, textId, ...versions }),
  },
  WorkOrderReopened: {
    version: 2,
    schema: z.strictObject({
      /** Null where a person reopened it: then it says who and why. Before version 2 only gradings did. */
      gradingId: id.nullable(),
      by: federationCode.nullable(),
      reason: z.enum(codesOf(reopenReasons)),
      textId,
      level,
      violence: z.boolean(),
      ...assignment,
      deadlines: orderDeadlines,
      ...versions,
    }),
  },
} as const

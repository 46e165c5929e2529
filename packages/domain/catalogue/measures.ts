/** What police and courts do about the respondent, as it is recorded here, and what is owed where nobody acts.
 *  A breach stands with the grading: it is graded on. */
import { z } from 'zod'
import { monthsAfter } from '../days.ts'
import {
  letterVisitors,
  owedMeasures,
  protectedPersons,
  protectionApplicants,
  protections,
  reportMeans,
  reportWaiverReasons,
  respondentMeasures,
  revocationReasons,
  waiverReasons,
} from '../measureVocabulary.ts'
import { codesOf } from '../vocabulary.ts'
import { federationCode, id, textId, time, versions } from './fields.ts'
import { organisationCode } from './organisation.ts'

/** `YYYY-MM-DD` in Asia/Shanghai. */
const day = z.iso.date()
/** The police station or court, as the directory has it; null where it is not said. */
const authority = organisationCode.nullable()
/** The federation that recorded it. */
const by = federationCode
const followUp = z.strictObject({ dutyId: id, opensAt: time, dueAt: time })

/** The law's longest protection order (art. 30). */
export const PROTECTION_MONTHS_MAX = 6
const granted = z
  .strictObject({
    applicationId: id.nullable(),
    court: authority,
    prohibits: z.array(z.enum(codesOf(protections))).min(1),
    from: day,
    /** Its last day. */
    until: day,
    /** The order that this one goes on from. */
    renews: id.nullable(),
    by,
    textId,
  })
  .refine(({ from, until }) => isPeriod(from, until))

/** Asked of what are no days, too. */
function isPeriod(from: string, until: string): boolean {
  const areDays = day.safeParse(from).success && day.safeParse(until).success
  return areDays && from <= until && until <= monthsAfter(from, PROTECTION_MONTHS_MAX)
}

export const measureEvents = {
  WarningLetterIssued: {
    version: 1,
    schema: z.strictObject({
      issuedBy: authority,
      alertId: id.nullable(),
      issuedOn: day,
      /** The visits that it is followed up by. */
      followUps: z.array(followUp),
      by,
      textId,
    }),
  },
  LetterFollowedUp: {
    version: 1,
    schema: z.strictObject({
      letterId: id,
      /** The visits that were open. */
      discharged: z.array(id),
      visitedOn: day,
      with: z.array(z.enum(codesOf(letterVisitors))).min(1),
      by,
      textId,
    }),
  },
  LetterFollowUpMissed: { version: 1, schema: z.strictObject({ letterId: id, dutyId: id }) },

  ProtectionOrderApplied: {
    version: 1,
    schema: z.strictObject({
      applicant: z.enum(codesOf(protectionApplicants)),
      court: authority,
      appliedOn: day,
      /** Urgent ones are decided within a day, others within three (art. 28). */
      urgent: z.boolean(),
      decideBy: time,
      by,
      textId,
    }),
  },
  ProtectionOrderGranted: { version: 1, schema: granted },
  ProtectionOrderRefused: {
    version: 1,
    schema: z.strictObject({ applicationId: id, court: authority, refusedOn: day, by, textId }),
  },
  /** It ends soon and nobody has been granted another. */
  RenewalFellDue: { version: 1, schema: z.strictObject({ protectionOrderId: id, until: day }) },
  ProtectionOrderExpired: { version: 1, schema: z.strictObject({ protectionOrderId: id, until: day }) },

  RespondentMeasureTaken: {
    version: 1,
    schema: z.strictObject({
      measure: z.enum(codesOf(respondentMeasures)),
      takenBy: authority,
      alertId: id.nullable(),
      takenOn: day,
      by,
      textId,
    }),
  },
  /** A letter, an application, an order or another measure no longer stands, or never should have stood here. */
  MeasureRevoked: {
    version: 1,
    schema: z.strictObject({ measureId: id, reason: z.enum(codesOf(revocationReasons)), by, textId }),
  },
  /** None will come where one was due, for this reason. */
  MeasureWaived: {
    version: 1,
    schema: z.strictObject({
      owed: z.array(z.strictObject({ causeId: id, measure: z.enum(codesOf(owedMeasures)) })).min(1),
      reason: z.enum(codesOf(waiverReasons)),
      by,
      textId,
    }),
  },

  /** The police are to be told, and have not told us themselves (art. 14). */
  MandatoryReportRequired: {
    version: 1,
    schema: z.strictObject({
      about: z.enum(codesOf(protectedPersons)),
      /** The grading that found it; null where a person did. */
      gradingId: id.nullable(),
      /** The events that say so. */
      sources: z.array(id),
      reportBy: time,
      by: by.nullable(),
      textId,
      ...versions,
    }),
  },
  /** The police know: from us, or from the alert that they sent. */
  ChildProtectionReported: {
    version: 1,
    schema: z.strictObject({
      about: z.enum(codesOf(protectedPersons)),
      to: z.literal('police'),
      /** Null where they knew. */
      means: z.enum(codesOf(reportMeans)).nullable(),
      alreadyKnown: z.boolean(),
      discharged: z.array(id),
      sources: z.array(id),
      by: by.nullable(),
      textId,
    }),
  },
  MandatoryReportMissed: { version: 1, schema: z.strictObject({ dutyId: id }) },
  MandatoryReportWaived: {
    version: 1,
    schema: z.strictObject({
      duties: z.array(id).min(1),
      reason: z.enum(codesOf(reportWaiverReasons)),
      by,
      textId,
    }),
  },
} as const

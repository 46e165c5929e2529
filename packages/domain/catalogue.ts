/**
 * The catalogue of events: for each type its schema and version. A stored type is never renamed; when its
 * data changes shape, the version goes up, the old schema moves to `upcasts`, and the golden fixture of the
 * old version stays under `fixtures/`. No free text, name, number, phone or address is ever in event data:
 * a person is an id, a text is a `textId` of the vault.
 */
import { z } from 'zod'
import type { NewEventOf, RecordedEventOf } from './event.ts'
import { factorAnswers } from './facts.ts'
import { combinationId, factorId, instruments, modelId } from './models/model.ts'
import {
  callbackOutcomes,
  channels,
  codesOf,
  disposalResults,
  disputeTypes,
  levels,
  maritalStatuses,
  mediationOutcomes,
  partyRoles,
  relationships,
  returnReasons,
} from './vocabulary.ts'

const id = z.uuid()
const time = z.iso.datetime({ offset: true })
const level = z.enum(codesOf(levels))
const facts = factorAnswers
/** A federation by its region code: city 4 digits, district 6, township 9. */
export const federationCode = z.string().regex(/^(\d{4}|\d{6}|\d{9})$/)
const textId = id.nullable()
/** 2, 4, 6, 9 or 12 digits that do not begin with a zero: a phone put there by mistake has no such form. */
const regionCode = z
  .string()
  .regex(/^[1-9]\d(\d{2}|\d{4}|\d{7}|\d{10})?$/)
  .nullable()
/** A sender's code name, as its key names it. No run of seven digits, so no phone and no identity number. */
const senderCode = z.string().regex(/^(?!.*\d{7})[a-z0-9][a-z0-9-]{0,63}$/)

const party = z.strictObject({ role: z.enum(codesOf(partyRoles)), personId: id })

/** What an alert or report says, as far as it may be in the log. `regionCode` is as sent, if it has the form
 *  of a code; whether it exists is decided when routing. */
const matter = {
  channel: z.enum(codesOf(channels)),
  regionCode,
  maritalStatus: z.enum(codesOf(maritalStatuses)).nullable(),
  disputeType: z.enum(codesOf(disputeTypes)),
  relationship: z.enum(codesOf(relationships)).nullable(),
  parties: z.array(party).min(1),
  facts,
  texts: z.strictObject({ narrative: textId, address: textId }),
}
const intake = z.strictObject({
  source: senderCode,
  ...matter,
  /** The case that this intake stood in before an amendment named other people. */
  movedFrom: id.nullable(),
})

const modelRef = z.strictObject({ id: modelId, version: z.int(), hash: z.string().regex(/^[0-9a-f]{64}$/) })
const contribution = z.strictObject({
  factor: z.union([factorId, combinationId]),
  points: z.number(),
  source: instruments,
  events: z.array(id),
})
const assessment = {
  model: modelRef,
  level,
  score: z.number(),
  coverage: z.number(),
  contributions: z.array(contribution),
  floors: z.array(factorId),
  unknowns: z.array(factorId),
}

export const orderDeadlines = z.strictObject({
  acceptBy: time,
  contactBy: time,
  visitBy: time.nullable(),
  disposalBy: time,
  closeBy: time,
})
const versions = {
  policyVersion: z.int(),
  calendarVersion: z.string().regex(/^(?!.*\d{7})[a-z0-9][a-z0-9.@-]{0,63}$/),
}
const assignment = {
  assignee: federationCode,
  supervisor: federationCode,
  /** Federation that helps and sees the order: the township of an extreme case. */
  assisting: federationCode.nullable(),
}
const orderSubject = {
  caseId: id,
  /** The grading that raised the order, and the intake behind it. */
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

const duty = z.strictObject({ dutyId: id, opensAt: time, dueAt: time })

/** Every event type with its current version and the schema of that version's data. */
export const catalogue = {
  AlertReceived: { version: 1, schema: intake },
  ReportReceived: { version: 1, schema: intake },
  /** Replaces what the intake said. `movedTo` names the case it moved to when the pair of people changed. */
  IntakeAmended: {
    version: 1,
    schema: z.strictObject({ intakeId: id, ...matter, movedTo: id.nullable() }),
  },
  RiskGraded: {
    version: 1,
    schema: z.strictObject({
      ...assessment,
      track: z.enum(['violence', 'dispute']),
      /** The dispute grade that a handed-over case is never below. */
      handedOver: z.strictObject(assessment).nullable(),
      /** True where the scale is used on people it was not validated for. */
      outsideValidation: z.boolean(),
      /** A child is harmed or threatened: the law asks for a report (Anti-DV Law art. 14). */
      mandatoryReport: z.boolean(),
      /** The newest alert or report at this grading, and every event whose facts were weighed. */
      intakeId: id,
      usedEvents: z.array(id),
    }),
  },
  CallbackScheduled: {
    version: 1,
    schema: z.strictObject({
      alertId: id,
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
  HomeVisitRequested: {
    version: 1,
    schema: z.strictObject({ attempts: z.array(id), unreachable: z.array(id), withPolice: z.boolean() }),
  },
  /** What a visit or a mediation of an order found, told to the case so that it is graded on it. */
  FindingsRecorded: {
    version: 1,
    schema: z.strictObject({
      orderId: id,
      originId: id,
      origin: z.enum(['visit', 'mediation']),
      facts,
      mediationFailed: z.boolean(),
    }),
  },
  MeasureBreached: {
    version: 1,
    schema: z.strictObject({ measure: z.enum(['warning-letter', 'protection-order']), textId }),
  },
  WatchStarted: { version: 1, schema: z.strictObject({ orderId: id, level, until: time }) },

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
    version: 1,
    schema: z.strictObject({ by: federationCode, reason: z.enum(codesOf(returnReasons)), textId }),
  },
  WorkOrderTransferred: {
    version: 1,
    schema: z.strictObject({ ...assignment, deadlines: orderDeadlines, textId, ...versions }),
  },
  ContactMade: {
    version: 1,
    schema: z.strictObject({
      by: federationCode,
      with: z.enum(codesOf(partyRoles)),
      means: z.enum(['phone', 'in-person', 'message']),
      textId,
    }),
  },
  VisitRecorded: {
    version: 1,
    schema: z.strictObject({ by: federationCode, withPolice: z.boolean(), facts, textId }),
  },
  MediationHeld: {
    version: 1,
    schema: z.strictObject({
      by: federationCode,
      joint: z.boolean(),
      /** Her consent to a joint mediation, asked for separately from him. */
      consent: z.boolean(),
      outcome: z.enum(codesOf(mediationOutcomes)),
      textId,
    }),
  },
  DisposalReported: {
    version: 1,
    schema: z.strictObject({ by: federationCode, result: z.enum(codesOf(disposalResults)), textId }),
  },
  ClosureRequested: { version: 1, schema: z.strictObject({ by: federationCode, textId }) },
  ClosureApproved: {
    version: 1,
    schema: z.strictObject({ by: federationCode, result: z.enum(codesOf(disposalResults)) }),
  },
  ClosureRejected: { version: 1, schema: z.strictObject({ by: federationCode, textId }) },
  WorkOrderReopened: {
    version: 1,
    schema: z.strictObject({
      gradingId: id.nullable(),
      level,
      violence: z.boolean(),
      ...assignment,
      deadlines: orderDeadlines,
      ...versions,
    }),
  },
} as const

export type EventType = keyof typeof catalogue
export type DataOf<T extends EventType> = z.output<(typeof catalogue)[T]['schema']>
/** A recorded event of any type in the catalogue; `type` discriminates. */
export type DomainEvent = { [T in EventType]: RecordedEventOf<T, DataOf<T>> }[EventType]
/** A domain event that is to be appended. */
export type NewDomainEvent = { [T in EventType]: NewEventOf<T, DataOf<T>> }[EventType]

export const familyCaseTypes = [
  'AlertReceived',
  'ReportReceived',
  'IntakeAmended',
  'RiskGraded',
  'CallbackScheduled',
  'CallbackAttempted',
  'CallbackCompleted',
  'HomeVisitRequested',
  'FindingsRecorded',
  'MeasureBreached',
  'WatchStarted',
] as const satisfies readonly EventType[]
export type FamilyCaseEvent = Extract<DomainEvent, { type: (typeof familyCaseTypes)[number] }>
export type WorkOrderEvent = Exclude<DomainEvent, FamilyCaseEvent>

export const familyCaseStream = (caseId: string): string => `familyCase-${caseId}`
export const workOrderStream = (orderId: string): string => `workOrder-${orderId}`
export const idOfStream = (stream: string): string => stream.slice(stream.indexOf('-') + 1)

/**
 * The catalogue of events: for each type its schema and version, by theme in `catalogue/`. A stored type is never
 * renamed; when its data changes shape, the version goes up, the step from the old shape is added to `upcast.ts`,
 * and the golden fixture of the old version stays under `fixtures/`. No free text, name, number, phone or address
 * is ever in event data: a person is an id, a text is a `textId` of the vault.
 */
import type { z } from 'zod'
import { answerEvents } from './catalogue/answers.ts'
import { callbackEvents } from './catalogue/callbacks.ts'
import { chargeEvents } from './catalogue/charge.ts'
import { closingEvents } from './catalogue/closing.ts'
import { closureEvents } from './catalogue/closures.ts'
import { deadlineEvents } from './catalogue/deadlines.ts'
import { dispatchEvents } from './catalogue/dispatch.ts'
import { engagementEvents } from './catalogue/engagements.ts'
import { erasingEvents } from './catalogue/erasing.ts'
import { extensionEvents } from './catalogue/extensions.ts'
import { gradingEvents } from './catalogue/grading.ts'
import { intakeEvents } from './catalogue/intake.ts'
import { measureEvents } from './catalogue/measures.ts'
import { mergingEvents } from './catalogue/merging.ts'
import { orderWorkEvents } from './catalogue/orderWork.ts'
import { organisationEvents } from './catalogue/organisation.ts'
import { overrideEvents } from './catalogue/overrides.ts'
import { policyEvents } from './catalogue/policy.ts'
import { riskModelEvents } from './catalogue/riskModel.ts'
import { sealingEvents } from './catalogue/sealing.ts'
import { supervisionEvents } from './catalogue/supervisions.ts'
import { watchEvents } from './catalogue/watch.ts'
import type { NewEventOf, RecordedEventOf } from './event.ts'

/** What happens to a family's case; its stream is `familyCase-<case id>`. */
const familyCaseEvents = {
  ...intakeEvents,
  ...gradingEvents,
  ...overrideEvents,
  ...callbackEvents,
  ...callbackEvents,
  ...measureEvents,
  ...watchEvents,
  ...callbackEvents,
  ...watchEvents,
  ...answerEvents,
  ...chargeEvents,
  ...sealingEvents,
  ...closingEvents,
  ...mergingEvents,
  ...erasingEvents,
} as const
/** What happens to an order; its stream is `workOrder-<order id>`. */
const workOrderEvents = {
  ...dispatchEvents,
  ...orderWorkEvents,
  ...closureEvents,
  ...deadlineEvents,
  ...engagementEvents,
  ...supervisionEvents,
  ...extensionEvents,
  ...closureEvents,
} as const

/** Every event type with its current version and the schema of that version's data. */
export const catalogue = {
  ...familyCaseEvents,
  ...workOrderEvents,
  ...organisationEvents,
  ...policyEvents,
  ...riskModelEvents,
} as const

export type EventType = keyof typeof catalogue
export type DataOf<T extends EventType> = z.output<(typeof catalogue)[T]['schema']>
type Recorded<T extends EventType> = { [K in T]: RecordedEventOf<K, DataOf<K>> }[T]
/** A recorded event of any type in the catalogue; `type` discriminates. */
export type DomainEvent = Recorded<EventType>
/** A domain event that is to be appended. */
export type NewDomainEvent = { [T in EventType]: NewEventOf<T, DataOf<T>> }[EventType]

export type FamilyCaseEvent = Recorded<keyof typeof familyCaseEvents>
export type WorkOrderEvent = Recorded<keyof typeof workOrderEvents>
/** Their stream is `organisation-<code>`, see `organisationStream`. */
export type OrganisationEvent = Recorded<keyof typeof organisationEvents>
/** Their stream is `policy-<id>`, see `policyStream`. */
export type PolicyEvent = Recorded<keyof typeof policyEvents>
/** Their stream is `riskModelStream`. */
export type RiskModelEvent = Recorded<keyof typeof riskModelEvents>
export const familyCaseTypes = Object.keys(familyCaseEvents) as FamilyCaseEvent['type'][]
export const workOrderTypes = Object.keys(workOrderEvents) as WorkOrderEvent['type'][]
export const organisationTypes = Object.keys(organisationEvents) as OrganisationEvent['type'][]
export const policyTypes = Object.keys(policyEvents) as PolicyEvent['type'][]
export const riskModelTypes = Object.keys(riskModelEvents) as RiskModelEvent['type'][]
/** The recorded events of one theme of the catalogue. */
export type EventsOf<Theme extends Partial<typeof catalogue>> = Recorded<keyof Theme & EventType>

export const familyCaseStream = (caseId: string): string => `familyCase-${caseId}`
export const workOrderStream = (orderId: string): string => `workOrder-${orderId}`
export const idOfStream = (stream: string): string => stream.slice(stream.indexOf('-') + 1)

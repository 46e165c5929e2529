/** What the API answers, as far as the screens read it. What a list shows is what its read model says. */
import type { Engagement } from '@jiahe/domain/engagements.ts'
import type { Supervision } from '@jiahe/domain/supervisions.ts'
import type {
  CallbackState,
  Channel,
  DisputeType,
  ErasureGround,
  Level,
  MaritalStatus,
  PartyRole,
  Relationship,
} from '@jiahe/domain/vocabulary.ts'
import type { AnswerItem } from '@jiahe/read-models/answerDesk.ts'
import type { CaseItem } from '@jiahe/read-models/caseQuery.ts'
import type { OrderItem } from '@jiahe/read-models/orderItem.ts'
import type { OrderDuty } from './directoryShapes.ts'
import type { Measures } from './measureShapes.ts'

export type { DeskItem as AnswerDeskItem } from '@jiahe/read-models/answerDesk.ts'
export type { CallbackItem } from '@jiahe/read-models/callbackDesk.ts'
export type { MeasureDutyItem } from '@jiahe/read-models/measureDuties.ts'
export type { Page } from '@jiahe/read-models/paging.ts'
export type { SupervisionItem } from '@jiahe/read-models/supervisionQuery.ts'
export type { AnswerItem, CaseItem, OrderItem }

export type Role =
  | 'dispatcher'
  | 'district-officer'
  | 'mediator'
  | 'analyst'
  | 'statistician'
  | 'auditor'
  | 'administrator'
export interface Me {
  readonly id: string
  readonly username: string
  readonly role: Role
  /** Region code of the federation: 4, 6 or 9 digits. */
  readonly federation: string
  readonly federationName: string | null
  /** She came with a one-time password, and may do nothing but set her own. */
  readonly passwordToChange: boolean
}

/** One thing that happened, with both times. */
export interface Step {
  readonly eventId: string
  readonly type: string
  readonly stream: string
  readonly revision: number
  readonly occurredAt: string
  readonly recordedAt: string
  readonly actor: string
  readonly data: Readonly<Record<string, unknown>>
  /** `narrative`, `address`, `note`; only for those who work the case. */
  readonly texts?: Readonly<Record<string, string>>
}
export interface OrderDetail extends OrderItem {
  readonly engagements: readonly Engagement[]
  readonly supervisions: readonly Supervision[]
  readonly extendedAt: string | null
  /** Whether its assignee can ask for more time now. */
  readonly extendable: boolean
  readonly satisfaction: { readonly score: number; readonly of: PartyRole; readonly at: string } | null
  /** Where it may belong, while nobody could route it; null where nothing speaks for one place. */
  readonly suggestion: { readonly federation: string; readonly because: 'address' | 'earlier-matter' } | null
  /** The protection order in force: days, both included. */
  readonly protection: { readonly from: string; readonly until: string } | null
  /** Whom to call now; null where that is not known yet. */
  readonly duty: OrderDuty | null
  readonly history: readonly Step[]
}

/** Contributions, floors and unknowns with the names of their factors. */
export interface Grade {
  readonly level: Level
  readonly score: number
  readonly coverage: number
  readonly model: { readonly id: string; readonly version: number; readonly hash: string }
  readonly contributions: readonly {
    readonly factor: string
    readonly name: string
    readonly points: number
    readonly source: string
    readonly events: readonly string[]
  }[]
  readonly floors: readonly string[]
  readonly unknowns: readonly string[]
  readonly factorNames: Readonly<Record<string, string>>
  readonly eventId: string
  readonly gradedAt: string
  readonly littleKnown: boolean
  readonly outsideValidation: boolean
  readonly mandatoryReport: boolean
  /** That the points are a starting value and no validated scale. */
  readonly statement: string
}

/** Masked, always; null where it is not known or was erased. */
export interface Party {
  readonly personId: string
  readonly role: PartyRole
  readonly name: string | null
  readonly phone: string | null
  readonly idNumber: string | null
  readonly erased: boolean
  /** Asked for, and waiting for somebody else. */
  readonly erasure: { readonly ground: ErasureGround; readonly askedBy: string; readonly at: string } | null
}
export interface Contact {
  readonly personId: string
  readonly role: PartyRole
  readonly name: string | null
  readonly phone: string | null
}

/** A case that may be the same family. */
export interface MergeSuggestion extends CaseItem {
  readonly because: 'same-person' | 'shared-contact'
}
/** An account that may lead a case, or be named in a seal. */
export interface Colleague {
  readonly id: string
  readonly username: string
  readonly role: Role
  readonly federation: string
}
export interface Duty {
  readonly dutyId: string
  readonly alertId: string
  readonly assignee: string
  readonly opensAt: string
  readonly dueAt: string
  readonly state: CallbackState
}
export interface CaseDetail {
  readonly id: string
  readonly revision: number
  readonly level: Level | null
  readonly channel: Channel | null
  readonly regionCode: string | null
  readonly maritalStatus: MaritalStatus | null
  readonly disputeType: DisputeType | null
  readonly relationship: Relationship | null
  readonly violence: boolean
  readonly callback: { readonly state: CallbackState; readonly dueAt: string } | null
  /** Failed and other attempts since she was last reached. */
  readonly attempts: number
  readonly homeVisitRequested: boolean
  /** What people said against the grade; null where nothing is. */
  readonly overridden: {
    readonly graded: Level
    readonly floor: Level | null
    readonly lowered: Level | null
    readonly pending: { readonly overrideId: string; readonly level: Level; readonly askedBy: string } | null
  } | null
  readonly leader: { readonly leaderId: string; readonly by: string; readonly since: string } | null
  /** Accounts that a sealed case is there for. */
  readonly sealedFor: readonly string[] | null
  readonly closedAt: string | null
  readonly mergedCases: readonly string[]
  readonly mergedInto: string | null
  /** What the accounts are called that are named here. */
  readonly accounts: Readonly<Record<string, string>>
  readonly watches: readonly { readonly orderId: string; readonly until: string }[]
  readonly intakes: readonly {
    readonly intakeId: string
    readonly kind: 'alert' | 'report'
    readonly occurredAt: string
    readonly recordedAt: string
  }[]
  readonly grade: Grade | null
  readonly people: readonly Party[]
  readonly orders: readonly OrderItem[]
  readonly duties: readonly Duty[]
  readonly measures: Measures
  readonly answers: readonly AnswerItem[]
}

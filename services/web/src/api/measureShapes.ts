/** What the API answers about the measures of a case: what stands until when, what is owed and since when. */
import type {
  Breachable,
  OwedMeasure,
  ProtectedPerson,
  Protection,
  RespondentMeasure,
} from '@jiahe/domain/measureVocabulary.ts'
import type { ProtectionApplication } from '@jiahe/domain/protectionOrders.ts'

/** A visit that follows up a warning letter. */
export interface FollowUp {
  readonly dutyId: string
  readonly dueAt: string
  readonly state: 'due' | 'late' | 'done'
}
export interface Letter {
  readonly letterId: string
  readonly alertId: string | null
  /** A day, as of all measures. */
  readonly issuedOn: string
  readonly revoked: boolean
  readonly followUps: readonly FollowUp[]
}
export interface ProtectionOrder {
  readonly protectionOrderId: string
  readonly prohibits: readonly Protection[]
  readonly from: string
  /** Its last day. */
  readonly until: string
  readonly state: 'in-force' | 'ahead' | 'over' | 'revoked'
  /** It ends soon and nothing goes on from it. */
  readonly renewalDue: boolean
}
export interface TakenMeasure {
  readonly measureId: string
  readonly measure: RespondentMeasure
  readonly takenOn: string
  readonly revoked: boolean
}
export interface ReportDuty {
  readonly dutyId: string
  readonly about: ProtectedPerson
  readonly reportBy: string
  readonly state: 'due' | 'late' | 'reported' | 'waived'
}
export interface Measures {
  readonly owed: readonly {
    readonly causeId: string
    readonly measure: OwedMeasure
    readonly since: string
  }[]
  readonly letters: readonly Letter[]
  readonly applications: readonly ProtectionApplication[]
  readonly protectionOrders: readonly ProtectionOrder[]
  readonly taken: readonly TakenMeasure[]
  readonly breaches: readonly {
    readonly breachId: string
    readonly measure: Breachable
    readonly occurredAt: string
  }[]
  readonly reports: readonly ReportDuty[]
}

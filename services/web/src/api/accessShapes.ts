/** What the API tells of who looked at whom. */
import type { AccessAction, AccessOutcome, UnusualReason } from '@jiahe/domain/accessVocabulary.ts'
import type { Role } from './shapes.ts'

export interface AccessItem {
  readonly id: string
  readonly at: string
  readonly accountId: string
  readonly username: string | null
  readonly federation: string | null
  /** Whose account it was done to. */
  readonly aboutUsername: string | null
  readonly action: AccessAction
  readonly outcome: AccessOutcome
  readonly reason: string
  readonly personId: string | null
  readonly caseId: string | null
  readonly orderId: string | null
  readonly detail: Readonly<Record<string, string | number | null>> | null
}
export interface UnusualItem {
  readonly accountId: string
  readonly username: string | null
  readonly federation: string | null
  readonly role: Role | null
  readonly reasons: readonly {
    readonly reason: UnusualReason
    readonly count: number
    readonly limit: number
    readonly median?: number
  }[]
}
export interface UnusualWeek {
  readonly from: string
  readonly to: string
  readonly items: readonly UnusualItem[]
}

/** Answers about the policies. */
import type { Policy } from '@jiahe/domain/policies/document.ts'
import type { Page } from './shapes.ts'

export interface PolicyItem {
  readonly version: number
  readonly hash: string
  /** Null of the built-in first version. */
  readonly publishedAt: string | null
  readonly retiredAt: string | null
  readonly inForce: boolean
  /** Null: from the beginning, or without an end. */
  readonly periods: readonly { readonly since: string | null; readonly until: string | null }[]
  readonly document: Policy
}
/** The newest version first. */
export interface PolicyList extends Page<PolicyItem> {
  readonly revision: number
}

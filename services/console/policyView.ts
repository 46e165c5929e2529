/** The policies as people see them: each version with its document, when it is in force, and what was done to it. */
import type { PolicyEvent } from '@jiahe/domain/catalogue.ts'
import type { Policy } from '@jiahe/domain/policies/document.ts'
import { type Period, periodsOf, policyAt, policyOf } from '@jiahe/domain/policies/inForce.ts'
import { foldPolicy, type PolicyLine } from '@jiahe/domain/policy.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { RecordedEvent } from '@jiahe/event-log/log.ts'

export interface PolicyItem {
  readonly version: number
  readonly hash: string
  readonly publishedAt: string | null
  readonly retiredAt: string | null
  readonly inForce: boolean
  readonly periods: readonly Period[]
  readonly document: Policy
}
export interface PolicyList {
  /** For `If-Match`. */
  readonly revision: number
  readonly items: readonly PolicyItem[]
  readonly nextCursor: null
  readonly total: number
}

export const lineOf = (history: readonly RecordedEvent[]): PolicyLine =>
  foldPolicy(history.map(readEvent) as readonly unknown[] as PolicyEvent[])

/** The newest version first. */
export function policyList(line: PolicyLine, now: Date): PolicyList {
  const current = policyAt(line.policies, now).version
  const items = line.published.map(
    (published): PolicyItem => ({
      ...published,
      inForce: published.version === current,
      periods: periodsOf(line.policies.activations, ({ version }) => version === published.version),
      document: policyOf(line.policies, published.version),
    }),
  )
  return { revision: line.revision, items: items.reverse(), nextCursor: null, total: items.length }
}

/**
 * Which version of the policy is in force when. A value of what was published and activated so far: it holds the
 * built-in first version, so there is one in force at every moment. What was in force at a moment that has passed
 * never changes, because nothing is activated with effect in the past.
 */
import type { Policy } from './document.ts'
import { policy1 } from './policy1.ts'

export interface Activation {
  readonly version: number
  /** ISO 8601: in force from then on, until the next takes effect. */
  readonly effectiveFrom: string
}
export interface Policies {
  /** Every version that was published, ascending. */
  readonly versions: readonly Policy[]
  /** In the order in which they take effect. */
  readonly activations: readonly Activation[]
}

/** Before anything was published. */
export const builtIn: Policies = {
  versions: [policy1],
  activations: [{ version: policy1.version, effectiveFrom: new Date(0).toISOString() }],
}

/** The version in force at the moment. */
export const policyAt = (policies: Policies, moment: Date): Policy =>
  policyOf(policies, inForceAt(policies.activations, moment).version)

/** Of activations in the order in which they take effect, the last that did. */
export const inForceAt = <A extends { readonly effectiveFrom: string }>(
  activations: readonly A[],
  moment: Date,
): A => activations.findLast((a) => Date.parse(a.effectiveFrom) <= moment.getTime()) ?? activations[0]!

/** Of two that take effect at one moment the later decision stands last, and holds. */
export const inOrder = <A extends { readonly effectiveFrom: string }>(activations: readonly A[]): A[] =>
  activations.toSorted((a, b) => Date.parse(a.effectiveFrom) - Date.parse(b.effectiveFrom))

/** The version that was recorded with an order. Throws when nobody published it: nothing may be decided by guess. */
export function policyOf({ versions }: Policies, version: number): Policy {
  const policy = versions.find((p) => p.version === version)
  if (!policy) throw new Error(`policy version ${version} is not known`)
  return policy
}

/** Null: from the beginning, or without an end. */
export interface Period {
  readonly since: string | null
  readonly until: string | null
}
/** When some of the activations hold, given in the order in which they take effect. Of those that do at one moment only
 *  the last ever comes into force. */
export const periodsOf = <A extends { readonly effectiveFrom: string }>(
  activations: readonly A[],
  isSome: (activation: A) => boolean,
): Period[] =>
  activations.flatMap((activation, i) => {
    const until = activations[i + 1]?.effectiveFrom ?? null
    if (!isSome(activation) || until === activation.effectiveFrom) return []
    return [{ since: i === 0 ? null : activation.effectiveFrom, until }]
  })

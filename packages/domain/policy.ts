/**
 * The policy's own line of versions: published, activated with effect from a moment, retired. Invariants: a version
 * is published once and never changes; there is one in force at every moment, from the built-in first on; and what
 * was in force at a moment that has passed, or is about to, never changes. The last is what lets every process decide
 * by the version it knows: each learns of an activation before it takes effect.
 */
import type { DataOf, NewDomainEvent, PolicyEvent } from './catalogue.ts'
import type { Context, Decision } from './event.ts'
import { derivedId } from './ids.ts'
import { isBroughtAbout, newEvent } from './newEvent.ts'
import { hashOfPolicy, type Policy } from './policies/document.ts'
import { builtIn, inOrder, type Policies, policyAt } from './policies/inForce.ts'
import { policy1 } from './policies/policy1.ts'
import { faultsOf } from './policies/safety.ts'

/** The one policy by which cases are worked. */
export const caseworkPolicy = policy1.id
export const policyStream = (id: string = caseworkPolicy): string => `policy-${id}`
/** What its events belong together by. */
export const policyLineId = (id: string = caseworkPolicy): string => derivedId(new Date(0), 'policy', id)

/** An activation and a retirement take effect no sooner. Nobody decides by what he learned longer ago than half of
 *  it, so the clocks of two machines may differ by the other half. */
export const NOTICE_MS = 60_000

export interface Published {
  readonly version: number
  readonly hash: string
  /** Null of the built-in first version. */
  readonly publishedAt: string | null
  readonly retiredAt: string | null
}
export interface PolicyLine {
  /** How many events there are. */
  readonly revision: number
  readonly eventIds: readonly string[]
  readonly published: readonly Published[]
  readonly policies: Policies
}

export const emptyLine: PolicyLine = {
  revision: 0,
  eventIds: [],
  published: [{ version: 1, hash: hashOfPolicy(policy1), publishedAt: null, retiredAt: null }],
  policies: builtIn,
}
export const foldPolicy = (history: readonly PolicyEvent[]): PolicyLine =>
  history.reduce(evolvePolicy, emptyLine)

export function evolvePolicy(before: PolicyLine, event: PolicyEvent): PolicyLine {
  const line = { ...before, revision: event.revision + 1, eventIds: [...before.eventIds, event.id] }
  const { policies, published } = before
  const at = event.metadata.occurredAt
  switch (event.type) {
    case 'PolicyPublished': {
      const { version, hash, document } = event.data
      return {
        ...line,
        published: [...published, { version, hash, publishedAt: at, retiredAt: null }],
        policies: { ...policies, versions: [...policies.versions, document] },
      }
    }
    case 'PolicyActivated': {
      const { version, effectiveFrom } = event.data
      const activations = inOrder([...policies.activations, { version, effectiveFrom }])
      return { ...line, policies: { ...policies, activations } }
    }
    case 'PolicyRetired': {
      const { version } = event.data
      const activations = policies.activations.filter(
        (a) => a.version !== version || Date.parse(a.effectiveFrom) <= Date.parse(at),
      )
      return {
        ...line,
        published: published.map((p) => (p.version === version ? { ...p, retiredAt: at } : p)),
        policies: { ...policies, activations },
      }
    }
    default:
      return event satisfies never
  }
}

export type PolicyRefusal =
  | 'unsafe-policy'
  | 'not-next-version'
  | 'unknown-version'
  | 'version-retired'
  | 'effect-in-past'
  | 'already-in-force'
  | 'version-in-force'
export type PolicyCommand =
  | { readonly type: 'publish'; readonly document: Policy }
  /** Null: as soon as can be. */
  | { readonly type: 'activate'; readonly version: number; readonly effectiveFrom: Date | null }
  | { readonly type: 'retire'; readonly version: number }

type Decided = Decision<NewDomainEvent, PolicyRefusal>

/** A repeat of a command that was carried out yields no events. The document has the shape of one. */
export function decidePolicy(line: PolicyLine, command: PolicyCommand, context: Context): Decided {
  const does = <T extends PolicyEvent['type']>(type: T, data: Omit<DataOf<T>, 'policyId'>): Decided => {
    const whole = { policyId: caseworkPolicy, ...data } as DataOf<T>
    return { events: [newEvent(type, whole, policyLineId(), caseworkPolicy, context)] }
  }
  if (isRepeat(line, context)) return { events: [] }
  if (command.type === 'publish') {
    const { document } = command
    const { version } = document
    if (document.id !== caseworkPolicy || faultsOf(document).length > 0) return { refusal: 'unsafe-policy' }
    if (version !== line.published.at(-1)!.version + 1) return { refusal: 'not-next-version' }
    return does('PolicyPublished', { version, hash: hashOfPolicy(document), document })
  }
  const known = line.published.find((p) => p.version === command.version)
  if (!known) return { refusal: 'unknown-version' }
  if (known.retiredAt !== null) return { refusal: 'version-retired' }
  const { version, hash } = known
  if (command.type === 'retire')
    return isInForceSoon(line, version, context.now)
      ? { refusal: 'version-in-force' }
      : does('PolicyRetired', { version, hash })
  const { now } = context
  if (command.effectiveFrom && command.effectiveFrom.getTime() < now.getTime())
    return { refusal: 'effect-in-past' }
  const from = new Date(Math.max(command.effectiveFrom?.getTime() ?? 0, now.getTime() + NOTICE_MS))
  if (policyAt(line.policies, from).version === version) return { refusal: 'already-in-force' }
  return does('PolicyActivated', { version, hash, effectiveFrom: from.toISOString() })
}

/** Now, or so soon that somebody may decide by it before he learns that he should not. */
const isInForceSoon = ({ policies }: PolicyLine, version: number, now: Date): boolean =>
  policyAt(policies, now).version === version ||
  policies.activations.some(
    (a) =>
      a.version === version &&
      Date.parse(a.effectiveFrom) > now.getTime() &&
      Date.parse(a.effectiveFrom) <= now.getTime() + NOTICE_MS,
  )

const types: readonly PolicyEvent['type'][] = ['PolicyPublished', 'PolicyActivated', 'PolicyRetired']
const isRepeat = ({ eventIds }: PolicyLine, { causeId }: Context): boolean =>
  isBroughtAbout(eventIds, types, caseworkPolicy, causeId)

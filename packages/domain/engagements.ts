/**
 * 力量: lawyers, psychologists, mediators, legal stations and shelters that a federation calls in for an order.
 *
 *   asked ──► accepted ──► reported (with an outcome)
 *     └──► declined │
 *     └─────────────┴──► withdrawn (with a reason)
 *
 * Its assignee engages and records what they answered. Nobody is forgotten: while one that was asked has neither
 * declined nor come to an outcome, nor was withdrawn, the order does not ask for its closure.
 */
import type { engagementEvents } from './catalogue/engagements.ts'
import type { EventsOf } from './catalogue.ts'
import { derivedId, timeOfId } from './ids.ts'
import { type Answer, type Asked, refuses, tells } from './orderDecision.ts'
import type {
  EngagementState,
  ResourceDecline,
  ResourceKind,
  ResourceOutcome,
  ResourcePurpose,
  ResourceWithdrawal,
} from './orderVocabulary.ts'
import { refuseWork, type Unworkable } from './orderWork.ts'

export interface Engagement {
  readonly engagementId: string
  readonly kind: ResourceKind
  /** Its code in the directory; null where it is not in there. */
  readonly organisation: string | null
  readonly purpose: ResourcePurpose
  readonly state: EngagementState
  readonly outcome: ResourceOutcome | null
  /** Why it declined or was withdrawn. */
  readonly reason: ResourceDecline | ResourceWithdrawal | null
  readonly at: string
  /** When its state last changed. */
  readonly since: string
}
export interface Engagements {
  readonly engagements: readonly Engagement[]
}
export const noEngagements: Engagements = { engagements: [] }

export function evolveEngagements(
  { engagements }: Engagements,
  event: EventsOf<typeof engagementEvents>,
): Engagements {
  const { engagementId } = event.data
  const since = event.metadata.occurredAt
  const become = (change: Partial<Engagement>): Engagements => ({
    engagements: engagements.map((one) =>
      one.engagementId === engagementId ? { ...one, ...change, since } : one,
    ),
  })
  switch (event.type) {
    case 'ResourceEngaged': {
      const { kind, organisation, purpose } = event.data
      const asked = { state: 'asked' as const, outcome: null, reason: null, at: since, since }
      return { engagements: [...engagements, { engagementId, kind, organisation, purpose, ...asked }] }
    }
    case 'ResourceAccepted':
      return become({ state: 'accepted' })
    case 'ResourceDeclined':
      return become({ state: 'declined', reason: event.data.reason })
    case 'ResourceReported':
      return become({ state: 'reported', outcome: event.data.outcome })
    case 'ResourceWithdrawn':
      return become({ state: 'withdrawn', reason: event.data.reason })
    default:
      return event satisfies never
  }
}

export const isPending = ({ state }: Engagement): boolean => state === 'asked' || state === 'accepted'

// What people decide ------------------------------------------------------------------------------------

interface About {
  readonly engagementId: string
  readonly textId: string | null
}
export type EngagementCommand =
  | {
      readonly type: 'resource'
      readonly kind: ResourceKind
      readonly organisation: string | null
      readonly purpose: ResourcePurpose
      readonly textId: string | null
    }
  | ({ readonly type: 'accept-resource' } & About)
  | ({ readonly type: 'decline-resource'; readonly reason: ResourceDecline } & About)
  | ({ readonly type: 'report-resource'; readonly outcome: ResourceOutcome } & About)
  | ({ readonly type: 'withdraw-resource'; readonly reason: ResourceWithdrawal } & About)
export type EngagementRefusal =
  | Unworkable
  | 'unknown-engagement'
  | 'engagement-not-asked'
  | 'engagement-not-accepted'
  | 'engagement-ended'

export function decideEngagement(asked: Asked, command: EngagementCommand): Answer<EngagementRefusal> {
  const refused = refuseWork(asked) ?? refuseStep(asked, command)
  if (refused) return refuses(refused)
  const { by, order, context } = asked
  const { textId } = command
  if (command.type === 'resource') {
    const { kind, organisation, purpose } = command
    const engagementId = derivedId(timeOfId(context.causeId), 'engagement', order.caseId, context.causeId)
    return tells('ResourceEngaged', { engagementId, by, kind, organisation, purpose, textId })
  }
  const { engagementId } = command
  switch (command.type) {
    case 'accept-resource':
      return tells('ResourceAccepted', { engagementId, by, textId })
    case 'decline-resource':
      return tells('ResourceDeclined', { engagementId, by, reason: command.reason, textId })
    case 'report-resource':
      return tells('ResourceReported', { engagementId, by, outcome: command.outcome, textId })
    case 'withdraw-resource':
      return tells('ResourceWithdrawn', { engagementId, by, reason: command.reason, textId })
    default:
      return command satisfies never
  }
}

/** Each step follows from the one before; withdrawn is whatever has not come to an end. */
function refuseStep({ order }: Asked, command: EngagementCommand): EngagementRefusal | null {
  if (command.type === 'resource') return null
  const one = order.engagements.find(({ engagementId }) => engagementId === command.engagementId)
  if (!one) return 'unknown-engagement'
  if (!isPending(one)) return 'engagement-ended'
  if (command.type === 'withdraw-resource') return null
  if (command.type === 'report-resource') return one.state === 'accepted' ? null : 'engagement-not-accepted'
  return one.state === 'asked' ? null : 'engagement-not-asked'
}

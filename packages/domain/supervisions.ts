/**
 * 督办: those above push on an order that is late or weakly handled, and its assignee answers. Several may stand at
 * once, each with its own moment; where none came in time the silence is an event, and an answer is still taken.
 * What an order moved to another federation takes along is answered there; what stands at its closing ends with it.
 */
import type { supervisionEvents } from './catalogue/supervisions.ts'
import type { EventsOf } from './catalogue.ts'
import { after } from './clocks.ts'
import { clockworkOf, versionsOf } from './desk.ts'
import { type Due, due } from './due.ts'
import { derivedId, timeOfId } from './ids.ts'
import { type Answer, type Asked, isAbove, isAssignee, refuses, tells } from './orderDecision.ts'
import type { SupervisionReason, SupervisionState } from './orderVocabulary.ts'
import type { Duration } from './policies/document.ts'
import { type Level, rank } from './vocabulary.ts'

export interface Supervision {
  readonly supervisionId: string
  readonly by: string
  readonly reason: SupervisionReason
  readonly at: string
  readonly answerBy: string
  readonly state: SupervisionState
  /** When it was answered or ended. */
  readonly settledAt: string | null
  /** Whether its silence is recorded. */
  readonly silent: boolean
}
export interface Supervisions {
  readonly supervisions: readonly Supervision[]
}
export const noSupervisions: Supervisions = { supervisions: [] }

export function evolveSupervisions(
  { supervisions }: Supervisions,
  event: EventsOf<typeof supervisionEvents>,
): Supervisions {
  const { supervisionId } = event.data
  const { occurredAt } = event.metadata
  const change = (become: (one: Supervision) => Partial<Supervision>): Supervisions => ({
    supervisions: supervisions.map((one) =>
      one.supervisionId === supervisionId ? { ...one, ...become(one) } : one,
    ),
  })
  switch (event.type) {
    case 'WorkOrderSupervised': {
      const { by, reason, answerBy } = event.data
      const standing = { state: 'standing', settledAt: null, silent: false } as const
      return {
        supervisions: [...supervisions, { supervisionId, by, reason, at: occurredAt, answerBy, ...standing }],
      }
    }
    case 'SupervisionAnswered':
      return change(() => ({ state: 'answered', settledAt: occurredAt }))
    case 'SupervisionUnanswered':
      return change((one) => ({ silent: true, state: isOpen(one) ? 'unanswered' : one.state }))
    default:
      return event satisfies never
  }
}

export const isOpen = ({ state }: Supervision): boolean => state === 'standing' || state === 'unanswered'

/** Whoever approves the closure is content with what he pushed on. */
export const endSupervisions = ({ supervisions }: Supervisions, at: string): Supervisions => ({
  supervisions: supervisions.map((one) => (isOpen(one) ? { ...one, state: 'ended', settledAt: at } : one)),
})

/** What was answered only afterwards was silence, too. */
export const supervisionDues = ({ supervisions }: Supervisions): Due[] =>
  supervisions
    .filter(({ silent, settledAt, answerBy }) => !silent && !(settledAt && isBefore(settledAt, answerBy)))
    .map(({ supervisionId, answerBy }) =>
      due(answerBy, supervisionId, 'SupervisionUnanswered', { supervisionId }),
    )
const isBefore = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b)

// What people decide ------------------------------------------------------------------------------------

export type SupervisionCommand =
  | { readonly type: 'supervise'; readonly reason: SupervisionReason; readonly textId: string | null }
  | {
      readonly type: 'answer-supervision'
      readonly supervisionId: string
      readonly textId: string | null
    }
export type SupervisionRefusal =
  | 'not-assignee'
  | 'not-supervisor'
  | 'own-order'
  | 'unknown-supervision'
  | 'supervision-answered'

/** How long the assignee has to answer. */
export const answerWithin = (level: Level): Duration =>
  rank(level) >= rank('high') ? { hours: 24 } : { workingDays: 3 }

export function decideSupervision(asked: Asked, command: SupervisionCommand): Answer<SupervisionRefusal> {
  const { order, by } = asked
  const { textId } = command
  if (command.type === 'supervise') {
    const refused = refuseSupervising(asked)
    return refused ? refuses(refused) : tells('WorkOrderSupervised', supervised(asked, command))
  }
  if (!isAssignee(asked)) return refuses('not-assignee')
  const { supervisionId } = command
  const one = order.supervisions.find((s) => s.supervisionId === supervisionId)
  if (!one) return refuses('unknown-supervision')
  return isOpen(one)
    ? tells('SupervisionAnswered', { supervisionId, by, textId })
    : refuses('supervision-answered')
}

/** Nobody pushes himself, nor whoever is above him: what was returned lies with the supervisor or the city. */
function refuseSupervising(asked: Asked): 'own-order' | 'not-supervisor' | null {
  if (!isAbove(asked)) return 'not-supervisor'
  if (isAssignee(asked)) return 'own-order'
  return asked.order.assignee.startsWith(asked.by) ? null : 'not-supervisor'
}

function supervised(
  { order, by, context, desk }: Asked,
  { reason, textId }: Extract<SupervisionCommand, { type: 'supervise' }>,
) {
  const clockwork = clockworkOf(desk, order)
  const answerBy = after(context.now, answerWithin(order.level), clockwork.calendar).toISOString()
  const supervisionId = derivedId(timeOfId(context.causeId), 'supervision', order.caseId, context.causeId)
  return { supervisionId, by, reason, answerBy, textId, ...versionsOf(clockwork) }
}

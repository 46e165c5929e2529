/**
 * What a federation does on an order that it accepted: contact, visits, mediation, disposal. No joint mediation at
 * high or extreme or while a protection order is in force, and in violence cases only with her consent.
 */
import type { orderWorkEvents } from './catalogue/orderWork.ts'
import type { DataOf, EventsOf } from './catalogue.ts'
import { type Answer, type Asked, isAssignee, refuses, tells } from './orderDecision.ts'
import { type DisposalResult, rank } from './vocabulary.ts'

export interface Work {
  readonly contactedAt: string | null
  readonly visitedAt: string | null
  readonly disposal: DisposalResult | null
  readonly disposedAt: string | null
}
export const noWork: Work = { contactedAt: null, visitedAt: null, disposal: null, disposedAt: null }

export function evolveWork(order: Work, event: EventsOf<typeof orderWorkEvents>): Partial<Work> {
  const { occurredAt } = event.metadata
  switch (event.type) {
    case 'ContactMade':
      // To speak with him is not to have reached her.
      return event.data.with === 'respondent' ? {} : { contactedAt: order.contactedAt ?? occurredAt }
    case 'VisitRecorded':
      return {
        contactedAt: order.contactedAt ?? occurredAt,
        visitedAt: order.visitedAt ?? occurredAt,
      }
    case 'MediationHeld':
      return { contactedAt: order.contactedAt ?? occurredAt }
    case 'DisposalReported':
      return { disposal: event.data.result, disposedAt: occurredAt }
    default:
      return event satisfies never
  }
}

// What people decide ------------------------------------------------------------------------------------

type Told<T extends 'ContactMade' | 'VisitRecorded' | 'MediationHeld' | 'DisposalReported'> = Omit<
  DataOf<T>,
  'by'
>
export type WorkCommand =
  | ({ readonly type: 'contact' } & Told<'ContactMade'>)
  | ({ readonly type: 'visit' } & Told<'VisitRecorded'>)
  | ({ readonly type: 'mediation' } & Told<'MediationHeld'>)
  | ({ readonly type: 'disposal' } & Told<'DisposalReported'>)
/** Why an order is not worked on by a federation as it stands. */
export type Unworkable = 'not-assignee' | 'not-accepted' | 'closure-already-requested'
export type WorkRefusal =
  | Unworkable
  | 'joint-mediation-forbidden'
  | 'protection-order-in-force'
  | 'consent-required'

export function decideWork(asked: Asked, command: WorkCommand): Answer<WorkRefusal> {
  const refused = refuseWork(asked)
  if (refused) return refuses(refused)
  const { by } = asked
  switch (command.type) {
    case 'contact':
      return tells('ContactMade', { by, with: command.with, means: command.means, textId: command.textId })
    case 'visit': {
      const { withPolice, facts, textId } = command
      return tells('VisitRecorded', { by, withPolice, facts, textId })
    }
    case 'mediation': {
      const { joint, consent, outcome, textId } = command
      const fenced = joint ? refuseJoint(asked, consent) : null
      return fenced ? refuses(fenced) : tells('MediationHeld', { by, joint, consent, outcome, textId })
    }
    case 'disposal':
      return tells('DisposalReported', { by, result: command.result, textId: command.textId })
    default:
      return command satisfies never
  }
}

export function refuseWork(asked: Asked): Unworkable | null {
  if (!isAssignee(asked)) return 'not-assignee'
  const { state } = asked.order
  if (state === 'closure-requested') return 'closure-already-requested'
  return state === 'accepted' || state === 'in-progress' ? null : 'not-accepted'
}

function refuseJoint({ order, protectionOrderInForce }: Asked, consent: boolean): WorkRefusal | null {
  if (protectionOrderInForce) return 'protection-order-in-force'
  if (rank(order.level) >= rank('high')) return 'joint-mediation-forbidden'
  return order.violence && !consent ? 'consent-required' : null
}

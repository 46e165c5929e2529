/**
 * Where one case is played: a log in memory whose clock is set by hand, with the policies on it. Knows the case
 * and its latest order as they stand, folded from every event as it is recorded.
 */
import { type FamilyCaseEvent, idOfStream, type WorkOrderEvent } from '@jiahe/domain/catalogue.ts'
import type { Desk } from '@jiahe/domain/desk.ts'
import { emptyCase, evolveFamilyCase, type FamilyCase } from '@jiahe/domain/familyCase.ts'
import { orderIdOf } from '@jiahe/domain/ids.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { evolveWorkOrder, type WorkOrder } from '@jiahe/domain/workOrder.ts'
import { type EventLog, type NewEvent, type RecordedEvent, START } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import { allPolicies } from '@jiahe/policies/policy.ts'

export interface OrderOnStage {
  readonly orderId: string
  readonly order: WorkOrder
  readonly history: readonly WorkOrderEvent[]
}
export interface Stage {
  readonly log: EventLog
  readonly now: () => Date
  /** Moves the clock, never back. */
  moveTo(moment: number): void
  /** Appends what was decided on the stream as it stands. A refusal is a mistake of the play, and thrown. */
  carryOut(stream: string, revision: number, decision: Decision): Promise<void>
  /** Gives the policies what they have not seen, until nothing follows. */
  settle(): Promise<void>
  case(): FamilyCase
  /** The latest of the case; null while it has none. */
  order(): OrderOnStage | null
  events(): Promise<readonly RecordedEvent[]>
}
type Decision = { readonly events: readonly unknown[] } | { readonly refusal: string }

/** A policy needs a moment. */
const REACTION_MS = 40

/** A case and its latest order as they stand, folded from every event as it is recorded. */
export function standing() {
  let state = emptyCase
  const orders = new Map<string, { order: WorkOrder | null; history: WorkOrderEvent[] }>()
  let caseId = ''
  return {
    learn(event: RecordedEvent): void {
      const known = readEvent(event)
      caseId = event.metadata.correlationId
      if (event.stream.startsWith('familyCase-')) {
        state = evolveFamilyCase(state, known as FamilyCaseEvent)
        return
      }
      const { order, history } = orders.get(idOfStream(event.stream)) ?? { order: null, history: [] }
      const said = known as WorkOrderEvent
      const next = { order: evolveWorkOrder(order, said), history: [...history, said] }
      orders.set(idOfStream(event.stream), next)
    },
    case: () => state,
    order(): OrderOnStage | null {
      const orderId = orderIdOf(caseId, orders.size)
      const { order, history } = orders.get(orderId) ?? { order: null, history: [] }
      return order && { orderId, order, history }
    },
  }
}

/** Thrown where the product refuses what the play wanted. */
export class PlayRefused extends Error {
  override name = 'PlayRefused'
}

/** Appends what was decided on the stream as it stands. */
export async function carryOut(
  log: EventLog,
  stream: string,
  revision: number,
  decision: Decision,
): Promise<void> {
  if ('refusal' in decision) throw new PlayRefused(`${decision.refusal} in ${stream}`)
  await log.append(stream, revision, decision.events as readonly NewEvent[])
}

export function openStage(desk: Desk): Stage {
  let time = 0
  const now = () => new Date(time)
  const log = memoryLog({ now })
  const policies = allPolicies({ log, desk, now })
  const { learn, ...stands } = standing()
  let seen = START

  async function react(event: RecordedEvent): Promise<void> {
    const reacting = policies.filter(({ types }) => (types as readonly string[]).includes(event.type))
    if (reacting.length > 0) time += REACTION_MS
    for (const policy of reacting) await policy.react(readEvent(event))
  }

  return {
    log,
    now,
    ...stands,
    moveTo(moment) {
      time = Math.max(Math.ceil(moment), time + 1)
    },
    carryOut: (stream, revision, decision) => carryOut(log, stream, revision, decision),
    async settle() {
      for (;;) {
        const { events, position } = await log.readAll({ after: seen, limit: 1000 })
        if (events.length === 0) return
        for (const event of events) {
          learn(event)
          await react(event)
        }
        seen = position
      }
    },
    events: async () => (await log.readAll({ after: START, limit: 100_000 })).events,
  }
}

/**
 * Where one case is played: a log in memory whose clock is set by hand, with the policies on it and what passes by
 * itself. Knows the case and its latest order as they stand, folded from every event as it is recorded.
 */
import { type FamilyCaseEvent, idOfStream, type WorkOrderEvent } from '@jiahe/domain/catalogue.ts'
import type { Desk } from '@jiahe/domain/desk.ts'
import { nextMoment } from '@jiahe/domain/due.ts'
import { CLOCKS, caseDues, orderDues, recordPassed } from '@jiahe/domain/dues.ts'
import { emptyCase, evolveFamilyCase, type FamilyCase } from '@jiahe/domain/familyCase.ts'
import { orderIdOf } from '@jiahe/domain/ids.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { evolveWorkOrder, type WorkOrder } from '@jiahe/domain/workOrder.ts'
import { type EventLog, type NewEvent, type RecordedEvent, START } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import type { Alarm } from '@jiahe/policies/alarms.ts'
import { allPolicies } from '@jiahe/policies/policy.ts'

export interface OrderOnStage {
  readonly orderId: string
  readonly order: WorkOrder
  readonly history: readonly WorkOrderEvent[]
  /** How often something happened to it that was more than the passing of time. */
  readonly turns: number
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
/** A stage with a clock of its own, on which time passes, too. */
export interface OpenStage extends Stage {
  /** When something passes next by itself; null when nothing does. */
  nextMoment(): number | null
  /** Records what has passed by now. */
  pass(): Promise<void>
  /** When each stream wants to be looked at again. */
  alarms(): readonly Alarm[]
}
type Decision = { readonly events: readonly unknown[] } | { readonly refusal: string }

/** A policy needs a moment. */
const REACTION_MS = 40

type OnStage = Omit<OrderOnStage, 'orderId' | 'order'> & { readonly order: WorkOrder | null }
const unseen: OnStage = { order: null, history: [], turns: 0 }

/** A case and its latest order as they stand, folded from every event as it is recorded. */
export function standing() {
  let state = emptyCase
  const orders = new Map<string, OnStage>()
  let caseId = ''
  return {
    learn(event: RecordedEvent): void {
      const known = readEvent(event)
      caseId = event.metadata.correlationId
      if (event.stream.startsWith('familyCase-')) {
        state = evolveFamilyCase(state, known as FamilyCaseEvent)
        return
      }
      const { order, history, turns } = orders.get(idOfStream(event.stream)) ?? unseen
      const said = known as WorkOrderEvent
      orders.set(idOfStream(event.stream), {
        order: evolveWorkOrder(order, said),
        history: [...history, said],
        turns: turns + (event.metadata.actor === CLOCKS ? 0 : 1),
      })
    },
    case: () => state,
    /** As a stream of its own; null for the case's. */
    orderOf: (stream: string) => orders.get(idOfStream(stream))?.order ?? null,
    order(): OrderOnStage | null {
      const orderId = orderIdOf(caseId, orders.size)
      const { order, ...rest } = orders.get(orderId) ?? unseen
      return order && { orderId, order, ...rest }
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

export function openStage(desk: Desk): OpenStage {
  let time = 0
  const now = () => new Date(time)
  const log = memoryLog({ now })
  const policies = allPolicies({ log, desk, now })
  const { learn: stand, ...stands } = standing()
  /** By stream, worked out when asked for. */
  const moments = new Map<string, { revision: number; next: string | null | undefined }>()
  let caseId = ''
  let seen = START

  function learn(event: RecordedEvent): void {
    stand(event)
    caseId = event.metadata.correlationId
    moments.set(event.stream, { revision: event.revision, next: undefined })
  }

  function nextOf(stream: string): string | null {
    const known = moments.get(stream)!
    if (known.next === undefined) {
      const order = stands.orderOf(stream)
      known.next = nextMoment(order ? orderDues(order, desk) : caseDues(stands.case(), desk))
    }
    return known.next
  }

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
    nextMoment() {
      const ahead = [...moments.keys()].flatMap((stream) => nextOf(stream) ?? [])
      return ahead.length === 0 ? null : Math.min(...ahead.map((at) => Date.parse(at)))
    },
    async pass() {
      for (const stream of moments.keys()) {
        const next = nextOf(stream)
        if (next === null || Date.parse(next) > time) continue
        const history = (await log.readStream(stream)).map(readEvent)
        const { events } = recordPassed(history, now(), desk)
        await log.append(stream, history.length - 1, events as readonly NewEvent[])
      }
    },
    alarms: () =>
      [...moments].map(([stream, { revision }]) => ({ stream, caseId, dueAt: nextOf(stream), revision })),
    events: async () => (await log.readAll({ after: START, limit: 100_000 })).events,
  }
}

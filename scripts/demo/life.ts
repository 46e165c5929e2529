/**
 * The life of one case, from its first alert to the moment that the clock stops at: submissions arrive, policies
 * react, staff act on what they see. All of it goes through the product's own decisions, on a log in memory
 * whose clock this drives; nothing is recorded after `until`.
 */

import { attemptCallback } from '@jiahe/domain/callbacks.ts'
import {
  type FamilyCaseEvent,
  familyCaseStream,
  type WorkOrderEvent,
  workOrderStream,
} from '@jiahe/domain/catalogue.ts'
import { type FamilyCase, foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { derivedId, orderIdOf, uuidv7 } from '@jiahe/domain/ids.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { type Desk, foldWorkOrder, type WorkOrder } from '@jiahe/domain/workOrder.ts'
import { decideOrder, type OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import { handle } from '@jiahe/event-log/handle.ts'
import { type NewEvent, type RecordedEvent, START } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import { appendStep } from '@jiahe/intake/appendStep.ts'
import { planIntake, type Submission } from '@jiahe/intake/plan.ts'
import type { Reservation } from '@jiahe/intake/reservations.ts'
import { allPolicies } from '@jiahe/policies/policy.ts'
import type { ResolvedPerson } from '@jiahe/privacy/people.ts'
import type { CaseText } from '@jiahe/privacy/texts.ts'
import { type Call, type Caller, callsOf, nextCall } from './calls.ts'
import type { Chance } from './chance.ts'
import type { Household } from './city.ts'
import { note } from './notes.ts'
import { type Deed, nextDeed, type Staff } from './staff.ts'

export interface Surroundings {
  readonly desk: Desk
  readonly until: Date
  /** The people of a submission, in the order of its parties. */
  readonly peopleOf: (submission: Submission) => readonly ResolvedPerson[]
  /** What stands for a sender's reference, and for the content that was sent. */
  readonly referenceOf: (submission: Submission) => string
  readonly contentOf: (submission: Submission) => string
  /** Who acts for a federation: `account:…`. */
  readonly actorOf: (federation: string) => string
}
export interface Life {
  readonly events: readonly RecordedEvent[]
  readonly texts: readonly CaseText[]
  readonly reservations: readonly Reservation[]
}

type Plan = { readonly at: number; readonly carryOut: () => Promise<void> }

/** A policy needs a moment. */
const REACTION_MS = 40

export async function live(household: Household, surroundings: Surroundings): Promise<Life> {
  const { desk, until, actorOf } = surroundings
  const { chance, family, left, arrivals } = household
  const { territory, clockwork } = desk
  const clock = { now: new Date(0) }
  const now = () => clock.now
  const log = memoryLog({ now })
  const policies = allPolicies({ log, desk, now })
  const reservations = new Map<string, Reservation>()
  const texts: CaseText[] = []
  const staff: Staff = { ...territory, chance, calendar: clockwork.calendar, township: family.township, left }
  const caller: Caller = { chance, calendar: clockwork.calendar, reach: family.reach }
  let deeds = 0

  const write = (caseId: string, about: Parameters<typeof note>[1]): string | null => {
    const text = note(chance, about)
    if (text === null) return null
    const textId = uuidv7(now(), bytesOf(chance))
    texts.push({ textId, caseId, text })
    return textId
  }
  const contextOf = (federation: string) => {
    const causeId = derivedId(now(), 'deed', family.victim.idNumber, String(deeds++))
    return { now: now(), actor: actorOf(federation), causeId }
  }

  async function arrive(submission: Submission): Promise<void> {
    const key = submission.body.sourceRef
    const before = reservations.get(key) ?? null
    const plan = planIntake(
      submission,
      surroundings.peopleOf(submission),
      before,
      surroundings.referenceOf(submission),
      now(),
    )
    const { source, sourceRef } = submission.body
    for (const step of plan.steps) await appendStep(log, source, step, before === null, now())
    texts.push(...plan.texts)
    const { caseId, intakeId, eventId, amendments, steps } = plan
    const contentHash = surroundings.contentOf(submission)
    const ids = { caseId, intakeId, eventId, amendments, contentHash, position: null, pending: steps }
    reservations.set(key, { source, sourceRef, kind: submission.kind, ...ids })
  }

  async function act(orderId: string, caseId: string, { by, command }: Deed): Promise<void> {
    const said: OrderCommand =
      'textId' in command ? { ...command, textId: write(caseId, command.type) } : command
    const context = contextOf(by)
    await decided(workOrderStream(orderId), (history) =>
      decideOrder(foldWorkOrder(history as WorkOrderEvent[]), orderId, said, { by }, context, desk),
    )
  }

  async function call(caseId: string, { by, outcome, facts }: Call): Promise<void> {
    const textId = write(caseId, outcome === 'reached' ? 'callback' : 'not-reached')
    const context = contextOf(by)
    await decided(familyCaseStream(caseId), (history) =>
      attemptCallback(
        foldFamilyCase(history as FamilyCaseEvent[]),
        { caseId, outcome, by, facts, textId },
        context,
      ),
    )
  }

  /** A refusal is a mistake of this simulation. */
  async function decided(
    stream: string,
    decide: (history: unknown[]) => { readonly events: readonly unknown[] } | { readonly refusal: string },
  ): Promise<void> {
    const handled = await handle<string>(log, stream, (history) => {
      const decision = decide(history.map(readEvent))
      return 'refusal' in decision ? decision : { events: decision.events as readonly NewEvent[] }
    })
    if (handled.status === 'refused') throw new Error(`the demo was refused: ${handled.refusal} in ${stream}`)
  }

  /** Gives the policies what they have not seen, until nothing follows. */
  let seen = START
  async function settle(): Promise<void> {
    for (;;) {
      const { events, position } = await log.readAll({ after: seen, limit: 1000 })
      if (events.length === 0) return
      for (const event of events) {
        const reacting = policies.filter(({ types }) => (types as readonly string[]).includes(event.type))
        if (reacting.length > 0) clock.now = new Date(clock.now.getTime() + REACTION_MS)
        for (const policy of reacting) await policy.react(readEvent(event))
      }
      seen = position
    }
  }

  const coming: Plan[] = arrivals.map(({ at, submission }) => ({ at, carryOut: () => arrive(submission) }))
  const ahead = { order: '', deed: null as Plan | null, calls: '', call: null as Plan | null }
  let orders = 1
  async function lookAhead(caseId: string): Promise<void> {
    const from = now().getTime()
    while ((await log.readStream(workOrderStream(orderIdOf(caseId, orders + 1)))).length > 0) orders++
    const orderId = orderIdOf(caseId, orders)
    const history = (await log.readStream(workOrderStream(orderId))).map(readEvent) as WorkOrderEvent[]
    const order: WorkOrder | null = foldWorkOrder(history)
    if (order && ahead.order !== `${orderId} ${order.revision}`) {
      ahead.order = `${orderId} ${order.revision}`
      const deed = nextDeed(order, from, doneOn(history), staff)
      ahead.deed = deed && { at: deed.at, carryOut: () => act(orderId, caseId, deed) }
    }
    const events = (await log.readStream(familyCaseStream(caseId))).map(readEvent) as FamilyCaseEvent[]
    const state: FamilyCase = foldFamilyCase(events)
    if (ahead.calls !== callsOf(state)) {
      ahead.calls = callsOf(state)
      const next = nextCall(state, from, caller)
      ahead.call = next && { at: next.at, carryOut: () => call(caseId, next) }
    }
  }

  for (;;) {
    const next = [coming[0], ahead.deed, ahead.call].reduce<Plan | null>(
      (a, b) => (b && (!a || b.at < a.at) ? b : a),
      null,
    )
    // What the policies answer must be before the clock stops, too.
    if (!next || next.at > until.getTime() - 30_000) break
    if (next === coming[0]) coming.shift()
    else if (next === ahead.deed) ahead.deed = null
    else ahead.call = null
    clock.now = new Date(Math.max(Math.ceil(next.at), clock.now.getTime() + 1))
    await next.carryOut()
    await settle()
    await lookAhead([...reservations.values()][0]!.caseId)
  }
  const { events } = await log.readAll({ after: START, limit: 100_000 })
  return { events, texts, reservations: [...reservations.values()] }
}

/** What was done on the order since it was last opened, as far as it matters for what comes next. */
function doneOn(history: readonly WorkOrderEvent[]): OrderCommand['type'][] {
  const opened = history.findLastIndex((event) => event.type === 'WorkOrderReopened')
  return history.slice(opened + 1).flatMap(({ type }) => commandOf[type] ?? [])
}
const commandOf: Partial<Record<WorkOrderEvent['type'], OrderCommand['type']>> = {
  WorkOrderAccepted: 'accept',
  WorkOrderReturned: 'return',
  WorkOrderTransferred: 'transfer',
  ContactMade: 'contact',
  VisitRecorded: 'visit',
  MediationHeld: 'mediation',
  DisposalReported: 'disposal',
  ClosureRejected: 'reject-closure',
}

const bytesOf = (chance: Chance) => (bytes: number) =>
  Uint8Array.from({ length: bytes }, () => Math.floor(chance() * 256))

/**
 * The life of one case, from its first alert to the moment that the clock stops at: submissions arrive, policies
 * react, staff act on what they see. All of it goes through the product's own decisions; nothing is recorded
 * after `until`.
 */

import { attemptCallback } from '@jiahe/domain/callbacks.ts'
import { familyCaseStream, type WorkOrderEvent, workOrderStream } from '@jiahe/domain/catalogue.ts'
import type { Desk } from '@jiahe/domain/desk.ts'
import type { Context } from '@jiahe/domain/event.ts'
import { derivedId, uuidv7 } from '@jiahe/domain/ids.ts'
import { protectionInForce } from '@jiahe/domain/protectionOrders.ts'
import { decideOrder, type OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import { appendStep } from '@jiahe/intake/appendStep.ts'
import { planIntake, type Submission } from '@jiahe/intake/plan.ts'
import type { Reservation } from '@jiahe/intake/reservations.ts'
import type { Alarm } from '@jiahe/policies/alarms.ts'
import type { ResolvedPerson } from '@jiahe/privacy/people.ts'
import type { CaseText } from '@jiahe/privacy/texts.ts'
import { type Call, type Caller, callsOf, nextCall } from './calls.ts'
import type { Chance } from './chance.ts'
import type { Household } from './city.ts'
import { note, type Written } from './notes.ts'
import { type Deed, nextDeed, type Staff } from './staff.ts'
import { type OpenStage, openStage, type Stage } from './stage.ts'

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
  readonly alarms: readonly Alarm[]
}
interface Played {
  readonly stage: Stage
  readonly household: Household
  readonly surroundings: Surroundings
  readonly texts: CaseText[]
  /** By reference. */
  readonly reservations: Map<string, Reservation>
  /** A deed's own id, under which it is done once. */
  contextOf(federation: string): Context
}
export interface Plan {
  readonly at: number
  readonly carryOut: () => Promise<void>
}

/** What the policies answer must be recorded before the clock stops, too. */
const STILL_MS = 30_000
const NOTICED_MS = 40

export async function live(household: Household, surroundings: Surroundings): Promise<Life> {
  const stage = openStage(surroundings.desk)
  const play = begin(household, surroundings, stage)
  for (;;) {
    const next = soonest([play.next(), passing(stage)])
    if (!next || next.at > lastMoment(surroundings)) break
    stage.moveTo(next.at)
    await next.carryOut()
    await stage.settle()
  }
  return { events: await stage.events(), ...play.kept(), alarms: stage.alarms() }
}

const lastMoment = ({ until }: Surroundings): number => until.getTime() - STILL_MS

/** What passes by itself is noticed in a moment. */
function passing(stage: OpenStage): Plan | null {
  const at = stage.nextMoment()
  return at === null ? null : { at: at + NOTICED_MS, carryOut: () => stage.pass() }
}

/** A life as it is played on any stage: whoever drives it moves the clock to what is next and carries that out. */
export interface Play {
  /** Null when nothing more comes before `until`. Thought over again after each deed. */
  next(): Plan | null
  kept(): Pick<Life, 'texts' | 'reservations'>
}
export function begin(household: Household, surroundings: Surroundings, stage: Stage): Play {
  const { actorOf } = surroundings
  let deeds = 0
  const played: Played = {
    ...{ stage, household, surroundings, texts: [], reservations: new Map() },
    contextOf(federation) {
      const causeId = derivedId(stage.now(), 'deed', household.family.victim.idNumber, String(deeds++))
      return { now: stage.now(), actor: actorOf(federation), causeId }
    },
  }
  const arrivals = household.arrivals.map(({ at, submission }): Plan => {
    const carryOut = () => {
      arrivals.shift()
      return arrive(played, submission)
    }
    return { at, carryOut }
  })
  const staffAhead = plannedByStaff(played)
  return {
    next() {
      const next = soonest([arrivals[0] ?? null, ...staffAhead()])
      return next && next.at <= lastMoment(surroundings) ? next : null
    },
    kept: () => ({ texts: played.texts, reservations: [...played.reservations.values()] }),
  }
}

const soonest = (plans: readonly (Plan | null)[]): Plan | null =>
  plans.reduce((a, b) => (b && (!a || b.at < a.at) ? b : a), null)

/** What staff mean to do next, thought over again whenever the order or the callbacks have changed. */
function plannedByStaff(played: Played): () => readonly (Plan | null)[] {
  const { stage, household, surroundings } = played
  const { chance, family, left } = household
  const { territory, calendar } = surroundings.desk
  const staff: Staff = { ...territory, calendar, chance, township: family.township, left }
  const caller: Caller = { calendar, chance, reach: family.reach }
  let deedFor = ''
  let deed: Plan | null = null
  let callFor = callsOf(stage.case())
  let call: Plan | null = null
  return () => {
    const from = stage.now().getTime()
    const standing = stage.order()
    // What passes by itself changes nobody's mind.
    const orderNow = standing ? `${standing.orderId} ${standing.turns}` : ''
    if (standing && orderNow !== deedFor) {
      deedFor = orderNow
      const next = nextDeed(standing.order, from, doneOn(standing.history), staff)
      deed = next && { at: next.at, carryOut: () => act(played, next) }
    }
    const callsNow = callsOf(stage.case())
    if (callsNow !== callFor) {
      callFor = callsNow
      const next = nextCall(stage.case(), from, caller)
      call = next && { at: next.at, carryOut: () => callBack(played, next) }
    }
    return [deed, call]
  }
}

async function arrive(
  { stage, surroundings, texts, reservations }: Played,
  submission: Submission,
): Promise<void> {
  const { peopleOf, referenceOf, contentOf } = surroundings
  const { source, sourceRef } = submission.body
  const before = reservations.get(sourceRef) ?? null
  const people = peopleOf(submission)
  const plan = planIntake(submission, people, before, referenceOf(submission), stage.now())
  for (const step of plan.steps) await appendStep(stage.log, source, step, before === null, stage.now())
  texts.push(...plan.texts)
  const { caseId, intakeId, eventId, amendments, steps: pending } = plan
  const ids = { source, sourceRef, kind: submission.kind, caseId, intakeId, eventId, amendments }
  reservations.set(sourceRef, { ...ids, contentHash: contentOf(submission), position: null, pending })
}

async function act(played: Played, { by, command }: Deed): Promise<void> {
  const { stage, surroundings } = played
  const { orderId, order } = stage.order()!
  const said: OrderCommand =
    'textId' in command ? { ...command, textId: write(played, order.caseId, command.type) } : command
  const protectionOrderInForce = protectionInForce(stage.case(), stage.now()) !== null
  const acting = { by, protectionOrderInForce, newerOrder: false }
  const decision = decideOrder(order, orderId, said, acting, played.contextOf(by), surroundings.desk)
  await stage.carryOut(workOrderStream(orderId), order.revision, decision)
}

async function callBack(played: Played, { by, outcome, facts }: Call): Promise<void> {
  const { stage, reservations } = played
  const { caseId } = [...reservations.values()][0]!
  const textId = write(played, caseId, outcome === 'reached' ? 'callback' : 'not-reached')
  const command = { caseId, outcome, by, facts, textId }
  const decision = attemptCallback(stage.case(), command, played.contextOf(by))
  await stage.carryOut(familyCaseStream(caseId), stage.case().revision, decision)
}

function write({ stage, household, texts }: Played, caseId: string, about: Written): string | null {
  const text = note(household.chance, about)
  if (text === null) return null
  const textId = uuidv7(stage.now(), bytesOf(household.chance))
  texts.push({ textId, caseId, text })
  return textId
}

const bytesOf = (chance: Chance) => (bytes: number) =>
  Uint8Array.from({ length: bytes }, () => Math.floor(chance() * 256))

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
  ResourceEngaged: 'resource',
  WorkOrderSupervised: 'supervise',
}

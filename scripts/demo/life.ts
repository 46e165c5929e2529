/**
 * The life of one case, from its first alert to the moment that the clock stops at: submissions arrive, policies
 * react, staff act on what they see. All of it goes through the product's own decisions; nothing is recorded
 * after `until`.
 */

import { type AnswerCommand, decideAnswer } from '@jiahe/domain/answerCommands.ts'
import { attemptCallback } from '@jiahe/domain/callbacks.ts'
import { decideOnCase } from '@jiahe/domain/caseCommands.ts'
import { familyCaseStream, workOrderStream } from '@jiahe/domain/catalogue.ts'
import { dayOf } from '@jiahe/domain/clocks.ts'
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
import { type CaseDeed, mattersOf, nextCaseDeed, type Office } from './caseDeeds.ts'
import { type Chance, seeded } from './chance.ts'
import type { Household } from './city.ts'
import { doneOn } from './deeds.ts'
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
  const office = officeOf(played)
  let mattersFor = ''
  let matter: Plan | null = null
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
    const mattersNow = mattersOf(stage.case())
    if (mattersNow !== mattersFor) {
      mattersFor = mattersNow
      const next = nextCaseDeed(stage.case(), from, office)
      matter = next && {
        at: next.at,
        carryOut() {
          matter = null
          return actOnCase(played, next)
        },
      }
    }
    return [deed, call, matter]
  }
}

/** With a chance of its own: what is decided here does not change what happens otherwise. */
function officeOf({ household, surroundings }: Played): Office {
  const { family, left } = household
  const { territory, calendar } = surroundings.desk
  return {
    ...{ calendar, city: territory.city, township: family.township, left: left !== null },
    chance: seeded(Number(family.victim.idNumber.slice(6, 17))),
    accountOf: (federation) =>
      /^account:([0-9a-f-]{36})$/.exec(surroundings.actorOf(federation))?.[1] ?? null,
    minds: new Map(),
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

/** What is refused by then – the case was closed, or somebody else did it – is let be. */
async function actOnCase(played: Played, { by, command: commandOn }: CaseDeed): Promise<void> {
  const { stage, surroundings, reservations } = played
  const { caseId } = [...reservations.values()][0]!
  const [state, context, { desk }] = [stage.case(), played.contextOf(by), surroundings]
  const command = commandOn(dayOf(stage.now()))
  const orders = [stage.order()?.order ?? []].flat()
  const decision = isAnswer(command)
    ? decideAnswer(state, caseId, command, by, context, desk)
    : decideOnCase({ caseId, state, orders, by, context, desk }, command)
  if (!('refusal' in decision)) await stage.carryOut(familyCaseStream(caseId), state.revision, decision)
}

const isAnswer = (command: ReturnType<CaseDeed['command']>): command is AnswerCommand => 'reportId' in command

function write({ stage, household, texts }: Played, caseId: string, about: Written): string | null {
  const text = note(household.chance, about)
  if (text === null) return null
  const textId = uuidv7(stage.now(), bytesOf(household.chance))
  texts.push({ textId, caseId, text })
  return textId
}

const bytesOf = (chance: Chance) => (bytes: number) =>
  Uint8Array.from({ length: bytes }, () => Math.floor(chance() * 256))

/**
 * What the offices do about a case beside its orders and calls: record what police and courts did, visit where a
 * warning was given, report what the law wants reported, answer whoever reported, and now and then say otherwise than the
 * grade, put a leader in charge or seal it. Each deed follows from the case as it stands.
 */
import type { AnswerCommand } from '@jiahe/domain/answerCommands.ts'
import type { CaseCommand } from '@jiahe/domain/caseCommands.ts'
import type { WorkCalendar } from '@jiahe/domain/clocks.ts'
import type { FamilyCase } from '@jiahe/domain/familyCase.ts'
import { standingLevel } from '@jiahe/domain/overrides.ts'
import { answering } from './answering.ts'
import { type Chance, exponential } from './chance.ts'
import { deciding } from './deciding.ts'
import { measured } from './measured.ts'
import { day_ms, type Hours, openAt } from './moments.ts'

export interface CaseDeed {
  readonly at: number
  /** The federation that acts. */
  readonly by: string
  /** As of the day on which it is done. */
  readonly command: (today: string) => CaseCommand | AnswerCommand
}
export interface Office {
  readonly chance: Chance
  readonly calendar: WorkCalendar
  readonly city: string
  /** Where the family lives. */
  readonly township: string
  /** Whether its order is left lying: nothing is decided that would move it. */
  readonly left: boolean
  /** The account that acts for a federation; null where there is none. */
  readonly accountOf: (federation: string) => string | null
  /** What was thought over, and whether it is to be done; it is not thought over again. */
  readonly minds: Map<string, boolean>
}

/** Tells two states of the case apart where the next deed would be another. */
export const mattersOf = (state: FamilyCase): string =>
  [
    ...[standingLevel(state), state.intakes.size, state.letters.length, state.taken.length],
    ...[state.waivers.length, state.breaches.length, state.leader?.leaderId, state.sealedFor?.length],
    ...[state.pendingOverride?.overrideId, state.floor, state.lowered, state.closed?.at],
    ...state.letters.flatMap(({ followUps }) => followUps.map(({ doneAt }) => doneAt)),
    ...state.applications.map((a) => a.state),
    ...state.protectionOrders.map((p) => [p.revoked, p.renewed, p.renewalFellDue, p.expired]),
    ...state.reportDuties.map((d) => d.state),
    ...[...state.answers.values()].map((a) => [a.state, a.extension]),
  ].join()

/** The next deed that the case as it stands since `from` comes to; null when nobody does anything. */
export function nextCaseDeed(state: FamilyCase, from: number, office: Office): CaseDeed | null {
  if (state.intakes.size === 0 || state.joined) return null
  const deeds = [
    ...measured(state, from, office),
    ...answering(state, from, office),
    ...(office.left ? [] : deciding(state, from, office)),
  ]
  return deeds.reduce<CaseDeed | null>((a, b) => (a && a.at <= b.at ? a : b), null)
}

/** Some days on, when somebody is there. */
export const inDays = (
  { chance, calendar }: Office,
  from: number,
  least: number,
  mean: number,
  hours: Hours = 'office',
): number => openAt(chance, from + (least + exponential(chance, mean)) * day_ms, hours, calendar)

/** Whether it is done at all: thought over once. */
export function once({ chance, minds }: Office, what: string, probability: number): boolean {
  const mind = minds.get(what) ?? chance() < probability
  minds.set(what, mind)
  return mind
}

/**
 * 并案: two cases that turn out to be one family. The surviving case is told what the other says and goes on being
 * told, so that grading still reads one stream and its grade rests on both histories. The other keeps its stream,
 * its alerts and its duties, and every alert counts once. A case is merged into one, and nothing into it: no chains,
 * no circles. The other case is the arbiter: it joins one, and a merge that it does not take is undone.
 */
import {
  type AskedOfCase,
  type CaseAnswer,
  isAboveTownships,
  refusesCase,
  tellsCase,
} from './caseDecision.ts'
import type { mergingEvents } from './catalogue/merging.ts'
import type { DataOf, EventsOf, NewDomainEvent } from './catalogue.ts'
import type { Context, Decision } from './event.ts'
import type { FamilyCase } from './familyCase.ts'
import type { SaidIntake } from './intakes.ts'
import { newEvent } from './newEvent.ts'
import type { Named } from './sealing.ts'
import type { MergeReason, UnmergeReason } from './vocabulary.ts'
import type { Statement } from './weighing.ts'

/** What a case that was merged into this one says. */
export interface MergedCase {
  readonly mergeId: string
  /** Up to which of its events. */
  readonly revision: number
  readonly intakes: readonly SaidIntake[]
  readonly statements: readonly Statement[]
}
export interface Merging {
  readonly merged: ReadonlyMap<string, MergedCase>
  /** The case that this one was merged into. */
  readonly joined: { readonly into: string; readonly mergeId: string } | null
}
export const notMerged: Merging = { merged: new Map(), joined: null }

type Told = EventsOf<typeof mergingEvents>

export function evolveMerging(state: Merging, event: Told): Partial<Merging> {
  const merged = new Map(state.merged)
  switch (event.type) {
    case 'CasesMerged':
      return { merged: merged.set(event.data.from, saidBy(event.id, event.data)) }
    case 'MergedHistoryTold': {
      const known = merged.get(event.data.from)
      if (!known || known.revision >= event.data.revision) return {}
      return { merged: merged.set(event.data.from, saidBy(known.mergeId, event.data)) }
    }
    case 'CasesUnmerged':
      merged.delete(event.data.from)
      return { merged }
    case 'CaseJoined':
      return { joined: event.data }
    case 'CaseParted':
      return { joined: null }
    default:
      return event satisfies never
  }
}

type Said = DataOf<'MergedHistoryTold'>

const saidBy = (mergeId: string, { revision, intakes, statements }: Said): MergedCase => ({
  mergeId,
  revision,
  intakes,
  statements: statements.map(({ facts, ...one }) => ({ ...one, answers: facts, maritalStatus: null })),
})

/** What a case says as it stands, for the one that it is merged into. */
export const saying = (from: string, { revision, intakes, statements }: FamilyCase): Said => ({
  from,
  revision,
  intakes: [...intakes.values()].map(({ parties: _people, texts: _words, ...said }) => said),
  statements: statements.flatMap(({ kind, answers: facts, eventId, occurredAt, mediationFailed }) =>
    kind === 'alert' || kind === 'report' ? [] : [{ eventId, kind, occurredAt, facts, mediationFailed }],
  ),
})

// What people decide ------------------------------------------------------------------------------------

/** A case beside the one that is acted on. */
export interface OtherCase {
  readonly caseId: string
  readonly state: FamilyCase
}
export type MergingCommand =
  | {
      readonly type: 'merge'
      readonly other: OtherCase
      readonly reason: MergeReason
      readonly textId: string | null
    }
  | {
      readonly type: 'unmerge'
      readonly caseId: string
      readonly reason: Exclude<UnmergeReason, 'merged-elsewhere'>
      readonly textId: string | null
    }
export type MergingRefusal =
  | 'not-supervisor'
  | 'same-case'
  | 'already-merged'
  | 'not-merged'
  | 'leader-in-charge'
  | 'sealed-otherwise'

export function decideMerging(asked: AskedOfCase, command: MergingCommand): CaseAnswer<MergingRefusal> {
  const { state, by } = asked
  const { textId } = command
  if (!isAboveTownships(by)) return refusesCase('not-supervisor')
  if (command.type === 'unmerge') {
    const known = state.merged.get(command.caseId)
    if (!known) return refusesCase('not-merged')
    const { caseId: from, reason } = command
    return tellsCase('CasesUnmerged', { from, mergeId: known.mergeId, reason, by, textId })
  }
  const { other, reason } = command
  const refused = refuseMerge(asked, other)
  if (refused) return refusesCase(refused)
  const { floor, openOrders } = other.state
  const said = saying(other.caseId, other.state)
  return tellsCase('CasesMerged', { ...said, floor, openOrders: [...openOrders.keys()], reason, by, textId })
}

function refuseMerge({ caseId, state }: AskedOfCase, other: OtherCase): MergingRefusal | null {
  if (other.caseId === caseId) return 'same-case'
  if (state.merged.has(other.caseId) || isTaken(other.state)) return 'already-merged'
  // Whoever answers for it by name is asked first.
  if (other.state.leader) return 'leader-in-charge'
  return seenBy(state.sealedFor) === seenBy(other.state.sealedFor) ? null : 'sealed-otherwise'
}

const isTaken = ({ joined, merged }: Merging): boolean => joined !== null || merged.size > 0
const seenBy = (sealedFor: readonly Named[] | null): string =>
  JSON.stringify(sealedFor && sealedFor.map(({ accountId }) => accountId).sort())

// What follows by itself --------------------------------------------------------------------------------

type Decided<Refusal extends string = never> = Decision<NewDomainEvent, Refusal>
const nothing = { events: [] }
const once = ({ eventIds }: FamilyCase, event: NewDomainEvent): Decided => ({
  events: eventIds.has(event.id) ? [] : [event],
})

/** The other case learns that it is one with this one, unless it is taken already. `context.causeId`: the merge. */
export function joinCase(
  state: FamilyCase,
  caseId: string,
  into: string,
  context: Context,
): Decided<'already-merged'> {
  const joined = newEvent('CaseJoined', { into, mergeId: context.causeId }, caseId, caseId, context)
  if (state.eventIds.has(joined.id)) return nothing
  return isTaken(state) ? { refusal: 'already-merged' } : { events: [joined] }
}

/** A merge that the other case did not take is taken back. */
export function undoMerge(state: FamilyCase, caseId: string, from: string, context: Context): Decided {
  const known = state.merged.get(from)
  if (known?.mergeId !== context.causeId) return nothing
  const undone = {
    from,
    mergeId: context.causeId,
    reason: 'merged-elsewhere',
    by: null,
    textId: null,
  } as const
  return once(state, newEvent('CasesUnmerged', undone, caseId, caseId, context))
}

export function partCase(state: FamilyCase, caseId: string, mergeId: string, context: Context): Decided {
  if (state.joined?.mergeId !== mergeId) return nothing
  return once(state, newEvent('CaseParted', { from: state.joined.into, mergeId }, caseId, caseId, context))
}

/** What was said anew in the other case is told to this one. `then`: the other case up to what is told. */
export function tellMerged(
  state: FamilyCase,
  caseId: string,
  from: string,
  then: FamilyCase,
  context: Context,
): Decided {
  const known = state.merged.get(from)
  if (!known || known.revision >= then.revision) return nothing
  const said = saying(from, then)
  if (sameSaid(known, saidBy(known.mergeId, said))) return nothing
  return once(state, newEvent('MergedHistoryTold', said, caseId, caseId, context))
}
const sameSaid = (a: MergedCase, b: MergedCase): boolean =>
  JSON.stringify([a.intakes, a.statements]) === JSON.stringify([b.intakes, b.statements])

/** Whether an alert, a report or a breach is told of that was not known before. */
export function tellsOfNews(known: MergedCase | undefined, told: Said): boolean {
  const before = new Set([...(known?.intakes ?? []), ...(known?.statements ?? [])].map(nameOf))
  const breaches = told.statements.filter(({ kind }) => kind === 'breach')
  return [...told.intakes, ...breaches].some((one) => !before.has(nameOf(one)))
}
const nameOf = (one: { readonly intakeId: string } | { readonly eventId: string }): string =>
  'intakeId' in one ? one.intakeId : one.eventId

/** She was reached: what was open in the cases that are one with it is done, too. `at`: when she was. */
export function shareCallback(
  state: FamilyCase,
  caseId: string,
  completed: { readonly caseId: string; readonly eventId: string; readonly at: string },
  context: Context,
): Decided {
  const open = [...state.duties.values()].filter(
    (duty) => duty.state !== 'done' && Date.parse(duty.opensAt) <= Date.parse(completed.at),
  )
  if (open.length === 0 && state.attempts.length === 0) return nothing
  const discharged = open.map((duty) => duty.dutyId)
  const shared = { caseId: completed.caseId, completedId: completed.eventId, discharged }
  const own = { occurredAt: completed.at }
  return once(state, newEvent('CallbackShared', shared, caseId, caseId, context, own))
}

/**
 * How a case comes to rest. A grave case is closed by the supervisor once it has been quiet for its whole term; a
 * case of medium or low by itself when its term is over, or a medium one sooner by hand. Never while an order is
 * open, a watch runs or a leader is in charge. Whatever happens anew reopens it; its callbacks go on regardless.
 */
import {
  type AskedOfCase,
  type CaseAnswer,
  isAboveTownships,
  refusesCase,
  tellsCase,
} from './caseDecision.ts'
import type { closingEvents } from './catalogue/closing.ts'
import type { DataOf, EventsOf, FamilyCaseEvent, NewDomainEvent } from './catalogue.ts'
import { after } from './clocks.ts'
import { clockworkAt, type Desk } from './desk.ts'
import { type Due, due } from './due.ts'
import type { Context, Decision } from './event.ts'
import type { FamilyCase } from './familyCase.ts'
import { newEvent } from './newEvent.ts'
import { standingLevel } from './overrides.ts'
import { type CaseCloseReason, type CaseReopenReason, type Level, rank } from './vocabulary.ts'

export interface CaseClosing {
  readonly closed: { readonly eventId: string; readonly at: string } | null
  /** Orders that are open, its own and those of cases merged into it, with whose each is. */
  readonly openOrders: ReadonlyMap<string, string>
  /** When what last kept it open was over: an order, a watch, a leader's charge. */
  readonly heldUntil: string | null
  /** When the newest alert, report or breach was recorded, or the case was reopened: from there its term runs. */
  readonly termFrom: string | null
  /** When the newest alert or breach was recorded: from there it is quiet. */
  readonly quietSince: string | null
}
export const notYetClosed: CaseClosing = {
  closed: null,
  openOrders: new Map(),
  heldUntil: null,
  termFrom: null,
  quietSince: null,
}

type News = Extract<FamilyCaseEvent, { type: 'AlertReceived' | 'ReportReceived' | 'MeasureBreached' }>
type LetGo = Extract<FamilyCaseEvent, { type: 'WatchEnded' | 'LeaderReleased' }>
type Family = Extract<FamilyCaseEvent, { type: 'CasesMerged' | 'MergedHistoryTold' | 'CasesUnmerged' }>

export function evolveCaseClosing(
  state: CaseClosing,
  event: EventsOf<typeof closingEvents> | News | LetGo | Family,
): Partial<CaseClosing> {
  const { recordedAt, occurredAt } = event.metadata
  const openOrders = new Map(state.openOrders)
  switch (event.type) {
    case 'AlertReceived':
    case 'MeasureBreached':
      return { termFrom: recordedAt, quietSince: recordedAt }
    case 'ReportReceived':
      return { termFrom: recordedAt }
    case 'OrderOpened':
      return { openOrders: openOrders.set(event.data.orderId, event.data.caseId) }
    case 'OrderConcluded':
      openOrders.delete(event.data.orderId)
      return { openOrders, heldUntil: occurredAt }
    case 'WatchEnded':
    case 'LeaderReleased':
      return { heldUntil: occurredAt }
    case 'CasesMerged':
      for (const orderId of event.data.openOrders) openOrders.set(orderId, event.data.from)
      return { openOrders, ...lastNews(state, event.data) }
    case 'MergedHistoryTold':
      return lastNews(state, event.data)
    case 'CasesUnmerged':
      for (const [orderId, of] of openOrders) if (of === event.data.from) openOrders.delete(orderId)
      return { openOrders }
    case 'CaseClosed':
      return { closed: { eventId: event.id, at: occurredAt } }
    case 'CaseReopened':
      return { closed: null, termFrom: recordedAt }
    default:
      return event satisfies never
  }
}

/** What the other case was told lately counts for this one, too. */
function lastNews(
  { termFrom, quietSince }: CaseClosing,
  { intakes, statements }: Pick<DataOf<'MergedHistoryTold'>, 'intakes' | 'statements'>,
): Pick<CaseClosing, 'termFrom' | 'quietSince'> {
  const breaches = statements.filter(({ kind }) => kind === 'breach').map(({ occurredAt }) => occurredAt)
  const alerts = intakes.filter(({ kind }) => kind === 'alert').map(({ recordedAt }) => recordedAt)
  const newest = (own: string | null, others: readonly string[]) =>
    others.reduce<string | null>((a, b) => (a ? later(a, b) : b), own)
  return {
    quietSince: newest(quietSince, [...alerts, ...breaches]),
    termFrom: newest(termFrom, [...intakes.map(({ recordedAt }) => recordedAt), ...breaches]),
  }
}

const isGrave = (level: Level): boolean => rank(level) >= rank('high')

/** A case below high closes by itself at the end of its term, or later when what was still open is over. */
export function closingDues(state: FamilyCase, desk: Desk): Due[] {
  const level = standingLevel(state)
  const { termFrom, heldUntil, grading } = state
  if (!level || !grading || !termFrom || isGrave(level) || isHeldOpen(state)) return []
  const over = [endOfTerm(termFrom, level, desk), heldUntil, grading.recordedAt, ...state.watches.values()]
  const at = over.reduce<string>((a, b) => (b === null ? a : later(a, b)), termFrom)
  return [due(at, termFrom, 'CaseClosed', { reason: 'term-over', level, by: null, textId: null })]
}

const later = (a: string, b: string): string => (Date.parse(a) >= Date.parse(b) ? a : b)

/** A case that was merged into another comes to rest with that one. */
const isHeldOpen = ({ closed, openOrders, leader, joined }: FamilyCase): boolean =>
  closed !== null || openOrders.size > 0 || leader !== null || joined !== null

function endOfTerm(from: string, level: Level, desk: Desk): string {
  const { policy, calendar } = clockworkAt(desk, new Date(from))
  return after(new Date(from), policy.levels[level].close, calendar).toISOString()
}

// What people decide ------------------------------------------------------------------------------------

export type ClosingCommand =
  | {
      readonly type: 'close'
      readonly reason: Exclude<CaseCloseReason, 'term-over'>
      readonly textId: string | null
    }
  | {
      readonly type: 'reopen'
      readonly reason: Exclude<CaseReopenReason, SelfReopening>
      readonly textId: string | null
    }
export type ClosingRefusal =
  | 'not-graded'
  | 'not-supervisor'
  | 'order-open'
  | 'watch-running'
  | 'leader-in-charge'
  | 'not-quiet-long-enough'
  | 'case-not-closed'

export function decideClosing(asked: AskedOfCase, command: ClosingCommand): CaseAnswer<ClosingRefusal> {
  const { state, by } = asked
  const { reason, textId } = command
  if (command.type === 'reopen')
    return state.closed
      ? tellsCase('CaseReopened', { reason: command.reason, by, textId })
      : refusesCase('case-not-closed')
  const level = standingLevel(state)
  if (!level) return refusesCase('not-graded')
  const refused = refuseClosing(asked, level)
  return refused
    ? refusesCase(refused)
    : tellsCase('CaseClosed', { reason: reason as CaseCloseReason, level, by, textId })
}

function refuseClosing(
  { state, orders, by, context, desk }: AskedOfCase,
  level: Level,
): ClosingRefusal | null {
  if (isGrave(level) && !isAboveTownships(by)) return 'not-supervisor'
  if (state.openOrders.size > 0 || orders.some((order) => order.state !== 'closed')) return 'order-open'
  if ([...state.watches.values()].some((until) => Date.parse(until) > context.now.getTime()))
    return 'watch-running'
  if (state.leader) return 'leader-in-charge'
  if (!isGrave(level)) return null
  const quiet = state.quietSince ?? state.termFrom
  const until = quiet ? Date.parse(endOfTerm(quiet, level, desk)) : 0
  return until > context.now.getTime() ? 'not-quiet-long-enough' : null
}

// What follows by itself --------------------------------------------------------------------------------

type SelfReopening = 'new-alert' | 'new-report' | 'breach' | 'order-opened'
type Decided = Decision<NewDomainEvent, never>
const nothing: Decided = { events: [] }

const reopens: Partial<Record<FamilyCaseEvent['type'], SelfReopening>> = {
  AlertReceived: 'new-alert',
  ReportReceived: 'new-report',
  MeasureBreached: 'breach',
  OrderOpened: 'order-opened',
}

/** What happens anew in a closed case reopens it. `then`: the case as it stood at the event; `now`: as it stands. */
export function reopenBy(
  event: FamilyCaseEvent,
  then: FamilyCase,
  now: FamilyCase,
  context: Context,
): Decided {
  const reason =
    event.type === 'MergedHistoryTold' ? newsSince(event.data, then.closed?.at) : reopens[event.type]
  if (!reason || !then.closed || now.closed?.eventId !== then.closed.eventId) return nothing
  const caseId = event.metadata.correlationId
  return {
    events: [newEvent('CaseReopened', { reason, by: null, textId: null }, caseId, caseId, context)],
  }
}

/** What was told of the other case since this one was closed. */
function newsSince(
  { intakes, statements }: DataOf<'MergedHistoryTold'>,
  at: string | undefined,
): SelfReopening | undefined {
  const isSince = (time: string) => at !== undefined && Date.parse(time) >= Date.parse(at)
  const intake = intakes.findLast(({ recordedAt }) => isSince(recordedAt))
  if (intake) return intake.kind === 'alert' ? 'new-alert' : 'new-report'
  return statements.some(({ kind, occurredAt }) => kind === 'breach' && isSince(occurredAt))
    ? 'breach'
    : undefined
}

/** The case is told that an order of it is open, or over. `ofCase`: whose it is. */
export function tellOfOrder(
  state: FamilyCase,
  caseId: string,
  type: 'OrderOpened' | 'OrderConcluded',
  order: { readonly orderId: string; readonly caseId: string },
  context: Context,
): Decided {
  const told = newEvent(type, order, caseId, caseId, context)
  if (state.eventIds.has(told.id) || state.openOrders.has(order.orderId) === (type === 'OrderOpened'))
    return nothing
  return { events: [told] }
}

/** Carries out what may be done to a made-up family, by the real decisions on whatever stands then. */
import { type AnswerCommand, decideAnswer } from '@jiahe/domain/answerCommands.ts'
import { attemptCallback } from '@jiahe/domain/callbacks.ts'
import { type CaseCommand, decideOnCase } from '@jiahe/domain/caseCommands.ts'
import type { DomainEvent, NewDomainEvent } from '@jiahe/domain/catalogue.ts'
import { familyCaseStream, workOrderStream } from '@jiahe/domain/catalogue.ts'
import type { WorkCalendar } from '@jiahe/domain/clocks.ts'
import { dayOf } from '@jiahe/domain/clocks.ts'
import type { Desk } from '@jiahe/domain/desk.ts'
import type { Decision } from '@jiahe/domain/event.ts'
import { city, district, otherTownship, township } from '@jiahe/domain/exampleCity.ts'
import { alertOf, amendmentOf } from '@jiahe/domain/exampleEvents.ts'
import { type FamilyCase, foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { amendIntake, receiveIntake } from '@jiahe/domain/familyCaseDecisions.ts'
import { derivedId, orderIdOf } from '@jiahe/domain/ids.ts'
import type { OtherCase } from '@jiahe/domain/merging.ts'
import { protectionInForce } from '@jiahe/domain/protectionOrders.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { WorkOrder } from '@jiahe/domain/workOrder.ts'
import { decideOrder, type OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import { handle } from '@jiahe/event-log/handle.ts'
import type { EventLog, NewEvent } from '@jiahe/event-log/log.ts'
import { ordersOf } from './caseHistory.ts'
import { caseOf } from './exampleAlerts.ts'
import { answerCommands, caseCommands, orderCommands } from './exampleCommands.ts'
import { type Deed, shortened } from './exampleDeeds.ts'
import { adoptsCalendar, adoptsPolicy } from './exampleRules.ts'

/** Where and when it is done, and by which rules. */
export interface World {
  readonly log: EventLog
  readonly desk: Desk
  readonly now: () => Date
  readonly today: { policies: Desk['policies']; calendar: WorkCalendar }
  cause(): { readonly now: Date; readonly actor: string; readonly causeId: string }
  /** Told of each decision that is tried, as `case merge`, and why it was refused; null where something came of it. */
  tried(command: string, refusal: string | null): void
}
export function causes(now: () => Date): World['cause'] {
  let n = 0
  return () => ({ now: now(), actor: `account:${n % 3}`, causeId: derivedId(now(), 'deed', String(n++)) })
}

/** Null when it was carried out, else why not. */
export async function does(world: World, deed: Deed): Promise<string | null> {
  switch (deed.does) {
    case 'alert':
    case 'report':
      return receives(world, deed)
    case 'amend':
      return amends(world, deed)
    case 'call':
    case 'case':
    case 'answer':
      return actsOnCase(world, deed)
    case 'order':
      return actsOnOrder(world, deed)
    case 'policy':
      return adoptsPolicy(world, deed)
    case 'calendar':
      return adoptsCalendar(world)
    default:
      return deed satisfies never
  }
}

export async function decides(
  { log }: World,
  stream: string,
  decide: (history: readonly DomainEvent[]) => Decision<NewDomainEvent, string>,
): Promise<string | null> {
  const handled = await handle<string>(log, stream, (history) => {
    const decision = decide(history.map(readEvent) as DomainEvent[])
    return 'refusal' in decision ? decision : { events: decision.events as readonly NewEvent[] }
  })
  if (handled.status === 'refused') return handled.refusal
  return handled.status === 'appended' ? null : 'nothing'
}

type Of<D extends Deed['does']> = Extract<Deed, { does: D }>
const stateOf = (history: readonly DomainEvent[]) => foldFamilyCase(history as never)
const caseAsItStands = async ({ log }: World, caseId: string): Promise<FamilyCase> =>
  stateOf((await log.readStream(familyCaseStream(caseId))).map(readEvent) as DomainEvent[])

function receives(
  world: World,
  { does, family, facts, regionCode, channel, hoursAgo }: Of<'alert' | 'report'>,
) {
  const caseId = caseOf(family)
  const context = world.cause()
  const violent = does === 'alert' ? ('domestic-violence' as const) : ('divorce' as const)
  const data = alertOf(facts, { regionCode, channel, disputeType: violent })
  const occurredAt = new Date(context.now.getTime() - hoursAgo * 3_600_000).toISOString()
  const command = { caseId, intakeId: context.causeId, kind: does, occurredAt, data } as const
  return decides(world, familyCaseStream(caseId), (history) =>
    receiveIntake(stateOf(history), command, context),
  )
}

/** What was told otherwise stays in its case, or moves to the other family's. */
async function amends(world: World, { family, nth, facts, moves }: Of<'amend'>): Promise<string | null> {
  const [caseId, other] = [caseOf(family), caseOf(1 - family)]
  const context = world.cause()
  const state = await caseAsItStands(world, caseId)
  const intakes = [...state.intakes.values()]
  const intake = intakes[nth % intakes.length]
  if (!intake) return 'unknown-intake'
  const occurredAt = context.now.toISOString()
  const data = amendmentOf(intake.intakeId, facts, { movedTo: moves ? other : null })
  const amendment = { caseId, amendmentId: context.causeId, occurredAt, data }
  const amended = await decides(world, familyCaseStream(caseId), (history) =>
    amendIntake(stateOf(history), amendment, context),
  )
  if (!moves || amended !== null) return amended
  const { intakeId: _intakeId, movedTo: _movedTo, ...matter } = data
  const received = { source: 'example-police', ...matter, movedFrom: caseId }
  const intakeId = derivedId(context.now, 'moved', context.causeId)
  const command = { caseId: other, intakeId, kind: intake.kind, occurredAt, data: received }
  return decides(world, familyCaseStream(other), (history) =>
    receiveIntake(stateOf(history), command, context),
  )
}

async function actsOnCase(world: World, deed: Of<'call' | 'case' | 'answer'>): Promise<string | null> {
  const caseId = caseOf(deed.family)
  const orders = await ordersOf(world.log, caseId)
  const other = caseOf(1 - deed.family)
  const otherState = await caseAsItStands(world, other)
  const context = { ...world.cause(), ...(deed.does === 'case' ? { actor: `account:${deed.actor}` } : {}) }
  return decides(world, familyCaseStream(caseId), (history) => {
    const state = stateOf(history)
    if (deed.does === 'call') {
      const { outcome, facts } = deed
      const call = { caseId, by: deed.by, outcome, facts, textId: null }
      return told(world, `call ${outcome}`, attemptCallback(state, call, context))
    }
    if (deed.does === 'answer') {
      const owed = [...state.answers.keys()]
      const reportId = owed[deed.nth % owed.length]
      if (!reportId) return { refusal: 'unknown-report' }
      return firstAllowed(world, deed, Object.values(answerCommands), (command) => {
        const whole = { ...command, reportId, textId: null } as AnswerCommand
        return decideAnswer(state, caseId, whole, deed.by, context, world.desk)
      })
    }
    const { by, nth } = deed
    return firstAllowed(world, deed, Object.values(caseCommands).flat(), (command) => {
      // What is named is looked up before anything is decided.
      if (command.type === 'merge' && otherState.revision < 0) return { refusal: 'unknown-case' }
      const whole = onCase(command, nth, state, dayOf(context.now), { caseId: other, state: otherState })
      return decideOnCase({ caseId, state, orders, by, context, desk: world.desk }, whole)
    })
  })
}

type Decided = Decision<NewDomainEvent, string>
function told(world: World, command: string, decided: Decided): Decided {
  if ('refusal' in decided) world.tried(command, decided.refusal)
  else if (decided.events.length > 0) world.tried(command, null)
  return decided
}

/** So many commands at most. */
const TRIED = 6
/** What the command comes to; where nobody insists on it and it is refused, what the next one that is not comes to. */
function firstAllowed<C extends { readonly type: string }>(
  world: World,
  { does, command, insists }: { readonly does: string; readonly command: C; readonly insists: boolean },
  all: readonly C[],
  decide: (command: C) => Decided,
): Decided {
  const tries = (one: C) => told(world, `${does} ${one.type}`, decide(one))
  const decided = tries(command)
  if (insists || 'events' in decided) return decided
  const from = all.indexOf(command)
  for (const other of [...all.slice(from + 1), ...all].slice(0, TRIED)) {
    const instead = tries(other)
    if ('events' in instead) return instead
  }
  return decided
}

/** With the ids and days that the case gives: what is named is one that is there, days are today's. */
function onCase(
  command: Of<'case'>['command'],
  nth: number,
  state: FamilyCase,
  today: string,
  other: OtherCase,
): CaseCommand {
  const ids = [...state.letters.map((l) => l.letterId), ...state.taken.map((m) => m.measureId)]
  const measures = [...ids, ...state.protectionOrders.map((p) => p.protectionOrderId)]
  const letterId = state.letters.at(-1)?.letterId ?? caseOf(9)
  const measureId = measures[nth] ?? caseOf(9)
  const working = [...state.duties.values()].map(({ assignee }) => assignee)
  const named = [...new Set([township, district, city, ...working])].map((federation) => ({
    ...{ accountId: derivedId(new Date(0), 'account', federation), federation },
  }))
  const days = { issuedOn: today, visitedOn: today, appliedOn: today, refusedOn: today, takenOn: today }
  const period = { from: today, until: shortened(today, nth), breachedOn: today }
  const family = { other, caseId: other.caseId }
  const personId = [...state.intakes.values()][0]?.parties[0]?.personId ?? caseOf(9)
  const person = { personId, elsewhere: null }
  const whole = {
    ...days,
    ...period,
    ...family,
    ...person,
    letterId,
    measureId,
    named,
    ...command,
    textId: null,
  }
  return whole as unknown as CaseCommand
}

async function actsOnOrder(world: World, deed: Of<'order'>): Promise<string | null> {
  const caseId = caseOf(deed.family)
  const orders = await ordersOf(world.log, caseId)
  const n = deed.oldest ? 1 : orders.length
  const order = orders[n - 1]
  if (!order) return 'unknown-order'
  const by = { assignee: order.assignee, supervisor: order.supervisor, city, other: otherTownship }[deed.by]
  const state = await caseAsItStands(world, caseId)
  const acting = {
    ...{ by, newerOrder: n < orders.length },
    protectionOrderInForce: protectionInForce(state, world.now()) !== null,
  }
  const context = world.cause()
  return decides(world, workOrderStream(orderIdOf(caseId, n)), () =>
    firstAllowed(world, deed, Object.values(orderCommands).flat(), (command) =>
      decideOrder(order, orderIdOf(caseId, n), onOrder(command, order), acting, context, world.desk),
    ),
  )
}

function onOrder(command: Of<'order'>['command'], order: WorkOrder): OrderCommand {
  const engagementId = order.engagements.at(-1)?.engagementId ?? caseOf(9)
  const supervisionId = order.supervisions.at(-1)?.supervisionId ?? caseOf(9)
  return { engagementId, supervisionId, ...command, textId: null } as unknown as OrderCommand
}

/**
 * Whatever happens to a family, in any order and however long it takes: no order without an owner, no alert without a
 * duty, no moment that passed with nothing done and nobody told. Thousands of made-up lives by the real decisions and
 * policies; a failure names its seed and the shortest life that shows it.
 */
import {
  catalogue,
  type DomainEvent,
  type FamilyCaseEvent,
  type WorkOrderEvent,
} from '@jiahe/domain/catalogue.ts'
import { exampleRegions } from '@jiahe/domain/exampleCity.ts'
import { emptyCase, evolveFamilyCase, foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { openDeadlines } from '@jiahe/domain/orderClocks.ts'
import { isLying } from '@jiahe/domain/orderMoves.ts'
import { faultsOf } from '@jiahe/domain/passedProof.ts'
import { callbackOutcomes, codesOf } from '@jiahe/domain/vocabulary.ts'
import { evolveWorkOrder, foldWorkOrder, type WorkOrder } from '@jiahe/domain/workOrder.ts'
import fc from 'fast-check'
import t from 'tap'
import { answerCommands, caseCommands, orderCommands } from './exampleCommands.ts'
import { lives } from './exampleDeeds.ts'
import { type Lived, live } from './fixtureLives.ts'

function streamsOf(events: readonly DomainEvent[]): Map<string, DomainEvent[]> {
  const streams = new Map<string, DomainEvent[]>()
  for (const event of events) {
    const stream = streams.get(event.stream)
    if (stream) stream.push(event)
    else streams.set(event.stream, [event])
  }
  return streams
}

/** What is wrong with what stands, in words. */
function wrongs({ events, desk, now }: Lived): string[] {
  return [...streamsOf(events)].flatMap(([stream, history]) => {
    const isOrder = stream.startsWith('workOrder-')
    if (!isOrder && !stream.startsWith('familyCase-')) return []
    const faults = faultsOf(history, now, desk)
    return [
      ...faults.map(({ fault, type, revision }) => `${fault} ${type} @${revision}`),
      ...(isOrder
        ? wrongsOfOrder(history as WorkOrderEvent[], now)
        : wrongsOfCase(history as FamilyCaseEvent[])),
    ].map((wrong) => `${stream}: ${wrong}`)
  })
}

/** Somebody has it, who is there, and some clock runs on it or has run out and is told of. */
function wrongsOfOrder(history: readonly WorkOrderEvent[], now: Date): string[] {
  const order = foldWorkOrder(history)!
  if (order.state === 'closed') return []
  const clocks = openDeadlines(order)
  const silent = clocks.filter(
    ({ deadline, dueAt }) =>
      Date.parse(dueAt) < now.getTime() &&
      !order.missed.some((m) => m.deadline === deadline && m.dueAt === dueAt),
  )
  return [
    ...(exampleRegions.exists(order.assignee) ? [] : [`nobody has it: ${order.assignee}`]),
    ...(exampleRegions.exists(order.supervisor) ? [] : ['nobody is above it']),
    ...(clocks.some(({ deadline }) => !isLying(order) || deadline === 'dispatch')
      ? []
      : ['no clock runs on it']),
    ...silent.map(({ deadline }) => `${deadline} passed in silence`),
  ]
}

/** Each alert that is of the case has a schedule and its duties; each report of an answered channel its answer. */
function wrongsOfCase(history: readonly FamilyCaseEvent[]): string[] {
  const state = foldFamilyCase(history)
  const known = [...state.intakes.values()]
  const duties = [...state.duties.values()]
  const alerts = known.filter((intake) => intake.kind === 'alert')
  return [
    ...alerts
      .filter(({ intakeId }) => !duties.some((duty) => duty.alertId === intakeId))
      .map(({ intakeId }) => `alert ${intakeId} owes nothing`),
    ...alerts.filter(({ intakeId }) => !state.schedules.has(intakeId)).map(() => 'an alert has no schedule'),
    ...(duties.some((duty) => duty.state === 'unreachable') &&
    !history.some((e) => e.type === 'HomeVisitRequested')
      ? ['unreachable without a visit']
      : []),
  ]
}

/** The state that was kept up event by event, as the events came back from where they are kept, is the folded one. */
function wrongFolds(events: readonly DomainEvent[]): string[] {
  return [...streamsOf(events)].flatMap(([stream, own]) => {
    const stored = JSON.parse(JSON.stringify(own)) as DomainEvent[]
    if (stream.startsWith('workOrder-')) {
      const kept = (stored as WorkOrderEvent[]).reduce<WorkOrder | null>(evolveWorkOrder, null)
      return same(kept, foldWorkOrder(own as WorkOrderEvent[])) ? [] : [`${stream}: folds otherwise`]
    }
    if (!stream.startsWith('familyCase-')) return []
    const kept = (stored as FamilyCaseEvent[]).reduce(evolveFamilyCase, emptyCase)
    return same(kept, foldFamilyCase(own as FamilyCaseEvent[])) ? [] : [`${stream}: folds otherwise`]
  })
}
const plain = (_key: string, value: unknown) =>
  value instanceof Map || value instanceof Set ? [...value] : value
const same = (a: unknown, b: unknown) => JSON.stringify(a, plain) === JSON.stringify(b, plain)

/** Ids, codes, numbers and moments; never words. */
const uttered =
  /^(?!.*\d{7,})[A-Za-z0-9][A-Za-z0-9.:@+-]*$|^[0-9a-f]{8}-[0-9a-f-]{27}$|^\d{4}-\d\d-\d\dT[\d:.]+Z$|^[0-9a-f]{64}$|^\d{9}$/
function words({ type, data }: DomainEvent): string[] {
  const parsed = catalogue[type].schema.safeParse(data)
  const strings: string[] = []
  JSON.stringify(data, (key, value) => {
    // The literature that the risk model rests on.
    const isCited = type === 'RiskGraded' && key === 'source'
    if (typeof value === 'string' && !isCited && !uttered.test(value)) strings.push(value)
    return value
  })
  return [
    ...(parsed.success ? [] : [`${type} is not as catalogued`]),
    ...strings.map((s) => `${type} says ${s}`),
  ]
}

const RUNS = Number(process.env.LIVES ?? 2000)
/** Every command that people have on what is made up here. */
const commands: readonly string[] = [
  ...Object.keys(orderCommands).map((type) => `order ${type}`),
  ...Object.keys(caseCommands).map((type) => `case ${type}`),
  ...Object.keys(answerCommands).map((type) => `answer ${type}`),
  ...codesOf(callbackOutcomes).map((outcome) => `call ${outcome}`),
]

t.test('no order without an owner, no alert without a duty, nothing that passes in silence', async (t) => {
  const done = new Map<string, number>()
  const allowed = new Map<string, number>()
  const refusals = new Map<string, Set<string>>()
  await fc.assert(
    fc.asyncProperty(lives, async (life) => {
      const end = await live(life, (lived) => {
        const found = wrongs(lived)
        if (found.length > 0) throw new Error(found.join('\n'))
      })
      const ids = new Set(end.events.map(({ id }) => id))
      const found = [...wrongFolds(end.events), ...end.events.flatMap(words)]
      if (ids.size !== end.events.length) found.push('an event stands twice')
      if (found.length > 0) throw new Error(found.join('\n'))
      for (const what of end.done) done.set(what, (done.get(what) ?? 0) + 1)
      for (const [command, tried] of end.tried) {
        allowed.set(command, (allowed.get(command) ?? 0) + tried.allowed)
        refusals.set(command, new Set([...(refusals.get(command) ?? []), ...tried.refusals]))
      }
    }),
    {
      numRuns: RUNS,
      includeErrorInReport: true,
      ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}),
    },
  )
  for (const what of ['alert', 'report', 'amend', 'call', 'case', 'answer', 'order', 'policy', 'calendar'])
    t.ok((done.get(what) ?? 0) > RUNS / 50, `${what}: ${done.get(what)}`)
  // What is never allowed, or never refused, is not what the lives are about any more.
  t.strictSame(
    commands.filter((command) => !allowed.get(command)),
    [],
    'each was carried out',
  )
  t.strictSame(
    commands.filter((command) => !refusals.get(command)?.size),
    [],
    'and each refused',
  )
  for (const command of commands) t.comment(command, allowed.get(command), [...(refusals.get(command) ?? [])])
})

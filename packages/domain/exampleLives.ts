/** Made-up lives of an order, for properties: what people and gradings do to it and how many hours lie between. */
import fc from 'fast-check'
import type { WorkOrderEvent } from './catalogue.ts'
import type { Desk } from './desk.ts'
import { city, district, otherTownship, township } from './exampleCity.ts'
import { subjectOf } from './exampleEvents.ts'
import { acting, actor, appended, monday, named, orderId } from './spec.ts'
import type { Level } from './vocabulary.ts'
import { foldWorkOrder } from './workOrder.ts'
import { decideOrder, type OrderCommand } from './workOrderCommands.ts'
import { dispatchOrder } from './workOrderDispatch.ts'

const commands: readonly (readonly [by: string, OrderCommand])[] = [
  [township, { type: 'accept' }],
  [district, { type: 'accept' }],
  [township, { type: 'return', reason: 'moved-away', textId: null }],
  [district, { type: 'return', reason: 'moved-away', textId: null }],
  [city, { type: 'transfer', to: otherTownship, textId: null }],
  [city, { type: 'dispatch', to: township, textId: null }],
  [otherTownship, { type: 'accept' }],
  [township, { type: 'disposal', result: 'safety-plan', textId: null }],
  [township, { type: 'request-closure', textId: null }],
  [district, { type: 'approve-closure' }],
  [township, { type: 'request-extension', reason: 'awaiting-court', textId: null }],
  [district, { type: 'approve-extension', textId: null }],
  [city, { type: 'supervise', reason: 'late', textId: null }],
  [city, { type: 'reopen', reason: 'unresolved', textId: null }],
]
const levels: readonly Level[] = ['medium', 'high', 'extreme']

type Step =
  | { readonly hours: number; readonly does: number }
  | { readonly hours: number; readonly graded: Level }
export interface Life {
  readonly level: Level
  /** Whether it could be dispatched by itself. */
  readonly routable: boolean
  readonly steps: readonly Step[]
}
const hours = fc.integer({ min: 0, max: 200 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ hours, does: fc.nat(commands.length - 1) }),
  fc.record({ hours, graded: fc.constantFrom(...levels) }),
)
export const lives: fc.Arbitrary<Life> = fc.record({
  level: fc.constantFrom(...levels),
  routable: fc.boolean(),
  steps: fc.array(step, { maxLength: 12 }),
})

export interface Lived {
  readonly history: readonly WorkOrderEvent[]
  /** Of each step, why it was refused. */
  readonly refusals: readonly (string | null)[]
  readonly until: Date
}
/** The life from its beginning at `from`. Without `reopens` an order that was closed stays so. */
export function live({ level, routable, steps }: Life, desk: Desk, from = monday, reopens = true): Lived {
  let history: readonly WorkOrderEvent[] = []
  let at = Date.parse(from)
  const refusals: (string | null)[] = []
  const begins = { hours: 0, graded: level }
  for (const [i, next] of [begins, ...steps].entries()) {
    at += next.hours * 3_600_000
    const order = foldWorkOrder(history)
    const context = acting(new Date(at).toISOString(), `step ${i}`)
    const subject = subjectOf('graded' in next ? next.graded : level, {
      gradingId: named(`grading ${i}`),
      ...(routable ? {} : { regionCode: null }),
    })
    const [by, command] = 'does' in next ? commands[next.does]! : []
    const staysClosed = order?.state === 'closed' && !reopens
    const decision = staysClosed
      ? { events: [] }
      : command
        ? decideOrder(order, orderId, command, actor(by!), context, desk)
        : dispatchOrder(order, orderId, { ...subject, newMatter: true }, context, desk)
    refusals.push('refusal' in decision ? decision.refusal : null)
    if ('events' in decision) history = appended(history, decision.events)
  }
  return { history, refusals, until: new Date(at) }
}

import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { scheduleCallbacks } from '../callbacks.ts'
import type { FamilyCaseEvent, WorkOrderEvent } from '../catalogue.ts'
import type { Desk } from '../desk.ts'
import { desk, district, otherTownship, township } from '../exampleCity.ts'
import { alertOf, dispatchedAs, gradedAs, subjectOf } from '../exampleEvents.ts'
import { foldFamilyCase } from '../familyCase.ts'
import { levelSetBy } from '../levelSet.ts'
import { acting, appended, caseId, day, happened, hours, monday, named, orderId, recorded } from '../spec.ts'
import type { Level } from '../vocabulary.ts'
import { foldWorkOrder, watchUntil } from '../workOrder.ts'
import { decideOrder, type OrderCommand } from '../workOrderCommands.ts'
import { dispatchOrder } from '../workOrderDispatch.ts'
import type { Policy } from './document.ts'
import { type Activation, builtIn, type Policies, policyAt, policyOf } from './inForce.ts'
import { policy1 } from './policy1.ts'

/** Everything in it is due sooner, and the district has every order. */
const hasty = (version: number): Policy => {
  const level = { ...policy1.levels.extreme, accept: { hours: 0.5 }, watchDays: 30, extension: null }
  return {
    ...policy1,
    version,
    levels: { extreme: level, high: level, medium: level, low: level },
    returnWithin: { hours: 1 },
  }
}
const withActivations = (...activations: Activation[]): Policies => ({
  versions: [policy1, hasty(2), hasty(3)],
  activations: [...builtIn.activations, ...activations],
})
const deskWith = (policies: Policies): Desk => ({ ...desk, policies })

t.test('at every moment one version is in force: the last that took effect by then', async (t) => {
  const policies = withActivations(
    { version: 2, effectiveFrom: day(10) },
    { version: 3, effectiveFrom: day(20) },
    { version: 1, effectiveFrom: day(30) },
  )
  const table: [string, number][] = [
    ['1969-01-01T00:00:00.000Z', 1],
    [monday, 1],
    [new Date(Date.parse(day(10)) - 1).toISOString(), 1],
    [day(10), 2],
    [day(19), 2],
    [day(20), 3],
    [day(30), 1],
    [day(3000), 1],
  ]
  for (const [moment, version] of table)
    t.equal(policyAt(policies, new Date(moment)).version, version, moment)
})

t.test('a version that nobody published is a fault, not a guess', async (t) => {
  t.equal(policyOf(withActivations(), 2).version, 2)
  t.throws(() => policyOf(builtIn, 2), { message: 'policy version 2 is not known' })
})

t.test('an order is dispatched by the policy of the moment, and by its routing', async (t) => {
  const policies = withActivations({ version: 2, effectiveFrom: day(1) })
  const dispatch = (at: string) => {
    const grounds = { ...subjectOf('medium'), newMatter: true }
    const decision = dispatchOrder(null, orderId, grounds, acting(at), deskWith(policies))
    const data = 'events' in decision ? decision.events[0]!.data : {}
    const { policyVersion, assignee } = data as { policyVersion: number; assignee: string }
    return [policyVersion, assignee]
  }
  t.strictSame(dispatch(hours(23)), [1, township], 'what takes effect tomorrow changes nothing today')
  t.strictSame(dispatch(day(1)), [2, district])
})

t.test('callbacks go by the policy of the moment that they count from', async (t) => {
  const policies = withActivations({ version: 2, effectiveFrom: hours(1) })
  const history = recorded<FamilyCaseEvent>([
    happened('AlertReceived', alertOf(), { id: named('alert') }),
    happened('RiskGraded', gradedAs('medium', { intakeId: named('alert') }), {
      at: hours(2),
      cause: named('alert'),
    }),
  ])
  const set = levelSetBy(history, history[1]!)!
  const decided = scheduleCallbacks(foldFamilyCase(history), set, acting(hours(2)), deskWith(policies))
  const data = 'events' in decided ? decided.events[0]?.data : null
  t.match(data, { policyVersion: 1, duties: { length: 3 } }, 'the alert was there before the version was')
})

const levels: readonly Level[] = ['medium', 'high', 'extreme']
const commands: readonly (readonly [string, OrderCommand])[] = [
  [township, { type: 'accept' }],
  [district, { type: 'accept' }],
  [township, { type: 'return', reason: 'moved-away', textId: null }],
  [district, { type: 'return', reason: 'moved-away', textId: null }],
  [township.slice(0, 4), { type: 'transfer', to: otherTownship, textId: null }],
  [otherTownship, { type: 'accept' }],
  [township, { type: 'disposal', result: 'safety-plan', textId: null }],
  [township, { type: 'request-closure', textId: null }],
  [district, { type: 'approve-closure' }],
]

type Step =
  | { readonly hours: number; readonly does: number }
  | { readonly hours: number; readonly raise: Level }
/** The order's life under those policies, as far as they can be seen in it. */
function live(steps: readonly Step[], level: Level, policies: Policies) {
  let history = recorded<WorkOrderEvent>([happened('WorkOrderDispatched', dispatchedAs(level))])
  let at = 0
  const seen: unknown[] = []
  steps.forEach((step, i) => {
    at += step.hours
    const order = foldWorkOrder(history)!
    const context = acting(hours(at), `step ${i}`)
    const decision =
      'does' in step
        ? decideOrder(
            order,
            orderId,
            commands[step.does]![1],
            { by: commands[step.does]![0] },
            context,
            deskWith(policies),
          )
        : order.state === 'closed'
          ? { events: [] }
          : dispatchOrder(
              order,
              orderId,
              { ...subjectOf(step.raise, { gradingId: named(`grading ${i}`) }), newMatter: true },
              context,
              deskWith(policies),
            )
    seen.push('refusal' in decision ? decision.refusal : null)
    if ('events' in decision) history = appended(history, decision.events)
  })
  const order = foldWorkOrder(history)!
  return { caseId, seen, order, watch: watchUntil(order, deskWith(policies)) }
}

t.test(
  'nothing that happens to an order, raised, returned, moved or closed, depends on policies activated after its dispatch',
  async (t) => {
    const step = fc.oneof(
      fc.record({ hours: fc.integer({ min: 0, max: 200 }), does: fc.nat(commands.length - 1) }),
      fc.record({ hours: fc.integer({ min: 0, max: 200 }), raise: fc.constantFrom(...levels) }),
    )
    const activation = fc.record({
      version: fc.constantFrom(2, 3),
      effectiveFrom: fc.integer({ min: 1, max: 2000 }).map((minutes) => hours(minutes / 60)),
    })
    let moved = 0
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        fc.constantFrom(...levels),
        fc.array(activation, { minLength: 1, maxLength: 4 }),
        (steps, level, activations) => {
          const later = withActivations(
            ...activations.toSorted((a, b) => Date.parse(a.effectiveFrom) - Date.parse(b.effectiveFrom)),
          )
          const lived = live(steps, level, later)
          moved += lived.seen.includes(null) ? 1 : 0
          return isDeepStrictEqual(lived, live(steps, level, builtIn))
        },
      ),
      { numRuns: 300 },
    )
    t.ok(moved > 100, 'and much did happen to them')
  },
)

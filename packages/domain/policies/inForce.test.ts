import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { scheduleCallbacks } from '../callbacks.ts'
import type { FamilyCaseEvent } from '../catalogue.ts'
import type { Desk } from '../desk.ts'
import { desk, district, township } from '../exampleCity.ts'
import { alertOf, gradedAs, subjectOf } from '../exampleEvents.ts'
import { type Lived, live, lives } from '../exampleLives.ts'
import { foldFamilyCase } from '../familyCase.ts'
import { levelSetBy } from '../levelSet.ts'
import { acting, day, happened, hours, monday, named, orderId, recorded } from '../spec.ts'
import { foldWorkOrder, watchUntil } from '../workOrder.ts'
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

t.test(
  'nothing that happens to an order, raised, returned, moved or closed, depends on policies activated after its dispatch',
  async (t) => {
    const activation = fc.record({
      version: fc.constantFrom(2, 3),
      effectiveFrom: fc.integer({ min: 1, max: 2000 }).map((minutes) => hours(minutes / 60)),
    })
    let moved = 0
    fc.assert(
      fc.property(
        lives.filter(({ routable }) => routable),
        fc.array(activation, { minLength: 1, maxLength: 4 }),
        (life, activations) => {
          const later = withActivations(
            ...activations.toSorted((a, b) => Date.parse(a.effectiveFrom) - Date.parse(b.effectiveFrom)),
          )
          const lived = live(life, deskWith(later), monday, false)
          moved += lived.history.length > 2 ? 1 : 0
          const watch = ({ history }: Lived, policies: Policies) =>
            watchUntil(foldWorkOrder(history)!, deskWith(policies))
          const asBefore = live(life, deskWith(builtIn), monday, false)
          return (
            isDeepStrictEqual(lived, asBefore) &&
            isDeepStrictEqual(watch(lived, later), watch(asBefore, builtIn))
          )
        },
      ),
      { numRuns: 300 },
    )
    t.ok(moved > 20, `and much happened to ${moved} of them`)
  },
)

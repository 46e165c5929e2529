/** What is found where a recorded deadline, or a recorded miss, is not what the history gives. */
import fc from 'fast-check'
import t from 'tap'
import type { WorkOrderEvent } from './catalogue.ts'
import { recordPassed } from './dues.ts'
import { desk, township } from './exampleCity.ts'
import { dispatchedAs, returnedBy } from './exampleEvents.ts'
import { live, lives } from './exampleLives.ts'
import { faultsOf } from './passedProof.ts'
import { appended, day, happened, hours, recorded } from './spec.ts'

type Event = WorkOrderEvent
const late = new Date(day(9))
const dispatched = recorded<Event>([happened('WorkOrderDispatched', dispatchedAs('high'))])
const watched = appended(dispatched, recordPassed(dispatched, late, desk).events)
const found = (history: readonly Event[], by = late) =>
  faultsOf(history, by, desk).map(({ fault, type }) => `${fault} ${type}`)
const changed = (type: Event['type'], own: object): Event[] =>
  watched.map((event) =>
    event.type === type ? ({ ...event, data: { ...event.data, ...own } } as Event) : event,
  )

t.test('a life as it was lived and watched has no faults', async (t) => {
  fc.assert(
    fc.property(lives, (life) => {
      const { history, until } = live(life, desk)
      const whole = appended(history, recordPassed(history, until, desk).events)
      t.strictSame(faultsOf(whole, until, desk), [])
    }),
    { numRuns: 200 },
  )
})

t.test('a deadline that was changed is found', async (t) => {
  t.strictSame(found(watched), [])
  const { deadlines } = dispatchedAs('high')
  const moved = changed('WorkOrderDispatched', { deadlines: { ...deadlines, closeBy: day(99) } })
  t.ok(found(moved).includes('other-deadline WorkOrderDispatched'))
})

t.test('a policy that was not in force is found', async (t) => {
  const others = { ...desk.policies, activations: [{ version: 2, effectiveFrom: new Date(0).toISOString() }] }
  const second = { ...desk.policies.versions[0]!, version: 2 }
  const policies = { ...others, versions: [...desk.policies.versions, second] }
  const faults = faultsOf(dispatched, new Date(hours(0)), { ...desk, policies })
  t.strictSame(
    faults.map(({ fault }) => fault),
    ['other-policy'],
  )
})

t.test(
  'what was worked out with another calendar is not judged, nor what a return started with it',
  async (t) => {
    const returned = (calendarVersion: string) =>
      recorded<Event>([
        ...dispatched,
        happened(
          'WorkOrderReturned',
          { ...returnedBy(), clock: { dispatchBy: hours(1.5), policyVersion: 1, calendarVersion } },
          { at: hours(1) },
        ),
      ])
    const by = new Date(hours(1.2))
    t.strictSame(found(returned('example-1'), by), ['other-deadline WorkOrderReturned'])
    t.strictSame(found(returned('example-0'), by), [])
  },
)

t.test('what passed and is not there is found, and what is there and never passed', async (t) => {
  t.ok(found(dispatched).includes('not-recorded DeadlineMissed'))
  t.strictSame(found(dispatched, new Date(hours(3))), [], 'nothing has passed yet')
  const gone = watched.filter(({ type }) => type !== 'DeadlineMissed')
  t.ok(found(recorded<Event>(gone)).includes('not-recorded DeadlineMissed'))
  const accepted = recorded<Event>([
    ...dispatched,
    happened('WorkOrderAccepted', { by: township }, { at: hours(1) }),
    happened('DeadlineMissed', { deadline: 'accept', dueAt: hours(4), by: township }, { at: hours(4) }),
  ])
  t.ok(found(accepted, new Date(hours(5))).includes('not-missed DeadlineMissed'))
})

t.test('a miss that is told of another is found', async (t) => {
  t.ok(found(changed('DeadlineMissed', { by: '990102001' })).includes('missed-otherwise DeadlineMissed'))
})

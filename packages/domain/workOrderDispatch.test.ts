/** What a grading does to a case's order: dispatches it, raises it, reopens it, or leaves it alone. */
import fc from 'fast-check'
import t from 'tap'
import type { DataOf, WorkOrderEvent } from './catalogue.ts'
import { orderDeadlines } from './clocks.ts'
import { city, clockwork, desk, district, otherDistrict, otherTownship, township } from './exampleCity.ts'
import {
  approvalBy,
  closureBy,
  contactBy,
  dispatchedAs,
  disposalBy,
  returnedBy,
  subjectOf,
  unroutableAs,
} from './exampleEvents.ts'
import { derivedId } from './ids.ts'
import {
  appended,
  day,
  given,
  type Happened,
  happened,
  hours,
  monday,
  named,
  orderId,
  recorded,
} from './spec.ts'
import type { Level } from './vocabulary.ts'
import { foldWorkOrder, isLate, nextDeadline } from './workOrder.ts'
import { dispatchOrder, type Grounds } from './workOrderDispatch.ts'

type Event = WorkOrderEvent
type Past = Happened<Event['type']>

const stateOf = (history: readonly Event[]) => foldWorkOrder(history)!
const byLevel = (level: Level, at: string, violence = true) =>
  orderDeadlines(new Date(at), level, violence, clockwork)

/** A grading at `at`; each has an id of its own. */
const regrading = (level: Level, at = hours(2), own: Partial<Grounds> = {}) => {
  const grounds = { ...subjectOf(level), gradingId: derivedId(at, level), newMatter: true, ...own }
  return (history: readonly Event[]) => {
    const context = { now: new Date(at), actor: 'policy:dispatch', causeId: grounds.gradingId }
    return dispatchOrder(foldWorkOrder(history), orderId, grounds, context, desk)
  }
}
/** Where another order stream is not asked for. */
const graded = (...grading: Parameters<typeof regrading>) => {
  const decide = regrading(...grading)
  return (history: readonly Event[]) => {
    const decision = decide(history)
    return 'next' in decision ? { refusal: 'next' } : decision
  }
}

const dispatched = (level: Level, own: Partial<DataOf<'WorkOrderDispatched'>> = {}) =>
  happened('WorkOrderDispatched', dispatchedAs(level, own))
const accepted = (level: Level) => [dispatched(level), happened('WorkOrderAccepted', { by: township })]
const requested = (level: Level): Past[] => [
  ...accepted(level),
  happened('ContactMade', contactBy()),
  happened('DisposalReported', disposalBy()),
  happened('ClosureRequested', closureBy()),
]
const closed = (level: Level, at: string): Past[] => [
  ...requested(level),
  happened('ClosureApproved', approvalBy(), { at }),
]

// Dispatch ----------------------------------------------------------------------------------------------

t.test(
  'the first order goes to the township, at extreme to the district with the township assisting',
  async (t) => {
    const table: [Level, string, string, string | null][] = [
      ['medium', township, district, null],
      ['high', township, district, null],
      ['extreme', district, city, township],
    ]
    for (const [level, assignee, supervisor, assisting] of table) {
      const after = given<Event>(t, [])
        .when(graded(level, hours(2)))
        .then([
          { type: 'WorkOrderDispatched', data: { assignee, supervisor, assisting, level, warnings: [] } },
        ])
      t.match(stateOf(after), { state: 'dispatched', deadlines: byLevel(level, hours(2)), bounces: 0 })
    }
  },
)

t.test('a case without a usable region lies on the dispatcher’s desk with a clock of its own', async (t) => {
  const table: [Level, string][] = [
    ['medium', hours(24)],
    ['high', hours(1)],
    ['extreme', hours(0.25)],
  ]
  for (const [level, dispatchBy] of table) {
    const after = given<Event>(t, [])
      .when(graded(level, monday, { regionCode: null }))
      .then([{ type: 'WorkOrderUnroutable', data: { reason: 'no-region', supervisor: city, dispatchBy } }])
    t.match(stateOf(after), { state: 'unroutable', assignee: city, deadlines: null })
    t.equal(nextDeadline(stateOf(after)), dispatchBy)
  }
})

t.test('an open order gets no second one, and a grade that stays or falls changes nothing', async (t) => {
  for (const state of [[dispatched('high')], accepted('high'), requested('high')])
    for (const level of ['medium', 'high'] as const) given<Event>(t, state).when(graded(level)).thenNothing()
})

// Raising -----------------------------------------------------------------------------------------------

t.test('a rise tightens the clocks and leaves the order where it is', async (t) => {
  const after = given<Event>(t, accepted('medium'))
    .when(graded('high', hours(2)))
    .then([{ type: 'WorkOrderRaised', data: { level: 'high', dispatchBy: null } }])
  const { deadlines, ...order } = stateOf(after)
  t.match(order, { state: 'accepted', level: 'high', assignee: township, supervisor: district })
  // Sixty working days from the dispatch are sooner than ninety days from now.
  t.strictSame(deadlines, { ...byLevel('high', hours(2)), closeBy: byLevel('medium', monday).closeBy })
})

t.test('a deadline that has passed stays passed when the order is raised', async (t) => {
  const after = given<Event>(t, [dispatched('high')])
    .when(graded('extreme', day(3), { regionCode: otherTownship }))
    .then(['WorkOrderRaised'])
  const order = stateOf(after)
  t.equal(order.deadlines?.contactBy, byLevel('high', monday).contactBy)
  t.ok(isLate(order, new Date(day(3))))
})

t.test(
  'at extreme an order moves to the district, which has its own time to accept, the township assisting',
  async (t) => {
    for (const history of [[dispatched('medium')], accepted('high'), requested('medium')]) {
      const after = given<Event>(t, history)
        .when(graded('extreme', hours(2)))
        .then(['WorkOrderRaised'])
      t.match(stateOf(after), {
        state: 'dispatched',
        acceptedAt: null,
        assignee: district,
        supervisor: city,
        assisting: township,
        deadlines: { acceptBy: hours(3), visitBy: hours(26) },
      })
    }
  },
)

t.test('an order that a dispatcher sent elsewhere moves to the district of where it is', async (t) => {
  const sent = happened('WorkOrderTransferred', {
    assignee: otherTownship,
    supervisor: otherDistrict,
    assisting: null,
    deadlines: byLevel('medium', monday),
    textId: null,
    policyVersion: 1,
    calendarVersion: 'example-1',
  })
  const after = given<Event>(t, [dispatched('medium'), sent])
    .when(graded('extreme'))
    .then(['WorkOrderRaised'])
  t.match(stateOf(after), { assignee: otherDistrict, supervisor: city, assisting: otherTownship })
})

t.test('an order that a district has stays there at extreme, as accepted as it was', async (t) => {
  const order = dispatched('medium', { assignee: district, supervisor: city })
  const after = given<Event>(t, [order, happened('WorkOrderAccepted', { by: district })])
    .when(graded('extreme'))
    .then(['WorkOrderRaised'])
  t.match(stateOf(after), { state: 'accepted', assignee: district, supervisor: city })
})

t.test(
  'violence that comes to light raises an order at any level; a quieter grading takes it back from none',
  async (t) => {
    const quarrel = dispatched('high', { violence: false })
    const after = given<Event>(t, [quarrel])
      .when(graded('medium'))
      .then([{ type: 'WorkOrderRaised', data: { level: 'high', violence: true } }])
    given<Event>(t, after)
      .when(graded('medium', hours(3), { violence: false }))
      .thenNothing()
  },
)

t.test('a closure that was asked for at the lower level is off the table', async (t) => {
  const after = given<Event>(t, requested('medium')).when(graded('high')).then(['WorkOrderRaised'])
  t.equal(stateOf(after).state, 'in-progress')
})

t.test(
  'what is unroutable or returned is raised where it lies, and its dispatch is due sooner',
  async (t) => {
    const returned = [dispatched('medium'), happened('WorkOrderReturned', returnedBy())]
    for (const history of [[happened('WorkOrderUnroutable', unroutableAs('medium'))], returned]) {
      const before = stateOf(recorded<Event>(history))
      const after = given<Event>(t, history)
        .when(graded('extreme', hours(2)))
        .then([{ type: 'WorkOrderRaised', data: { assignment: null, deadlines: null } }])
      t.match(stateOf(after), { state: before.state, assignee: before.assignee, level: 'extreme' })
      t.equal(nextDeadline(stateOf(after)), hours(2.25))
      t.strictSame(stateOf(after).deadlines, before.deadlines)
    }
  },
)

t.test('raising what lies there does not put its dispatch off', async (t) => {
  const after = given<Event>(t, [happened('WorkOrderUnroutable', unroutableAs('medium'))])
    .when(graded('high', hours(23.5)))
    .then(['WorkOrderRaised'])
  t.equal(nextDeadline(stateOf(after)), hours(24))
})

t.test('a grading that has done its work does nothing when it is told again, after others too', async (t) => {
  const [first, second] = [named('first grading'), named('second grading')]
  const dispatchedBy = dispatched('medium', { gradingId: first })
  const raised = given<Event>(t, [dispatchedBy])
    .when(graded('high', hours(2), { gradingId: second }))
    .then(['WorkOrderRaised'])
  const closing = [happened('ClosureRequested', closureBy()), happened('ClosureApproved', approvalBy())]
  const reopened = given<Event>(t, [...raised, ...closing])
    .when(graded('high', day(9), { gradingId: named('third grading') }))
    .then(['WorkOrderReopened'])
  for (const gradingId of [first, second])
    for (const history of [raised, reopened])
      given<Event>(t, history)
        .when(graded('extreme', day(10), { gradingId }))
        .thenNothing()
})

const levels: readonly Level[] = ['low', 'medium', 'high', 'extreme']
t.test(
  'whatever gradings come, no level falls and no clock is put off but that of who is new or let it pass',
  async (t) => {
    const grading = fc.record({
      level: fc.constantFrom(...levels),
      violence: fc.boolean(),
      hour: fc.nat(2000),
    })
    t.doesNotThrow(() =>
      fc.assert(
        fc.property(fc.constantFrom(...levels), fc.array(grading, { maxLength: 6 }), (first, gradings) => {
          let history = recorded<Event>([dispatched(first, { violence: false })])
          for (const { level, violence, hour } of gradings.sort((a, b) => a.hour - b.hour)) {
            const before = stateOf(history)
            const decision = regrading(level, hours(hour), { violence })(history)
            if (!('events' in decision)) return false
            history = appended(history, decision.events)
            const now = stateOf(history)
            if (levels.indexOf(now.level) < levels.indexOf(before.level)) return false
            if (before.violence && !now.violence) return false
            for (const [clock, was] of Object.entries(before.deadlines!)) {
              if (clock === 'acceptBy' && (now.assignee !== before.assignee || was! <= hours(hour))) continue
              if (was !== null && now.deadlines![clock as keyof typeof now.deadlines]! > was) return false
            }
          }
          return true
        }),
      ),
    )
  },
)

// Reopening ---------------------------------------------------------------------------------------------

t.test(
  'a new matter in the watch of 90 days reopens the order with fresh clocks and its history',
  async (t) => {
    const bounced = [
      dispatched('high'),
      happened('WorkOrderReturned', returnedBy()),
      happened('WorkOrderTransferred', {
        assignee: township,
        supervisor: district,
        assisting: null,
        deadlines: byLevel('high', monday),
        textId: null,
        policyVersion: 1,
        calendarVersion: 'example-1',
      }),
      ...closed('high', day(10)).slice(1),
    ]
    const after = given<Event>(t, bounced)
      .when(graded('extreme', day(100)))
      .then([{ type: 'WorkOrderReopened', data: { level: 'extreme', assignee: district } }])
    const { disposal, contactedAt, closedAt, state, bounces, deadlines } = stateOf(after)
    t.strictSame({ disposal, contactedAt, closedAt }, { disposal: null, contactedAt: null, closedAt: null })
    t.strictSame({ state, bounces }, { state: 'dispatched', bounces: 1 })
    t.strictSame(deadlines, byLevel('extreme', day(100)))
  },
)

t.test('what a grading does to a closed order depends on its watch and on what is new', async (t) => {
  const closedOn = day(10)
  const lastMoment = day(100)
  const after = new Date(Date.parse(lastMoment) + 1).toISOString()
  const table: [Level, Level, string, boolean, 'reopened' | 'another order' | 'nothing'][] = [
    // closed at, graded, when, something new happened
    ['high', 'medium', lastMoment, true, 'reopened'],
    ['high', 'medium', after, true, 'another order'],
    ['high', 'high', day(11), false, 'nothing'],
    ['high', 'extreme', day(11), false, 'reopened'],
    ['high', 'extreme', after, false, 'another order'],
    ['medium', 'medium', day(11), true, 'another order'],
    ['medium', 'medium', day(11), false, 'nothing'],
    ['medium', 'high', day(11), false, 'another order'],
  ]
  for (const [was, level, at, newMatter, outcome] of table) {
    const decide = given<Event>(t, closed(was, closedOn)).when(graded(level, at, { newMatter }))
    if (outcome === 'reopened') decide.then(['WorkOrderReopened'])
    else if (outcome === 'nothing') decide.thenNothing()
    else decide.thenRefused('next')
  }
})

// Clocks of an order ------------------------------------------------------------------------------------

t.test('the next deadline is the earliest that is not met', async (t) => {
  const d = byLevel('extreme', monday)
  const by = district
  const steps: Past[] = [
    dispatched('extreme'),
    happened('WorkOrderAccepted', { by }),
    happened('ContactMade', contactBy(by)),
    happened('VisitRecorded', { by, withPolice: true, facts: {}, textId: null }),
    happened('DisposalReported', disposalBy(by)),
    happened('ClosureRequested', closureBy(by)),
    happened('ClosureApproved', approvalBy(city)),
  ]
  const expected = [d.acceptBy, d.contactBy, d.visitBy, d.disposalBy, d.closeBy, d.closeBy, null]
  const seen = steps.map((_, i) => nextDeadline(stateOf(recorded<Event>(steps.slice(0, i + 1)))))
  t.strictSame(seen, expected)
  t.notOk(isLate(stateOf(recorded<Event>(steps)), new Date(day(999))), 'a closed order is never late')
})

t.test(
  'an order that nobody accepts ages, returned or not, and is late a moment after its deadline',
  async (t) => {
    const lying = [dispatched('high')]
    for (const history of [
      lying,
      [...lying, happened('WorkOrderReturned', returnedBy(township, hours(4)))],
    ]) {
      const order = stateOf(recorded<Event>(history))
      t.notOk(isLate(order, new Date(hours(4))))
      t.ok(isLate(order, new Date(Date.parse(hours(4)) + 1)))
    }
  },
)

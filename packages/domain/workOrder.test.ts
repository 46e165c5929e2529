/** What a person may do to an order beyond its outcome table: until when, by whom, and what follows from it. */
import t from 'tap'
import type { WorkOrderEvent } from './catalogue.ts'
import { city, desk, district, nextTownship, otherDistrict, otherTownship, township } from './exampleCity.ts'
import {
  approvalBy,
  closureBy,
  contactBy,
  dispatchedAs,
  disposalBy,
  returnedBy,
  unroutableAs,
} from './exampleEvents.ts'
import {
  acting,
  actor,
  day,
  given,
  type Happened,
  happened,
  hours,
  monday,
  orderId,
  recorded,
} from './spec.ts'
import type { Level } from './vocabulary.ts'
import { foldWorkOrder, nextDeadline } from './workOrder.ts'
import { decideOrder, type OrderCommand } from './workOrderCommands.ts'

type Event = WorkOrderEvent
type Past = Happened<Event['type']>

const act =
  (by: string, command: OrderCommand, at = hours(1)) =>
  (history: readonly Event[]) =>
    decideOrder(foldWorkOrder(history), orderId, command, actor(by), acting(at), desk)
const stateOf = (history: readonly Event[]) => foldWorkOrder(history)!

const dispatched = (level: Level = 'medium', at = monday) =>
  happened('WorkOrderDispatched', dispatchedAs(level, {}, at), { at })
const accepted = [dispatched(), happened('WorkOrderAccepted', { by: township })]
const inProgress = [...accepted, happened('ContactMade', contactBy())]
const disposed = [...inProgress, happened('DisposalReported', disposalBy())]
const requested = [...disposed, happened('ClosureRequested', closureBy())]
const histories: Readonly<Record<string, readonly Past[]>> = {
  unroutable: [happened('WorkOrderUnroutable', unroutableAs('medium'))],
  dispatched: [dispatched()],
  accepted,
  'in-progress': inProgress,
  disposed,
  returned: [dispatched(), happened('WorkOrderReturned', returnedBy())],
  requested,
  closed: [...requested, happened('ClosureApproved', approvalBy())],
}

const accept: OrderCommand = { type: 'accept' }
const giveBack: OrderCommand = { type: 'return', reason: 'wrong-region', textId: null }
const transfer = (to: string): OrderCommand => ({ type: 'transfer', to, textId: null })
const mediation = (joint: boolean, consent: boolean): OrderCommand => ({
  type: 'mediation',
  joint,
  consent,
  outcome: 'failed',
  textId: null,
})
t.test('an order that is not there is refused', async (t) => {
  given<Event>(t, []).when(act(township, accept)).thenRefused('unknown-order')
})

// Acceptance and return ---------------------------------------------------------------------------------

t.test('a return is taken for five working days, at high and extreme until acceptance is due', async (t) => {
  // Wednesday, the day before the holiday week: 8, 9, 10 (a make-up Saturday), 12 and 13 October are worked.
  const wednesday = '2026-09-30T01:00:00.000Z'
  const table: [Level, string, string][] = [
    ['medium', township, '2026-10-13T01:00:00.000Z'],
    ['high', township, '2026-09-30T05:00:00.000Z'],
    ['extreme', district, '2026-09-30T02:00:00.000Z'],
  ]
  for (const [level, by, until] of table) {
    const order = [dispatched(level, wednesday), happened('WorkOrderAccepted', { by }, { at: wednesday })]
    given<Event>(t, order)
      .when(act(by, giveBack, until))
      .then(['WorkOrderReturned'])
    const later = new Date(Date.parse(until) + 1).toISOString()
    given<Event>(t, order)
      .when(act(by, giveBack, later))
      .thenRefused('return-too-late')
  }
})

t.test('what was returned belongs to the dispatcher, a grave case to its supervisor', async (t) => {
  const table: [Level, string, string, string][] = [
    ['medium', township, city, hours(24)],
    ['high', township, district, hours(1.5)],
    ['extreme', district, city, hours(0.75)],
  ]
  for (const [level, by, owner, sendOnBy] of table) {
    const after = given<Event>(t, [dispatched(level)])
      .when(act(by, giveBack, hours(0.5)))
      .then(['WorkOrderReturned'])
    t.match(stateOf(after), { state: 'returned', assignee: owner, bounces: 1, acceptedAt: null }, level)
    t.equal(stateOf(after).dispatchBy, sendOnBy, 'and is to be sent on in time')
  }
})

t.test(
  'a bounce keeps the clocks running and is counted; the next federation gets its own time to accept',
  async (t) => {
    const before = stateOf(recorded<Event>([dispatched()]))
    const returned = given<Event>(t, [dispatched()])
      .when(act(township, giveBack, hours(20)))
      .then(['WorkOrderReturned'])
    const sent = given<Event>(t, returned)
      .when(act(district, transfer(nextTownship), hours(22)))
      .then([{ type: 'WorkOrderTransferred', data: { assignee: nextTownship, supervisor: district } }])
    const now = stateOf(sent)
    t.strictSame(now.deadlines, { ...before.deadlines, acceptBy: hours(22 + 24) })
    t.match(now, { state: 'dispatched', dispatchedAt: monday, bounces: 1 })
    const again = given<Event>(t, sent)
      .when(act(nextTownship, giveBack, hours(24)))
      .then(['WorkOrderReturned'])
    t.equal(stateOf(again).bounces, 2)
  },
)

t.test('a returned order has the time of a dispatch; giving it back wins no time', async (t) => {
  const after = (level: Level, at: string, by = township) => {
    const history = given<Event>(t, [dispatched(level)])
      .when(act(by, giveBack, at))
      .then([{ type: 'WorkOrderReturned', data: { by } }])
    return stateOf(history).dispatchBy
  }
  t.equal(after('high', hours(1)), hours(2))
  t.equal(after('high', hours(3.5)), hours(4), 'nobody has accepted it, and it was to be accepted by then')
  t.equal(after('extreme', hours(0.5), district), hours(0.75))
  t.equal(after('medium', hours(30)), hours(54), 'what was missed is missed; whoever has it now has his time')
  const order = [dispatched('medium'), happened('WorkOrderAccepted', { by: township })]
  const returned = given<Event>(t, order)
    .when(act(township, giveBack, hours(20)))
    .then(['WorkOrderReturned'])
  t.equal(
    nextDeadline(stateOf(returned)),
    hours(44),
    'what was accepted in time is not late by being returned',
  )
  const sent = given<Event>(t, returned)
    .when(act(district, transfer(nextTownship), hours(22)))
    .then(['WorkOrderTransferred'])
  t.equal(stateOf(sent).dispatchBy, null)
})

t.test('the next federation has its own five working days to return it', async (t) => {
  const late = '2026-03-10T01:00:00.000Z'
  given<Event>(t, accepted)
    .when(act(township, giveBack, late))
    .thenRefused('return-too-late')
  const sent = given<Event>(t, accepted)
    .when(act(district, transfer(nextTownship), late))
    .then(['WorkOrderTransferred'])
  given<Event>(t, sent)
    .when(act(nextTownship, giveBack, '2026-03-17T01:00:00.000Z'))
    .then(['WorkOrderReturned'])
  given<Event>(t, sent)
    .when(act(nextTownship, giveBack, '2026-03-17T01:00:00.001Z'))
    .thenRefused('return-too-late')
})

t.test('an order can be sent back to who returned it', async (t) => {
  given<Event>(t, histories.returned!)
    .when(act(city, transfer(township)))
    .then(['WorkOrderTransferred'])
})

// Transfer and dispatch by hand -------------------------------------------------------------------------

t.test('a transfer names another federation of the city that the sender has a say in', async (t) => {
  const refused: [string, string, string][] = [
    [district, township, 'same-federation'],
    [district, otherTownship, 'outside-district'],
    [district, city, 'outside-district'],
    [district, '990101009', 'unknown-federation'],
    [city, city, 'unknown-federation'],
    [city, '990201', 'outside-district'],
    [otherDistrict, otherTownship, 'not-supervisor'],
  ]
  for (const [by, to, reason] of refused)
    given<Event>(t, accepted)
      .when(act(by, transfer(to)))
      .thenRefused(reason)
  const done: [string, string, string][] = [
    [city, otherTownship, otherDistrict],
    [city, otherDistrict, city],
    [district, district, city],
  ]
  for (const [by, to, supervisor] of done) {
    const after = given<Event>(t, accepted)
      .when(act(by, transfer(to)))
      .then([{ type: 'WorkOrderTransferred', data: { assignee: to, supervisor } }])
    t.match(stateOf(after), { state: 'dispatched', acceptedAt: null, bounces: 0 })
  }
})

t.test('an unroutable order is dispatched by hand, and its clocks start then', async (t) => {
  const by = (to: string) => act(city, { type: 'dispatch', to, textId: null }, hours(24))
  const after = given<Event>(t, histories.unroutable!)
    .when(by(township))
    .then([
      {
        type: 'WorkOrderDispatched',
        data: {
          assignee: township,
          supervisor: district,
          deadlines: dispatchedAs('medium', {}, hours(24)).deadlines,
        },
      },
    ])
  t.match(stateOf(after), { state: 'dispatched', dispatchedAt: hours(24), dispatchBy: null })
  given<Event>(t, histories.unroutable!).when(by('990109')).thenRefused('unknown-federation')
})

t.test('what is reopened by hand begins again with whom it was with', async (t) => {
  const reopen: OrderCommand = { type: 'reopen', reason: 'unresolved', textId: null }
  const after = given<Event>(t, histories.closed!)
    .when(act(city, reopen, day(20)))
    .then([
      {
        type: 'WorkOrderReopened',
        data: { gradingId: null, by: city, reason: 'unresolved', assignee: township, supervisor: district },
      },
    ])
  t.match(stateOf(after), {
    ...{ state: 'dispatched', level: 'medium', violence: true, dispatchedAt: day(20), closedAt: null },
    ...{ acceptedAt: null, contactedAt: null, disposal: null, satisfaction: null, extendedAt: null },
    deadlines: dispatchedAs('medium', {}, day(20)).deadlines,
  })
  const again = given<Event>(t, after)
    .when(act(township, accept, day(21)))
    .then(['WorkOrderAccepted'])
  given<Event>(t, again)
    .when(act(township, giveBack, day(23)))
    .then(['WorkOrderReturned'])
})

// Work and closure --------------------------------------------------------------------------------------

t.test('no joint mediation at high or extreme; with violence only with her consent', async (t) => {
  const table: [Level, boolean, boolean, boolean, string | null][] = [
    // level, violence, joint, consent
    ['low', false, true, false, null],
    ['medium', false, true, false, null],
    ['medium', true, true, false, 'consent-required'],
    ['medium', true, true, true, null],
    ['medium', true, false, false, null],
    ['high', false, true, true, 'joint-mediation-forbidden'],
    ['high', true, true, true, 'joint-mediation-forbidden'],
    ['extreme', true, true, true, 'joint-mediation-forbidden'],
    ['high', true, false, false, null],
    ['extreme', true, false, false, null],
  ]
  for (const [level, violence, joint, consent, reason] of table) {
    const data = dispatchedAs(level, { violence })
    const order = [
      happened('WorkOrderDispatched', data),
      happened('WorkOrderAccepted', { by: data.assignee }),
    ]
    const decision = given<Event>(t, order).when(act(data.assignee, mediation(joint, consent)))
    if (reason === null) decision.then(['MediationHeld'])
    else decision.thenRefused(reason)
  }
})

t.test(
  'while a protection order is in force they are not brought together, whatever she consents to',
  async (t) => {
    const meet = (joint: boolean, inForce: boolean) => (history: readonly Event[]) =>
      decideOrder(
        foldWorkOrder(history),
        orderId,
        mediation(joint, true),
        actor(township, { protectionOrderInForce: inForce }),
        acting(hours(1)),
        desk,
      )
    given<Event>(t, accepted).when(meet(true, true)).thenRefused('protection-order-in-force')
    given<Event>(t, accepted).when(meet(false, true)).then(['MediationHeld'])
    given<Event>(t, accepted).when(meet(true, false)).then(['MediationHeld'])
  },
)

t.test('a closure bears the disposal that was reported last', async (t) => {
  const again = happened('DisposalReported', { by: township, result: 'referred', textId: null })
  const order = [...disposed, again, happened('ClosureRequested', closureBy())]
  const after = given<Event>(t, order)
    .when(act(district, { type: 'approve-closure' }, hours(9)))
    .then([{ type: 'ClosureApproved', data: { by: district, result: 'referred' } }])
  t.match(stateOf(after), { state: 'closed', closedAt: hours(9) })
})

t.test('a rejected closure goes back to work and can be asked for again', async (t) => {
  const after = given<Event>(t, requested)
    .when(act(district, { type: 'reject-closure', textId: null }))
    .then(['ClosureRejected'])
  t.equal(stateOf(after).state, 'in-progress')
  given<Event>(t, after)
    .when(act(township, { type: 'request-closure', textId: null }, hours(2)))
    .then(['ClosureRequested'])
})

t.test('the assignee of an extreme order does not approve its own closure, the city does', async (t) => {
  const order = [
    dispatched('extreme'),
    happened('WorkOrderAccepted', { by: district }),
    happened('DisposalReported', disposalBy(district)),
    happened('ClosureRequested', closureBy(district)),
  ]
  const approve: OrderCommand = { type: 'approve-closure' }
  given<Event>(t, order).when(act(district, approve)).thenRefused('not-supervisor')
  given<Event>(t, order).when(act(city, approve)).then(['ClosureApproved'])
})

t.test('a supervisor who owns a returned order learns that no closure was asked for', async (t) => {
  const returned = [dispatched('high'), happened('WorkOrderReturned', returnedBy())]
  given<Event>(t, returned)
    .when(act(district, { type: 'approve-closure' }))
    .thenRefused('closure-not-requested')
})

t.test('a city next door and the province have no say in an order', async (t) => {
  for (const by of ['9902', '99'])
    given<Event>(t, requested)
      .when(act(by, { type: 'approve-closure' }))
      .thenRefused('not-supervisor')
})

t.test('the first contact stays the first: by phone, by a visit or at a mediation', async (t) => {
  const visit = (at: string) =>
    happened('VisitRecorded', { by: township, withPolice: false, facts: {}, textId: null }, { at })
  const held = (at: string) =>
    happened(
      'MediationHeld',
      { by: township, joint: false, consent: false, outcome: 'agreed', textId: null },
      { at },
    )
  const contact = (at: string) => happened('ContactMade', contactBy(), { at })
  for (const first of [contact, visit, held]) {
    const then = [contact, visit, held].map((next) => next(hours(5)))
    const order = stateOf(recorded<Event>([...accepted, first(hours(2)), ...then]))
    t.match(order, { contactedAt: hours(2), visitedAt: hours(first === visit ? 2 : 5) })
  }
  const him = happened('ContactMade', { ...contactBy(), with: 'respondent' }, { at: hours(1) })
  const order = stateOf(recorded<Event>([...accepted, him]))
  t.match(
    order,
    { state: 'in-progress', contactedAt: null },
    'speaking with the respondent is no first contact',
  )
})

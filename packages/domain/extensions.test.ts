import t from 'tap'
import type { DataOf, WorkOrderEvent } from './catalogue.ts'
import { recordPassed } from './dues.ts'
import { desk, district, nextTownship, township } from './exampleCity.ts'
import { dispatchedAs, disposalBy, extensionBy, gradingId, returnedBy } from './exampleEvents.ts'
import { acting, actor, day, given, type Happened, happened, hours, named, orderId } from './spec.ts'
import type { Level } from './vocabulary.ts'
import { foldWorkOrder, nextDeadline } from './workOrder.ts'
import { decideOrder, type OrderCommand } from './workOrderCommands.ts'

type Event = WorkOrderEvent
type Past = Happened<Event['type']>
const act =
  (command: OrderCommand, by: string, at = hours(1)) =>
  (history: readonly Event[]) =>
    decideOrder(foldWorkOrder(history), orderId, command, actor(by), acting(at, command.type), desk)
const stateOf = (history: readonly Event[]) => foldWorkOrder(history)!

const textId = null
const ask: OrderCommand = { type: 'request-extension', reason: 'awaiting-court', textId }
const approve: OrderCommand = { type: 'approve-extension', textId }
const versions = { policyVersion: 1, calendarVersion: 'example-1' }
const accepted = (level: Level): Past[] => {
  const data = dispatchedAs(level)
  return [happened('WorkOrderDispatched', data), happened('WorkOrderAccepted', { by: data.assignee })]
}
const { deadlines } = dispatchedAs('medium')
/** Thirty working days, six weeks, after the sixty. */
const extended = new Date(Date.parse(deadlines.closeBy) + 42 * 86_400_000).toISOString()
const asked = [...accepted('medium'), happened('ClosureExtensionRequested', extensionBy())]

t.test('one extension moves the closing by what the policy says, and nothing else', async (t) => {
  const wished = given<Event>(t, accepted('medium'))
    .when(act(ask, township))
    .then(['ClosureExtensionRequested'])
  const granted = given<Event>(t, wished)
    .when(act(approve, district, day(10)))
    .then([{ type: 'ClosureExtended', data: { by: district, closeBy: extended, ...versions } }])
  t.strictSame(stateOf(granted).deadlines, { ...deadlines, closeBy: extended })
  t.match(stateOf(granted), { extensionAskedAt: null, extendedAt: day(10) })
  given<Event>(t, granted)
    .when(act({ ...ask }, township, day(11)))
    .thenRefused('already-extended')
})

t.test('high and extreme are not extended, whatever was asked for before they rose', async (t) => {
  given<Event>(t, accepted('high')).when(act(ask, township)).thenRefused('no-extension-at-level')
  given<Event>(t, accepted('extreme')).when(act(ask, district)).thenRefused('no-extension-at-level')
  const raised: DataOf<'WorkOrderRaised'> = {
    ...{ gradingId: named('again'), level: 'high', violence: true, dispatchBy: null },
    assignment: { assignee: township, supervisor: district, assisting: null },
    ...{ deadlines: dispatchedAs('high').deadlines, ...versions },
  }
  given<Event>(t, [...asked, happened('WorkOrderRaised', raised)])
    .when(act(approve, district))
    .thenRefused('extension-not-asked')
})

t.test('it is asked for and granted before the order should have been closed', async (t) => {
  const late = new Date(Date.parse(deadlines.closeBy) + 1).toISOString()
  given<Event>(t, accepted('medium'))
    .when(act(ask, township, deadlines.closeBy))
    .then(['ClosureExtensionRequested'])
  given<Event>(t, accepted('medium'))
    .when(act(ask, township, late))
    .thenRefused('extension-too-late')
  given<Event>(t, asked)
    .when(act(approve, district, deadlines.closeBy))
    .then(['ClosureExtended'])
  given<Event>(t, asked)
    .when(act(approve, district, late))
    .thenRefused('extension-too-late')
  given<Event>(t, asked)
    .when(act({ type: 'reject-extension', textId }, district, late))
    .then(['ClosureExtensionRejected'])
})

t.test('what was rejected can be asked for again', async (t) => {
  const rejected = given<Event>(t, asked)
    .when(act({ type: 'reject-extension', textId }, district))
    .then(['ClosureExtensionRejected'])
  given<Event>(t, rejected)
    .when(act(ask, township, day(1)))
    .then(['ClosureExtensionRequested'])
})

t.test('it lapses when the order goes to somebody else or asks for its closure after all', async (t) => {
  const sent: DataOf<'WorkOrderTransferred'> = {
    ...{ assignee: nextTownship, supervisor: district, assisting: null, deadlines, textId, ...versions },
  }
  const lapsed: Past[][] = [
    [happened('WorkOrderReturned', returnedBy())],
    [happened('WorkOrderTransferred', sent)],
    [happened('DisposalReported', disposalBy()), happened('ClosureRequested', { by: township, textId })],
  ]
  for (const then of lapsed)
    given<Event>(t, [...asked, ...then])
      .when(act(approve, district))
      .thenRefused('extension-not-asked')
})

t.test('violence that comes to light at the same level leaves what was asked for', async (t) => {
  const raised: DataOf<'WorkOrderRaised'> = {
    ...{ gradingId, level: 'medium', violence: true, dispatchBy: null, deadlines, ...versions },
    assignment: { assignee: township, supervisor: district, assisting: null },
  }
  given<Event>(t, [...asked, happened('WorkOrderRaised', raised)])
    .when(act(approve, district))
    .then(['ClosureExtended'])
})

t.test('an extended order is late by its new time only', async (t) => {
  const done: Past[] = [
    happened('ContactMade', { by: township, with: 'victim', means: 'phone', textId }),
    happened('DisposalReported', disposalBy()),
    happened('ClosureExtended', { by: district, closeBy: extended, textId, ...versions }, { at: day(10) }),
  ]
  const order = given<Event>(t, [...asked, ...done])
  const passing = (at: string) => (history: readonly Event[]) => ({
    events: recordPassed(history, new Date(at), desk).events,
  })
  order.when(passing(deadlines.closeBy)).thenNothing()
  const missed = order
    .when(passing(extended))
    .then([{ type: 'DeadlineMissed', data: { deadline: 'close', dueAt: extended, by: township } }])
  t.equal(nextDeadline(stateOf(missed)), extended)
})

import t from 'tap'
import type { WorkOrderEvent } from './catalogue.ts'
import { city, desk, district, nextTownship, township } from './exampleCity.ts'
import { approvalBy, closureBy, dispatchedAs, disposalBy, satisfactionBy } from './exampleEvents.ts'
import { acting, actor, day, given, happened, hours, orderId } from './spec.ts'
import { foldWorkOrder } from './workOrder.ts'
import { decideOrder, type OrderCommand } from './workOrderCommands.ts'

type Event = WorkOrderEvent
const act =
  (command: OrderCommand, by: string, at = hours(1)) =>
  (history: readonly Event[]) =>
    decideOrder(foldWorkOrder(history), orderId, command, actor(by), acting(at, command.type), desk)
const stateOf = (history: readonly Event[]) => foldWorkOrder(history)!

const textId = null
const told: OrderCommand = { type: 'satisfaction', score: 2, of: 'victim', textId }
const requested = [
  happened('WorkOrderDispatched', dispatchedAs('medium')),
  happened('WorkOrderAccepted', { by: township }),
  happened('DisposalReported', disposalBy()),
  happened('ClosureRequested', closureBy()),
]
const closed = [...requested, happened('ClosureApproved', approvalBy())]

t.test('satisfaction is told once a closing, by whoever worked on it or is above', async (t) => {
  for (const order of [requested, closed])
    for (const by of [township, district, city]) {
      const after = given<Event>(t, order)
        .when(act(told, by, day(1)))
        .then([{ type: 'SatisfactionRecorded', data: { by, score: 2, of: 'victim' } }])
      t.strictSame(stateOf(after).satisfaction, { score: 2, of: 'victim', at: day(1) })
      given<Event>(t, after)
        .when(act({ ...told, score: 5 }, district, day(2)))
        .thenRefused('satisfaction-recorded')
    }
  given<Event>(t, closed).when(act(told, nextTownship)).thenRefused('not-assignee')
})

t.test('told before the approval, it is not asked for again after it', async (t) => {
  const rated = [...requested, happened('SatisfactionRecorded', satisfactionBy())]
  const after = given<Event>(t, rated)
    .when(act({ type: 'approve-closure' }, district))
    .then(['ClosureApproved'])
  given<Event>(t, after).when(act(told, district)).thenRefused('satisfaction-recorded')
})

t.test('another closing is another satisfaction: after a rejection, and after a reopening', async (t) => {
  const rated = [...requested, happened('SatisfactionRecorded', satisfactionBy())]
  const rejected = [...rated, happened('ClosureRejected', { by: district, textId })]
  given<Event>(t, rejected).when(act(told, township)).thenRefused('closure-not-requested')
  const again = [...rejected, happened('ClosureRequested', closureBy())]
  given<Event>(t, again).when(act(told, township)).then(['SatisfactionRecorded'])
  const reopened = given<Event>(t, [...rated, happened('ClosureApproved', approvalBy())])
    .when(act({ type: 'reopen', reason: 'person-asks', textId }, district))
    .then(['WorkOrderReopened'])
  given<Event>(t, reopened).when(act(told, township)).thenRefused('closure-not-requested')
  t.equal(stateOf(reopened).satisfaction, null)
})

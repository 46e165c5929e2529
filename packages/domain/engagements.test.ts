import t from 'tap'
import type { DataOf, WorkOrderEvent } from './catalogue.ts'
import { desk, district, nextTownship, township } from './exampleCity.ts'
import { dispatchedAs, disposalBy, engagedBy } from './exampleEvents.ts'
import { acting, actor, given, happened, hours, named, orderId } from './spec.ts'
import { foldWorkOrder } from './workOrder.ts'
import { decideOrder, type OrderCommand } from './workOrderCommands.ts'

type Event = WorkOrderEvent
const act =
  (command: OrderCommand, by = township, at = hours(1), cause = command.type as string) =>
  (history: readonly Event[]) =>
    decideOrder(foldWorkOrder(history), orderId, command, actor(by), acting(at, cause), desk)
const engagementsOf = (history: readonly Event[]) => foldWorkOrder(history)!.engagements

const textId = null
const about = { engagementId: named('engagement'), textId }
const disposed = [
  happened('WorkOrderDispatched', dispatchedAs('medium')),
  happened('WorkOrderAccepted', { by: township }),
  happened('DisposalReported', disposalBy()),
]
const asked = [...disposed, happened('ResourceEngaged', engagedBy())]
const close: OrderCommand = { type: 'request-closure', textId }

t.test(
  'an organisation is engaged by its code, or by none; and each engagement is one of its own',
  async (t) => {
    const shelter: OrderCommand = {
      ...{ type: 'resource', kind: 'shelter', organisation: '990101BH2', purpose: 'sheltering', textId },
    }
    const once = given<Event>(t, disposed)
      .when(act(shelter, township, hours(1), 'first'))
      .then([{ type: 'ResourceEngaged', data: { by: township, kind: 'shelter', organisation: '990101BH2' } }])
    const lawyer: OrderCommand = { ...shelter, kind: 'lawyer', organisation: null, purpose: 'legal-advice' }
    const twice = given<Event>(t, once)
      .when(act(lawyer, township, hours(2), 'second'))
      .then(['ResourceEngaged'])
    t.match(engagementsOf(twice), [
      { kind: 'shelter', state: 'asked', organisation: '990101BH2', at: hours(1) },
      { kind: 'lawyer', state: 'asked', organisation: null, at: hours(2) },
    ])
    t.not(engagementsOf(twice)[0]!.engagementId, engagementsOf(twice)[1]!.engagementId)
  },
)

t.test('who was called in and came to no end keeps the order open', async (t) => {
  given<Event>(t, asked).when(act(close)).thenRefused('engagement-open')
  const accepted = given<Event>(t, asked)
    .when(act({ type: 'accept-resource', ...about }))
    .then(['ResourceAccepted'])
  given<Event>(t, accepted).when(act(close)).thenRefused('engagement-open')
  const ends: [OrderCommand, Event['type'], object, readonly Event[] | null][] = [
    [
      { type: 'decline-resource', reason: 'no-capacity', ...about },
      'ResourceDeclined',
      { reason: 'no-capacity' },
      null,
    ],
    [
      { type: 'report-resource', outcome: 'helped', ...about },
      'ResourceReported',
      { outcome: 'helped' },
      accepted,
    ],
    [
      { type: 'withdraw-resource', reason: 'no-reply', ...about },
      'ResourceWithdrawn',
      { reason: 'no-reply' },
      null,
    ],
    [
      { type: 'withdraw-resource', reason: 'replaced', ...about },
      'ResourceWithdrawn',
      { reason: 'replaced' },
      accepted,
    ],
  ]
  for (const [command, type, said, before] of ends) {
    const ended = given<Event>(t, before ?? asked)
      .when(act(command, township, hours(3)))
      .then([type])
    t.match(engagementsOf(ended), [{ ...said, since: hours(3), at: hours(0) }])
    given<Event>(t, ended)
      .when(act(close, township, hours(4)))
      .then(['ClosureRequested'])
  }
})

t.test('an order that is sent on takes its engagements along', async (t) => {
  const data: DataOf<'WorkOrderTransferred'> = {
    ...{ assignee: nextTownship, supervisor: district, assisting: null, textId },
    deadlines: dispatchedAs('medium').deadlines,
    ...{ policyVersion: 1, calendarVersion: 'example-1' },
  }
  const sent = [
    ...asked,
    happened('WorkOrderTransferred', data),
    happened('WorkOrderAccepted', { by: nextTownship }),
  ]
  const report: OrderCommand = { type: 'accept-resource', ...about }
  given<Event>(t, sent).when(act(report)).thenRefused('not-assignee')
  given<Event>(t, sent).when(act(report, nextTownship)).then(['ResourceAccepted'])
})

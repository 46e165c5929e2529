import t from 'tap'
import type { OrderDetail, Step } from '../api/shapes.ts'
import { deadlineSteps } from './deadlines.ts'
import { bodyOf, commandsFor, fieldsOf } from './orderCommands.ts'

const now = Date.parse('2026-11-23T14:00:00Z')
const at = (hour: number) => new Date(now + hour * 3_600_000).toISOString()
const step = (type: string, hour = 0): Step => ({
  ...{ eventId: `${type} ${hour}`, type, stream: 'workOrder-1', revision: 0, actor: 'account:1', data: {} },
  ...{ occurredAt: at(hour), recordedAt: at(hour) },
})
const order = (change: Partial<OrderDetail>): OrderDetail => ({
  ...{
    id: '1',
    caseId: '2',
    state: 'dispatched',
    level: 'medium',
    assignee: '320402003',
    supervisor: '320402',
  },
  ...{ assisting: null, regionCode: '320402003', disputeType: 'divorce', dispatchedAt: at(-1) },
  ...{
    acceptBy: at(1),
    contactBy: at(2),
    visitBy: null,
    disposalBy: at(3),
    closeBy: at(4),
    nextDeadline: at(1),
  },
  ...{ late: false, bounces: 0, warnings: [], revision: 0, duty: null, history: [] },
  ...change,
})
const [township, district, city] = ['320402003', '320402', '3204']

t.test('whose turn it is decides what can be done', async (t) => {
  t.strictSame(commandsFor(order({}), township, now), ['accept', 'return'])
  t.strictSame(commandsFor(order({}), district, now), ['transfer'])
  t.strictSame(commandsFor(order({}), '320404', now), [])
  const asked = order({ state: 'closure-requested' })
  t.strictSame(commandsFor(asked, township, now), [])
  t.strictSame(commandsFor(asked, district, now), ['approve-closure', 'reject-closure', 'transfer'])
  t.strictSame(commandsFor(order({ state: 'unroutable', assignee: city, supervisor: city }), city, now), [
    'dispatch',
  ])
  t.strictSame(commandsFor(order({ state: 'closed' }), city, now), [])
})

t.test('the next step of the work comes first', async (t) => {
  const next = (visitBy: string | null, ...history: Step[]) =>
    commandsFor(order({ state: 'in-progress', visitBy, history }), township, now)[0]
  t.equal(next(null), 'contact')
  t.equal(next(at(9), step('ContactMade')), 'visit')
  t.equal(next(null, step('ContactMade')), 'disposal')
  t.equal(next(null, step('ContactMade'), step('DisposalReported')), 'request-closure')
})

t.test('what was done before an order was reopened does not count', async (t) => {
  const history = [step('ContactMade'), step('DisposalReported'), step('WorkOrderReopened')]
  t.equal(commandsFor(order({ state: 'accepted', history }), township, now)[0], 'contact')
})

t.test('a grave order cannot be returned once it had to be accepted', async (t) => {
  t.strictSame(commandsFor(order({ level: 'high', acceptBy: at(-1) }), township, now), ['accept'])
})

t.test('at high no joint mediation is offered', async (t) => {
  const names = (level: OrderDetail['level']) => fieldsOf('mediation', order({ level })).map((f) => f.name)
  t.strictSame(names('medium'), ['joint', 'consent', 'outcome', 'note'])
  t.strictSame(names('high'), ['outcome', 'note'])
})

t.test('a body has yes and no as booleans, and no empty words', async (t) => {
  t.strictSame(bodyOf({ withPolice: 'true', note: '  ', facts: { F01: 'no' }, to: undefined }), {
    withPolice: true,
    facts: { F01: 'no' },
  })
})

t.test(
  'a deadline is met by the first event that meets it, and acceptance counts anew after a transfer',
  async (t) => {
    const history = [step('WorkOrderDispatched'), step('WorkOrderAccepted', 1), step('ContactMade', 2)]
    const steps = deadlineSteps(order({ state: 'in-progress', history }))
    t.strictSame(
      steps.map((s) => [s.name, s.metAt]),
      [
        ['acceptBy', at(1)],
        ['contactBy', at(2)],
        ['disposalBy', null],
        ['closeBy', null],
      ],
    )
    const transferred = [...history, step('WorkOrderTransferred', 3)]
    t.equal(deadlineSteps(order({ history: transferred }))[0]?.metAt, null)
  },
)

import t from 'tap'
import type { OrderDetail, Step } from '../api/shapes.ts'
import { deadlineSteps } from './deadlines.ts'
import { commandsFor, stepsWith } from './orderCommands.ts'
import { bodyOf, fieldsOf } from './orderFields.ts'

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
    dispatchBy: null,
    acceptBy: at(1),
    contactBy: at(2),
    visitBy: null,
    disposalBy: at(3),
    closeBy: at(4),
    nextDeadline: at(1),
  },
  ...{ late: false, bounces: 0, warnings: [], revision: 0, duty: null, suggestion: null, history: [] },
  protection: null,
  ...{ supervised: 0, answerBy: null, shelter: null, extensionAskedAt: null, extendedAt: null },
  ...{ engagements: [], supervisions: [], extendable: false, satisfaction: null },
  ...change,
})
const [township, district, city] = ['320402003', '320402', '3204']

t.test('whose turn it is decides what can be done', async (t) => {
  t.strictSame(commandsFor(order({}), township, now), ['accept', 'return'])
  t.strictSame(commandsFor(order({}), district, now), ['transfer', 'supervise'])
  t.strictSame(commandsFor(order({}), '320404', now), [])
  const asked = order({ state: 'closure-requested' })
  t.strictSame(commandsFor(asked, township, now), ['satisfaction'])
  t.strictSame(commandsFor(asked, district, now), [
    ...['approve-closure', 'reject-closure', 'satisfaction', 'transfer', 'supervise'],
  ])
  t.strictSame(commandsFor(order({ state: 'unroutable', assignee: city, supervisor: city }), city, now), [
    'dispatch',
  ])
  t.strictSame(commandsFor(order({ state: 'closed' }), city, now), ['satisfaction', 'reopen'])
  const rated = order({ state: 'closed', satisfaction: { score: 4, of: 'victim', at: at(0) } })
  t.strictSame(commandsFor(rated, township, now), [])
  t.strictSame(commandsFor(rated, district, now), ['reopen'])
})

t.test('who owns a returned order is not pushed on by himself', async (t) => {
  const returned = order({ state: 'returned', assignee: district })
  t.strictSame(commandsFor(returned, district!, now), ['transfer'])
  t.strictSame(commandsFor(returned, city!, now), ['transfer', 'supervise'])
})

t.test('more time is asked for by the one and granted by the other, while it can be', async (t) => {
  const working = order({ state: 'in-progress' })
  t.notOk(commandsFor(working, township!, now).includes('request-extension'))
  t.ok(commandsFor({ ...working, extendable: true }, township!, now).includes('request-extension'))
  const asked = { ...working, extensionAskedAt: at(0) }
  t.strictSame(commandsFor(asked, district!, now).slice(0, 2), ['approve-extension', 'reject-extension'])
})

t.test('somebody who was called in is heard of before the closure is asked for', async (t) => {
  const engaged = (state: 'asked' | 'accepted' | 'reported') => ({
    ...({ engagementId: '9', kind: 'lawyer', organisation: null, purpose: 'legal-aid', state } as const),
    ...{ outcome: null, reason: null, at: at(0), since: at(0) },
  })
  const history = [step('ContactMade'), step('DisposalReported')]
  const offered = (state: 'asked' | 'accepted' | 'reported') =>
    commandsFor(
      order({ state: 'in-progress', history, engagements: [engaged(state)] }),
      township!,
      now,
    ).includes('request-closure')
  t.strictSame([offered('asked'), offered('accepted'), offered('reported')], [false, false, true])
  t.strictSame(stepsWith(engaged('asked')), ['accept-resource', 'decline-resource', 'withdraw-resource'])
  t.strictSame(stepsWith(engaged('accepted')), ['report-resource', 'withdraw-resource'])
  t.strictSame(stepsWith(engaged('reported')), [])
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
  const protection = { from: '2026-11-01', until: '2027-04-30' }
  const under = fieldsOf('mediation', order({ level: 'medium', protection }))
  t.strictSame(
    under.map(({ name }) => name),
    ['outcome', 'note'],
    'nor under a protection order',
  )
  t.strictSame(names('high'), ['outcome', 'note'])
})

t.test('a body has yes and no as booleans, and no empty words', async (t) => {
  t.strictSame(bodyOf({ score: '4' }), { score: 4 })
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

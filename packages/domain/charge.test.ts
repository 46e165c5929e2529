/** A leader in charge of a case. */
import t from 'tap'
import type { WorkOrderEvent } from './catalogue.ts'
import type { ChargeCommand } from './charge.ts'
import { alertAgain, type CaseEvent, does, leader, ofLevel, tookCharge } from './exampleCases.ts'
import { city, district, township } from './exampleCity.ts'
import { dispatchedAs, returnedBy } from './exampleEvents.ts'
import { foldFamilyCase } from './familyCase.ts'
import { given, happened, recorded } from './spec.ts'
import { foldWorkOrder } from './workOrder.ts'

const take: ChargeCommand = { type: 'leader', leaderId: leader, textId: null }
const release: ChargeCommand = { type: 'release-leader', reason: 'resolved', textId: null }
const bounced = foldWorkOrder(
  recorded<WorkOrderEvent>([
    happened('WorkOrderDispatched', dispatchedAs('medium')),
    happened('WorkOrderReturned', returnedBy()),
  ]),
)!

t.test(
  'a leader takes charge of what is grave, was given back, or came again, and of nothing else',
  async (t) => {
    const by = { by: district }
    given<CaseEvent>(t, ofLevel('medium')).when(does(take, by)).thenRefused('charge-not-warranted')
    const taken = (because: string) =>
      [{ type: 'LeaderTookCharge', data: { leaderId: leader, because } }] as const
    for (const level of ['high', 'extreme'] as const)
      given<CaseEvent>(t, ofLevel(level)).when(does(take, by)).then(taken('grave'))
    given<CaseEvent>(t, ofLevel('medium'))
      .when(does(take, { ...by, orders: [bounced] }))
      .then(taken('bounced'))
    given<CaseEvent>(t, [...ofLevel('low'), alertAgain])
      .when(does(take, by))
      .then(taken('repeated'))
  },
)

t.test('one leader at a time, until he is released', async (t) => {
  const led = given<CaseEvent>(t, ofLevel('high'))
    .when(does(take, { by: city }))
    .then(['LeaderTookCharge'])
  t.match(foldFamilyCase(led).leader, { leaderId: leader, by: city })
  given<CaseEvent>(t, led)
    .when(does(take, { by: district, actor: 'account:second' }))
    .thenRefused('leader-in-charge')
  const free = given<CaseEvent>(t, led)
    .when(does(release, { by: district }))
    .then([{ type: 'LeaderReleased', data: { leaderId: leader } }])
  t.equal(foldFamilyCase(free).leader, null)
  given<CaseEvent>(t, free)
    .when(does(release, { by: district, actor: 'account:second' }))
    .thenRefused('no-leader')
})

t.test('a township puts no leader in charge and releases none', async (t) => {
  for (const command of [take, release])
    given<CaseEvent>(t, [...ofLevel('high'), tookCharge])
      .when(does(command, { by: township }))
      .thenRefused('not-supervisor')
})

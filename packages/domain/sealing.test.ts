/** A sealed case is never hidden from whoever has to work it. */
import fc from 'fast-check'
import t from 'tap'
import type { WorkOrderEvent } from './catalogue.ts'
import { type CaseEvent, does, namedFrom, ofLevel, sealedFor } from './exampleCases.ts'
import { city, desk, district, nextTownship, otherDistrict, otherTownship, township } from './exampleCity.ts'
import { dispatchedAs } from './exampleEvents.ts'
import { foldFamilyCase } from './familyCase.ts'
import { route } from './route.ts'
import { routeWithinSeal, type SealingCommand } from './sealing.ts'
import { day, given, happened, monday, named, recorded } from './spec.ts'
import { codesOf, levels } from './vocabulary.ts'
import { foldWorkOrder } from './workOrder.ts'
import { dispatchOrder, type Grounds } from './workOrderDispatch.ts'

const seal = (...federations: string[]): SealingCommand => ({
  ...{ type: 'seal', named: namedFrom(...federations), reason: 'staff-related', textId: null },
})
const openOrder = foldWorkOrder(
  recorded<WorkOrderEvent>([happened('WorkOrderDispatched', dispatchedAs('high'))]),
)!
const owed = happened('CallbackScheduled', {
  ...{ alertId: named('alert'), gradingId: named('grading 0'), level: 'high', assignee: nextTownship },
  duties: [{ dutyId: named('duty'), opensAt: monday, dueAt: day(1) }],
  ...{ replaces: [], policyVersion: 1, calendarVersion: 'example-1' },
})

t.test('whoever holds an open order or owes a call has somebody named', async (t) => {
  const asks = (command: SealingCommand, history = ofLevel('high')) =>
    given<CaseEvent>(t, history).when(does(command, { by: district, orders: [openOrder] }))
  asks(seal(district)).thenRefused('worker-not-named')
  asks(seal(district, nextTownship)).thenRefused('worker-not-named')
  asks(seal(district, township)).then(['CaseSealed'])
  asks(seal(district, township), [...ofLevel('high'), owed]).thenRefused('worker-not-named')
  asks(seal(district, township, nextTownship), [...ofLevel('high'), owed]).then(['CaseSealed'])
})

t.test('somebody above the townships keeps it', async (t) => {
  given<CaseEvent>(t, ofLevel('high'))
    .when(does(seal(township), { by: district }))
    .thenRefused('keeper-not-named')
  for (const keeper of [district, city])
    given<CaseEvent>(t, ofLevel('high'))
      .when(does(seal(keeper), { by: city }))
      .then(['CaseSealed'])
})

t.test('the list of the named is replaced by another, and taken away when it is unsealed', async (t) => {
  const sealed = given<CaseEvent>(t, ofLevel('high'))
    .when(does(seal(district, township), { by: district }))
    .then(['CaseSealed'])
  t.strictSame(foldFamilyCase(sealed).sealedFor, namedFrom(district, township))
  given<CaseEvent>(t, sealed)
    .when(does(seal(township, district), { by: district, actor: 'account:second' }))
    .thenRefused('same-people-named')
  const wider = given<CaseEvent>(t, sealed)
    .when(does(seal(district, township, city), { by: district, actor: 'account:second' }))
    .then(['CaseSealed'])
  t.equal(foldFamilyCase(wider).sealedFor?.length, 3)
  const unseal = { type: 'unseal', reason: 'no-longer-needed', textId: null } as const
  const open = given<CaseEvent>(t, wider)
    .when(does(unseal, { by: district }))
    .then(['CaseUnsealed'])
  t.equal(foldFamilyCase(open).sealedFor, null)
})

t.test('an order or a call goes where somebody named is, whatever the region and level', async (t) => {
  const everyone = [city, district, otherDistrict, township, nextTownship, otherTownship]
  const regions = [...everyone, null, '9902', '990101999']
  fc.assert(
    fc.property(
      fc.constantFrom(...regions),
      fc.constantFrom(...codesOf(levels)),
      fc.subarray(everyone, { minLength: 1 }),
      (region, level, federations) => {
        const keeper = federations.some((code) => code.length <= 6) ? [] : [city]
        const named = namedFrom(...federations, ...keeper)
        const policy = desk.policies.versions[0]!
        const plain = route(region, level, desk.territory, policy)
        const routed = routeWithinSeal(plain, { sealedFor: named }, city)
        const owner = 'assignment' in routed ? routed.assignment.assignee : city
        if (!named.some(({ federation }) => federation === owner)) throw new Error(`${owner} sees nothing`)
        const asRouted = 'assignment' in plain ? plain.assignment.assignee : city
        if (named.some(({ federation }) => federation === asRouted) && owner !== asRouted)
          throw new Error('it went elsewhere without need')
      },
    ),
  )
  t.pass('somebody named has it')
})

t.test('a rise to extreme leaves the order where somebody sees it', async (t) => {
  const order = openOrder
  const grounds = {
    ...{ caseId: order.caseId, gradingId: named('a rise'), intakeId: null, level: 'extreme' as const },
    ...{ regionCode: township, disputeType: 'domestic-violence' as const, maritalStatus: '20' as const },
    ...{ channel: 'police-110' as const, violence: true, newMatter: true },
  } satisfies Grounds
  const moved = (federations: string[]) => {
    const sealing = { sealedFor: namedFrom(...federations) }
    const context = { now: new Date(monday), actor: 'policy', causeId: named('a rise') }
    const decided = dispatchOrder(order, named('order'), { ...grounds, ...sealing }, context, desk)
    return 'events' in decided ? decided.events[0]?.data : null
  }
  t.match(moved([district, township]), { assignment: { assignee: district } })
  t.match(moved([city, township]), { assignment: { assignee: city, supervisor: city } })
})

t.test('a township seals nothing', async (t) => {
  given<CaseEvent>(t, [...ofLevel('high'), sealedFor(district, township)])
    .when(does({ type: 'unseal', reason: 'other', textId: null }, { by: township }))
    .thenRefused('not-supervisor')
})

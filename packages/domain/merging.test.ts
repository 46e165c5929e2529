/** Two cases that are one family: what each is told, and what is refused. */
import fc from 'fast-check'
import t from 'tap'
import type { WorkOrderEvent } from './catalogue.ts'
import {
  alert,
  alertAgain,
  type CaseEvent,
  does,
  graded,
  joined,
  mergedFrom,
  ofLevel,
  otherCase,
  raisedTo,
  sealedFor,
  tookCharge,
} from './exampleCases.ts'
import { desk, district, exampleModels, nextTownship, township } from './exampleCity.ts'
import { dispatchedAs, reportOf } from './exampleEvents.ts'
import { assessCase, foldFamilyCase, newestIntake } from './familyCase.ts'
import { gradeCase } from './familyCaseDecisions.ts'
import {
  joinCase,
  type MergingCommand,
  partCase,
  saying,
  shareCallback,
  tellMerged,
  undoMerge,
} from './merging.ts'
import { absorbOrder, mergeOrder, staying } from './orderMerging.ts'
import { standingLevel } from './overrides.ts'
import { acting, caseId, day, given, happened, hours, monday, named, recorded } from './spec.ts'
import { foldWorkOrder } from './workOrder.ts'

const merge = (other = otherCase): MergingCommand => ({
  ...{ type: 'merge', other, reason: 'same-people', textId: null },
})
const otherOf = (...history: Parameters<typeof recorded<CaseEvent>>[0]) => ({
  caseId: otherCase.caseId,
  state: foldFamilyCase(recorded<CaseEvent>(history)),
})
const at = { by: district, at: hours(3) }

t.test('no chains, no circles, and nobody’s charge or secret taken along', async (t) => {
  const refused: [ReturnType<typeof otherOf>, string][] = [
    [{ ...otherCase, caseId }, 'same-case'],
    [otherOf(alert, joined), 'already-merged'],
    [otherOf(alert, mergedFrom(named('a third case'))), 'already-merged'],
    [otherOf(...ofLevel('high'), tookCharge), 'leader-in-charge'],
    [otherOf(alert, sealedFor(district)), 'sealed-otherwise'],
  ]
  for (const [other, reason] of refused)
    given<CaseEvent>(t, ofLevel('high'))
      .when(does(merge(other), at))
      .thenRefused(reason)
  const alike = otherOf(alert, sealedFor(district, township))
  given<CaseEvent>(t, [...ofLevel('high'), sealedFor(township, district)])
    .when(does(merge(alike), at))
    .then(['CasesMerged'])
})

t.test('what a person had raised the other to goes on counting', async (t) => {
  const after = given<CaseEvent>(t, ofLevel('low'))
    .when(does(merge(otherOf(...ofLevel('low'), raisedTo('extreme'))), at))
    .then([{ type: 'CasesMerged', data: { floor: 'extreme' } }])
  t.equal(standingLevel(foldFamilyCase(after)), 'extreme')
})

t.test('the grade rests on both histories as if all had been said in one', async (t) => {
  const level = fc.constantFrom({}, { F02: 'yes' }, { F07: 'yes' }, { F12: 'yes' }, { F01: 'no' } as const)
  const said = fc.array(fc.record({ facts: level, day: fc.nat(400) }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(said, said, (first, second) => {
      const alerts = (sayings: typeof first, name: string) =>
        sayings
          .toSorted((a, b) => a.day - b.day)
          .map((one, i) =>
            happened('ReportReceived', reportOf(one.facts as never), {
              id: named(`${name} ${i}`),
              at: day(one.day),
            }),
          )
      const [mine, theirs] = [alerts(first, 'mine'), alerts(second, 'theirs')]
      const other = foldFamilyCase(recorded<CaseEvent>(theirs))
      const merged = happened('CasesMerged', {
        ...saying(otherCase.caseId, other),
        ...{ floor: null, openOrders: [], reason: 'same-people', by: district, textId: null },
      })
      const { usedEvents: _one, ...apart } = assessCase(
        foldFamilyCase(recorded<CaseEvent>([...mine, merged])),
        exampleModels,
      )!
      const { usedEvents: _all, ...whole } = assessCase(
        foldFamilyCase(recorded<CaseEvent>([...mine, ...theirs])),
        exampleModels,
      )!
      const plain = (a: typeof apart) =>
        JSON.stringify({ ...a, contributions: a.contributions.map((c) => c.points) })
      if (plain(apart) !== plain(whole)) throw new Error(`${plain(apart)} is not ${plain(whole)}`)
    }),
    { numRuns: 300 },
  )
  t.pass('the same level, score, coverage and points')
})

t.test('a merge, what is told, and an un-merging are each graded once', async (t) => {
  const history = recorded<CaseEvent>([...ofLevel('low'), mergedFrom(otherCase.caseId)])
  const grade = (history: readonly CaseEvent[]) =>
    gradeCase(history, history[2]!, { ...acting(hours(4)), causeId: history[2]!.id }, desk.models)
  const after = given<CaseEvent>(t, history).when(grade).then(['RiskGraded'])
  t.equal(after.at(-1)!.metadata.causationId, history[2]!.id)
})

t.test('the newest intake of both says where an order goes', async (t) => {
  const other = otherOf({
    ...alertAgain,
    data: { ...(alertAgain.data as object), regionCode: nextTownship },
  } as never)
  const after = given<CaseEvent>(t, ofLevel('low'))
    .when(does(merge(other), at))
    .then(['CasesMerged'])
  t.equal(newestIntake(foldFamilyCase(after))?.regionCode, nextTownship)
})

t.test('the other case joins one, and what it does not take is undone', async (t) => {
  const context = { ...acting(hours(4)), causeId: named('the merge') }
  const join = (history: readonly CaseEvent[]) =>
    joinCase(foldFamilyCase(history), caseId, otherCase.caseId, context)
  const one = given<CaseEvent>(t, ofLevel('low')).when(join).then(['CaseJoined'])
  given<CaseEvent>(t, one)
    .when((history) =>
      joinCase(foldFamilyCase(history), caseId, named('a third case'), {
        ...context,
        causeId: named('another merge'),
      }),
    )
    .thenRefused('already-merged')
  given<CaseEvent>(t, [...ofLevel('low'), mergedFrom(otherCase.caseId)])
    .when(join)
    .thenRefused('already-merged')
  const undo = (history: readonly CaseEvent[]) =>
    undoMerge(foldFamilyCase(history), caseId, otherCase.caseId, context)
  const undone = given<CaseEvent>(t, [...ofLevel('low'), mergedFrom(otherCase.caseId)])
    .when(undo)
    .then([{ type: 'CasesUnmerged', data: { reason: 'merged-elsewhere', by: null } }])
  t.equal(foldFamilyCase(undone).merged.size, 0)
  given<CaseEvent>(t, ofLevel('low')).when(undo).thenNothing()
  const part = (history: readonly CaseEvent[]) =>
    partCase(foldFamilyCase(history), caseId, named('the merge'), { ...context, causeId: named('parting') })
  const parted = given<CaseEvent>(t, one).when(part).then(['CaseParted'])
  given<CaseEvent>(t, parted).when(join).thenNothing()
})

t.test('what is new in the other is told once, and nothing that is not new', async (t) => {
  const then = foldFamilyCase(recorded<CaseEvent>([alert, graded('medium'), alertAgain]))
  const tell = (state: typeof then) => (history: readonly CaseEvent[]) =>
    tellMerged(foldFamilyCase(history), caseId, otherCase.caseId, state, acting(day(2)))
  const merged = [...ofLevel('low'), mergedFrom(otherCase.caseId)]
  const told = given<CaseEvent>(t, merged).when(tell(then)).then(['MergedHistoryTold'])
  t.equal(foldFamilyCase(told).merged.get(otherCase.caseId)?.intakes.length, 2)
  const graded2 = foldFamilyCase(recorded<CaseEvent>([alert, graded('medium'), graded('low', 9)]))
  given<CaseEvent>(t, merged).when(tell(graded2)).thenNothing()
  given<CaseEvent>(t, told).when(tell(otherCase.state)).thenNothing()
  given<CaseEvent>(t, ofLevel('low')).when(tell(then)).thenNothing()
})

t.test('a call that reached her discharges what is open in the other, once', async (t) => {
  const scheduled = happened('CallbackScheduled', {
    ...{ alertId: named('alert'), gradingId: named('grading 0'), level: 'low', assignee: township },
    duties: [
      { dutyId: named('duty 1'), opensAt: monday, dueAt: day(7) },
      { dutyId: named('duty 2'), opensAt: day(7), dueAt: day(90) },
    ],
    ...{ replaces: [], policyVersion: 1, calendarVersion: 'example-1' },
  })
  const completed = { caseId: otherCase.caseId, eventId: named('reached'), at: day(3) }
  const share = (history: readonly CaseEvent[]) =>
    shareCallback(foldFamilyCase(history), caseId, completed, acting(day(4), 'reached'))
  const after = given<CaseEvent>(t, [...ofLevel('low'), scheduled])
    .when(share)
    .then([{ type: 'CallbackShared', data: { discharged: [named('duty 1')], caseId: otherCase.caseId } }])
  const { duties } = foldFamilyCase(after)
  t.match(duties.get(named('duty 1')), { state: 'done', settledAt: day(3) })
  t.match(duties.get(named('duty 2')), { state: 'open' })
})

// Orders ------------------------------------------------------------------------------------------------

const orderOf = (
  of: string,
  level: 'medium' | 'high',
  ...more: Parameters<typeof recorded<WorkOrderEvent>>[0]
) => ({
  orderId: named(`order of ${of} ${level}`),
  order: foldWorkOrder(
    recorded<WorkOrderEvent>([happened('WorkOrderDispatched', dispatchedAs(level, { caseId: of })), ...more]),
  )!,
})
const returned = happened('WorkOrderReturned', {
  ...{ by: township, reason: 'wrong-region', textId: null },
  clock: { dispatchBy: day(1), policyVersion: 1, calendarVersion: 'example-1' },
})

t.test(
  'of two open orders the one that somebody works on stays, then that of the surviving case',
  async (t) => {
    const [mine, theirs] = [orderOf(caseId, 'medium'), orderOf(otherCase.caseId, 'high')]
    t.equal(staying([theirs, mine], caseId), mine)
    t.equal(staying([theirs, orderOf(caseId, 'medium', returned)], caseId), theirs)
    t.equal(staying([mine], caseId), null)
  },
)

t.test('it is raised before the other is closed, and never given more time', async (t) => {
  const mine = dispatchedAs('medium')
  const other = orderOf(otherCase.caseId, 'high').order
  const absorb = (history: readonly WorkOrderEvent[]) =>
    absorbOrder(foldWorkOrder(history)!, named('order'), other, acting(hours(5), 'a merge'), desk, {
      sealedFor: null,
    })
  const after = given<WorkOrderEvent>(t, [happened('WorkOrderDispatched', mine)])
    .when(absorb)
    .then([{ type: 'WorkOrderRaised', data: { level: 'high' } }])
  const order = foldWorkOrder(after)!
  for (const [name, by] of Object.entries(mine.deadlines))
    if (by) t.ok(order.deadlines![name as 'closeBy'] <= by, name)
  const merge = (history: readonly WorkOrderEvent[]) =>
    mergeOrder(foldWorkOrder(history)!, named('the other'), named('order'), acting(hours(5), 'a merge'))
  const over = given<WorkOrderEvent>(t, [happened('WorkOrderDispatched', dispatchedAs('high'))])
    .when(merge)
    .then(['WorkOrderMerged'])
  t.match(foldWorkOrder(over), { state: 'closed', mergedInto: named('order') })
  given<WorkOrderEvent>(t, over).when(absorb).thenRefused('order-closed')
})

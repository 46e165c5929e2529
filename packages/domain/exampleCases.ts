/** Cases at every stage for tests of what people do to them, and how a person's command on one is decided. */
import { type CaseCommand, decideOnCase } from './caseCommands.ts'
import type { DataOf, FamilyCaseEvent } from './catalogue.ts'
import { desk, district, township } from './exampleCity.ts'
import { alertOf, gradedAs, gradingId } from './exampleEvents.ts'
import { foldFamilyCase } from './familyCase.ts'
import { type OtherCase, saying } from './merging.ts'
import { acting, caseId, day, type Happened, happened, hours, named, orderId, recorded } from './spec.ts'
import type { Level } from './vocabulary.ts'
import type { WorkOrder } from './workOrder.ts'

export type CaseEvent = FamilyCaseEvent
export type CasePast = Happened<CaseEvent['type']>

export const alert = happened('AlertReceived', alertOf(), { id: named('alert') })
export const alertAgain = happened('AlertReceived', alertOf(), { id: named('alert again'), at: day(2) })
/** The n-th grading, n hours after Monday at nine. */
export const graded = (level: Level, n = 0) =>
  happened('RiskGraded', gradedAs(level), { id: named(`grading ${n}`), at: hours(n) })
export const ofLevel = (level: Level): CasePast[] => [alert, graded(level)]

/** One call, which is due a day after the alert. */
export const toBeCalled = happened('CallbackScheduled', {
  ...{ alertId: named('alert'), gradingId, level: 'high', assignee: township, replaces: [] },
  duties: [{ dutyId: named('the call'), opensAt: day(0), dueAt: day(1) }],
  ...{ policyVersion: 1, calendarVersion: 'example-1' },
})
export const called = happened('CallbackCompleted', {
  ...{ attemptId: named('the attempt'), discharged: [named('the call')], facts: {} },
})
export const orderOpened = happened('OrderOpened', { orderId, caseId }, { at: hours(1) })
export const orderConcluded = happened('OrderConcluded', { orderId, caseId }, { at: day(5) })
export const watched = happened('WatchStarted', { orderId, level: 'high', until: day(95) }, { at: day(5) })
export const watchEnded = happened('WatchEnded', { orderId, because: 'over' }, { at: day(95) })

const accountOf = (name: string) => named(`account ${name}`)
export const leader = accountOf('leader')
export const tookCharge = happened('LeaderTookCharge', {
  ...{ leaderId: leader, because: 'grave', by: district, textId: null },
})
export const namedFrom = (...federations: string[]) =>
  federations.map((federation) => ({ accountId: accountOf(federation), federation }))
export const sealedFor = (...federations: string[]) =>
  happened('CaseSealed', {
    ...{ named: namedFrom(...federations), reason: 'staff-related', by: district, textId: null },
  })
export const closed = (own: Partial<DataOf<'CaseClosed'>> = {}, at = day(99)) =>
  happened('CaseClosed', { reason: 'quiet', level: 'high', by: district, textId: null, ...own }, { at })

export const raisedTo = (level: Level) =>
  happened('GradeOverridden', {
    ...{ gradingId: named('grading 0'), from: 'low', level, reason: 'victim-fears' },
    ...{ textId: null, by: township, approval: 'not-needed' },
  })
/** Asked for by `account:asker`. */
export const wantsLower = (level: Level) =>
  happened(
    'GradeOverridden',
    {
      ...{ gradingId: named('grading 0'), from: 'high', level, reason: 'facts-mistaken' },
      ...{ textId: null, by: district, approval: 'needed' },
    },
    { actor: 'account:asker' },
  )

/** Another case of what may be the same family. */
export const otherCase: OtherCase = {
  caseId: named('another case'),
  state: foldFamilyCase(recorded<CaseEvent>([alert, graded('medium')])),
}
export const mergedFrom = (from: string) =>
  happened(
    'CasesMerged',
    {
      ...saying(from, otherCase.state),
      ...{ floor: null, openOrders: [], reason: 'same-people', by: district, textId: null },
    },
    { id: named('the merge') },
  )
export const joined = happened('CaseJoined', { into: named('another case'), mergeId: named('the merge') })

interface Doing {
  readonly by?: string
  readonly at?: string
  readonly actor?: string
  readonly orders?: readonly WorkOrder[]
}
/** A person's command on the case, of a township one hour after nine unless said otherwise. */
export const does =
  (
    command: CaseCommand,
    { by = township, at = hours(1), actor = 'account:first', orders = [] }: Doing = {},
  ) =>
  (history: readonly CaseEvent[]) => {
    const context = { ...acting(at, `${actor}: ${command.type}`), actor }
    return decideOnCase({ caseId, state: foldFamilyCase(history), orders, by, context, desk }, command)
  }

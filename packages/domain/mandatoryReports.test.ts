/** When a grading asks for a report to the police, and when they know already. */
import t from 'tap'
import type { DataOf, FamilyCaseEvent } from './catalogue.ts'
import { clockworkAt } from './desk.ts'
import { desk } from './exampleCity.ts'
import { alertOf, amendmentOf, gradedAs, reportOf } from './exampleEvents.ts'
import { requireReport } from './mandatoryReports.ts'
import { violence1 } from './models/violence1.ts'
import { acting, given, type Happened, happened, hours, named } from './spec.ts'

type Event = FamilyCaseEvent
type Past = Happened<Event['type']>

const alertA = named('alert A')
const visit = named('a visit')
const received = (channel: DataOf<'AlertReceived'>['channel'] = 'police-110') =>
  happened('AlertReceived', alertOf({ F17: 'yes' }, { channel }), { id: alertA })
const found = happened('FindingsRecorded', {
  ...{ orderId: named('order'), originId: visit, origin: 'visit' },
  ...{ facts: { F17: 'yes' }, mediationFailed: false },
})
const graded = (sources: readonly string[], cause: string, id = named('grading')) =>
  happened(
    'RiskGraded',
    gradedAs('medium', {
      mandatoryReport: true,
      contributions: [{ factor: 'F17', points: 2, source: 'DA; Anti-DV Law art. 14', events: [...sources] }],
    }),
    { id, cause },
  )
const require =
  (at = hours(1)) =>
  (history: readonly Event[]) => {
    const grading = history.findLast((e) => e.type === 'RiskGraded')!
    return requireReport(
      history,
      grading,
      acting(at),
      clockworkAt(desk, new Date(at)),
      violence1.mandatoryReport,
    )
  }
const known = {
  type: 'ChildProtectionReported',
  data: { alreadyKnown: true, means: null, about: 'child' },
} as const

t.test('where the police alone told us, that they know is recorded by itself', async (t) => {
  given<Event>(t, [received(), graded([alertA], alertA)])
    .when(require())
    .then([known])
  const amended = happened('IntakeAmended', amendmentOf(alertA, { F17: 'yes' }), { id: named('amendment') })
  given<Event>(t, [received(), amended, graded([named('amendment')], named('amendment'))])
    .when(require())
    .then([known])
})

t.test('where anybody else told us, a duty with its clock begins', async (t) => {
  const duty = { type: 'MandatoryReportRequired', data: { about: 'child', reportBy: hours(3) } } as const
  const stories: readonly (readonly [string, readonly Past[]])[] = [
    ['an alert of the hotline', [received('hotline-12338'), graded([alertA], alertA)]],
    [
      'a report',
      [
        happened('ReportReceived', reportOf({ F17: 'yes' }, { channel: 'police-110' }), { id: alertA }),
        graded([alertA], alertA),
      ],
    ],
    ['a visit, after the police did', [received(), found, graded([alertA, visit], found.own.id ?? visit)]],
  ]
  for (const [, history] of stories) given<Event>(t, history).when(require()).then([duty])
})

t.test('what was answered once is not asked for again by every later grading', async (t) => {
  const first = given<Event>(t, [received('web'), graded([alertA], alertA)])
    .when(require())
    .then(['MandatoryReportRequired'])
  given<Event>(t, [...first, graded([alertA], named('a callback'), named('later grading'))])
    .when(require(hours(30)))
    .thenNothing()
  given<Event>(t, [...first, found, graded([alertA, visit], visit, named('later grading'))])
    .when(require(hours(30)))
    .then([{ type: 'MandatoryReportRequired', data: { sources: [visit] } }])
})

t.test('a grading that finds no child harmed asks for nothing', async (t) => {
  given<Event>(t, [received(), happened('RiskGraded', gradedAs('extreme'), { cause: alertA })])
    .when(require())
    .thenNothing()
})

/** What passed before an intake moved away is told where it passed. */
import t from 'tap'
import type { FamilyCaseEvent } from './catalogue.ts'
import { duesOf, recordPassed } from './dues.ts'
import { alert, graded } from './exampleCases.ts'
import { desk, township } from './exampleCity.ts'
import { amendmentOf, reportOf } from './exampleEvents.ts'
import { appended, day, happened, hours, named, recorded } from './spec.ts'

const versions = { policyVersion: 1, calendarVersion: 'example-1' }
const moved = (intakeId: string, at: string) =>
  happened('IntakeAmended', amendmentOf(intakeId, {}, { movedTo: named('another case') }), { at })
const missedBy = (history: readonly FamilyCaseEvent[], at: string) =>
  recordPassed(history, new Date(at), desk)
    .events.filter(({ type }) => type === 'CallbackMissed' || type === 'AnswerMissed')
    .map(({ type, metadata }) => [type, metadata.occurredAt])

t.test(
  'a call that nobody made before the alert moved away is missed, and those ahead are not',
  async (t) => {
    const scheduled = happened('CallbackScheduled', {
      ...{ alertId: named('alert'), gradingId: named('grading 0'), level: 'medium', assignee: township },
      duties: [3, 30].map((n) => ({ dutyId: named(`duty ${n}`), opensAt: hours(0), dueAt: day(n) })),
      ...{ replaces: [], ...versions },
    })
    const owed = [alert, graded('medium'), scheduled]
    const late = recorded<FamilyCaseEvent>([...owed, moved(named('alert'), day(4))])
    t.strictSame(missedBy(late, day(50)), [['CallbackMissed', day(3)]])
    const after = appended(late, recordPassed(late, new Date(day(4)), desk).events)
    t.strictSame(missedBy(after, day(50)), [], 'once')
    t.notOk(duesOf(after, desk).some(({ type }) => type === 'CallbackMissed'))
    const early = recorded<FamilyCaseEvent>([...owed, moved(named('alert'), day(2))])
    t.strictSame(missedBy(early, day(50)), [])
  },
)

t.test(
  'a word that was owed before the report moved away is missed, and what comes after it is not',
  async (t) => {
    const report = happened('ReportReceived', reportOf({}, { channel: 'web' }), { id: named('report') })
    const scheduled = happened('AnswerScheduled', {
      ...{ reportId: named('report'), assignee: township, takeBy: day(15), concludeBy: day(60) },
      ...versions,
    })
    const history = recorded<FamilyCaseEvent>([report, scheduled, moved(named('report'), day(16))])
    t.strictSame(missedBy(history, day(90)), [['AnswerMissed', day(15)]])
  },
)

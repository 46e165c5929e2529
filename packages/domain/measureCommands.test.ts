/** What people may record of the measures, and what is made of it. */
import t from 'tap'
import { decideOnCase } from './caseCommands.ts'
import type { FamilyCaseEvent } from './catalogue.ts'
import { desk, district, township } from './exampleCity.ts'
import { alertOf } from './exampleEvents.ts'
import { foldFamilyCase } from './familyCase.ts'
import type { MeasureCommand } from './measureCommands.ts'
import { acting, caseId, day, given, happened, hours, named, recorded } from './spec.ts'

type Event = FamilyCaseEvent

const alertA = named('alert A')
const received = happened('AlertReceived', alertOf({ F06: 'slight' }), { id: alertA })
const record =
  (command: MeasureCommand, { by = township, at = hours(1), cause = 'a command' } = {}) =>
  (history: readonly Event[]) =>
    decideOnCase(
      { caseId, state: foldFamilyCase(history), orders: [], by, context: acting(at, cause), desk },
      command,
    )
const textId = null
const today = '2026-03-02'

const issueLetter: MeasureCommand = {
  ...{ type: 'issue-letter', issuedBy: null, alertId: null, issuedOn: today, textId },
}
const grant = (from = today, until = '2026-09-02'): MeasureCommand => ({
  ...{ type: 'grant-protection', court: null, prohibits: ['no-violence'], from, until, textId },
})
const apply: MeasureCommand = {
  ...{ type: 'apply-protection', applicant: 'victim', court: null, appliedOn: today, urgent: false, textId },
}
const after = (first: MeasureCommand, at = hours(1)): Event[] => {
  const history = recorded<Event>([received])
  return given<Event>(t, history)
    .when(record(first, { at, cause: 'before' }))
    .then([{ type: typeOf[first.type], data: {} }])
}
const typeOf: Readonly<Record<MeasureCommand['type'], Event['type']>> = {
  'issue-letter': 'WarningLetterIssued',
  'follow-up-letter': 'LetterFollowedUp',
  'apply-protection': 'ProtectionOrderApplied',
  'grant-protection': 'ProtectionOrderGranted',
  'refuse-protection': 'ProtectionOrderRefused',
  'take-measure': 'RespondentMeasureTaken',
  'record-breach': 'MeasureBreached',
  'revoke-measure': 'MeasureRevoked',
  'waive-measure': 'MeasureWaived',
  'require-report': 'MandatoryReportRequired',
  'report-to-police': 'ChildProtectionReported',
  'waive-report': 'MandatoryReportWaived',
}

t.test('a letter is followed up after a week, a month and three, from when it was recorded', async (t) => {
  const history = after({ ...issueLetter, issuedOn: '2026-02-27' } as MeasureCommand)
  const [letter] = foldFamilyCase(history).letters
  t.strictSame(
    letter?.followUps.map((f) => [f.opensAt, f.dueAt]),
    [
      [hours(1), hours(1 + 7 * 24)],
      [hours(1 + 7 * 24), hours(1 + 30 * 24)],
      [hours(1 + 30 * 24), hours(1 + 90 * 24)],
    ],
  )
  t.equal(history.at(-1)?.metadata.occurredAt, '2026-02-26T16:00:00.000Z', 'it was issued on its day')
})

t.test('a visit makes up for every one that had begun by its day, and for none that is ahead', async (t) => {
  const history = after(issueLetter)
  const { letterId, followUps } = foldFamilyCase(history).letters[0]!
  const [week, month] = followUps.map((f) => f.dutyId)
  const visit = (visitedOn: string, at: string) =>
    record({ type: 'follow-up-letter', letterId, visitedOn, with: ['police', 'committee'], textId }, { at })
  const discharged = (ids: readonly (string | undefined)[]) => [
    { type: 'LetterFollowedUp' as const, data: { discharged: ids } },
  ]
  given<Event>(t, history)
    .when(visit('2026-03-05', day(3)))
    .then(discharged([week]))
  given<Event>(t, history)
    .when(visit('2026-03-05', day(20)))
    .then(discharged([week]))
  given<Event>(t, history)
    .when(visit('2026-03-12', day(20)))
    .then(discharged([week, month]))
  given<Event>(t, history)
    .when(visit('2026-03-01', day(3)))
    .thenRefused('day-too-early')
})

t.test('a court has three days, or one where it is urgent', async (t) => {
  const decideBy = (urgent: boolean) =>
    foldFamilyCase(after({ ...apply, urgent } as MeasureCommand)).applications[0]?.decideBy
  t.equal(decideBy(false), hours(1 + 72))
  t.equal(decideBy(true), hours(1 + 24))
})

t.test('the court’s answer belongs to the application that waits', async (t) => {
  const applied = after(apply)
  const { applicationId } = foldFamilyCase(applied).applications[0]!
  given<Event>(t, applied)
    .when(record(grant(), { at: hours(9) }))
    .then([{ type: 'ProtectionOrderGranted', data: { applicationId, renews: null } }])
  const refused = given<Event>(t, applied)
    .when(record({ type: 'refuse-protection', court: null, refusedOn: today, textId }, { at: hours(9) }))
    .then([{ type: 'ProtectionOrderRefused', data: { applicationId } }])
  given<Event>(t, refused)
    .when(record(apply, { at: hours(10), cause: 'again' }))
    .then(['ProtectionOrderApplied'])
})

t.test('an order renews the one that is in force or ended the day before', async (t) => {
  const first = after(grant())
  const id = first.at(-1)!.id
  const renewing = (from: string, until: string, renews: string | null) =>
    given<Event>(t, first)
      .when(record(grant(from, until), { at: day(190), cause: 'renewal' }))
      .then([{ type: 'ProtectionOrderGranted', data: { renews } }])
  renewing('2026-08-20', '2027-02-20', id)
  renewing('2026-09-03', '2027-03-03', id)
  renewing('2026-09-04', '2027-03-04', null)
  given<Event>(t, first)
    .when(record(grant('2026-03-02', '2026-09-03'), { at: day(1) }))
    .thenRefused('protection-too-long')
})

t.test(
  'a breach is told of its day and grades again; there has to have been something to breach',
  async (t) => {
    const breach = (measure: 'warning-letter' | 'protection-order', breachedOn: string): MeasureCommand => ({
      ...{ type: 'record-breach', measure, breachedOn, textId },
    })
    const letter = after(issueLetter)
    const breached = given<Event>(t, letter)
      .when(record(breach('warning-letter', '2026-03-04'), { at: day(5) }))
      .then(['MeasureBreached'])
    t.equal(breached.at(-1)?.metadata.occurredAt, '2026-03-03T16:00:00.000Z')
    given<Event>(t, letter)
      .when(record(breach('warning-letter', '2026-03-01'), { at: day(5) }))
      .thenRefused('nothing-to-breach')
    given<Event>(t, letter)
      .when(record(breach('protection-order', '2026-03-04'), { at: day(5) }))
      .thenRefused('nothing-to-breach')
    given<Event>(t, after(grant()))
      .when(record(breach('protection-order', '2026-09-03'), { at: day(200) }))
      .thenRefused('nothing-to-breach')
    given<Event>(t, breached)
      .when(record(breach('warning-letter', '2026-03-04'), { at: day(6), cause: 'again' }))
      .thenRefused('measure-already-recorded')
  },
)

t.test(
  'a reason against what is owed names what it is given against, by those above the township',
  async (t) => {
    const waive: MeasureCommand = { type: 'waive-measure', reason: 'evidence-insufficient', textId }
    given<Event>(t, [received])
      .when(record(waive, { by: district }))
      .then([
        { type: 'MeasureWaived', data: { owed: [{ causeId: alertA, measure: 'letter-or-education' }] } },
      ])
    given<Event>(t, [received]).when(record(waive)).thenRefused('not-supervisor')
  },
)

t.test('a person starts the clock of a report, and making it stops it', async (t) => {
  const required = after({ type: 'require-report', about: 'adult-without-capacity', textId })
  const [duty] = foldFamilyCase(required).reportDuties
  t.match(duty, { about: 'adult-without-capacity', reportBy: hours(3), state: 'open' })
  const report = (about: 'child' | 'adult-without-capacity'): MeasureCommand => ({
    ...{ type: 'report-to-police', about, means: 'phone', alreadyKnown: false, textId },
  })
  given<Event>(t, required)
    .when(record(report('adult-without-capacity'), { at: hours(2) }))
    .then([{ type: 'ChildProtectionReported', data: { discharged: [duty!.dutyId] } }])
  given<Event>(t, required)
    .when(record(report('child'), { at: hours(2) }))
    .then([{ type: 'ChildProtectionReported', data: { discharged: [] } }])
})

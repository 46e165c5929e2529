/** What police and courts do, as the case folds it: what is owed, what stands, and what time makes of it. */
import t, { type Test } from 'tap'
import { measureEvents } from './catalogue/measures.ts'
import type { DataOf, FamilyCaseEvent } from './catalogue.ts'
import { passed } from './due.ts'
import { district, exampleModels, township } from './exampleCity.ts'
import { alertOf, reportOf } from './exampleEvents.ts'
import type { FactorAnswers } from './facts.ts'
import { assessCase, foldFamilyCase } from './familyCase.ts'
import { measureDues, measureOwed } from './measures.ts'
import { protectionInForce } from './protectionOrders.ts'
import { calledFor } from './respondentMeasures.ts'
import { appended, caseId, day, type Happened, happened, hours, named, recorded } from './spec.ts'

type Event = FamilyCaseEvent
type Past = Happened<Event['type']>

const alertA = named('alert A')
const alertB = named('alert B')
const alert = (facts: FactorAnswers, own: Past['own'] = {}) =>
  happened('AlertReceived', alertOf(facts), { id: alertA, ...own })
const letter = (own: Partial<DataOf<'WarningLetterIssued'>> = {}, id = named('letter')) =>
  happened(
    'WarningLetterIssued',
    {
      ...{ issuedBy: null, alertId: null, issuedOn: '2026-03-02', by: township, textId: null },
      followUps: [7, 30].map((n, i) => ({
        dutyId: named(`visit ${n}`),
        opensAt: day(i === 0 ? 0 : 7),
        dueAt: day(n),
      })),
      ...own,
    },
    { id },
  )
const taken = (measure: DataOf<'RespondentMeasureTaken'>['measure'], own: object = {}) =>
  happened('RespondentMeasureTaken', {
    ...{ measure, takenBy: null, alertId: null, takenOn: '2026-03-03', by: township, textId: null },
    ...own,
  })
const granted = (
  from: string,
  until: string,
  own: Partial<DataOf<'ProtectionOrderGranted'>> = {},
  at: Past['own'] = {},
) =>
  happened(
    'ProtectionOrderGranted',
    {
      ...{ applicationId: null, court: null, prohibits: ['no-violence'], from, until },
      ...{ renews: null, by: township, textId: null },
      ...own,
    },
    { id: named('order'), ...at },
  )
const stateOf = (history: readonly Past[]) => foldFamilyCase(recorded<Event>(history))
const owedOf = (...history: readonly Past[]) =>
  measureOwed(stateOf(history)).map((o) => [o.causeId, o.measure])

// What is owed ------------------------------------------------------------------------------------------

t.test('what an alert calls for follows its facts, and what nobody knows calls for nothing', async (t) => {
  const table: readonly (readonly [FactorAnswers, ReturnType<typeof calledFor>])[] = [
    [{}, null],
    [{ F06: 'none', F13: 'yes', F19: 'yes', F04: 'yes' }, null],
    [{ F01: 'unknown', F06: 'unknown' }, null],
    [{ F06: 'slight' }, 'letter-or-education'],
    [{ F06: 'treated' }, 'letter-or-education'],
    ...['F03', 'F08', 'F15', 'F17'].map((f) => [{ [f]: 'yes' }, 'letter-or-education'] as const),
    [{ F06: 'serious' }, 'punishment-or-case'],
    ...['F01', 'F02', 'F05', 'F09', 'F10'].map((f) => [{ [f]: 'yes' }, 'punishment-or-case'] as const),
    [{ F06: 'slight', F02: 'yes' }, 'punishment-or-case'],
    [{ F02: 'no', F06: 'slight' }, 'letter-or-education'],
  ]
  for (const [facts, measure] of table) t.equal(calledFor(facts), measure, JSON.stringify(facts))
})

t.test(
  'a letter or education answers slight violence, and only punishment or a case answers grave',
  async (t) => {
    const slight = alert({ F06: 'slight' })
    const grave = alert({ F02: 'yes' })
    t.strictSame(owedOf(slight), [[alertA, 'letter-or-education']])
    t.strictSame(owedOf(slight, letter()), [])
    for (const measure of ['criticism-education', 'public-security-punishment', 'criminal-case'] as const)
      t.strictSame(owedOf(slight, taken(measure)), [], measure)
    t.strictSame(owedOf(grave, letter()), [[alertA, 'punishment-or-case']], 'a letter is not enough')
    t.strictSame(owedOf(grave, taken('criticism-education')), [[alertA, 'punishment-or-case']])
    t.strictSame(owedOf(grave, taken('criminal-case')), [])
    t.strictSame(owedOf(grave, taken('public-security-punishment')), [])
    t.strictSame(
      owedOf(grave, granted('2026-03-02', '2026-09-02')),
      [[alertA, 'punishment-or-case']],
      'a protection order is hers and no measure of the police',
    )
  },
)

t.test('it is owed since the alert was recorded, and a report owes none', async (t) => {
  const late = alert({ F06: 'slight' }, { at: day(-3), recordedAt: day(2) })
  t.equal(measureOwed(stateOf([late]))[0]?.since, day(2))
  const told = happened('ReportReceived', reportOf({ F02: 'yes' }), { id: alertA })
  t.strictSame(owedOf(told), [])
})

t.test('a measure answers what happened up to its day, or up to the alert that it names', async (t) => {
  const both = [alert({ F06: 'slight' }), alert({ F06: 'slight' }, { id: alertB, at: day(5) })]
  t.strictSame(owedOf(...both, letter()), [[alertB, 'letter-or-education']])
  t.strictSame(owedOf(...both, letter({ issuedOn: '2026-03-07' })), [])
  t.strictSame(owedOf(...both, letter({ issuedOn: '2026-03-07', alertId: alertA })), [
    [alertB, 'letter-or-education'],
  ])
  t.strictSame(owedOf(...both, letter({ issuedOn: '2026-03-07', alertId: alertB })), [])
})

t.test('a letter that was revoked answers nothing any more', async (t) => {
  const revoked = happened('MeasureRevoked', {
    ...{ measureId: named('letter'), reason: 'recorded-in-error', by: township, textId: null },
  })
  t.strictSame(owedOf(alert({ F06: 'slight' }), letter(), revoked), [[alertA, 'letter-or-education']])
})

t.test('a breach owes punishment, a case, or the court’s sanction', async (t) => {
  const breach = happened(
    'MeasureBreached',
    { measure: 'protection-order', textId: null },
    { id: named('breach'), at: day(1) },
  )
  const owed = [[named('breach'), 'punishment-or-case']]
  t.strictSame(owedOf(alert({}), breach), owed)
  t.strictSame(owedOf(alert({}), letter(), breach), owed)
  t.strictSame(owedOf(alert({}), breach, taken('court-sanction')), [])
  t.strictSame(owedOf(alert({ F02: 'yes' }), taken('court-sanction')), [[alertA, 'punishment-or-case']])
})

t.test('a reason given for the lesser does not do when it turns out graver', async (t) => {
  const waived = happened('MeasureWaived', {
    owed: [{ causeId: alertA, measure: 'letter-or-education' }],
    ...{ reason: 'evidence-insufficient', by: district, textId: null },
  })
  t.strictSame(owedOf(alert({ F06: 'slight' }), waived), [])
  const { source: _s, movedFrom: _m, ...matter } = alertOf({ F06: 'serious' })
  const amended = happened('IntakeAmended', { ...matter, intakeId: alertA, movedTo: null })
  t.strictSame(owedOf(alert({ F06: 'slight' }), waived, amended), [[alertA, 'punishment-or-case']])
})

// What stands -------------------------------------------------------------------------------------------

t.test('a protection order is in force from its first to its last day, and not once revoked', async (t) => {
  const order = granted('2026-03-02', '2026-09-02')
  const inForce = (at: string, ...more: readonly Past[]) =>
    protectionInForce(stateOf([order, ...more]), new Date(at)) !== null
  t.notOk(inForce('2026-03-01T15:59:59Z'))
  t.ok(inForce('2026-03-01T16:00:00Z'), 'midnight in Shanghai')
  t.ok(inForce('2026-09-02T15:59:59Z'))
  t.notOk(inForce('2026-09-02T16:00:00Z'))
  const reason = { reason: 'revoked-by-issuer', by: township, textId: null } as const
  t.notOk(inForce(day(3), happened('MeasureRevoked', { measureId: named('order'), ...reason })))
})

t.test('no protection order lasts more than six months', async (t) => {
  const takes = (from: string, until: string) =>
    measureEvents.ProtectionOrderGranted.schema.safeParse(granted(from, until).data).success
  t.ok(takes('2026-03-02', '2026-09-02'))
  t.notOk(takes('2026-03-02', '2026-09-03'))
  t.notOk(takes('2026-03-02', '2026-03-01'))
  t.notOk(takes('2026-03-02', '2026-02-30'))
})

t.test('a protection order does not lower a grade', async (t) => {
  const grave = alert({ F01: 'yes', F02: 'yes' })
  const before = assessCase(stateOf([grave]), exampleModels)
  t.equal(before?.level, 'extreme')
  t.strictSame(assessCase(stateOf([grave, granted('2026-03-02', '2026-09-02')]), exampleModels), before)
})

// What time makes of it ---------------------------------------------------------------------------------

/** Lets time run to the moment, with what it turns into events on the way. */
function elapse(history: readonly Event[], to: string): Event[] {
  for (let events = [...history]; ; ) {
    const dues = measureDues(foldFamilyCase(events))
    const first = dues.map(({ at }) => at).sort()[0]
    if (first === undefined || first > to) return events
    const clock = { now: new Date(first), actor: 'specification' }
    events = appended(events, passed(dues, caseId, caseId, clock))
  }
}
const happenedBy = (to: string, ...history: readonly Past[]) =>
  elapse(recorded<Event>(history), to)
    .slice(history.length)
    .map(({ type, metadata }) => [type, metadata.occurredAt])

t.test('a visit that nobody makes is missed on its day, and is still owed', async (t) => {
  t.strictSame(happenedBy(day(6.9), letter()), [])
  t.strictSame(happenedBy(day(31), letter()), [
    ['LetterFollowUpMissed', day(7)],
    ['LetterFollowUpMissed', day(30)],
  ])
  const visited = happened('LetterFollowedUp', {
    ...{ letterId: named('letter'), discharged: [named('visit 7')], visitedOn: '2026-03-04' },
    ...{ with: ['police'], by: township, textId: null },
  })
  t.strictSame(happenedBy(day(31), letter(), visited), [['LetterFollowUpMissed', day(30)]])
  const missed = elapse(recorded<Event>([letter()]), day(8))
  const [first] = foldFamilyCase(missed).letters[0]!.followUps
  t.match(first, { missed: true, doneAt: null })
})

t.test('a protection order falls due for renewal fifteen days ahead, and then expires', async (t) => {
  t.strictSame(happenedBy('2026-10-01T00:00:00.000Z', granted('2026-03-02', '2026-09-02')), [
    ['RenewalFellDue', '2026-08-18T16:00:00.000Z'],
    ['ProtectionOrderExpired', '2026-09-02T16:00:00.000Z'],
  ])
})

t.test(
  'one that is renewed in time neither falls due nor expires; the one that renews it does',
  async (t) => {
    const next = granted('2026-08-10', '2027-02-10', { renews: named('order') }, { id: named('next') })
    t.strictSame(happenedBy('2027-03-01T00:00:00.000Z', granted('2026-03-02', '2026-09-02'), next), [
      ['RenewalFellDue', '2027-01-26T16:00:00.000Z'],
      ['ProtectionOrderExpired', '2027-02-10T16:00:00.000Z'],
    ])
  },
)

t.test('one that is recorded late falls due when it is known, or not at all when it is over', async (t) => {
  const learned = (recordedAt: string) => granted('2026-03-02', '2026-03-20', {}, { at: day(0), recordedAt })
  t.strictSame(happenedBy(day(40), learned(day(10)))[0], ['RenewalFellDue', day(10)])
  t.strictSame(
    happenedBy(day(40), learned(day(30))).map(([type]) => type),
    ['ProtectionOrderExpired'],
  )
})

t.test('a report to the police that nobody makes is missed at its hour, and is still owed', async (t) => {
  const required = (id: string) =>
    happened(
      'MandatoryReportRequired',
      {
        ...{ about: 'child', gradingId: null, sources: [], reportBy: hours(2), by: null, textId: null },
        ...{ policyVersion: 1, calendarVersion: 'example-1' },
      },
      { id },
    )
  const duty = named('duty')
  t.strictSame(happenedBy(hours(3), required(duty)), [['MandatoryReportMissed', hours(2)]])
  const reported = happened('ChildProtectionReported', {
    ...{ about: 'child', to: 'police', means: 'phone', alreadyKnown: false },
    ...{ discharged: [duty], sources: [], by: township, textId: null },
  })
  t.strictSame(happenedBy(hours(3), required(duty), reported), [])
  const waived = happened('MandatoryReportWaived', {
    ...{ duties: [duty], reason: 'not-harmed', by: district, textId: null },
  })
  t.strictSame(happenedBy(hours(3), required(duty), waived), [])
})

t.test('what was done too late is missed, also when nobody had noticed before', async (t) => {
  const late = { at: day(8) }
  const visited = happened(
    'LetterFollowedUp',
    {
      ...{ letterId: named('letter'), discharged: [named('visit 7')], visitedOn: '2026-03-10' },
      ...{ with: ['police'], by: township, textId: null },
    },
    late,
  )
  const revoked = happened(
    'MeasureRevoked',
    { measureId: named('letter'), reason: 'revoked-by-issuer', by: township, textId: null },
    late,
  )
  for (const [what, happens] of Object.entries({ visited, revoked }))
    t.strictSame(happenedBy(day(9), letter(), happens), [['LetterFollowUpMissed', day(7)]], what)
  const required = happened(
    'MandatoryReportRequired',
    {
      ...{ about: 'child', gradingId: null, sources: [], reportBy: hours(2), by: null, textId: null },
      ...{ policyVersion: 1, calendarVersion: 'example-1' },
    },
    { id: named('duty') },
  )
  const reported = happened(
    'ChildProtectionReported',
    {
      ...{ about: 'child', to: 'police', means: 'phone', alreadyKnown: false },
      ...{ discharged: [named('duty')], sources: [], by: township, textId: null },
    },
    { at: hours(5) },
  )
  const waived = happened(
    'MandatoryReportWaived',
    { duties: [named('duty')], reason: 'not-harmed', by: district, textId: null },
    { at: hours(5) },
  )
  for (const [what, happens] of Object.entries({ reported, waived }))
    t.strictSame(happenedBy(hours(6), required, happens), [['MandatoryReportMissed', hours(2)]], what)
})

t.test('a visit told of later than its day was not known in time', async (t) => {
  const visited = happened(
    'LetterFollowedUp',
    {
      ...{ letterId: named('letter'), discharged: [named('visit 7')], visitedOn: '2026-03-04' },
      ...{ with: ['police'], by: township, textId: null },
    },
    { at: '2026-03-03T16:00:00.000Z', recordedAt: day(9) },
  )
  t.strictSame(happenedBy(day(10), letter(), visited), [['LetterFollowUpMissed', day(7)]])
})

t.test('whatever time makes of the measures is made once', async (t: Test) => {
  const history = [letter(), granted('2026-03-02', '2026-09-02')]
  const events = elapse(recorded<Event>(history), day(400))
  t.strictSame(measureDues(foldFamilyCase(events)), [])
  t.equal(new Set(events.map((e) => e.id)).size, events.length)
})

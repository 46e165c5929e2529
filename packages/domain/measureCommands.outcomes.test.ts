/**
 * What a person may record of the measures of a case: the outcome of every command in every state, for everyone. The
 * case is one of the first township; it is tried ten days after the alert, on 12 March.
 */
import t from 'tap'
import { type CaseEvent, type CasePast, closed, does, graded } from './exampleCases.ts'
import { city, district, township } from './exampleCity.ts'
import { alertOf } from './exampleEvents.ts'
import type { MeasureCommand } from './measureCommands.ts'
import { day, happened, hours, named } from './spec.ts'
import { walkOutcomes } from './specOutcomes.ts'

const textId = null
const by = township
const [letterId, orderId, applicationId] = [named('letter'), named('order'), named('application')]
const [measureId, dutyId, alertId] = [named('measure'), named('duty'), named('alert')]

const quiet = [happened('AlertReceived', alertOf(), { id: alertId })]
const owing = [happened('AlertReceived', alertOf({ F06: 'slight' }), { id: alertId })]
const followUps = [{ dutyId: named('visit'), opensAt: hours(0), dueAt: day(7) }]
const lettered = [
  ...owing,
  happened(
    'WarningLetterIssued',
    { issuedBy: null, alertId: null, issuedOn: '2026-03-02', followUps, by, textId },
    { id: letterId },
  ),
]
const revoked = (id: string) =>
  happened('MeasureRevoked', { measureId: id, reason: 'recorded-in-error', by, textId })
const applied = [
  ...quiet,
  happened(
    'ProtectionOrderApplied',
    {
      ...{ applicant: 'victim', court: null, appliedOn: '2026-03-10', urgent: false },
      ...{ decideBy: day(11), by, textId },
    },
    { id: applicationId },
  ),
]
const period = { from: '2026-03-10', until: '2026-09-10' }
const granted = [
  ...applied,
  happened(
    'ProtectionOrderGranted',
    { applicationId, court: null, prohibits: ['no-violence'], ...period, renews: null, by, textId },
    { id: orderId },
  ),
]
const taken = [
  ...owing,
  happened(
    'RespondentMeasureTaken',
    { measure: 'criticism-education', takenBy: null, alertId: null, takenOn: '2026-03-10', by, textId },
    { id: measureId },
  ),
]
const required = [
  ...quiet,
  happened(
    'MandatoryReportRequired',
    {
      ...{ about: 'child', gradingId: null, sources: [], reportBy: hours(2), by, textId },
      ...{ policyVersion: 1, calendarVersion: 'example-1' },
    },
    { id: dutyId },
  ),
]

const states: Readonly<Record<string, readonly CasePast[]>> = {
  unknown: [],
  quiet,
  owing,
  lettered,
  followed: [
    ...lettered,
    happened('LetterFollowedUp', {
      ...{ letterId, discharged: [named('visit')], visitedOn: '2026-03-05', with: ['police'], by, textId },
    }),
  ],
  'letter-revoked': [...lettered, revoked(letterId)],
  breached: [
    ...lettered,
    happened('MeasureBreached', { measure: 'warning-letter', textId }, { at: '2026-03-10T16:00:00.000Z' }),
  ],
  applied,
  refused: [
    ...applied,
    happened('ProtectionOrderRefused', { applicationId, court: null, refusedOn: '2026-03-11', by, textId }),
  ],
  withdrawn: [...applied, revoked(applicationId)],
  granted,
  'order-revoked': [...granted, revoked(orderId)],
  expired: [
    ...granted,
    happened('ProtectionOrderExpired', { protectionOrderId: orderId, until: period.until }),
  ],
  taken,
  'taken-revoked': [...taken, revoked(measureId)],
  waived: [
    ...owing,
    happened('MeasureWaived', {
      ...{ owed: [{ causeId: alertId, measure: 'letter-or-education' }], reason: 'evidence-insufficient' },
      ...{ by: district, textId },
    }),
  ],
  required,
  'report-missed': [...required, happened('MandatoryReportMissed', { dutyId })],
  reported: [
    ...required,
    happened('ChildProtectionReported', {
      ...{ about: 'child', to: 'police', means: 'phone', alreadyKnown: false },
      ...{ discharged: [dutyId], sources: [], by, textId },
    }),
  ],
  'report-waived': [
    ...required,
    happened('MandatoryReportWaived', { duties: [dutyId], reason: 'not-harmed', by: district, textId }),
  ],
  closed: [...quiet, graded('low'), closed({ reason: 'term-over', level: 'low', by: null }, day(9))],
}

const letter = {
  type: 'issue-letter',
  issuedBy: null,
  alertId: null,
  issuedOn: '2026-03-02',
  textId,
} as const
const visit = (visitedOn: string): MeasureCommand => ({
  ...{ type: 'follow-up-letter', letterId, visitedOn, with: ['police'], textId },
})
const grant = (from: string, until: string): MeasureCommand => ({
  ...{ type: 'grant-protection', court: null, prohibits: ['no-violence'], from, until, textId },
})
const take = { type: 'take-measure', measure: 'criticism-education', takenBy: null, textId } as const
const breach = { type: 'record-breach', breachedOn: '2026-03-11', textId } as const
const revoke = { type: 'revoke-measure', reason: 'recorded-in-error', textId } as const
type More =
  | ('letter-ahead' | 'letter-for-nothing' | 'visit-too-early' | 'grant-backwards' | 'grant-too-long')
  | ('measure-for-nothing' | 'breach-order' | 'revoke-order' | 'revoke-application' | 'revoke-taken')
const commands: Readonly<Record<MeasureCommand['type'] | More, MeasureCommand>> = {
  'issue-letter': letter,
  'letter-ahead': { ...letter, issuedOn: '2026-03-13' },
  'letter-for-nothing': { ...letter, alertId: named('nothing') },
  'follow-up-letter': visit('2026-03-11'),
  'visit-too-early': visit('2026-03-01'),
  'apply-protection': {
    ...{ type: 'apply-protection', applicant: 'victim', court: null, appliedOn: '2026-03-11' },
    ...{ urgent: true, textId },
  },
  'grant-protection': grant(period.from, period.until),
  'grant-backwards': grant('2026-03-10', '2026-03-09'),
  'grant-too-long': grant('2026-03-10', '2026-09-11'),
  'refuse-protection': { type: 'refuse-protection', court: null, refusedOn: '2026-03-12', textId },
  'take-measure': { ...take, alertId: null, takenOn: '2026-03-10' },
  'measure-for-nothing': { ...take, alertId: named('nothing'), takenOn: '2026-03-10' },
  'record-breach': { ...breach, measure: 'warning-letter' },
  'breach-order': { ...breach, measure: 'protection-order' },
  'revoke-measure': { ...revoke, measureId: letterId },
  'revoke-order': { ...revoke, measureId: orderId },
  'revoke-application': { ...revoke, measureId: applicationId },
  'revoke-taken': { ...revoke, measureId },
  'waive-measure': { type: 'waive-measure', reason: 'evidence-insufficient', textId },
  'require-report': { type: 'require-report', about: 'child', textId },
  'report-to-police': {
    type: 'report-to-police',
    about: 'child',
    means: 'phone',
    alreadyKnown: false,
    textId,
  },
  'waive-report': { type: 'waive-report', reason: 'not-harmed', textId },
}
const actors = { township, district, city }

const table = `
bare      = quiet,owing,waived,closed
letters   = lettered,followed
asked     = applied,refused,withdrawn
orders    = granted,order-revoked,expired
deeds     = taken,taken-revoked
open      = required,report-missed
reports   = required,report-missed,reported,report-waived

issue-letter → WarningLetterIssued
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,asked,orders,deeds,reports yes                       yes                       yes
letter-revoked                  yes                       yes                       yes
letters,breached                measure-already-recorded  measure-already-recorded  measure-already-recorded

letter-ahead → WarningLetterIssued
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,asked,orders,deeds,reports day-ahead                 day-ahead                 day-ahead
letters,breached,letter-revoked day-ahead                 day-ahead                 day-ahead

letter-for-nothing → WarningLetterIssued
measure-for-nothing → RespondentMeasureTaken
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,asked,orders,deeds,reports unknown-alert             unknown-alert             unknown-alert
letters,breached,letter-revoked unknown-alert             unknown-alert             unknown-alert

follow-up-letter → LetterFollowedUp
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,asked,orders,deeds,reports unknown-measure           unknown-measure           unknown-measure
letters,breached                yes                       yes                       yes
letter-revoked                  measure-not-standing      measure-not-standing      measure-not-standing

visit-too-early → LetterFollowedUp
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,asked,orders,deeds,reports unknown-measure           unknown-measure           unknown-measure
letters,breached                day-too-early             day-too-early             day-too-early
letter-revoked                  measure-not-standing      measure-not-standing      measure-not-standing

apply-protection → ProtectionOrderApplied
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,letters,breached           yes                       yes                       yes
letter-revoked,deeds,reports    yes                       yes                       yes
refused,withdrawn,orders        yes                       yes                       yes
applied                         application-open          application-open          application-open

grant-protection → ProtectionOrderGranted
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,letters,breached           yes                       yes                       yes
letter-revoked,deeds,reports    yes                       yes                       yes
asked,order-revoked             yes                       yes                       yes
granted,expired                 measure-already-recorded  measure-already-recorded  measure-already-recorded

grant-backwards → ProtectionOrderGranted
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,asked,orders,deeds,reports day-too-early             day-too-early             day-too-early
letters,breached,letter-revoked day-too-early             day-too-early             day-too-early

grant-too-long → ProtectionOrderGranted
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,asked,orders,deeds,reports protection-too-long       protection-too-long       protection-too-long
letters,breached,letter-revoked protection-too-long       protection-too-long       protection-too-long

refuse-protection → ProtectionOrderRefused
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,letters,breached           no-application            no-application            no-application
letter-revoked,deeds,reports    no-application            no-application            no-application
refused,withdrawn,orders        no-application            no-application            no-application
applied                         yes                       yes                       yes

take-measure → RespondentMeasureTaken
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,letters,breached           yes                       yes                       yes
letter-revoked,asked,orders     yes                       yes                       yes
taken-revoked,reports           yes                       yes                       yes
taken                           measure-already-recorded  measure-already-recorded  measure-already-recorded

record-breach → MeasureBreached
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,asked,orders,deeds,reports nothing-to-breach         nothing-to-breach         nothing-to-breach
letter-revoked                  nothing-to-breach         nothing-to-breach         nothing-to-breach
letters                         yes                       yes                       yes
breached                        measure-already-recorded  measure-already-recorded  measure-already-recorded

breach-order → MeasureBreached
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,asked,deeds,reports        nothing-to-breach         nothing-to-breach         nothing-to-breach
letters,breached,letter-revoked nothing-to-breach         nothing-to-breach         nothing-to-breach
order-revoked                   nothing-to-breach         nothing-to-breach         nothing-to-breach
granted,expired                 yes                       yes                       yes

revoke-measure → MeasureRevoked
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,asked,orders,deeds,reports unknown-measure           unknown-measure           unknown-measure
letters,breached                yes                       yes                       yes
letter-revoked                  measure-not-standing      measure-not-standing      measure-not-standing

revoke-order → MeasureRevoked
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,asked,deeds,reports        unknown-measure           unknown-measure           unknown-measure
letters,breached,letter-revoked unknown-measure           unknown-measure           unknown-measure
granted                         yes                       yes                       yes
order-revoked,expired           measure-not-standing      measure-not-standing      measure-not-standing

revoke-application → MeasureRevoked
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,deeds,reports              unknown-measure           unknown-measure           unknown-measure
letters,breached,letter-revoked unknown-measure           unknown-measure           unknown-measure
applied                         yes                       yes                       yes
refused,withdrawn,orders        measure-not-standing      measure-not-standing      measure-not-standing

revoke-taken → MeasureRevoked
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,asked,orders,reports       unknown-measure           unknown-measure           unknown-measure
letters,breached,letter-revoked unknown-measure           unknown-measure           unknown-measure
taken                           yes                       yes                       yes
taken-revoked                   measure-not-standing      measure-not-standing      measure-not-standing

waive-measure → MeasureWaived
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
quiet,waived,closed,letters     not-supervisor            nothing-owed              nothing-owed
asked,orders,taken,reports      not-supervisor            nothing-owed              nothing-owed
owing,letter-revoked,breached   not-supervisor            yes                       yes
taken-revoked                   not-supervisor            yes                       yes

require-report → MandatoryReportRequired
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,letters,breached           yes                       yes                       yes
letter-revoked,asked,orders     yes                       yes                       yes
deeds,reported,report-waived    yes                       yes                       yes
open                            report-already-required   report-already-required   report-already-required

report-to-police → ChildProtectionReported
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,letters,breached           yes                       yes                       yes
letter-revoked,asked,orders     yes                       yes                       yes
deeds,reports                   yes                       yes                       yes

waive-report → MandatoryReportWaived
                                township                  district                  city
unknown                         unknown-case              unknown-case              unknown-case
bare,letters,breached           not-supervisor            nothing-owed              nothing-owed
letter-revoked,asked,orders     not-supervisor            nothing-owed              nothing-owed
deeds,reported,report-waived    not-supervisor            nothing-owed              nothing-owed
open                            not-supervisor            yes                       yes
`

t.test('every command on a measure in every state, for everyone', async (t) => {
  walkOutcomes<CaseEvent, MeasureCommand>(t, {
    ...{ table, states, actors, commands },
    decide: (command, by) => does(command, { by, at: day(10) }),
  })
})

/**
 * What a person may decide about a report: the outcome of every command in every state, for everyone. The report came
 * by the web and is the first township's to answer.
 */
import t from 'tap'
import { type AnswerCommand, decideAnswer } from './answerCommands.ts'
import type { FamilyCaseEvent } from './catalogue.ts'
import type { CasePast } from './exampleCases.ts'
import { city, desk, district, nextTownship, township } from './exampleCity.ts'
import { reportOf } from './exampleEvents.ts'
import { foldFamilyCase } from './familyCase.ts'
import { acting, caseId, day, happened, named } from './spec.ts'
import { walkOutcomes } from './specOutcomes.ts'

const [reportId, cityReport] = [named('report'), named('report to the city')]
const textId = null
const by = township
const versions = { policyVersion: 1, calendarVersion: 'example-1' }
const received = happened('ReportReceived', reportOf({}, { channel: 'web' }), { id: reportId })
const violent = happened(
  'ReportReceived',
  reportOf({}, { channel: 'web', disputeType: 'domestic-violence' }),
  { id: reportId },
)
const owed = (assignee: string) =>
  happened('AnswerScheduled', { reportId, assignee, takeBy: day(15), concludeBy: day(60), ...versions })
const open = [received, owed(township)]
const taken = [...open, happened('ReportTaken', { reportId, by, textId, orderId: null }, { at: day(1) })]
const wished = [
  ...taken,
  happened('AnswerExtensionRequested', { reportId, by, textId, reason: 'complex-matter' }, { at: day(2) }),
]
const atTheCity = [
  ...[received, owed(city)],
  happened('ReportTaken', { reportId, by: city, textId, orderId: null }, { at: day(1) }),
]

const states: Readonly<Record<string, readonly CasePast[]>> = {
  unscheduled: [received],
  another: [happened('ReportReceived', reportOf({}, { channel: 'web' }), { id: cityReport })],
  open,
  'open-late': [
    ...open,
    happened('AnswerMissed', { reportId, step: 'take', dueAt: day(15), assignee: township }),
  ],
  violent: [violent, owed(township)],
  taken,
  wished,
  'taken-late': taken,
  'wished-late': wished,
  extended: [
    ...wished,
    happened('ExtensionApproved', { reportId, by: district, textId, concludeBy: day(90), ...versions }),
  ],
  rejected: [...wished, happened('AnswerExtensionRejected', { reportId, by: district, textId })],
  declined: [...open, happened('ReportDeclined', { reportId, by, textId, reason: 'other-authority' })],
  concluded: [
    ...taken,
    happened('ReportConcluded', { reportId, by, textId, orderId: null, result: 'mediated' }),
  ],
  'city-taken': atTheCity,
  'city-wished': [
    ...atTheCity,
    happened('AnswerExtensionRequested', { reportId, by: city, textId, reason: 'complex-matter' }),
  ],
}
/** When it is tried: on the third day unless the state is one of time. */
const moments: Readonly<Record<string, string>> = {
  'open-late': day(20),
  'taken-late': day(61),
  'wished-late': day(61),
}

const commands: Readonly<Record<AnswerCommand['type'], AnswerCommand>> = {
  'take-report': { type: 'take-report', reportId, textId },
  'decline-report': { type: 'decline-report', reportId, textId, reason: 'other-authority' },
  'conclude-report': { type: 'conclude-report', reportId, textId, result: 'mediated' },
  'request-answer-extension': {
    ...{ type: 'request-answer-extension', reportId, textId, reason: 'complex-matter' },
  },
  'approve-answer-extension': { type: 'approve-answer-extension', reportId, textId },
  'reject-answer-extension': { type: 'reject-answer-extension', reportId, textId },
}
/** The township that has to answer, those above it, and a neighbour. */
const actors = { township, district, city, neighbour: nextTownship }

const table = `
nothing  = unscheduled,another
fresh    = open,open-late
begun    = taken,wished,taken-late,wished-late,extended,rejected
ended    = declined,concluded
citys    = city-taken,city-wished

take-report → ReportTaken
                      township                     district                     city                         neighbour
nothing               unknown-report               unknown-report               unknown-report               unknown-report
fresh,violent         yes                          yes                          yes                          not-assignee
begun                 already-taken                already-taken                already-taken                not-assignee
ended                 answer-ended                 answer-ended                 answer-ended                 not-assignee
citys                 not-assignee                 not-assignee                 already-taken                not-assignee

decline-report → ReportDeclined
                      township                     district                     city                         neighbour
nothing               unknown-report               unknown-report               unknown-report               unknown-report
fresh                 yes                          yes                          yes                          not-assignee
violent               violence-is-not-declined     violence-is-not-declined     violence-is-not-declined     not-assignee
begun                 already-taken                already-taken                already-taken                not-assignee
ended                 answer-ended                 answer-ended                 answer-ended                 not-assignee
citys                 not-assignee                 not-assignee                 already-taken                not-assignee

conclude-report → ReportConcluded
                      township                     district                     city                         neighbour
nothing               unknown-report               unknown-report               unknown-report               unknown-report
fresh,violent         not-taken                    not-taken                    not-taken                    not-assignee
begun                 yes                          yes                          yes                          not-assignee
ended                 answer-ended                 answer-ended                 answer-ended                 not-assignee
citys                 not-assignee                 not-assignee                 yes                          not-assignee

request-answer-extension → AnswerExtensionRequested
                      township                     district                     city                         neighbour
nothing               unknown-report               unknown-report               unknown-report               unknown-report
fresh,violent         not-taken                    not-taken                    not-taken                    not-assignee
taken                 yes                          yes                          yes                          not-assignee
taken-late            answer-overdue               answer-overdue               answer-overdue               not-assignee
wished,wished-late    extension-requested-already  extension-requested-already  extension-requested-already  not-assignee
extended,rejected     extension-requested-already  extension-requested-already  extension-requested-already  not-assignee
ended                 answer-ended                 answer-ended                 answer-ended                 not-assignee
city-taken            not-assignee                 not-assignee                 yes                          not-assignee
city-wished           not-assignee                 not-assignee                 extension-requested-already  not-assignee

approve-answer-extension → ExtensionApproved
                      township                     district                     city                         neighbour
nothing               unknown-report               unknown-report               unknown-report               unknown-report
fresh,violent,taken   not-supervisor               extension-not-requested      extension-not-requested      not-supervisor
taken-late            not-supervisor               extension-not-requested      extension-not-requested      not-supervisor
extended,rejected     not-supervisor               extension-not-requested      extension-not-requested      not-supervisor
wished                not-supervisor               yes                          yes                          not-supervisor
wished-late           not-supervisor               answer-overdue               answer-overdue               not-supervisor
ended                 not-supervisor               answer-ended                 answer-ended                 not-supervisor
city-taken            not-supervisor               not-supervisor               extension-not-requested      not-supervisor
city-wished           not-supervisor               not-supervisor               yes                          not-supervisor

reject-answer-extension → AnswerExtensionRejected
                      township                     district                     city                         neighbour
nothing               unknown-report               unknown-report               unknown-report               unknown-report
fresh,violent,taken   not-supervisor               extension-not-requested      extension-not-requested      not-supervisor
taken-late            not-supervisor               extension-not-requested      extension-not-requested      not-supervisor
extended,rejected     not-supervisor               extension-not-requested      extension-not-requested      not-supervisor
wished,wished-late    not-supervisor               yes                          yes                          not-supervisor
ended                 not-supervisor               answer-ended                 answer-ended                 not-supervisor
city-taken            not-supervisor               not-supervisor               extension-not-requested      not-supervisor
city-wished           not-supervisor               not-supervisor               yes                          not-supervisor
`

t.test('every command on an answer in every state, for everyone', async (t) => {
  walkOutcomes<FamilyCaseEvent, AnswerCommand>(t, {
    ...{ table, states, actors, commands },
    decide: (command, by, state) => (history) => {
      const context = acting(moments[state] ?? day(3), command.type)
      return decideAnswer(foldFamilyCase(history), caseId, command, by, context, desk)
    },
  })
})

import type { chinese, Says } from '../history.ts'
import { orderLife as life } from './orderLife.ts'
import { orders } from './orders.ts'
import { codedForMeasures as measures } from './orderVocabulary.ts'
import { coded } from './vocabulary.ts'

type Table = Readonly<Record<string, string>>
const word = (table: Table, code: unknown): string => (typeof code === 'string' ? (table[code] ?? code) : '')
const wordsOf = (table: Table, codes: unknown): string =>
  Array.isArray(codes) ? codes.map((code) => word(table, code)).join(', ') : ''
const who = (code: unknown, federation: (code: string) => string): string =>
  typeof code === 'string' ? federation(code) : ''
const shifts = (list: unknown): string =>
  Array.isArray(list) ? `${list.length} ${list.length === 1 ? 'shift' : 'shifts'}` : ''
const brackets = (inner: string): string => (inner === '' ? '' : ` (${inner})`)
/** Within a sentence. */
const at = (table: Table, code: unknown): string =>
  word(table, code).replace(/^\p{Lu}/u, (letter) => letter.toLowerCase())

/** Each line begins with what happened, so that a column of them is read down its first words. */
export const happenings: { readonly [Type in keyof typeof chinese]: Says } = {
  AlertReceived: (d) =>
    `Police alert: ${at(coded.disputeTypes, d.disputeType)}${brackets(word(coded.channels, d.channel))}`,
  ReportReceived: (d) =>
    `Report: ${at(coded.disputeTypes, d.disputeType)}${brackets(word(coded.channels, d.channel))}`,
  IntakeAmended: () => 'The alert or report was amended',
  RiskGraded: (d) => `Graded ${at(coded.levels, d.level)}${brackets(`score ${String(d.score ?? '')}`)}`,
  GradeOverridden: (d) =>
    d.approval === 'needed'
      ? `Lowering to ${at(coded.levels, d.level)} requested: ${at(coded.overrideReasons, d.reason)}`
      : `Raised by hand to ${at(coded.levels, d.level)}: ${at(coded.overrideReasons, d.reason)}`,
  OverrideApproved: (d, f) => `${who(d.by, f)} approved lowering to ${at(coded.levels, d.level)}`,
  OverrideDeclined: (d, f) => `${who(d.by, f)} declined lowering`,
  LeaderTookCharge: (d, f) =>
    `A leader of ${who(d.by, f)} took charge${brackets(at(coded.chargeGrounds, d.because))}`,
  LeaderReleased: (d) => `Leader released: ${at(coded.leaderReleaseReasons, d.reason)}`,
  CaseSealed: (d) => `Case sealed: ${at(coded.sealReasons, d.reason)}`,
  CaseUnsealed: (d) => `Case unsealed: ${at(coded.unsealReasons, d.reason)}`,
  OrderOpened: () => 'Work on an order began',
  OrderConcluded: () => 'Work on the order ended',
  CasesMerged: (d) => `Cases merged: ${at(coded.mergeReasons, d.reason)}`,
  MergedHistoryTold: () => 'News from the merged case',
  CasesUnmerged: (d) => `Cases separated: ${at(coded.unmergeReasons, d.reason)}`,
  CaseJoined: () => 'Merged into another case',
  CaseParted: () => 'Separated from a merged case',
  CallbackShared: () => 'A callback of the same household reached her',
  WorkOrderMerged: () => 'Merged into another order of the same household',
  ErasureRequested: (d, f) => `${who(d.by, f)} requested erasure: ${at(coded.erasureGrounds, d.ground)}`,
  ErasureDeclined: (d, f) => `${who(d.by, f)} declined erasure: ${at(coded.erasureDeclineReasons, d.reason)}`,
  PersonErased: (d) => `Personal data erased${brackets(at(coded.erasureGrounds, d.ground))}`,
  CaseClosed: (d) => `Case closed: ${at(coded.caseCloseReasons, d.reason)}`,
  CaseReopened: (d) => `Case reopened: ${at(coded.caseReopenReasons, d.reason)}`,
  CallbackScheduled: (d, f) => `Callback scheduled${brackets(who(d.assignee, f))}`,
  CallbackAttempted: (d) => `Callback: ${at(coded.callbackOutcomes, d.outcome)}`,
  CallbackCompleted: () => 'Callback completed',
  CallbackMissed: (d, f) => `Callback overdue${brackets(who(d.assignee, f))}`,
  HomeVisitRequested: (d) =>
    d.withPolice === true
      ? 'Home visit requested after failed calls (with the police)'
      : 'Home visit requested after failed calls',
  GradingFellDue: () => 'Grading fell due again',
  FindingsRecorded: (d) =>
    d.origin === 'mediation'
      ? 'Findings of the mediation count in the grade'
      : 'Findings of the visit count in the grade',
  MeasureBreached: (d) =>
    d.measure === 'protection-order' ? 'Protection order breached' : 'Warning letter breached',
  WarningLetterIssued: (d) => `Warning letter issued by the police${brackets(String(d.issuedOn ?? ''))}`,
  LetterFollowedUp: (d) => `Warning letter followed up${brackets(wordsOf(measures.letterVisitors, d.with))}`,
  LetterFollowUpMissed: () => 'Follow-up of the warning letter overdue',
  ProtectionOrderApplied: (d) =>
    `Protection order applied for${brackets(at(measures.protectionApplicants, d.applicant))}${d.urgent === true ? ', urgent' : ''}`,
  ProtectionOrderGranted: (d) =>
    `Protection order ${d.renews ? 'extended' : 'granted'} by the court until ${String(d.until ?? '')}`,
  ProtectionOrderRefused: () => 'Protection order refused by the court',
  RenewalFellDue: (d) =>
    `Protection order expires on ${String(d.until ?? '')}; an extension should be applied for`,
  ProtectionOrderExpired: () => 'Protection order expired',
  RespondentMeasureTaken: (d) =>
    `Measure against the respondent: ${at(measures.respondentMeasures, d.measure)}`,
  MeasureRevoked: (d) => `Measure no longer stands: ${at(measures.revocationReasons, d.reason)}`,
  MeasureWaived: (d) => `Measure owed and not taken: ${at(measures.waiverReasons, d.reason)}`,
  MandatoryReportRequired: (d) =>
    `Report to the police required: ${at(measures.protectedPersons, d.about)} is harmed`,
  ChildProtectionReported: (d) =>
    d.alreadyKnown === true
      ? `Mandatory report: already known to the police${brackets(at(measures.protectedPersons, d.about))}`
      : `Mandatory report made to the police${brackets(at(measures.protectedPersons, d.about))}`,
  MandatoryReportMissed: () => 'Mandatory report overdue',
  MandatoryReportWaived: (d) => `No mandatory report needed: ${at(measures.reportWaiverReasons, d.reason)}`,
  WatchStarted: () => 'Watch started',
  WatchEnded: (d) => (d.because === 'reopened' ? 'Watch ended: the order was reopened' : 'Watch ended'),
  AnswerScheduled: (d, f) => `Answer deadline set${brackets(who(d.assignee, f))}`,
  ReportTaken: (d, f) =>
    d.orderId
      ? `Report taken up as ${who(d.by, f)} accepted the order`
      : `Report taken up by ${who(d.by, f)}`,
  ReportDeclined: (d, f) => `Report declined by ${who(d.by, f)}: ${at(coded.declineReasons, d.reason)}`,
  ReportConcluded: (d) => `Report answered: ${at(coded.disposalResults, d.result)}`,
  AnswerExtensionRequested: (d) =>
    `Extension of the answer requested: ${at(coded.answerExtensionReasons, d.reason)}`,
  ExtensionApproved: (d, f) => `Extension of the answer approved by ${who(d.by, f)}`,
  AnswerExtensionRejected: (d, f) => `Extension of the answer rejected by ${who(d.by, f)}`,
  AnswerMissed: (d) =>
    d.step === 'take' ? 'Answer overdue: whether it is taken up' : 'Answer overdue: what came of it',
  WorkOrderDispatched: (d, f) => `Order dispatched to ${who(d.assignee, f)}`,
  WorkOrderUnroutable: (d) => `Order could not be dispatched: ${word(orders.warnings, d.reason)}`,
  WorkOrderRaised: (d) => `Order raised to ${at(coded.levels, d.level)}; deadlines are shorter`,
  WorkOrderAccepted: (d, f) => `Accepted by ${who(d.by, f)}`,
  WorkOrderReturned: (d, f) => `Returned by ${who(d.by, f)}: ${at(coded.returnReasons, d.reason)}`,
  WorkOrderTransferred: (d, f) => `Transferred to ${who(d.assignee, f)}`,
  ContactMade: (d) =>
    `Contact with the ${at(coded.partyRoles, d.with)}${brackets(at(orders.means, d.means))}`,
  VisitRecorded: (d) => (d.withPolice === true ? 'Home visit (with the police)' : 'Home visit'),
  MediationHeld: (d) =>
    `Mediation, ${d.joint === true ? 'both sides together' : 'each side separately'}: ${at(coded.mediationOutcomes, d.outcome)}`,
  DisposalReported: (d) => `Outcome reported: ${at(coded.disposalResults, d.result)}`,
  ResourceEngaged: (d, f) =>
    `${word(life.kinds, d.kind)} engaged by ${who(d.by, f)}: ${at(life.purposes, d.purpose)}`,
  ResourceAccepted: () => 'Partner accepted',
  ResourceDeclined: (d) => `Partner declined: ${at(life.declines, d.reason)}`,
  ResourceReported: (d) => `Partner reported: ${at(life.outcomes, d.outcome)}`,
  ResourceWithdrawn: (d) => `Request to the partner withdrawn: ${at(life.withdrawals, d.reason)}`,
  WorkOrderSupervised: (d, f) => `Supervised by ${who(d.by, f)}: ${at(life.supervisionReasons, d.reason)}`,
  SupervisionAnswered: (d, f) => `Supervision answered by ${who(d.by, f)}`,
  SupervisionUnanswered: () => 'Reply to supervision overdue',
  ClosureExtensionRequested: (d, f) =>
    `Extension requested by ${who(d.by, f)}: ${at(life.extensionReasons, d.reason)}`,
  ClosureExtended: (d, f) => `Extension approved by ${who(d.by, f)}`,
  ClosureExtensionRejected: (d, f) => `Extension rejected by ${who(d.by, f)}`,
  SatisfactionRecorded: (d) =>
    `Satisfaction of the ${at(coded.partyRoles, d.of)}: ${at(life.scores, String(d.score))}`,
  ClosureRequested: (d, f) => `Closure requested by ${who(d.by, f)}`,
  ClosureApproved: (d, f) => `Closure approved by ${who(d.by, f)}`,
  ClosureRejected: (d, f) => `Closure rejected by ${who(d.by, f)}`,
  DeadlinesRecomputed: (d) =>
    `Holidays published; deadlines recomputed${brackets(wordsOf(coded.deadlines, d.moved).toLowerCase())}`,
  DeadlineMissed: (d, f) => `${word(coded.deadlines, d.deadline)} overdue${brackets(who(d.by, f))}`,
  WorkOrderEscalated: (d, f) => `${word(coded.escalationReasons, d.because)}; escalated to ${who(d.to, f)}`,
  WorkOrderReopened: (d, f) =>
    `Order reopened (${at(life.reopenReasons, d.reason ?? 'new-matter')}), with ${who(d.assignee, f)}`,
  OrganisationRegistered: (d) => `Organisation added: ${at(coded.organisationKinds, d.kind)}`,
  OrganisationAmended: () => 'Organisation corrected',
  OrganisationClosed: (d) => `Organisation closed: ${at(coded.closingReasons, d.reason)}`,
  OrganisationReopened: () => 'Organisation reopened',
  DutyRostered: (d) => `Duty rostered${brackets(shifts(d.shifts))}`,
  DutyWithdrawn: (d) => `Duty withdrawn${brackets(shifts(d.shiftIds))}`,
  PolicyPublished: (d) => `Policy version ${String(d.version)} published`,
  PolicyActivated: (d) => `Policy version ${String(d.version)} activated`,
  RiskModelPublished: (d) => `Risk model ${String(d.modelId)} version ${String(d.version)} published`,
  RiskModelActivated: (d) => `Risk model ${String(d.modelId)} version ${String(d.version)} activated`,
  PolicyRetired: (d) => `Policy version ${String(d.version)} retired`,
}

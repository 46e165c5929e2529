/** What happened, as one line each: the event types of the history in words. */
import { inLanguage } from './language.ts'
import { chinese as measureTexts } from './measures.ts'
import { chinese as life } from './orderLife.ts'
import { chinese as texts } from './zh.ts'

interface Happening {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}
export type Says = (data: Readonly<Record<string, unknown>>, federation: (code: string) => string) => string

const word = (table: Readonly<Record<string, string>>, code: unknown): string =>
  typeof code === 'string' ? (table[code] ?? code) : ''
const wordsOf = (table: Readonly<Record<string, string>>, codes: unknown): string =>
  Array.isArray(codes) ? codes.map((code) => word(table, code)).join('、') : ''
const who = (code: unknown, federation: (code: string) => string): string =>
  typeof code === 'string' ? federation(code) : ''
const countOf = (list: unknown): string => (Array.isArray(list) ? `${list.length} 班` : '')
const words = (table: Readonly<Record<string, string>>, codes: unknown): string =>
  Array.isArray(codes) ? codes.map((code) => word(table, code)).join('、') : ''
const brackets = (inner: string): string => (inner === '' ? '' : `（${inner}）`)

export const chinese = {
  AlertReceived: (d) =>
    `收到警情：${word(texts.disputeTypes, d.disputeType)}${brackets(word(texts.channels, d.channel))}`,
  ReportReceived: (d) =>
    `收到纠纷线索：${word(texts.disputeTypes, d.disputeType)}${brackets(word(texts.channels, d.channel))}`,
  IntakeAmended: () => '来件内容更正',
  RiskGraded: (d) => `分级为${word(texts.levels, d.level)}${brackets(`${String(d.score ?? '')} 分`)}`,
  GradeOverridden: (d) =>
    d.approval === 'needed'
      ? `申请人工调低为${word(texts.levels, d.level)}：${word(texts.overrideReasons, d.reason)}`
      : `人工调高为${word(texts.levels, d.level)}：${word(texts.overrideReasons, d.reason)}`,
  OverrideApproved: (d, f) => `${who(d.by, f)}同意调低为${word(texts.levels, d.level)}`,
  OverrideDeclined: (d, f) => `${who(d.by, f)}未同意调低`,
  LeaderTookCharge: (d, f) => `${who(d.by, f)}领导包案${brackets(word(texts.chargeGrounds, d.because))}`,
  LeaderReleased: (d) => `解除领导包案：${word(texts.leaderReleaseReasons, d.reason)}`,
  CaseSealed: (d) => `设为密案：${word(texts.sealReasons, d.reason)}`,
  CaseUnsealed: (d) => `解除密案：${word(texts.unsealReasons, d.reason)}`,
  OrderOpened: () => '工单开始办理',
  OrderConcluded: () => '工单办理完毕',
  CasesMerged: (d) => `并案：${word(texts.mergeReasons, d.reason)}`,
  MergedHistoryTold: () => '并入个案有新情况',
  CasesUnmerged: (d) => `拆案：${word(texts.unmergeReasons, d.reason)}`,
  CaseJoined: () => '并入另一个案',
  CaseParted: () => '从并案中拆出',
  CallbackShared: () => '同一家庭的回访已接通本人',
  WorkOrderMerged: () => '并入同一家庭的另一工单',
  ErasureRequested: (d, f) => `${who(d.by, f)}申请删除当事人信息：${word(texts.erasureGrounds, d.ground)}`,
  ErasureDeclined: (d, f) => `${who(d.by, f)}未同意删除：${word(texts.erasureDeclineReasons, d.reason)}`,
  PersonErased: (d) => `当事人信息已删除${brackets(word(texts.erasureGrounds, d.ground))}`,
  CaseClosed: (d) => `个案结案：${word(texts.caseCloseReasons, d.reason)}`,
  CaseReopened: (d) => `个案重新打开：${word(texts.caseReopenReasons, d.reason)}`,
  CallbackScheduled: (d, f) => `安排回访${brackets(who(d.assignee, f))}`,
  CallbackAttempted: (d) => `电话回访：${word(texts.callbackOutcomes, d.outcome)}`,
  CallbackCompleted: () => '回访完成',
  CallbackMissed: (d, f) => `回访逾期未完成${brackets(who(d.assignee, f))}`,
  HomeVisitRequested: (d) =>
    d.withPolice === true ? '多次未接通，转上门走访（会同民警）' : '多次未接通，转上门走访',
  GradingFellDue: () => '分级到期，重新评估',
  FindingsRecorded: (d) => (d.origin === 'mediation' ? '调解情况计入分级' : '走访情况计入分级'),
  MeasureBreached: (d) => (d.measure === 'protection-order' ? '违反人身安全保护令' : '违反告诫书'),
  WarningLetterIssued: (d) => `公安机关出具告诫书${brackets(String(d.issuedOn ?? ''))}`,
  LetterFollowedUp: (d) => `告诫书查访${brackets(words(measureTexts.letterVisitors, d.with))}`,
  LetterFollowUpMissed: () => '告诫书查访逾期未登记',
  ProtectionOrderApplied: (d) =>
    `申请人身安全保护令${brackets(word(measureTexts.protectionApplicants, d.applicant))}${d.urgent === true ? '，情况紧急' : ''}`,
  ProtectionOrderGranted: (d) =>
    `${d.renews ? '法院延长人身安全保护令' : '法院作出人身安全保护令'}，有效期至 ${String(d.until ?? '')}`,
  ProtectionOrderRefused: () => '法院驳回人身安全保护令申请',
  RenewalFellDue: (d) => `人身安全保护令将于 ${String(d.until ?? '')} 到期，应及时申请延长`,
  ProtectionOrderExpired: () => '人身安全保护令到期失效',
  RespondentMeasureTaken: (d) => `对加害人采取措施：${word(measureTexts.respondentMeasures, d.measure)}`,
  MeasureRevoked: (d) => `措施不再有效：${word(measureTexts.revocationReasons, d.reason)}`,
  MeasureWaived: (d) => `应采取措施而未采取，已说明原因：${word(measureTexts.waiverReasons, d.reason)}`,
  MandatoryReportRequired: (d) =>
    `须向公安机关强制报告：${word(measureTexts.protectedPersons, d.about)}受侵害`,
  ChildProtectionReported: (d) =>
    d.alreadyKnown === true
      ? `强制报告：公安机关已掌握${brackets(word(measureTexts.protectedPersons, d.about))}`
      : `已向公安机关强制报告${brackets(word(measureTexts.protectedPersons, d.about))}`,
  MandatoryReportMissed: () => '强制报告逾期',
  MandatoryReportWaived: (d) => `无须强制报告：${word(measureTexts.reportWaiverReasons, d.reason)}`,
  WatchStarted: () => '转入跟踪',
  WatchEnded: (d) => (d.because === 'reopened' ? '工单重新办理，跟踪结束' : '跟踪期满'),
  AnswerScheduled: (d, f) => `登记答复时限${brackets(who(d.assignee, f))}`,
  ReportTaken: (d, f) => (d.orderId ? `${who(d.by, f)}签收工单，线索随之受理` : `${who(d.by, f)}受理线索`),
  ReportDeclined: (d, f) => `${who(d.by, f)}不予受理：${word(texts.declineReasons, d.reason)}`,
  ReportConcluded: (d) => `答复办结：${word(texts.disposalResults, d.result)}`,
  AnswerExtensionRequested: (d) => `申请延长答复期限：${word(texts.answerExtensionReasons, d.reason)}`,
  ExtensionApproved: (d, f) => `${who(d.by, f)}同意延长答复期限`,
  AnswerExtensionRejected: (d, f) => `${who(d.by, f)}不同意延长答复期限`,
  AnswerMissed: (d) => (d.step === 'take' ? '逾期未答复是否受理' : '逾期未答复办理结果'),
  WorkOrderDispatched: (d, f) => `派单至${who(d.assignee, f)}`,
  WorkOrderUnroutable: (d) => `无法自动派单：${word(texts.orders.warnings, d.reason)}`,
  WorkOrderRaised: (d) => `工单升级为${word(texts.levels, d.level)}，时限收紧`,
  WorkOrderAccepted: (d, f) => `${who(d.by, f)}签收`,
  WorkOrderReturned: (d, f) => `${who(d.by, f)}退单：${word(texts.returnReasons, d.reason)}`,
  WorkOrderTransferred: (d, f) => `转派至${who(d.assignee, f)}`,
  ContactMade: (d) => `联系${word(texts.partyRoles, d.with)}${brackets(word(texts.orders.means, d.means))}`,
  VisitRecorded: (d) => (d.withPolice === true ? '上门走访（会同民警）' : '上门走访'),
  MediationHeld: (d) =>
    `${d.joint === true ? '共同调解' : '分别约谈调解'}：${word(texts.mediationOutcomes, d.outcome)}`,
  DisposalReported: (d) => `处置反馈：${word(texts.disposalResults, d.result)}`,
  ResourceEngaged: (d, f) =>
    `${who(d.by, f)}邀请${word(life.kinds, d.kind)}：${word(life.purposes, d.purpose)}`,
  ResourceAccepted: () => '所请力量已接受',
  ResourceDeclined: (d) => `所请力量谢绝：${word(life.declines, d.reason)}`,
  ResourceReported: (d) => `所请力量反馈：${word(life.outcomes, d.outcome)}`,
  ResourceWithdrawn: (d) => `撤回邀请：${word(life.withdrawals, d.reason)}`,
  WorkOrderSupervised: (d, f) => `${who(d.by, f)}督办：${word(life.supervisionReasons, d.reason)}`,
  SupervisionAnswered: (d, f) => `${who(d.by, f)}答复督办`,
  SupervisionUnanswered: () => '督办逾期未答复',
  ClosureExtensionRequested: (d, f) =>
    `${who(d.by, f)}申请延期办结：${word(life.extensionReasons, d.reason)}`,
  ClosureExtended: (d, f) => `${who(d.by, f)}同意延期办结`,
  ClosureExtensionRejected: (d, f) => `${who(d.by, f)}不同意延期办结`,
  SatisfactionRecorded: (d) => `${word(texts.partyRoles, d.of)}满意度：${word(life.scores, String(d.score))}`,
  ClosureRequested: (d, f) => `${who(d.by, f)}申请办结`,
  ClosureApproved: (d, f) => `${who(d.by, f)}同意办结`,
  ClosureRejected: (d, f) => `${who(d.by, f)}驳回办结`,
  DeadlinesRecomputed: (d) => `节假日安排公布，时限重新计算${brackets(wordsOf(texts.deadlines, d.moved))}`,
  DeadlineMissed: (d, f) => `${word(texts.deadlines, d.deadline)}逾期${brackets(who(d.by, f))}`,
  WorkOrderEscalated: (d, f) => `${word(texts.escalations, d.because)}，升级至${who(d.to, f)}`,
  WorkOrderReopened: (d, f) =>
    `工单重新办理（${word(life.reopenReasons, d.reason ?? 'new-matter')}），派至${who(d.assignee, f)}`,
  OrganisationRegistered: (d) => `登记机构：${word(texts.organisations.kinds, d.kind)}`,
  OrganisationAmended: () => '更正机构信息',
  OrganisationClosed: (d) => `停用：${word(texts.organisations.closingReasons, d.reason)}`,
  OrganisationReopened: () => '恢复使用',
  DutyRostered: (d) => `排班${brackets(countOf(d.shifts))}`,
  DutyWithdrawn: (d) => `撤销排班${brackets(countOf(d.shiftIds))}`,
  PolicyPublished: (d) => `发布策略第 ${String(d.version)} 版`,
  PolicyActivated: (d) => `启用策略第 ${String(d.version)} 版`,
  RiskModelPublished: (d) => `发布分级模型 ${String(d.modelId)} 第 ${String(d.version)} 版`,
  RiskModelActivated: (d) => `启用分级模型 ${String(d.modelId)} 第 ${String(d.version)} 版`,
  PolicyRetired: (d) => `停用策略第 ${String(d.version)} 版`,
} satisfies Readonly<Record<string, Says>>

const happenings = inLanguage<Readonly<Record<string, Says>>>(chinese, (english) => english.happenings)

/** A type that these words do not know yet is told by its name rather than left out. */
export const sayEvent = ({ type, data }: Happening, federation: (code: string) => string): string =>
  happenings[type]?.(data, federation) ?? type
/** The same as the office files it, whatever language the screens speak. */
export const sayEventInChinese = ({ type, data }: Happening, federation: (code: string) => string): string =>
  (chinese as Readonly<Record<string, Says>>)[type]?.(data, federation) ?? type

const grave = new Set([
  'AnswerMissed',
  'MeasureBreached',
  'MandatoryReportRequired',
  'MandatoryReportMissed',
  'LetterFollowUpMissed',
  'RenewalFellDue',
  'ProtectionOrderExpired',
  'WorkOrderRaised',
  'WorkOrderReturned',
  'AlertReceived',
  'HomeVisitRequested',
  'CallbackMissed',
  'DeadlineMissed',
  'WorkOrderEscalated',
  'GradeOverridden',
  'WorkOrderSupervised',
  'SupervisionUnanswered',
])
const quiet = new Set([
  'MergedHistoryTold',
  'OrderOpened',
  'OrderConcluded',
  'AnswerScheduled',
  'CallbackScheduled',
  'WatchStarted',
  'FindingsRecorded',
  'GradingFellDue',
  'AnswerScheduled',
])
/** How much an event stands out in a list. */
export const weightOf = (type: string): 'grave' | 'quiet' | '' =>
  grave.has(type) ? 'grave' : quiet.has(type) ? 'quiet' : ''

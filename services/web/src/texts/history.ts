/** What happened, as one line each: the event types of the history in words. */
import { texts } from './zh.ts'

interface Happening {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}
type Says = (data: Readonly<Record<string, unknown>>, federation: (code: string) => string) => string

const word = (table: Readonly<Record<string, string>>, code: unknown): string =>
  typeof code === 'string' ? (table[code] ?? code) : ''
const who = (code: unknown, federation: (code: string) => string): string =>
  typeof code === 'string' ? federation(code) : ''
const countOf = (list: unknown): string => (Array.isArray(list) ? `${list.length} 班` : '')
const brackets = (inner: string): string => (inner === '' ? '' : `（${inner}）`)

const says: Readonly<Record<string, Says>> = {
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
  CallbackScheduled: (d, f) => `安排回访${brackets(who(d.assignee, f))}`,
  CallbackAttempted: (d) => `电话回访：${word(texts.callbackOutcomes, d.outcome)}`,
  CallbackCompleted: () => '回访完成',
  CallbackMissed: (d, f) => `回访逾期未完成${brackets(who(d.assignee, f))}`,
  HomeVisitRequested: (d) =>
    d.withPolice === true ? '多次未接通，转上门走访（会同民警）' : '多次未接通，转上门走访',
  GradingFellDue: () => '分级到期，重新评估',
  RegradingSuspended: () => '没有未了事项，不再定期评估',
  FindingsRecorded: (d) => (d.origin === 'mediation' ? '调解情况计入分级' : '走访情况计入分级'),
  MeasureBreached: (d) => (d.measure === 'protection-order' ? '违反人身安全保护令' : '违反告诫书'),
  WatchStarted: () => '转入跟踪',
  WatchEnded: (d) => (d.because === 'reopened' ? '工单重新办理，跟踪结束' : '跟踪期满'),
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
  ClosureRequested: (d, f) => `${who(d.by, f)}申请办结`,
  ClosureApproved: (d, f) => `${who(d.by, f)}同意办结`,
  ClosureRejected: (d, f) => `${who(d.by, f)}驳回办结`,
  DeadlineMissed: (d, f) => `${word(texts.deadlines, d.deadline)}逾期${brackets(who(d.by, f))}`,
  WorkOrderEscalated: (d, f) => `${word(texts.escalations, d.because)}，升级至${who(d.to, f)}`,
  WorkOrderReopened: (d, f) => `工单重新办理，派至${who(d.assignee, f)}`,
  OrganisationRegistered: (d) => `登记机构：${word(texts.organisations.kinds, d.kind)}`,
  OrganisationAmended: () => '更正机构信息',
  OrganisationClosed: (d) => `停用：${word(texts.organisations.closingReasons, d.reason)}`,
  OrganisationReopened: () => '恢复使用',
  DutyRostered: (d) => `排班${brackets(countOf(d.shifts))}`,
  DutyWithdrawn: (d) => `撤销排班${brackets(countOf(d.shiftIds))}`,
  PolicyPublished: (d) => `发布策略第 ${String(d.version)} 版`,
  PolicyActivated: (d) => `启用策略第 ${String(d.version)} 版`,
  PolicyRetired: (d) => `停用策略第 ${String(d.version)} 版`,
}

/** A type that these words do not know yet is told by its name rather than left out. */
export const sayEvent = ({ type, data }: Happening, federation: (code: string) => string): string =>
  says[type]?.(data, federation) ?? type

const grave = new Set([
  'MeasureBreached',
  'WorkOrderRaised',
  'WorkOrderReturned',
  'AlertReceived',
  'HomeVisitRequested',
  'CallbackMissed',
  'DeadlineMissed',
  'WorkOrderEscalated',
  'GradeOverridden',
])
const quiet = new Set([
  'CallbackScheduled',
  'WatchStarted',
  'FindingsRecorded',
  'GradingFellDue',
  'RegradingSuspended',
])
/** How much an event stands out in a list. */
export const weightOf = (type: string): 'grave' | 'quiet' | '' =>
  grave.has(type) ? 'grave' : quiet.has(type) ? 'quiet' : ''

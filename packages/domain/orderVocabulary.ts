/** The coded words of an order's life beside those of `vocabulary.ts`: whom it engages, how it is supervised, extended
 *  and reopened. */

/** The kinds of organisations that can be engaged for an order. */
export const resourceKinds = {
  lawyer: '律师',
  psychologist: '心理咨询师',
  mediator: '调解员（老舅妈）',
  'legal-station': '法律援助站',
  shelter: '庇护所',
} as const
export type ResourceKind = keyof typeof resourceKinds

export const resourcePurposes = {
  'legal-advice': '法律咨询',
  'legal-aid': '法律援助或代理',
  'protection-order': '代为申请人身安全保护令',
  counselling: '心理疏导',
  mediation: '参与调解',
  sheltering: '庇护安置',
  other: '其他',
} as const
export type ResourcePurpose = keyof typeof resourcePurposes

export const resourceDeclines = {
  'no-capacity': '暂无力量',
  'conflict-of-interest': '需要回避',
  'outside-scope': '不属服务范围',
  'not-in-time': '不能按时到位',
  other: '其他',
} as const
export type ResourceDecline = keyof typeof resourceDeclines

export const resourceOutcomes = {
  helped: '已提供帮助',
  'taken-in': '已入住庇护',
  represented: '已代理或立案',
  agreed: '促成协议',
  'referred-on': '转介其他机构',
  'without-result': '未见成效',
  'declined-help': '当事人谢绝',
} as const
export type ResourceOutcome = keyof typeof resourceOutcomes

export const resourceWithdrawals = {
  'not-needed': '不再需要',
  'declined-help': '当事人谢绝',
  'no-reply': '对方未回应',
  replaced: '改请其他力量',
  'entered-wrongly': '登记有误',
} as const
export type ResourceWithdrawal = keyof typeof resourceWithdrawals

export const engagementStates = {
  asked: '待回应',
  accepted: '已接受',
  declined: '已谢绝',
  reported: '已反馈',
  withdrawn: '已撤回',
} as const
export type EngagementState = keyof typeof engagementStates

export const supervisionReasons = {
  late: '逾期未办',
  'weak-handling': '处置不力',
  bounced: '多次退单',
  'repeat-alert': '重复报警',
  other: '其他',
} as const
export type SupervisionReason = keyof typeof supervisionReasons

export const supervisionStates = {
  standing: '待答复',
  unanswered: '逾期未答复',
  answered: '已答复',
  ended: '随工单办结',
} as const
export type SupervisionState = keyof typeof supervisionStates

export const extensionReasons = {
  'awaiting-court': '等待法院处理',
  'awaiting-resource': '等待专业力量介入',
  'mediation-going-on': '调解仍在进行',
  'party-away': '当事人外出',
  other: '其他',
} as const
export type ExtensionReason = keyof typeof extensionReasons

/** `new-matter`: a new alert, report or breach in the watch; the others are a person's reasons. */
export const reopenReasons = {
  'new-matter': '跟踪期内有新情况',
  unresolved: '问题未解决',
  'happened-again': '再次发生',
  'handled-wrongly': '处置不当',
  'person-asks': '当事人要求',
  other: '其他',
} as const
export type ReopenReason = keyof typeof reopenReasons

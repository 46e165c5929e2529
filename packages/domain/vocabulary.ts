/**
 * The coded words of the domain, each with its Chinese name. Codes come from published standards where there
 * is one: marital status GB/T 2261.2 (with the local `separated` and `cohabiting`), sex GB/T 2261.1.
 * Events, tables, routes and screens all use these words and no others.
 */

export const levels = { low: '低', medium: '中', high: '高', extreme: '极高' } as const
export type Level = keyof typeof levels
const ranks: Record<Level, number> = { low: 0, medium: 1, high: 2, extreme: 3 }
export const rank = (level: Level): number => ranks[level]
export const higher = (a: Level, b: Level): Level => (rank(a) >= rank(b) ? a : b)

export const channels = {
  'police-110': '110警情',
  'hotline-12338': '12338热线',
  web: '网络',
  visit: '来访',
  letter: '来信',
  grid: '网格员',
  court: '法院',
  procuratorate: '检察院',
  'civil-affairs': '民政',
  justice: '司法行政',
  'internal-referral': '内部转办',
} as const
export type Channel = keyof typeof channels

export const disputeTypes = {
  'domestic-violence': '家庭暴力',
  divorce: '离婚',
  property: '财产',
  custody: '子女抚养',
  maintenance: '扶养费',
  'elder-support': '赡养',
  inheritance: '继承',
  'in-law': '姻亲',
  infidelity: '婚外情',
  parenting: '亲子教育',
  other: '其他',
} as const
export type DisputeType = keyof typeof disputeTypes

export const maritalStatuses = {
  '10': '未婚',
  '20': '已婚',
  '21': '初婚',
  '22': '再婚',
  '23': '复婚',
  '30': '丧偶',
  '40': '离婚',
  '90': '未说明',
  separated: '分居',
  cohabiting: '同居',
} as const
export type MaritalStatus = keyof typeof maritalStatuses

export const relationships = {
  spouse: '夫妻',
  'former-spouse': '前配偶',
  cohabitant: '同居',
  partner: '恋人',
  'parent-child': '父母子女',
  'in-law': '婆媳',
  other: '其他',
} as const
export type Relationship = keyof typeof relationships

export const partyRoles = {
  victim: '受害人',
  applicant: '申请人',
  respondent: '加害人或被申请人',
  child: '子女',
  relative: '亲属',
} as const
export type PartyRole = keyof typeof partyRoles

export const callbackOutcomes = {
  reached: '已接通本人',
  'no-answer': '无人接听',
  'wrong-number': '号码有误',
  refused: '拒绝回访',
  'unsafe-to-talk': '不便通话',
} as const
export type CallbackOutcome = keyof typeof callbackOutcomes
/** Attempts that count towards a home visit. A refusal or an unsafe moment never does. */
export const failedOutcomes: readonly CallbackOutcome[] = ['no-answer', 'wrong-number']

export const returnReasons = {
  'wrong-region': '不属本辖区',
  'moved-away': '当事人已迁出',
  'conflict-of-interest': '需要回避',
  'needs-higher-level': '需上级处理',
  'duplicate-matter': '重复事项',
  other: '其他',
} as const
export type ReturnReason = keyof typeof returnReasons

/** Why a person says otherwise than the model. */
export const overrideReasons = {
  'victim-fears': '受害人认为有生命危险',
  'not-among-factors': '存在量表未列的危险',
  'history-known': '了解其既往情况',
  'facts-mistaken': '登记情况有误',
  'protection-in-place': '已有有效保护措施',
  'circumstances-changed': '情况已明显变化',
  'joint-assessment': '多部门会商研判',
  other: '其他',
} as const
export type OverrideReason = keyof typeof overrideReasons

/** What makes a case one for a leader. */
export const chargeGrounds = { grave: '高风险以上', bounced: '曾被退单', repeated: '重复报警' } as const
export type ChargeGround = keyof typeof chargeGrounds

export const leaderReleaseReasons = {
  resolved: '矛盾已化解',
  'risk-fallen': '风险已解除',
  'handed-over': '改由其他领导包案',
  other: '其他',
} as const
export type LeaderReleaseReason = keyof typeof leaderReleaseReasons

export const sealReasons = {
  'party-in-office': '当事人在相关单位任职',
  'staff-related': '与工作人员有亲属或利害关系',
  'hidden-address': '受害人已隐匿住址',
  'press-attention': '涉媒体关注',
  other: '其他',
} as const
export type SealReason = keyof typeof sealReasons

export const unsealReasons = {
  'no-longer-needed': '保密事由已消除',
  'sealed-by-mistake': '误设密案',
  other: '其他',
} as const
export type UnsealReason = keyof typeof unsealReasons

/** Why the law has a person's data deleted (个人信息保护法第四十七条). */
export const erasureGrounds = {
  'purpose-over': '处理目的已实现、无法实现或不再必要',
  'retention-over': '保存期限已届满',
  'consent-withdrawn': '本人撤回同意',
  'unlawful-processing': '违法或违反约定处理',
  'law-requires': '法律、行政法规规定的其他情形',
} as const
export type ErasureGround = keyof typeof erasureGrounds

/** What a person's data are looked at in full for. */
export const unmaskReasons = {
  'home-visit': '上门走访',
  contact: '电话联系',
  'identity-check': '核对身份、更正信息',
  'protection-order': '协助申请人身安全保护令或出庭',
  police: '会同公安机关处置',
  emergency: '紧急救助、庇护',
  'letter-reply': '答复来信来访',
} as const

export const erasureDeclineReasons = {
  'retention-runs': '法定保存期限未届满',
  'needed-as-evidence': '诉讼、仲裁或办案需要',
  'identity-not-proved': '申请人身份未核实',
  withdrawn: '申请已撤回',
  'no-ground': '不符合法定情形',
} as const
export type ErasureDeclineReason = keyof typeof erasureDeclineReasons

export const caseCloseReasons = {
  'term-over': '期满无事',
  quiet: '跟踪期内无新情况',
  resolved: '矛盾已化解',
  'moved-away': '当事人迁出本市',
  other: '其他',
} as const
export type CaseCloseReason = keyof typeof caseCloseReasons

export const caseReopenReasons = {
  'new-alert': '再次报警',
  'new-report': '再次反映',
  breach: '违反告诫书或保护令',
  'order-opened': '重新派单',
  'new-circumstances': '发现新情况',
  'closed-by-mistake': '误结案',
  other: '其他',
} as const
export type CaseReopenReason = keyof typeof caseReopenReasons

export const mergeReasons = {
  'same-people': '同一当事人',
  'same-household': '同一家庭',
  'entered-twice': '重复登记',
  other: '其他',
} as const
export type MergeReason = keyof typeof mergeReasons

export const unmergeReasons = {
  'other-people': '并非同一家庭',
  'merged-by-mistake': '误并案',
  'merged-elsewhere': '已并入其他个案',
  other: '其他',
} as const
export type UnmergeReason = keyof typeof unmergeReasons

export const disposalResults = {
  mediated: '调解成功',
  'mediation-failed': '调解未成',
  'safety-plan': '安全计划',
  'warning-letter': '告诫书',
  'protection-order': '人身安全保护令',
  'police-case': '公安立案处罚',
  litigation: '引导诉讼',
  referred: '转介服务',
  sheltered: '庇护安置',
  reconciled: '自行和解',
  'declined-help': '当事人谢绝帮助',
  other: '其他',
} as const
export type DisposalResult = keyof typeof disposalResults

export const mediationOutcomes = { agreed: '达成协议', failed: '未达成', adjourned: '择期再调' } as const

export const orderStates = {
  dispatched: '待签收',
  unroutable: '待派单',
  accepted: '已签收',
  returned: '已退单',
  'in-progress': '处置中',
  'closure-requested': '待办结审批',
  closed: '已办结',
} as const
export type OrderState = keyof typeof orderStates

/** What an order has to have done by when. */
export const deadlines = {
  dispatch: '派单',
  accept: '签收',
  contact: '首次联系',
  visit: '上门走访',
  disposal: '处置反馈',
  close: '办结',
} as const
export type Deadline = keyof typeof deadlines

export const escalationReasons = {
  'not-accepted': '逾期未签收',
  'still-not-accepted': '升级后仍未签收',
  'not-dispatched': '逾期未派单',
} as const
export type EscalationReason = keyof typeof escalationReasons

export const watchEndings = { over: '跟踪期满', reopened: '工单重新办理' } as const

export const callbackStates = {
  due: '待回访',
  late: '逾期',
  done: '已回访',
  unreachable: '未联系上',
} as const
export type CallbackState = keyof typeof callbackStates

/** Federations, and the resources (力量) that an order can engage. A lawyer, a psychologist and a mediator are
 *  people under a professional name, see `isPerson`. */
export const organisationKinds = {
  federation: '妇联',
  'mediation-organisation': '调解组织',
  mediator: '调解员（老舅妈）',
  lawyer: '律师',
  psychologist: '心理咨询师',
  'legal-station': '法律援助站',
  shelter: '庇护所',
  'police-station': '派出所',
  court: '人民法院',
  procuratorate: '人民检察院',
  'civil-affairs': '民政部门',
  justice: '司法行政机关',
  hospital: '医疗机构',
  'social-work': '社工机构',
  other: '其他',
} as const
export type OrganisationKind = keyof typeof organisationKinds
/** Whose telephone is a person's own and not an office's. */
export const isPerson = (kind: OrganisationKind): boolean =>
  kind === 'lawyer' || kind === 'psychologist' || kind === 'mediator'

export const organisationStatuses = { active: '在用', closed: '停用' } as const
export type OrganisationStatus = keyof typeof organisationStatuses

export const capabilities = {
  mediation: '纠纷调解',
  'legal-advice': '法律咨询',
  'legal-aid': '法律援助',
  counselling: '心理疏导',
  sheltering: '庇护安置',
  'medical-care': '医疗救治',
  'child-protection': '未成年人保护',
  'home-visit': '上门走访',
  'round-the-clock': '全天候响应',
} as const
export type Capability = keyof typeof capabilities

export const closingReasons = {
  dissolved: '撤销或注销',
  merged: '合并',
  suspended: '暂停服务',
  'entered-wrongly': '登记有误',
  other: '其他',
} as const
export type ClosingReason = keyof typeof closingReasons

/** Whoever leads is called first. */
export const dutyRoles = { lead: '带班', officer: '值班', standby: '备班' } as const
export type DutyRole = keyof typeof dutyRoles

/** Why a report is not taken up. Whoever reported is told which, in words of the federation's own. */
export const declineReasons = {
  'not-a-family-matter': '不属婚姻家庭事项',
  'other-authority': '属其他单位职责，已告知途径',
  'already-handled': '同一事项已在办理',
  withdrawn: '本人撤回',
  'not-enough-known': '信息不足且无法联系补充',
} as const
export type DeclineReason = keyof typeof declineReasons

export const answerExtensionReasons = {
  'complex-matter': '情况复杂',
  'waiting-for-others': '等待其他单位结果',
  'party-away': '当事人暂时无法联系',
  'proceedings-under-way': '诉讼或仲裁进行中',
} as const
export type AnswerExtensionReason = keyof typeof answerExtensionReasons

export const answerStates = {
  open: '待答复受理',
  taken: '已受理',
  declined: '不予受理',
  concluded: '已答复办结',
} as const
export type AnswerState = keyof typeof answerStates

/** The keys of one of the tables above, as a tuple that zod's `enum` takes. */
export const codesOf = <T extends Record<string, string>>(table: T) =>
  Object.keys(table) as unknown as readonly [keyof T & string, ...(keyof T & string)[]]

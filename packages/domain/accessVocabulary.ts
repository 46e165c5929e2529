/** The words of the record of looks and of acts on accounts: what was done, what came of it, for what, and why a week is unusual. */
import { unmaskReasons } from './vocabulary.ts'

export const accessActions = {
  card: '查看档案',
  words: '查看文字内容',
  contact: '查看联系方式',
  unmask: '查看完整信息',
  export: '导出',
  account: '账号管理',
  try: '被拒绝的操作',
} as const
export type AccessAction = keyof typeof accessActions

export const accessOutcomes = { given: '已提供', done: '已办理', refused: '已拒绝' } as const
export type AccessOutcome = keyof typeof accessOutcomes

/** For what it was given, or why it was refused; a refusal that is not among these shows its code. */
export const accessReasons: Readonly<Record<string, string>> = {
  ...unmaskReasons,
  casework: '办理个案',
  callback: '回访',
  'duty-call': '联系值班人员',
  referral: '转介',
  verification: '核实机构信息',
  audit: '审计',
  figures: '统计分析',
  'account-added': '新建账号',
  'account-disabled': '停用账号',
  'account-enabled': '恢复账号',
  'account-assigned': '调整角色或单位',
  'password-reset': '重置密码',
  'password-changed': '修改本人密码',
  'own-number-set': '登记账号本人证件号码',
  'wrong-password': '修改密码时原密码错误',
  'too-many-requests': '请求过于频繁',
  'password-to-change': '尚未修改一次性密码',
  'not-allowed': '没有此项权限',
  'outside-region': '超出辖区',
  'foreign-origin': '来自其他网站',
  'not-assignee': '非承办单位',
  'not-supervisor': '非督办单位',
  'outside-district': '转派超出辖区',
  'unknown-case': '查无此案',
  'unknown-order': '查无此工单',
  'unknown-person': '查无此人',
  'unknown-organisation': '查无此机构',
  'unknown-username': '查无此账号',
}

export const unusualReasons = {
  'record-broken': '查看记录被改动或缺失',
  'out-of-hours': '深夜查看（22 时至次日 6 时）的人数',
  'out-of-region': '查看本辖区以外个案的人数',
  'tried-elsewhere': '尝试查看无权查看的个案或当事人的次数',
  'many-unmasked': '查看完整信息的人数',
  'many-looked-at': '查看人数远多于同类账号',
} as const
export type UnusualReason = keyof typeof unusualReasons

/** Words of 查看记录 and of looking at a person in full. */
import {
  accessActions,
  accessOutcomes,
  accessReasons,
  unusualReasons,
} from '@jiahe/domain/accessVocabulary.ts'
import { unmaskReasons } from '@jiahe/domain/vocabulary.ts'
import { inLanguage } from './language.ts'

export const chinese = {
  ...{ actions: accessActions, outcomes: accessOutcomes, reasons: accessReasons, unusual: unusualReasons },
  title: '查看记录',
  lead: '谁在何时、因何查看了哪位当事人，谁办理了哪个账号，哪些操作被拒绝。当事人只显示编号，不显示姓名。',
  week: '本周异常查看',
  weekOf: (from: string, to: string) => `${from} 至 ${to}`,
  weekLead: '供询问了解之用，不作为违规结论。',
  otherWeek: '查看某一周',
  calm: '这一周没有异常查看',
  counted: (count: number, limit: number) => `${count}，达到 ${limit} 即列入`,
  median: (median: number) => `同类账号中位数 ${median}`,
  unknownAccount: '账号已不存在',
  list: '全部记录',
  listOf: (account: string) => `${account} 的记录`,
  showAll: '看全部记录',
  empty: '没有符合条件的记录',
  export: '导出 CSV',
  exportNote: '导出本身也会记录',
  filters: { account: '账号', person: '当事人编号', from: '从', to: '到', action: '操作', outcome: '结果' },
  columns: { at: '时间', account: '账号', action: '操作', reason: '事由', about: '对象' },
  commandLine: '命令行（服务器上）',
  about: { account: '账号', personId: '当事人', caseId: '个案', orderId: '工单' },
  rows: (n: number) => `${n} 条`,
  unmask: {
    open: '查看完整信息',
    lead: '请选择用途。查看将被记录，审计员可以看到。',
    reasons: unmaskReasons,
    purpose: '用途',
    confirm: '记录并查看',
    cancel: '不看了',
    left: (seconds: number) => `${seconds} 秒后重新隐藏`,
    hide: '立即隐藏',
    labels: { phone: '电话', idNumber: '证件号码', birthDate: '出生日期' },
    unknown: '未登记',
  },
} as const

export const accessTexts = inLanguage(chinese, (english) => english.access)

/** The words of the printed order. */
import { inLanguage } from './language.ts'

export const chinese = {
  title: '婚姻家庭纠纷预警化解工单',
  print: '打印工单',
  number: '工单编号',
  printed: '打印时间',
  level: '风险分级',
  state: '当前状态',
  region: '发生地',
  type: '纠纷类型',
  assignee: '承办单位',
  supervisor: '督办单位',
  assisting: '协办单位',
  dispatchedAt: '派单时间',
  bounces: '退单次数',
  case: '个案编号',
  none: '无',
  times: (n: number) => `${n} 次`,
  deadlines: '办理时限',
  step: '环节',
  by: '应于',
  met: '完成',
  late: '（逾期）',
  open: '未完成',
  course: '办理经过',
  when: '时间',
  what: '事项',
  rooms: ['办理情况', '处置结果', '审核意见'],
  signatures: ['承办人', '审核人', '承办单位（盖章）', '日期'],
  foot: (who: string) => `打印人：${who}。本单不载当事人信息，内部使用，用后按规定归档或销毁。`,
}

export const orderPrintTexts = inLanguage(chinese)

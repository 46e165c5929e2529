/** The words of the dispatcher's desk. */
import { supervisionListReasons } from '@jiahe/domain/supervisionVocabulary.ts'
import { inLanguage } from './language.ts'

export const chinese = {
  listReasons: supervisionListReasons,
  title: '派单台',
  lead: '待派工单、超期与退单，一处督促到底',
  views: {
    unroutable: '待派单',
    returned: '待转派',
    late: '超期',
    bounced: '多次退单',
    approval: '待审批',
    supervision: '督办清单',
  },
  view: '事项',
  empty: {
    unroutable: '没有等待人工派单的工单',
    returned: '没有等待转派的退单',
    late: '没有超期的工单',
    bounced: '没有退过两次以上的工单',
    approval: '没有等待审批的办结或延期申请',
    supervision: '督办清单上没有个案',
  },
  emptyAdvice: '有新情况会自动出现。',
  why: '原因',
  asked: { closure: '申请办结', extension: '申请延期' },
  since: '起始',
  reasons: '列入原因',
  stream: '新近评估',
  streamLead: '新来的警情和登记，随到随显',
  streamEmpty: '还没有个案',
  notGraded: '待评估',
  choose: (where: string) => `选择${where}的工单`,
  chooseAll: '全选本页可督办的工单',
  chosen: (n: number) => `已选 ${n} 件`,
  supervise: '批量督办',
  clear: '取消选择',
  bulkTitle: (n: number) => `督办 ${n} 件工单`,
  bulkNote: '逐件督办，各件分别登记；其间已有变化的不会督办，并在此列出。',
  reason: '督办原因',
  note: '督办意见',
  sending: (done: number, total: number) => `已督办 ${done}/${total} 件`,
  done: (n: number) => `已督办 ${n} 件`,
  failed: (n: number) => `${n} 件未督办`,
  retry: '重试未成的',
  close: '关闭',
  suggestion: (federation: string, because: string) => `建议派给${federation}：${because}`,
  because: { address: '地址中写明', 'earlier-matter': '本户此前的警情或登记在此' },
} as const

export const dispatchTexts = inLanguage(chinese, (english) => english.dispatch)

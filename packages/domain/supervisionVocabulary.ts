/** The coded words of the supervision list beside those of `vocabulary.ts`. */

/** Why a case is on it. */
export const supervisionListReasons = {
  'order-late': '工单超期',
  'order-escalated': '已逐级上报',
  bounced: '多次退单',
  'repeat-victim': '一年内重复报警',
  'measure-owed': '应有措施未登记',
  'report-owed': '强制报告未办',
  'letter-unvisited': '告诫书未查访',
  'protection-expiring': '保护令将到期',
  'supervision-unanswered': '督办未回复',
  'leader-charge': '领导包案',
} as const
export type SupervisionListReason = keyof typeof supervisionListReasons

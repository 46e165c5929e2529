/** The words of what is typed and not sent yet, and of what waits for a connection. */
import { inLanguage } from './language.ts'

export const chinese = {
  tray: '待发送',
  waiting: '待发送',
  willBeSent: '网络恢复后自动发送',
  perhapsArrived: '未收到回执，将自动重发，不会重复登记；此时撤回的，请核对是否已经登记',
  delivered: '已送达',
  refused: '未提交',
  undo: '撤回',
  look: '去处理',
  seen: '知道了',
  offered: '未提交的内容',
  unsent: (what: string) => `未提交：${what}`,
  goOn: '继续填写',
  drop: '删除',
  leave: {
    title: (n: number) => `还有 ${n} 条内容没有送达或没有提交`,
    note: '退出登录后，本机不保留任何内容，这些内容将被删除。',
    sure: '删除并退出',
    stay: '暂不退出',
  },
}

export const draftTexts = inLanguage(chinese, (english) => english.drafts)

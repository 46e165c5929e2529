/** Refusals and faults in plain words: what happened, and what to do. The server says it itself; here is what
 *  it cannot say, and a word of last resort. */
import { Problem, Unreachable } from '../api/http.ts'

export interface Explanation {
  readonly what: string
  readonly advice: string
}

export function explain(error: unknown): Explanation {
  if (error instanceof Unreachable)
    return { what: '连不上服务器', advice: '请检查网络后重试，已填写的内容不会丢失。' }
  if (!(error instanceof Problem)) return { what: '页面出错', advice: '请刷新页面后重试。' }
  if (error.reason === 'internal' || error.status === 500)
    return { what: '系统出错，已记录', advice: '请稍后重试；多次出现请联系管理员。' }
  const known = fallbacks[error.reason]
  return {
    what: error.title || known?.what || '操作没有完成',
    advice: error.detail || known?.advice || '请刷新后重试。',
  }
}

const fallbacks: Readonly<Record<string, Explanation>> = {
  overloaded: { what: '系统繁忙', advice: '请稍等片刻再试。' },
  'keys-unavailable': {
    what: '密钥服务暂时无法使用，个人信息暂时打不开',
    advice: '已登记的内容没有丢失。请过几分钟再试；仍不行请告知系统管理员检查密钥服务。',
  },
  'not-found': { what: '没有找到', advice: '可能已被删除，或网址有误。' },
  'invalid-body': { what: '填写有误', advice: '请检查标红的内容。' },
}

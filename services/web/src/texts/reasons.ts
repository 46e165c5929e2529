/** Refusals and faults in plain words: what happened, and what to do. The server says it itself, in Chinese; here is
 *  what it cannot say, a word of last resort, and in another language all that it may say, by its reason code. */
import { Problem, Unreachable } from '../api/http.ts'
import { inLanguage, language } from './language.ts'

export interface Explanation {
  readonly what: string
  readonly advice: string
}

export const chinese = {
  unreachable: { what: '连不上服务器', advice: '请检查网络后重试，已填写的内容不会丢失。' },
  page: { what: '页面出错', advice: '请刷新页面后重试。' },
  internal: { what: '系统出错，已记录', advice: '请稍后重试；多次出现请联系管理员。' },
  unknown: { what: '操作没有完成', advice: '请刷新后重试。' },
  known: {
    overloaded: { what: '系统繁忙', advice: '请稍等片刻再试。' },
    'keys-unavailable': {
      what: '密钥服务暂时无法使用，个人信息暂时打不开',
      advice: '已登记的内容没有丢失。请过几分钟再试；仍不行请告知系统管理员检查密钥服务。',
    },
    'not-found': { what: '没有找到', advice: '可能已被删除，或网址有误。' },
    'invalid-body': { what: '填写有误', advice: '请检查标红的内容。' },
  } as Readonly<Record<string, Explanation>>,
}

const words = inLanguage(chinese, (english) => english.reasons)

export function explain(error: unknown): Explanation {
  if (error instanceof Unreachable) return words.unreachable
  if (!(error instanceof Problem)) return words.page
  if (error.reason === 'internal' || error.status === 500) return words.internal
  const known = words.known[error.reason]
  const said = language === 'zh' ? { what: error.title, advice: error.detail } : { what: '', advice: '' }
  return {
    what: said.what || known?.what || words.unknown.what,
    advice: said.advice || known?.advice || words.unknown.advice,
  }
}

/** How words are put beside each other: each language has marks of its own. */
import { inLanguage } from './language.ts'

export const chinese = {
  list: (items: readonly string[]) => items.join('、'),
  /** Numbers as they are typed. */
  commas: (items: readonly number[]) => items.join('，'),
  clauses: (items: readonly string[]) => items.join('；'),
  further: (words: string) => `；${words}`,
  span: (from: string, to: string) => `${from} 至 ${to}`,
  /** What something is: 编号：3. */
  is: (name: string, value: string) => `${name}：${value}`,
  name: (name: string) => `${name}：`,
  also: (one: string, other: string) => `${one}，${other}`,
  sentence: (words: string) => `${words}。`,
  bracketed: (words: string, more: string) => `${words}（${more}）`,
}

export const marks = inLanguage(chinese, (english) => english.marks)

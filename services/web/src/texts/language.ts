/** In which language the screens speak, chosen once when they are loaded: Chinese, which is in the first bundle, or
 *  English, which is fetched only when it was chosen. `index.html` and the sign-in page start in Chinese. */
import type { English } from './en/english.ts'

export type Language = 'zh' | 'en'
const names = { zh: '中文', en: 'English' }
/** The name of a language in itself. */
export const nameOf = (one: Language): string => names[one]

/** The choice of this browser. It says nothing about a person. */
const KEY = 'jiahe.language'

const kept = typeof localStorage === 'undefined' ? null : localStorage.getItem(KEY)
export const language: Language = kept === 'en' ? 'en' : 'zh'

/** What is typed and not sent survives the new load (drafts). */
export function speak(chosen: Language): void {
  if (chosen === language) return
  localStorage.setItem(KEY, chosen)
  location.reload()
}

/** The same words in another language: every key and every function of the first, whatever they say. */
export type Words<T> = T extends string
  ? string
  : T extends (...given: infer G) => string
    ? (...given: G) => string
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [K in keyof T]: Words<T[K]> }

/** The tables of coded words in a file of the domain, in another language. */
export type Tables<Module> = {
  readonly [K in keyof Module as Module[K] extends Readonly<Record<string, string>> ? K : never]: Words<
    Module[K]
  >
}

/** Of what people wrote or are called: Chinese beside words in another language, for whoever has the screen read out. */
export const langOf = (text: string | null | undefined): 'zh-CN' | undefined =>
  language !== 'zh' && text && /[\u4e00-\u9fff]/.test(text) ? 'zh-CN' : undefined

// The chunk of the English words imports nothing of this one, which waits for it: `vite.config.ts` sees to that.
const english: English | null = language === 'en' ? (await import('./en/english.ts')).english : null

/** The words of a part of the console in the language of the screens. */
export const inLanguage = <T>(chinese: T, of: (english: English) => Words<T>): Words<T> =>
  english === null ? (chinese as Words<T>) : of(english)

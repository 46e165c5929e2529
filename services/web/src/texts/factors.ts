/** Names of the risk factors. In Chinese they come with the models, in the bundle and from the server; a factor that
 *  has no name in another language keeps that one. */
import { inLanguage } from './language.ts'

export const chinese: Readonly<Record<string, string>> = {}

const names = inLanguage(chinese, (english) => english.factors)

/** `id` of a factor, or of a combination (`F13+F12`). */
export function factorName(id: string, chineseName: string): string {
  const parts = id.split('+').map((part) => names[part])
  return parts.includes(undefined) ? chineseName : parts.join(' + ')
}

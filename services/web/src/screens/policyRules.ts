/** The rules of a policy as rows: where each stands in the document, how it is said, and how it is typed. A path is
 *  a JSON pointer without its first stroke, so that the server's faults find their row. */
import type { Duration, LevelPolicy, Policy } from '@jiahe/domain/policies/document.ts'
import { policyTexts as words } from '../texts/policies.ts'

export const gravestFirst = ['extreme', 'high', 'medium', 'low'] as const satisfies (keyof Policy['levels'])[]
export type LevelRule = keyof typeof words.rules
export type GeneralRule = keyof typeof words.generalRules
export const levelRules = Object.keys(words.rules) as LevelRule[]
export const generalRules = Object.keys(words.generalRules) as GeneralRule[]

export const pathOf = (level: keyof Policy['levels'], rule: LevelRule): string => `levels/${level}/${rule}`

/** What stands at the path; undefined where there is nothing. */
export const valueAt = (policy: Policy, path: string): unknown =>
  path
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], policy)

/** The document with another value at the path; the old one stays as it is. */
export function withValue(policy: Policy, path: string, value: unknown): Policy {
  const put = (node: unknown, [key, ...rest]: readonly string[]): unknown =>
    key === undefined
      ? value
      : { ...(node as object), [key]: put((node as Record<string, unknown>)[key], rest) }
  return put(policy, path.split('/')) as Policy
}

export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Fewer than an hour is said in minutes. */
export function sayDuration(duration: Duration): string {
  if (!('hours' in duration)) {
    const [unit, n] = Object.entries(duration)[0] as ['days' | 'workingDays', number]
    return words.spans[unit](n)
  }
  return duration.hours < 1
    ? words.spans.minutes(Math.round(duration.hours * 60))
    : words.spans.hours(duration.hours)
}
export const isDuration = (value: unknown): value is Duration =>
  typeof value === 'object' &&
  value !== null &&
  ('hours' in value || 'days' in value || 'workingDays' in value)

/** A rule in words, as a person would read it out. */
export function sayRule(rule: LevelRule | GeneralRule, value: unknown): string {
  if (isDuration(value)) return words.within(sayDuration(value))
  if (rule === 'callbackDays') return words.daysAfter(value as LevelPolicy['callbackDays'])
  if (rule === 'watchDays') return value === 0 ? words.noWatch : words.forDays(value as number)
  if (rule === 'littleKnownCallback_days') return words.daysAfter([value as number])
  if (rule === 'extension') return words.notExtended
  if (rule === 'provisionalDeadlines') return words.provisional[value as Policy['provisionalDeadlines']]
  if (rule.startsWith('route/'))
    return value === null ? words.nobody : words.federations[value as keyof typeof words.federations]
  return words.none
}

/** `1，3、7` as days; null when it is none. */
export function readDays(typed: string): number[] | null {
  const parts = typed.split(/[,，、\s]+/).filter(Boolean)
  const days = parts.map(Number)
  return days.length > 0 && days.every((n) => Number.isInteger(n) && n > 0 && n <= 366) ? days : null
}

/** The row that a fault of the server is about: the longest path that its pointer begins with. */
export function faultAt(
  faults: readonly { readonly pointer: string; readonly reason: string }[],
  path: string,
): string | null {
  const fault = faults.find(({ pointer }) => pointer === `/${path}` || pointer.startsWith(`/${path}/`))
  if (!fault) return null
  return (words.faults as Readonly<Record<string, string>>)[fault.reason] ?? words.fault
}

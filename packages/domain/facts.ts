/**
 * The risk factors that can be asked and the answers they take. Counted factors (F11, D06, D08) are not
 * here: they come from the history and cannot be sent.
 */
import { z } from 'zod'

export const answers = { yes: '是', no: '否', unknown: '未知' } as const
export type Answer = keyof typeof answers

/** F06, the worst injury. */
export const injuries = { none: '无', slight: '轻', treated: '就医', serious: '重', unknown: '未知' } as const
export type Injury = keyof typeof injuries

const numbered = <P extends string>(prefix: P, last: number, without: readonly number[]) =>
  Array.from({ length: last }, (_, i) => i + 1)
    .filter((n) => !without.includes(n))
    .map((n) => `${prefix}${String(n).padStart(2, '0')}` as `${P}${number}`)

/** Factors of `violence@1` that are asked with yes, no or unknown (F06 is asked too, with an injury). */
export const violenceFactors = numbered('F', 23, [6, 11])
/** Factors of `dispute@1` that are asked. */
export const disputeFactors = numbered('D', 12, [6, 8])

/** Answers by factor id, `F01` … `D12`. A factor that is left out is unknown. */
export type FactorAnswers = Readonly<Record<string, Answer | Injury | undefined>>

const answer = z.enum(['yes', 'no', 'unknown'])
const injury = z.enum(['none', 'slight', 'treated', 'serious', 'unknown'])
const asked = (factors: readonly string[]) => Object.fromEntries(factors.map((f) => [f, answer.optional()]))

/** What an alert may say. */
export const violenceAnswers = z.strictObject({
  ...asked(violenceFactors),
  F06: injury.optional(),
}) as z.ZodType as z.ZodType<FactorAnswers>

/** What a report, a callback or a visit may say. */
export const factorAnswers = z.strictObject({
  ...asked(violenceFactors),
  F06: injury.optional(),
  ...asked(disputeFactors),
}) as z.ZodType as z.ZodType<FactorAnswers>

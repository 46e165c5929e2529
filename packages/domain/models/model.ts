/**
 * A risk model is data: this is its shape, its check and its hash. The engine in `grade.ts` evaluates any
 * document of this shape, so a published instrument can be loaded beside ours. Points are a starting value
 * from published instruments and expert judgement, not a validated scale.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '../canonicalJson.ts'
import { codesOf, relationships } from '../vocabulary.ts'

export const modelId = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/)
export const factorId = z.string().regex(/^[A-Z]\d{2}$/)
export const combinationId = z.string().regex(/^[A-Z]\d{2}\+[A-Z]\d{2}$/)
/** Where a factor comes from. It is copied into every grade, so it can hold no name and no number of a person:
 *  plain ASCII, no run of seven digits. */
export const instruments = z.string().regex(/^(?!.*\d{7})[\x20-\x7e]{1,200}$/)

const factor = z.strictObject({
  id: factorId,
  /** Chinese name: the column of the bureaus' files and the label on screens. */
  name: z.string(),
  label: z.string(),
  /** Where the factor comes from: the published instruments that ask it. */
  source: instruments,
  points: z.discriminatedUnion('kind', [
    /** Asked, yes / no / unknown. `handOver` gives the case to another track instead of points. */
    z.strictObject({
      kind: z.literal('asked'),
      points: z.number(),
      floor: z.boolean(),
      lasting: z.boolean(),
      handOver: z.boolean(),
    }),
    /** Asked, one of several degrees, worst of the window counts. */
    z.strictObject({
      kind: z.literal('degree'),
      degrees: z.array(z.strictObject({ value: z.string(), points: z.number(), floor: z.boolean() })),
    }),
    /** Counted from the history: points by count, the last step holds for all above. */
    z.strictObject({
      kind: z.literal('counted'),
      of: z.enum(['earlier-alerts', 'earlier-reports', 'failed-mediations']),
      days: z.int().positive(),
      steps: z.array(z.number()).min(1),
    }),
  ]),
})

/** Extra points when two factors hold together; a line of its own in the explanation. */
const combination = z.strictObject({
  id: combinationId,
  factors: z.tuple([factorId, factorId]),
  points: z.number(),
  source: instruments,
})

export const riskModelSchema = z.strictObject({
  id: modelId,
  version: z.int().positive(),
  name: z.string(),
  track: z.enum(['violence', 'dispute']),
  /** Days that an answer counts, back from the newest fact of the case. */
  window_days: z.int().positive(),
  factors: z.array(factor).min(1),
  combinations: z.array(combination),
  /** Levels from the top: the first that the score or the number of floors reaches. */
  cutOffs: z.array(
    z.strictObject({
      level: z.enum(['low', 'medium', 'high', 'extreme']),
      score: z.number().nullable(),
      floors: z.int().nullable(),
    }),
  ),
  /** Relationships that the scale was made for; elsewhere it is marked as outside its validation. */
  validFor: z.array(z.enum(codesOf(relationships))),
  /** Factors that raise a mandatory report. */
  mandatoryReport: z.array(factorId),
})
export type RiskModel = z.output<typeof riskModelSchema>
export type Factor = RiskModel['factors'][number]

/** Id, version and content hash: a grade names the very document that it was made with. */
export interface ModelRef {
  readonly id: string
  readonly version: number
  readonly hash: string
}

/** Throws (a programmer's or publisher's error) when the document is not a model. */
export function defineModel(document: RiskModel): RiskModel & { readonly ref: ModelRef } {
  const model = riskModelSchema.parse(document)
  const hash = createHash('sha256').update(canonicalJson(model)).digest('hex')
  return { ...model, ref: { id: model.id, version: model.version, hash } }
}
export type DefinedModel = ReturnType<typeof defineModel>

const points = (n: number, flags: { floor?: boolean; lasting?: boolean; handOver?: boolean } = {}) =>
  ({ kind: 'asked', points: n, floor: false, lasting: false, handOver: false, ...flags }) as const

/** Short forms for writing a model down. */
export const asked = (id: string, name: string, label: string, n: number, source: string): Factor => ({
  id,
  name,
  label,
  source,
  points: points(n),
})
export const floor = (id: string, name: string, label: string, n: number, source: string): Factor => ({
  id,
  name,
  label,
  source,
  points: points(n, { floor: true }),
})
export const lasting = (id: string, name: string, label: string, n: number, source: string): Factor => ({
  id,
  name,
  label,
  source,
  points: points(n, { lasting: true }),
})
export const handOver = (id: string, name: string, label: string, source: string): Factor => ({
  id,
  name,
  label,
  source,
  points: points(0, { handOver: true }),
})

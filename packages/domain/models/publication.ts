/**
 * A risk model as it stands in an event: without words. What a factor is called is what the forms call it, so a document
 * that is published names its factors so or not at all; the model's own name is plain ASCII, as a published instrument
 * has one, and can hold no person's name. From what is stored the very document comes back, with the same hash.
 */
import { z } from 'zod'
import { codesOf, relationships } from '../vocabulary.ts'
import { dispute1 } from './dispute1.ts'
import {
  combinationId,
  type DefinedModel,
  defineModel,
  type Factor,
  factorId,
  instruments,
  type RiskModel,
  riskModelSchema,
} from './model.ts'
import { violence1 } from './violence1.ts'

/** The factors that can be asked or counted, as the forms have them. */
export const formFactors: ReadonlyMap<string, Factor> = new Map(
  [violence1, dispute1].flatMap((model) => model.factors).map((factor) => [factor.id, factor]),
)

export const publishedModelId = z.string().regex(/^(?!.*\d{7})[a-z][a-z0-9-]{0,63}$/)
export const modelVersion = z.int().positive().max(99_999)
export const modelHash = z.string().regex(/^[0-9a-f]{64}$/)

const points = z.number().min(0).max(100)
const storedFactor = z.strictObject({
  id: factorId,
  source: instruments,
  points: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('asked'),
      ...{ points, floor: z.boolean(), lasting: z.boolean(), handOver: z.boolean() },
    }),
    z.strictObject({
      kind: z.literal('degree'),
      degrees: z
        .array(
          z.strictObject({
            value: z.enum(['none', 'slight', 'treated', 'serious']),
            ...{ points, floor: z.boolean() },
          }),
        )
        .min(1),
    }),
    z.strictObject({
      kind: z.literal('counted'),
      of: z.enum(['earlier-alerts', 'earlier-reports', 'failed-mediations']),
      days: z.int().positive().max(3660),
      steps: z.array(points).min(1).max(24),
    }),
  ]),
})

export const storedModel = z.strictObject({
  id: publishedModelId,
  version: modelVersion,
  name: instruments,
  track: z.enum(['violence', 'dispute']),
  window_days: z.int().positive().max(3660),
  factors: z.array(storedFactor).min(1).max(99),
  combinations: z
    .array(
      z.strictObject({
        id: combinationId,
        factors: z.tuple([factorId, factorId]),
        points,
        source: instruments,
      }),
    )
    .max(99),
  cutOffs: z
    .array(
      z.strictObject({
        level: z.enum(['low', 'medium', 'high', 'extreme']),
        score: z.number().nullable(),
        floors: z.int().nullable(),
      }),
    )
    .min(1)
    .max(4),
  validFor: z.array(z.enum(codesOf(relationships))),
  mandatoryReport: z.array(factorId),
})
export type StoredModel = z.output<typeof storedModel>

/** Of a document that is safe. */
export const stored = (model: RiskModel): StoredModel =>
  storedModel.parse({
    ...riskModelSchema.parse(model),
    factors: model.factors.map(({ id, source, points }) => ({ id, source, points })),
  })

export const wholeModel = (model: StoredModel): DefinedModel =>
  defineModel({
    ...model,
    factors: model.factors.map(({ id, source, points }) => {
      const form = formFactors.get(id)
      return { id, name: form?.name ?? id, label: form?.label ?? id, source, points }
    }),
  })

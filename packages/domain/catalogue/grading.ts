/** How a case was graded, and what visits, mediations and breaches add to what it is graded on. */
import { z } from 'zod'
import { factorAnswers as facts } from '../facts.ts'
import { breachable } from '../measureVocabulary.ts'
import { combinationId, factorId, instruments, modelId } from '../models/model.ts'
import { codesOf } from '../vocabulary.ts'
import { id, level, textId } from './fields.ts'

const modelRef = z.strictObject({ id: modelId, version: z.int(), hash: z.string().regex(/^[0-9a-f]{64}$/) })
const contribution = z.strictObject({
  factor: z.union([factorId, combinationId]),
  points: z.number(),
  source: instruments,
  events: z.array(id),
})
const assessment = {
  model: modelRef,
  level,
  score: z.number(),
  coverage: z.number(),
  contributions: z.array(contribution),
  floors: z.array(factorId),
  unknowns: z.array(factorId),
}

export const gradingEvents = {
  RiskGraded: {
    version: 1,
    schema: z.strictObject({
      ...assessment,
      track: z.enum(['violence', 'dispute']),
      /** The dispute grade that a handed-over case is never below. */
      handedOver: z.strictObject(assessment).nullable(),
      /** True where the scale is used on people it was not validated for. */
      outsideValidation: z.boolean(),
      /** A child is harmed or threatened: the law asks for a report (Anti-DV Law art. 14). */
      mandatoryReport: z.boolean(),
      /** The newest alert or report at this grading, and every event whose facts were weighed. */
      intakeId: id,
      usedEvents: z.array(id),
    }),
  },
  /** The grade is so old that it is worked out again. */
  GradingFellDue: { version: 1, schema: z.strictObject({ gradingId: id }) },
  /** What a visit or a mediation of an order found, told to the case so that it is graded on it. */
  FindingsRecorded: {
    version: 1,
    schema: z.strictObject({
      orderId: id,
      originId: id,
      origin: z.enum(['visit', 'mediation']),
      facts,
      mediationFailed: z.boolean(),
    }),
  },
  MeasureBreached: {
    version: 1,
    schema: z.strictObject({ measure: z.enum(codesOf(breachable)), textId }),
  },
} as const

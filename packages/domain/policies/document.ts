/**
 * A policy is data: this is the shape of its document and its hash. Per level it names who owns an order and by
 * when each thing is due; whatever the product waits for has its time here and nowhere else. There is no text in
 * it, so that it can stand in an event as a whole. What a policy must not leave open is checked in `safety.ts`.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '../canonicalJson.ts'

export const policyId = z.string().regex(/^(?!.*\d{7})[a-z][a-z0-9-]{0,63}$/)
export const policyHash = z.string().regex(/^[0-9a-f]{64}$/)
export const policyVersion = z.int().positive().max(99_999)

const count = z.int().positive().max(366)
/** Wall-clock hours, calendar days (24 h each; the country has no summer time), or working days. */
export const duration = z.union([
  z.strictObject({ hours: z.number().positive().max(8784) }),
  z.strictObject({ days: count }),
  z.strictObject({ workingDays: count }),
])
export type Duration = z.output<typeof duration>

/** Whose an order of the level is, from the township that it is about. */
const routing = z.strictObject({
  assignee: z.enum(['township', 'district']),
  supervisor: z.enum(['district', 'city']),
  /** Helps and sees the order. */
  assisting: z.enum(['township', 'district']).nullable(),
})
export type Routing = z.output<typeof routing>

const levelPolicy = z.strictObject({
  route: routing,
  dispatch: duration,
  accept: duration,
  /** First contact, where there is violence and where there is none. */
  contact: z.strictObject({ violence: duration, dispute: duration }),
  visit: duration.nullable(),
  disposal: duration,
  close: duration,
  /** One extension of `close`, by approval; null where there is none. */
  extension: duration.nullable(),
  /** Without anything new the case is graded again when its grade is so old. */
  gradeAgain: duration,
  /** Calendar days after the alert was recorded. */
  callbackDays: z.array(count).min(1).max(24),
  /** Calendar days that a closed order is watched. */
  watchDays: z.int().min(0).max(732),
})
export type LevelPolicy = z.output<typeof levelPolicy>

export const policyDocument = z.strictObject({
  id: policyId,
  version: policyVersion,
  levels: z.strictObject({
    extreme: levelPolicy,
    high: levelPolicy,
    medium: levelPolicy,
    low: levelPolicy,
  }),
  /** First callback of a low alert of which less than half is known. */
  littleKnownCallback_days: count,
  /** How long an order below high may be returned, from its dispatch. */
  returnWithin: duration,
  /** What a person who reported by web or letter is owed: whether it is taken, and what came of it. */
  answer: z.strictObject({ take: duration, conclude: duration, extension: duration }),
  /** Harm to a child, or to an adult without capacity, is told to the police within (Anti-DV Law art. 14). */
  mandatoryReport: duration,
  /** When the holidays of a year are published, deadlines that were set without them are moved to where they
   *  belong, or only where that makes them earlier. */
  provisionalDeadlines: z.enum(['recompute', 'tighten']),
})
export type Policy = z.output<typeof policyDocument>

/** SHA-256 over the canonical JSON (RFC 8785): the very document, however it was stored. */
export const hashOfPolicy = (policy: Policy): string =>
  createHash('sha256').update(canonicalJson(policy)).digest('hex')

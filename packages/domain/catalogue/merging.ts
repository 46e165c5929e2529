/** Two cases that turn out to be one family, and what the surviving one is told of the other. */
import { z } from 'zod'
import { factorAnswers as facts } from '../facts.ts'
import {
  channels,
  codesOf,
  disputeTypes,
  maritalStatuses,
  mergeReasons,
  relationships,
  unmergeReasons,
} from '../vocabulary.ts'
import { federationCode, id, level, regionCode, textId, time } from './fields.ts'

/** What an intake of the other case says now: without the people and the words, which stay where they are. */
const intake = z.strictObject({
  intakeId: id,
  kind: z.enum(['alert', 'report']),
  occurredAt: time,
  recordedAt: time,
  saidBy: id,
  channel: z.enum(codesOf(channels)),
  regionCode,
  maritalStatus: z.enum(codesOf(maritalStatuses)).nullable(),
  disputeType: z.enum(codesOf(disputeTypes)),
  relationship: z.enum(codesOf(relationships)).nullable(),
  facts,
})
const statement = z.strictObject({
  eventId: id,
  kind: z.enum(['callback', 'finding', 'breach']),
  occurredAt: time,
  facts,
  mediationFailed: z.boolean(),
})
/** The other case as it stands at that revision, whole. */
const said = { from: id, revision: z.int().min(0), intakes: z.array(intake), statements: z.array(statement) }

export const mergingEvents = {
  CasesMerged: {
    version: 1,
    schema: z.strictObject({
      ...said,
      /** What a person had raised the other case to. */
      floor: level.nullable(),
      openOrders: z.array(id),
      reason: z.enum(codesOf(mergeReasons)),
      by: federationCode,
      textId,
    }),
  },
  /** Something new was said in the case that was merged into this one. */
  MergedHistoryTold: { version: 1, schema: z.strictObject(said) },
  CasesUnmerged: {
    version: 1,
    schema: z.strictObject({
      from: id,
      mergeId: id,
      reason: z.enum(codesOf(unmergeReasons)),
      /** Null where two merges at once contradicted each other. */
      by: federationCode.nullable(),
      textId,
    }),
  },
  /** Told to the other case: it is one with that one, and on its own again. */
  CaseJoined: { version: 1, schema: z.strictObject({ into: id, mergeId: id }) },
  CaseParted: { version: 1, schema: z.strictObject({ from: id, mergeId: id }) },
} as const

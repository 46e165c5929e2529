/** 力量: whom a federation calls in for an order, what they answered, and what came of it. */
import { z } from 'zod'
import {
  resourceDeclines,
  resourceKinds,
  resourceOutcomes,
  resourcePurposes,
  resourceWithdrawals,
} from '../orderVocabulary.ts'
import { codesOf } from '../vocabulary.ts'
import { federationCode, id, textId } from './fields.ts'
import { organisationCode } from './organisation.ts'

const told = { engagementId: id, by: federationCode, textId }

export const engagementEvents = {
  ResourceEngaged: {
    version: 1,
    schema: z.strictObject({
      ...told,
      kind: z.enum(codesOf(resourceKinds)),
      /** Null where it is not in the directory. */
      organisation: organisationCode.nullable(),
      purpose: z.enum(codesOf(resourcePurposes)),
    }),
  },
  ResourceAccepted: { version: 1, schema: z.strictObject(told) },
  ResourceDeclined: {
    version: 1,
    schema: z.strictObject({ ...told, reason: z.enum(codesOf(resourceDeclines)) }),
  },
  ResourceReported: {
    version: 1,
    schema: z.strictObject({ ...told, outcome: z.enum(codesOf(resourceOutcomes)) }),
  },
  ResourceWithdrawn: {
    version: 1,
    schema: z.strictObject({ ...told, reason: z.enum(codesOf(resourceWithdrawals)) }),
  },
} as const

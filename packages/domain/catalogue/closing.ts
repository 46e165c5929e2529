/** How a case comes to rest and is taken up again, and what it is told of its orders for that. */
import { z } from 'zod'
import { caseCloseReasons, caseReopenReasons, codesOf } from '../vocabulary.ts'
import { federationCode, id, level, textId } from './fields.ts'

export const closingEvents = {
  /** An order was dispatched or is open again. `caseId`: whose it is, where that is a case merged into this one. */
  OrderOpened: { version: 1, schema: z.strictObject({ orderId: id, caseId: id }) },
  OrderConcluded: { version: 1, schema: z.strictObject({ orderId: id, caseId: id }) },
  CaseClosed: {
    version: 1,
    schema: z.strictObject({
      reason: z.enum(codesOf(caseCloseReasons)),
      level,
      /** Null where the clock closed it. */
      by: federationCode.nullable(),
      textId,
    }),
  },
  CaseReopened: {
    version: 1,
    schema: z.strictObject({
      reason: z.enum(codesOf(caseReopenReasons)),
      /** Null where it reopened by itself. */
      by: federationCode.nullable(),
      textId,
    }),
  },
} as const

/** The watch that goes on after an order closed, until it is over or the order is open again. */
import { z } from 'zod'
import { codesOf, watchEndings } from '../vocabulary.ts'
import { id, level, time } from './fields.ts'

export const watchEvents = {
  WatchStarted: { version: 1, schema: z.strictObject({ orderId: id, level, until: time }) },
  WatchEnded: { version: 1, schema: z.strictObject({ orderId: id, because: z.enum(codesOf(watchEndings)) }) },
} as const

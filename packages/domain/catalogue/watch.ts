/** The watch that goes on after an order closed. */
import { z } from 'zod'
import { id, level, time } from './fields.ts'

export const watchEvents = {
  WatchStarted: { version: 1, schema: z.strictObject({ orderId: id, level, until: time }) },
} as const

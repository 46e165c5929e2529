/** A subscription of the client, step by step: taken when wanted, never read ahead of whoever takes it. */
import type { Readable } from 'node:stream'
import { type Given, type Look, lookAt } from './looks.ts'
import { type Place, positionAt } from './position.ts'

/** What a subscription tells: a look, or that all was looked through which was there when it began. */
export type Step = Look | 'caughtUp'

export interface Subscription {
  /** The next step, null when none came within that time. Rejects when the subscription is over. */
  next(wait_ms: number): Promise<Step | null>
  close(): void
}

/** What the client gives: events, and the marks that were pushed among them. */
export type Streaming = Readable & { unsubscribe(): Promise<void> }

export function stepsOf(stream: Streaming, prefix: string): Subscription {
  let over: Error | null = null
  const end = (error?: Error) => {
    over ??= error ?? new Error('EventStoreDB ended a subscription')
    stream.emit('readable')
  }
  stream.on('error', end)
  stream.on('end', end)
  stream.on('close', end)
  return {
    async next(wait_ms) {
      const until = performance.now() + wait_ms
      for (;;) {
        if (over) throw over
        const item = stream.read() as { event?: Given } | { checkpoint: Place } | 'caughtUp' | null
        if (item === 'caughtUp') return item
        const step = item && ('checkpoint' in item ? passed(item.checkpoint) : lookAt(item.event, prefix))
        if (step) return step
        if (item) continue
        const left_ms = until - performance.now()
        if (left_ms <= 0) return null
        await readable(stream, left_ms)
      }
    },
    close() {
      stream.unsubscribe().catch(() => {})
      stream.destroy()
    },
  }
}

const passed = (place: Place): Look => ({ position: positionAt(place), event: null })

/** Resolves when there is something to read, or after that time. */
const readable = (stream: Streaming, wait_ms: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      stream.off('readable', done)
      resolve()
    }
    const timer = setTimeout(done, wait_ms)
    stream.on('readable', done)
  })

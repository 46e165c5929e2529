/**
 * The appends that wait for the next commit: bounded in number and bytes, first come first served, but one
 * append a stream in a batch, so that each of them is decided on what the one before it left behind.
 */
import type { AppendResult } from '../log.ts'
import type { Append } from '../record.ts'

const BATCH_APPENDS = 256
const BATCH_BYTES = 1024 * 1024
const WAITING_BYTES = 64 * 1024 * 1024

export interface Waiting extends Append {
  /** When it is given up, on the clock of `performance.now()`. */
  readonly expires_ms: number
  resolve(result: AppendResult): void
  reject(error: unknown): void
}

export interface WaitingLine {
  /** False when the line is full. */
  enter(waiting: Waiting): boolean
  /** The oldest that fit; a stream's later ones keep their order for the next batch. */
  takeBatch(): Waiting[]
  takeExpired(now_ms: number): Waiting[]
}

export function waitingLine(appends: number): WaitingLine {
  let line: Waiting[] = []
  let bytes = 0

  function take(batch: Waiting[], left: Waiting[]): Waiting[] {
    line = left
    for (const waiting of batch) bytes -= waiting.bytes
    return batch
  }

  return {
    enter(waiting) {
      // A single append may be larger than the bound: it enters an empty line.
      if (line.length >= appends || (line.length > 0 && bytes + waiting.bytes > WAITING_BYTES)) return false
      line.push(waiting)
      bytes += waiting.bytes
      return true
    },
    takeBatch() {
      const batch: Waiting[] = []
      const left: Waiting[] = []
      const streams = new Set<string>()
      let size = 0
      for (const waiting of line) {
        const fits =
          batch.length === 0 || (batch.length < BATCH_APPENDS && size + waiting.bytes <= BATCH_BYTES)
        if (fits && !streams.has(waiting.stream)) {
          batch.push(waiting)
          size += waiting.bytes
        } else left.push(waiting)
        streams.add(waiting.stream)
      }
      return take(batch, left)
    },
    takeExpired: (now_ms) =>
      take(
        line.filter((waiting) => waiting.expires_ms <= now_ms),
        line.filter((waiting) => waiting.expires_ms > now_ms),
      ),
  }
}

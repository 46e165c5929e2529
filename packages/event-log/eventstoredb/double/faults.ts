/** Test code. What the double does wrong when it is told to, one call after the other. */
import { status } from '@grpc/grpc-js'
import { type Refusal, refusal } from './messages.ts'

export type Kind = 'append' | 'read' | 'subscribe'

export type Fault =
  /** Never answers. */
  | { readonly drop: true }
  | { readonly delay_ms: number }
  | { readonly refuse: Refusal }
  /** Does what it is asked, and breaks the call off before the answer. */
  | { readonly loseAnswer: true }
  /** Breaks the call off after so many messages. */
  | { readonly cutAfter: number }

export const cut = (): Refusal => refusal(status.UNAVAILABLE, 'cut off')

export interface Faults {
  /** The next calls of that kind go wrong so, one each. */
  next(kind: Kind, ...faults: Fault[]): void
  take(kind: Kind): Fault | null
}

export function faults(): Faults {
  const waiting: { kind: Kind; fault: Fault }[] = []
  return {
    next(kind, ...more) {
      waiting.push(...more.map((fault) => ({ kind, fault })))
    },
    take(kind) {
      const at = waiting.findIndex((one) => one.kind === kind)
      return at < 0 ? null : waiting.splice(at, 1)[0]!.fault
    },
  }
}

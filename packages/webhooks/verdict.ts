/**
 * What a try means, and when the next one is. A failure is of one message, or of the receiver: one that does not
 * answer, or answers everything alike, is left alone as a whole for a while and then asked with a single message.
 */
import type { Outcome } from './post.ts'

export type Verdict = 'delivered' | 'gone' | 'aborted' | Failure
export interface Failure {
  /** A code: `timeout`, `status-500`. */
  readonly reason: string
  /** Whether any other message would have failed as well. */
  readonly ofReceiver: boolean
  readonly retryAfter_ms: number
}

/** Statuses that say something of the address, the access or the load, and nothing of the message. */
const ofReceiver = [401, 403, 404, 405, 407, 408, 421, 425, 429, 502, 503, 504]
const LONGEST_RETRY_AFTER_MS = 3_600_000

export function verdictOf(outcome: Outcome): Verdict {
  if ('fault' in outcome)
    return outcome.fault === 'aborted'
      ? 'aborted'
      : { reason: outcome.fault, ofReceiver: true, retryAfter_ms: 0 }
  const { status, retryAfter_s } = outcome
  if (status >= 200 && status < 300) return 'delivered'
  if (status === 410) return 'gone'
  return {
    reason: `status-${status}`,
    // A redirect is not followed: the URL is to be put right.
    ofReceiver: (status >= 300 && status < 400) || ofReceiver.includes(status),
    retryAfter_ms: Math.min((retryAfter_s ?? 0) * 1000, LONGEST_RETRY_AFTER_MS),
  }
}

const second_ms = 1000
const hour_ms = 3_600_000
const growing_ms = [5, 30, 120, 600, 1800].map((seconds) => seconds * second_ms)
/** Three days: a long weekend on which nobody looks after the receiver. */
export const GIVE_UP_AFTER_MS = 72 * hour_ms
/** After each failed try of a message; when they are used up, it is a dead letter. */
export const pauses_ms: readonly number[] = [
  ...growing_ms,
  ...Array<number>(GIVE_UP_AFTER_MS / hour_ms).fill(hour_ms),
]

/** After the n-th failure in a row, n from 1; null when it was the last. `chance` from 0 to 1 lengthens it by up to a
 *  quarter, so that what failed together does not come back together. */
export function pauseAfter(failures: number, chance: number): number | null {
  const pause_ms = pauses_ms[failures - 1]
  return pause_ms === undefined ? null : Math.round(pause_ms * (1 + chance / 4))
}

/** The same for a receiver that fails as a whole, which is tried again for ever. */
export const pauseOfReceiver = (failures: number, chance: number): number =>
  pauseAfter(Math.min(failures, pauses_ms.length), chance)!

/** So many rounds without a success make every failure one of the receiver. */
export const ALL_ALIKE = 3

/** Keeps work going that the service does besides answering at its door: a fault is told and the work begun again,
 *  later if it goes on failing. Nothing of it ever ends the process, since alerts come in at that door. */
import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

/** Ends when the signal aborts. */
export async function unceasing(
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  onFault: (error: unknown) => void,
): Promise<void> {
  let pause_ms = FIRST_PAUSE_MS
  while (!signal.aborted) {
    const began = performance.now()
    try {
      await work(signal)
    } catch (error) {
      onFault(error)
    }
    if (performance.now() - began > LONGEST_PAUSE_MS) pause_ms = FIRST_PAUSE_MS
    await sleep(pause_ms * (0.5 + Math.random()), undefined, { signal }).catch(() => {})
    pause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)
  }
}

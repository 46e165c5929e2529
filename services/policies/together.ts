/** Runs works side by side until the signal aborts; when one fails the others are ended, and its error is thrown. */
import { setMaxListeners } from 'node:events'

export type Work = (signal: AbortSignal) => Promise<void>

export async function together(signal: AbortSignal, works: readonly Work[]): Promise<void> {
  const ending = new AbortController()
  const either = AbortSignal.any([signal, ending.signal])
  // Each event that is waited for listens to it.
  setMaxListeners(0, either)
  const faults: unknown[] = []
  const running = works.map((work) =>
    work(either).catch((error) => {
      faults.push(error)
      ending.abort()
    }),
  )
  await Promise.all(running)
  if (faults.length > 0) throw faults[0]
}

/** Asks again, with growing pauses, for as long as an answer may take. */
import { setTimeout as sleep } from 'node:timers/promises'
import { LogDenied, LogUnavailable } from '../log.ts'
import { isDenied, isTransient } from './client.ts'

const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 1000

/** Half as long again, or half as long, so that many who were cut off together do not come back together. */
export const jittered = (pause_ms: number) => pause_ms * (0.5 + Math.random())

/** `until_ms` is on the clock of `performance.now()`; then it throws `LogUnavailable`. `ask` is told whether it
 *  was asked before. */
export async function patiently<T>(
  until_ms: number,
  onFault: (error: unknown) => void,
  ask: (again: boolean) => Promise<T>,
): Promise<T> {
  if (until_ms <= performance.now()) throw new LogUnavailable(new Error('its turn came too late'))
  for (let pause_ms = FIRST_PAUSE_MS; ; pause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)) {
    try {
      return await ask(pause_ms > FIRST_PAUSE_MS)
    } catch (error) {
      if (!isTransient(error)) throw isDenied(error) ? new LogDenied(error) : error
      onFault(error)
      const left_ms = until_ms - performance.now()
      if (left_ms <= 0) throw new LogUnavailable(error)
      await sleep(Math.min(jittered(pause_ms), left_ms))
    }
  }
}

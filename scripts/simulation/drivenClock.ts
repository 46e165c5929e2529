/**
 * A clock that stands until it is moved, for all processes that share its file: half a year passes as fast as the
 * work of it can be done. It is read at each look, so nobody is behind.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'

export interface DrivenClock {
  readonly now: () => Date
}
export const drivenClock = (file: string): DrivenClock => ({
  now: () => new Date(Number(readFileSync(file, 'utf8'))),
})

/** In one step: whoever looks sees the old moment or the new one. */
export function moveClock(file: string, moment: number): void {
  writeFileSync(`${file}.next`, String(moment))
  renameSync(`${file}.next`, file)
}

/** The suite that every log passes: what the port promises, told as tests. */
import type { Test } from 'tap'
import { appendContract } from './contract/append.ts'
import type { Open } from './contract/events.ts'
import { interleavingContract } from './contract/interleavings.ts'
import { readContract } from './contract/read.ts'
import { recordContract } from './contract/record.ts'
import { subscribeContract } from './contract/subscribe.ts'

/** `open` gives an empty log with the clock, and closes it when the test ends. */
export function logContract(t: Test, open: Open): void {
  appendContract(t, open)
  interleavingContract(t, open)
  recordContract(t, open)
  readContract(t, open)
  subscribeContract(t, open)
}

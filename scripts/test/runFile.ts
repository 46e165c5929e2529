/**
 * One test file as a process of its own, and its TAP output as it is read here: how many titled tests passed and failed,
 * and the lines that a person wants to see. A file that broke without a failed test to say so counts as one itself.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { argumentsOf } from '@jiahe/service-kit/program.ts'

export interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly lines: readonly string[]
}
export interface Surroundings {
  readonly compiled: string
  readonly env: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** `tap` ends a test by itself, and says which; one whose process cannot even do that is killed. */
const LONGEST_S = 1200
const GRACE_S = 30

export async function runFile(file: string, { compiled, env, signal }: Surroundings): Promise<Outcome> {
  const began = Date.now()
  const child = spawn(process.execPath, argumentsOf(file, compiled), {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TAP: '1', TAP_TIMEOUT: String(LONGEST_S), JIAHE_COMPILED: compiled, ...env },
    signal,
  })
  // Also that it was ended from outside; what came of it is told when it has closed.
  child.on('error', () => {})
  const tooLong = setTimeout(() => child.kill('SIGKILL'), (LONGEST_S + GRACE_S) * 1000)
  const reading = outcomeOf(createInterface({ input: child.stdout }))
  const code = await new Promise((resolve) => child.on('close', resolve))
  clearTimeout(tooLong)
  const { passed, failed, lines } = await reading
  const ok = code === 0 && failed === 0 && passed > 0
  const last = `${ok ? 'ok' : 'not ok'} - ${file} # time=${Date.now() - began}ms`
  return { passed, failed: ok ? 0 : Math.max(failed, 1), lines: [...lines, last] }
}

/** Each titled test of the file; of those that failed, what is said about it. */
export async function outcomeOf(output: AsyncIterable<string>): Promise<Outcome> {
  const count = { passed: 0, failed: 0 }
  const lines: string[] = []
  let diagnosing = false
  for await (const line of output) {
    const result = /^(\s*)(not )?ok\b/.exec(line)
    if (!result) {
      if (diagnosing) lines.push(line)
      continue
    }
    diagnosing = Boolean(result[2])
    if (diagnosing) lines.push(line)
    if (result[1] === '' && line.includes('# time=')) count[diagnosing ? 'failed' : 'passed']++
  }
  return { ...count, lines }
}

/** Runs `jiahe` for tests as a process of its own, as whoever types it does. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(new URL('jiahe.js', import.meta.url))

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** The last line of stdout as JSON; where there is none, what was said instead is thrown. */
  // biome-ignore lint/suspicious/noExplicitAny: what a command prints is what the tests are about
  readonly json: any
}
/** `onLine` is told every line of stdout as it comes; `interrupt` is as Ctrl-C. */
export type OnLine = (line: string, interrupt: () => void) => void

/** `own`: settings of this call; `input`: what it can read. */
export function jiahe(
  dataDir: string,
  args: readonly string[],
  onLine: OnLine = () => {},
  own: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Run> {
  // What runs in the data directory is meant, and the log that it runs on.
  const { DATABASE_URL: _, EVENT_STORE_URL: _url, EVENT_STORE_PREFIX: _prefix, ...inherited } = process.env
  const env = { ...inherited, NODE_OPTIONS: '', DATA_DIR: dataDir, ...own }
  const child = spawn(process.execPath, [launcher, ...args], { env, stdio: 'pipe' })
  child.stdin.on('error', () => {}).end(input)
  const said = { stdout: '', stderr: '' }
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said.stdout += chunk
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line, () => child.kill('SIGINT'))
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said.stderr += chunk
  })
  return new Promise((resolve) =>
    child.on('close', (code) =>
      resolve({
        code,
        ...said,
        get json() {
          const last = said.stdout.trimEnd().split('\n').at(-1)
          if (!last) throw new Error(`${args.join(' ')} ended with ${code}: ${said.stderr}`)
          return JSON.parse(last)
        },
      }),
    ),
  )
}

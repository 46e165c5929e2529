/**
 * The whole of Jiahe as `npm start` runs it, for a test: free ports, a data directory of its own, no demo city,
 * known password and intake key. It is stopped, and its data deleted, when the test ends. A test may kill it
 * and start it again on the same data.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { argumentsOf } from '@jiahe/service-kit/program.ts'
import type { Test } from 'tap'
import { keepLogged } from './keptLogs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const READY_WITHIN_MS = 180_000

export interface Jiahe {
  readonly consoleUrl: string
  readonly intakeUrl: string
  /** Of every account: `city`, `district-320402`, `township-320402003`, … */
  readonly password: string
  /** Of the source `psb-changzhou`. */
  readonly intakeKey: string
  readonly dataDir: string
  /** Of the process that started the others. */
  readonly pid: number
  /** On a shared EventStoreDB each data directory has a history of its own. */
  readonly eventStorePrefix: string
  /** As Ctrl-C does; resolves when all of it has ended. */
  stop(): Promise<void>
  /** As if the test had died: nobody reads what it says, and who started it is gone. Gives its exit code. */
  abandon(): Promise<number | null>
}

/** `again`: one that was started before and has ended, whose ports and data are taken over. */
export async function startJiahe(
  t: Test,
  env: Readonly<Record<string, string>> = {},
  again?: Jiahe,
): Promise<Jiahe> {
  const [port, intakePort] = again
    ? [new URL(again.consoleUrl).port, new URL(again.intakeUrl).port]
    : [await freePort(), await freePort()]
  const dataDir = again?.dataDir ?? makeDataDir(t)
  const password = 'correct-horse-battery'
  const intakeKey = 'intake-key-of-the-test'
  const eventStorePrefix = `${basename(dataDir)
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase()
    .slice(-16)}.`
  const { DATABASE_URL: _theirs, ...inherited } = process.env
  const program = argumentsOf(join(root, 'scripts/start.ts'), env.JIAHE_COMPILED)
  const child = spawn(process.execPath, program, {
    cwd: root,
    // It ends when this process does, in whatever way.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...inherited,
      NODE_OPTIONS: '',
      PORT: String(port),
      INTAKE_PORT: String(intakePort),
      DATA_DIR: dataDir,
      DEMO: 'none',
      DEMO_PASSWORD: password,
      DEMO_INTAKE_KEY: intakeKey,
      EVENT_STORE_PREFIX: eventStorePrefix,
      ...env,
    },
  })
  child.channel?.unref()
  const said = collect(child)
  t.teardown(() => stop(child))
  const consoleUrl = `http://127.0.0.1:${port}`
  const intakeUrl = `http://127.0.0.1:${intakePort}`
  await ready(child, { urls: [consoleUrl, intakeUrl], dataDir }, said)
  const own = { password, intakeKey, dataDir, eventStorePrefix }
  const ends = { stop: () => stop(child), abandon: () => abandon(child) }
  return { consoleUrl, intakeUrl, ...own, pid: child.pid!, ...ends }
}

/** Made before anything is started in it, so deleted after all of it has stopped. */
function makeDataDir(t: Test): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'jiahe-whole-'))
  // Started as root, PostgreSQL runs as another user, who must reach it.
  chmodSync(dataDir, 0o755)
  t.teardown(() => rmSync(dataDir, { recursive: true, force: true }))
  return dataDir
}

function collect(child: ChildProcess): string[] {
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      lines.push(chunk)
      keepLogged(chunk)
    })
  return lines
}

interface Expected {
  readonly urls: readonly string[]
  readonly dataDir: string
}
/** Those that people and senders speak to answer, and those behind them run too: only then it says where it runs. */
async function ready(
  child: ChildProcess,
  { urls, dataDir }: Expected,
  said: readonly string[],
): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS
  const checks = [...urls.map((url) => () => answers(`${url}/health/ready`)), () => saysSo(child, dataDir)]
  for (const check of checks) {
    while (!(await check())) {
      if (child.exitCode !== null || Date.now() > until)
        throw new Error(`Jiahe did not start:\n${said.join('')}`)
      await pause(100)
    }
  }
}

/** One that was killed left its file behind; one that is being written is not whole yet. */
function saysSo({ pid }: ChildProcess, dataDir: string): boolean {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')).pid === pid
  } catch {
    return false
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  )

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  await ended
}

async function abandon(child: ChildProcess): Promise<number | null> {
  const ended = once(child, 'exit')
  for (const stream of [child.stdout, child.stderr]) stream?.destroy()
  child.disconnect()
  return (await ended)[0]
}

/** Below those that the system gives to outgoing connections: between finding it free and listening on it, another
 *  test's connection would take it. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer()
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
    })
    if (free) return port
  }
}

/** Ten times a second: an account may ask so often (requestLimits.ts). */
const EVERY_MS = 100
/** Asks again until there is an answer; the test's own time limit ends it. */
export async function eventually<T>(ask: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer
    await pause(EVERY_MS)
  }
}

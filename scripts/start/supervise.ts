/**
 * Runs the services as processes of their own and starts again whichever dies, sooner at first and later if it
 * keeps dying. A service ends by itself when this process is gone: it notices that the channel to it is closed.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { argumentsOf } from '@jiahe/service-kit/program.ts'

export interface Service {
  readonly name: string
  /** The file to run, relative to the working directory. */
  readonly main: string
}
export interface Supervisor {
  /** Resolves when every service has started once. Rejects when one cannot: its settings are wrong. */
  readonly started: Promise<void>
  /** Ends all of them, in order, and waits until they are gone. */
  stop(): Promise<void>
}

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 10_000
const KILL_AFTER_MS = 12_000
/** How a service says that its settings are wrong: trying again would not help. */
const WRONG_SETTING = 2

export function supervise(services: readonly Service[], env: Readonly<NodeJS.ProcessEnv>): Supervisor {
  const running = new Map<string, ChildProcess>()
  let stopping = false

  function start({ name, main }: Service, pause_ms: number, onStarted: () => void, onHopeless: () => void) {
    const child = spawn(process.execPath, argumentsOf(main), {
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // Out of reach of the terminal's Ctrl-C: the order of the end is ours.
      detached: true,
    })
    running.set(name, child)
    let nextPause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)
    child.on('message', (message) => {
      if (message !== 'started') return
      nextPause_ms = FIRST_PAUSE_MS
      onStarted()
    })
    child.on('exit', (code, signal) => {
      running.delete(name)
      if (stopping) return
      if (code === WRONG_SETTING) return onHopeless()
      console.error(`${name} ended (${signal ?? `code ${code}`}); starting it again`)
      setTimeout(() => {
        if (!stopping) start({ name, main }, nextPause_ms, onStarted, onHopeless)
      }, pause_ms)
    })
  }

  const started = Promise.all(
    services.map(
      (service) =>
        new Promise<void>((resolve, reject) =>
          start(service, FIRST_PAUSE_MS, resolve, () =>
            reject(new Error(`${service.name} could not start: see the line above.`)),
          ),
        ),
    ),
  )

  return {
    started: started.then(() => {}),
    async stop() {
      stopping = true
      await Promise.all([...running.values()].map(end))
    },
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const kill = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
  child.kill('SIGTERM')
  await gone
  clearTimeout(kill)
}

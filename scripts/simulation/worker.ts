/** The process that the simulated city's policies run in, and the one that stands ready to go on when it is killed. */
import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { programOf } from '@jiahe/service-kit/program.ts'

const MAIN = fileURLToPath(new URL('policiesProcess.ts', import.meta.url))

export interface Worker {
  /** With SIGKILL, and the next one goes on at once. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** All of them are one member to the others: what one held, the next goes on with, without waiting for a lease. */
export async function startWorker(
  connectionString: string,
  clockFile: string,
  city: string,
): Promise<Worker> {
  const owner = randomUUID()
  const boot = async (): Promise<ChildProcess> => {
    const args = [connectionString, clockFile, owner, city]
    const { file, execArgv } = programOf(MAIN)
    const child = fork(file, args, { execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    await once(child, 'message')
    return child
  }
  const ended = async (child: ChildProcess) => {
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }
  let working = await boot()
  working.send('go')
  let standby: Promise<ChildProcess> | null = null
  return {
    async kill() {
      standby ??= boot()
      const next = await standby
      await ended(working)
      working = next
      working.send('go')
      standby = boot()
    },
    async stop() {
      await ended(working)
      if (standby) await ended(await standby)
    },
  }
}

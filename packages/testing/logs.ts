/** The logs that the whole of Jiahe runs on, as settings for `startJiahe`: a test that is told once runs over both. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { programOf } from '@jiahe/service-kit/program.ts'
import type { Test } from 'tap'

export type LogSettings = Readonly<Record<'EVENT_STORE_URL', string>>

/** In the database, whatever else the environment names. */
export const inPostgres: LogSettings = { EVENT_STORE_URL: '' }

/** On the server that `EVENT_STORE_URL` names, else on a double of one: a process of its own until the test ends. */
export async function onEventStore(t: Test): Promise<LogSettings> {
  return { EVENT_STORE_URL: process.env.EVENT_STORE_URL || (await startDouble(t)) }
}

const double = fileURLToPath(new URL('../event-log/eventstoredb/double/process.ts', import.meta.url))

async function startDouble(t: Test): Promise<string> {
  const { file, execArgv } = programOf(double)
  const child = fork(file, { execArgv, env: { PATH: process.env.PATH } })
  t.teardown(async () => {
    const ended = once(child, 'exit')
    child.disconnect()
    await ended
  })
  const [url] = await once(child, 'message')
  return url
}

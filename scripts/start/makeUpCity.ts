/** Runs the filling of an empty log in a process of its own and shows how far it is. `beforeEnd` takes what is to
 *  be done when the start is ended meanwhile. */
import { fork } from 'node:child_process'
import { programOf } from '@jiahe/service-kit/program.ts'
import { progress } from './progress.ts'

export async function makeUpCity(
  env: Readonly<NodeJS.ProcessEnv>,
  beforeEnd: (step: () => void) => void,
): Promise<void> {
  const bar = progress('Making up a city')
  const { file, execArgv } = programOf('scripts/demo/main.ts')
  const child = fork(file, { execArgv, env })
  beforeEnd(() => void child.kill('SIGKILL'))
  child.on('message', (said: Parameters<typeof bar.update>) => bar.update(...said))
  const code = await new Promise((resolve) => child.once('exit', resolve))
  bar.end()
  if (code !== 0)
    throw new Error('The made-up city could not be filled in: see above. DEMO=none starts without.')
}

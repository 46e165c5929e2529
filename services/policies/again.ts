/** What waits in parked streams is tried again, in order: at each start, as a newer program may know what to do, and
 *  when somebody asks for it. */
import type { Parked, Parking } from './parking.ts'
import { type Reactor, reactsTo } from './react.ts'
import type { RunnerOptions } from './runner.ts'

export async function tryAgain(
  { log, policies, signal, reporter }: RunnerOptions,
  parking: Parking,
  react: Reactor,
  streams: readonly Parked[],
): Promise<void> {
  for (const parked of streams) {
    const policy = policies.find(({ name }) => name === parked.name)
    if (!policy) continue
    const stream = await log.readStream(parked.stream)
    const waiting = stream.filter((event) => event.position >= parked.position && reactsTo(policy, event))
    const done = await react.again(policy, waiting)
    if (signal.aborted) return
    if (!done) continue
    await parking.release(parked)
    reporter.released(policy.name, parked.stream)
  }
}

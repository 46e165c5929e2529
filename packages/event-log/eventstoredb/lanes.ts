/**
 * The appends on their way: bounded in number and bytes, a stream's one after the other in the order they came, and only
 * so many at once. Each is decided on what the one before it in its stream left behind.
 */
import { LogOverloaded } from '../log.ts'

/** An HTTP/2 connection commonly takes a hundred calls; subscriptions and reads want some of them. */
const AT_ONCE = 64
const WAITING_BYTES = 64 * 1024 * 1024

export interface Lanes {
  /** Runs when those before it in its lane are done. Throws `LogOverloaded` when too many wait. */
  run<T>(lane: string, bytes: number, task: () => Promise<T>): Promise<T>
  /** Resolves when nothing is under way or waits. */
  idle(): Promise<void>
}

export function lanes(queue: number): Lanes {
  const last = new Map<string, Promise<unknown>>()
  const entering: (() => void)[] = []
  let inside = 0

  async function enter(): Promise<void> {
    if (inside < AT_ONCE) inside++
    else await new Promise<void>((resolve) => entering.push(resolve))
  }

  /** The place goes to the next one, or is free. */
  function leave(): void {
    const next = entering.shift()
    if (next) next()
    else inside--
  }

  let waiting = 0
  let waitingBytes = 0

  return {
    async run(lane, bytes, task) {
      if (waiting >= queue || waitingBytes + bytes > WAITING_BYTES) throw new LogOverloaded(1)
      waiting++
      waitingBytes += bytes
      const turn = (last.get(lane) ?? Promise.resolve()).then(enter).then(task).finally(leave)
      const settled = turn.then(
        () => {},
        () => {},
      )
      last.set(lane, settled)
      try {
        return await turn
      } finally {
        waiting--
        waitingBytes -= bytes
        if (last.get(lane) === settled) last.delete(lane)
      }
    },
    async idle() {
      await Promise.all(last.values())
    },
  }
}
